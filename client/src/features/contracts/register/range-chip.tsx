import { Button, Popover, TextInput } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { groupDigits } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type FormEvent, type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./register-chips.module.css";
import { writtenDay } from "./written.ts";

interface Range {
  readonly from: string;
  readonly to: string;
}

/** A filter with two bounds, either of which may be open. */
export function RangeChip(props: {
  label: string;
  kind: "day" | "amount";
  range: Range;
  startsOpen: boolean;
  onChange: (range: Range) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [opened, setOpened] = useState(props.startsOpen);
  const [typed, setTyped] = useState(props.range);
  const { from, to } = props.range;
  const written = (bound: string): string =>
    bound === "" ? "" : props.kind === "day" ? writtenDay(bound, language) : groupDigits(bound);
  const said = from + to === "" ? "" : `${written(from)} – ${written(to)}`;
  const clean = (bound: string): string => (props.kind === "amount" ? bound.replace(/[,，\s]/g, "") : bound);
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    setOpened(false);
    props.onChange({ from: clean(typed.from), to: clean(typed.to) });
  };
  const field = (bound: "from" | "to"): ReactElement => (
    <TextInput
      size="sm"
      label={t(`contracts.register.${bound}`)}
      type={props.kind === "day" ? "date" : "text"}
      {...(props.kind === "amount" && { inputMode: "decimal" as const })}
      value={typed[bound]}
      onChange={(event) => setTyped({ ...typed, [bound]: event.currentTarget.value })}
    />
  );
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus shadow="md" withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={classes["chip"]}
          data-set={said !== "" || undefined}
          aria-expanded={opened}
          onClick={() => {
            setTyped(props.range);
            setOpened(!opened);
          }}
        >
          <span>{said === "" ? props.label : `${props.label}: ${said}`}</span>
          <IconChevronDown size={14} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes["panel"]} onSubmit={apply}>
          <div className={classes["range"]}>
            {field("from")}
            {field("to")}
          </div>
          <Button type="submit" size="compact-md">
            {t("contracts.register.apply")}
          </Button>
          {said === "" ? null : (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() => {
                setOpened(false);
                props.onChange({ from: "", to: "" });
              }}
            >
              {t("contracts.register.any")}
            </Button>
          )}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
