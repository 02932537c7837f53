import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { IconChevronDown, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import classes from "./register-chips.module.css";
import type { FilterOption } from "./use-filter-options.ts";

/** A filter of which several values can be chosen; it says which are. */
export function ChoiceChip(props: {
  label: string;
  chosen: readonly string[];
  options: readonly FilterOption[];
  names: ReadonlyMap<string, string>;
  searched: { readonly text: string; readonly onSearch: (text: string) => void } | null;
  startsOpen: boolean;
  onOpen: () => void;
  onChange: (chosen: readonly string[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(props.startsOpen);
  const { chosen, searched } = props;
  const [first] = chosen;
  const firstName = first === undefined ? "" : (props.names.get(first) ?? "…");
  const said =
    chosen.length > 1 ? t("contracts.register.chosen", { first: firstName, others: chosen.length - 1 }) : firstName;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus shadow="md" withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={classes["chip"]}
          data-set={chosen.length > 0 || undefined}
          aria-expanded={opened}
          onClick={() => {
            props.onOpen();
            setOpened(!opened);
          }}
        >
          <span>{said === "" ? props.label : `${props.label}: ${said}`}</span>
          <IconChevronDown size={14} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes["panel"]}>
          {searched ? (
            <TextInput
              size="sm"
              data-autofocus
              aria-label={t("contracts.register.findOption")}
              placeholder={t("contracts.register.findOption")}
              leftSection={<IconSearch size={14} />}
              value={searched.text}
              onChange={(event) => searched.onSearch(event.currentTarget.value)}
            />
          ) : null}
          <div className={classes["options"]} role="group" aria-label={props.label}>
            {props.options.map(({ value, label }) => (
              <Checkbox
                key={value}
                className={classes["option"] ?? ""}
                label={label}
                checked={chosen.includes(value)}
                onChange={(event) =>
                  props.onChange(
                    event.currentTarget.checked ? [...chosen, value] : chosen.filter((each) => each !== value),
                  )
                }
              />
            ))}
            {props.options.length === 0 ? <p className={classes["none"]}>{t("contracts.register.noOption")}</p> : null}
          </div>
          {chosen.length > 0 ? (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => props.onChange([])}>
              {t("contracts.register.any")}
            </Button>
          ) : null}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
