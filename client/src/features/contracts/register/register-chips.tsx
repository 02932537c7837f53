import { Button, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { BASE_CURRENCY } from "./base-currency.ts";
import { ChoiceChip } from "./choice-chip.tsx";
import { RangeChip } from "./range-chip.tsx";
import {
  type RangeFilter,
  type RegisterAddress,
  type RegisterFilter,
  choiceFilters,
  isFiltered,
  rangeFilters,
  readAddress,
} from "./register-address.ts";
import classes from "./register-chips.module.css";
import { useFilterOptions } from "./use-filter-options.ts";

/** Filters that are always in sight; the others come when they are asked for. */
const usual: readonly RegisterFilter[] = ["state", "category", "party", "owner", "end"];
const isRange = (filter: RegisterFilter): filter is RangeFilter => rangeFilters.some((each) => each === filter);

/** The filters as chips. */
export function RegisterChips(props: {
  address: RegisterAddress;
  onShow: (change: Partial<RegisterAddress>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { address, onShow } = props;
  const [added, setAdded] = useState<RegisterFilter | null>(null);
  const all: readonly RegisterFilter[] = [...choiceFilters, ...rangeFilters];
  const isSet = (filter: RegisterFilter): boolean =>
    isRange(filter)
      ? address.ranges[filter].from + address.ranges[filter].to !== ""
      : address.choices[filter].length > 0;
  const shown = all.filter((filter) => usual.includes(filter) || filter === added || isSet(filter));
  const hidden = all.filter((filter) => !shown.includes(filter));
  const { search, choices, ranges } = readAddress({});
  return (
    <div className={classes["chips"]} role="group" aria-label={t("contracts.register.filters")}>
      {shown.map((filter) => {
        const label = t(`contracts.register.filter.${filter}`, { currency: BASE_CURRENCY });
        if (isRange(filter)) {
          return (
            <RangeChip
              key={filter}
              label={label}
              kind={filter === "amount" ? "amount" : "day"}
              range={address.ranges[filter]}
              startsOpen={filter === added}
              onChange={(range) => onShow({ ranges: { ...address.ranges, [filter]: range } })}
            />
          );
        }
        return (
          <OptionsChip
            key={filter}
            filter={filter}
            label={label}
            chosen={address.choices[filter]}
            startsOpen={filter === added}
            onChange={(chosen) => onShow({ choices: { ...address.choices, [filter]: chosen } })}
          />
        );
      })}
      {hidden.length > 0 ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <button type="button" className={classes["chip"]}>
              <IconPlus size={14} />
              {t("contracts.register.addFilter")}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {hidden.map((filter) => (
              <Menu.Item key={filter} onClick={() => setAdded(filter)}>
                {t(`contracts.register.filter.${filter}`, { currency: BASE_CURRENCY })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {isFiltered(address) ? (
        <Button variant="subtle" color="gray" size="compact-md" onClick={() => onShow({ search, choices, ranges })}>
          {t("contracts.register.clear")}
        </Button>
      ) : null}
    </div>
  );
}

/** A chip whose options come from where they are kept, when it is opened or when something of them is chosen. */
function OptionsChip(props: {
  filter: Parameters<typeof useFilterOptions>[0];
  label: string;
  chosen: readonly string[];
  startsOpen: boolean;
  onChange: (chosen: readonly string[]) => void;
}): ReactElement {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(props.startsOpen);
  const found = useFilterOptions(props.filter, {
    text,
    chosen: props.chosen,
    enabled: asked || props.chosen.length > 0,
  });
  return (
    <ChoiceChip
      label={props.label}
      chosen={props.chosen}
      options={found.options}
      names={found.names}
      searched={found.isSearched ? { text, onSearch: setText } : null}
      startsOpen={props.startsOpen}
      onOpen={() => setAsked(true)}
      onChange={props.onChange}
    />
  );
}
