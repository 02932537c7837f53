import { ActionIcon, Button, MultiSelect, Select, TagsInput, TextInput } from "@mantine/core";
import { type Condition, comparisons, directions, nameFields, numberFields } from "@parley/contracts";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { comparisonNames, factNames, factValue } from "./compared-words.ts";

type Leaf = Exclude<Condition, { of: unknown }>;

/** A condition as a list of comparisons of which all or any must hold; `null` for one with conditions inside. */
function readFlat(condition: Condition | null): { join: "and" | "or"; leaves: Leaf[] } | null {
  if (condition === null) return { join: "and", leaves: [] };
  if (condition.op === "not") return null;
  if (condition.op !== "and" && condition.op !== "or") return { join: "and", leaves: [condition] };
  const leaves = condition.of.filter((each): each is Leaf => !("of" in each));
  return leaves.length === condition.of.length ? { join: condition.op, leaves } : null;
}

const firstLeaf: Leaf = { op: "compare", field: "amount", is: "at-least", value: "500000" };

/** When a step applies: always, or when all or any of some comparisons hold. */
export function ConditionBuilder(props: {
  readonly condition: Condition | null;
  readonly onChange: (condition: Condition | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  const flat = readFlat(props.condition);
  const word = (name: string): string => t(`contracts.flows.${name}`);
  if (flat === null) return <p className={classes["quiet"]}>{word("nested")}</p>;
  const { join, leaves } = flat;
  const set = (next: readonly Leaf[], by: "and" | "or" = join): void => {
    const [first] = next;
    props.onChange(first === undefined ? null : next.length === 1 ? first : { op: by, of: [...next] });
  };
  return (
    <div className={classes["fields"]}>
      <Select
        label={word("condition")}
        allowDeselect={false}
        value={leaves.length === 0 ? "always" : join}
        data={[
          { value: "always", label: word("always") },
          { value: "and", label: word("whenAll") },
          { value: "or", label: word("whenAny") },
        ]}
        onChange={(value) =>
          value === "always" ? set([]) : set(leaves.length === 0 ? [firstLeaf] : leaves, value as "and" | "or")
        }
      />
      {leaves.map((leaf, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- comparisons have no ids, and two may be equal
        <div key={index} className={classes["condition"]}>
          <LeafFields
            leaf={leaf}
            onChange={(changed) => set(leaves.map((each, at) => (at === index ? changed : each)))}
          />
          <ActionIcon
            size={36}
            variant="default"
            aria-label={word("removeCondition")}
            onClick={() => set(leaves.filter((_leaf, at) => at !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {leaves.length > 0 ? (
        <div className={classes["buttons"]}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => set([...leaves, firstLeaf])}
          >
            {word("addCondition")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function LeafFields({ leaf, onChange }: { leaf: Leaf; onChange: (leaf: Leaf) => void }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const isNumber = numberFields.some((field) => field === leaf.field);
  const ways = isNumber ? comparisons : (["in", "some"] as const);
  const chooseFact = (field: string): void =>
    onChange(
      numberFields.some((each) => each === field)
        ? { op: "compare", field, is: "at-least", value: "1" }
        : field === "findings"
          ? { op: "some", field }
          : { op: "in", field, values: [] },
    );
  const chooseWay = (way: string): void => {
    if (leaf.op === "compare") onChange({ ...leaf, is: comparisons.find((each) => each === way) ?? leaf.is });
    else onChange(way === "some" ? { op: "some", field: leaf.field } : { op: "in", field: leaf.field, values: [] });
  };
  return (
    <>
      <Select
        label={t("contracts.flows.fact")}
        allowDeselect={false}
        value={leaf.field}
        data={[...numberFields, ...nameFields].map((value) => ({
          value,
          label: factNames[value]?.[language] ?? value,
        }))}
        onChange={(field) => chooseFact(field ?? "amount")}
      />
      <Select
        label={t("contracts.flows.is")}
        allowDeselect={false}
        value={leaf.op === "compare" ? leaf.is : leaf.op}
        data={ways.map((value) => ({ value, label: comparisonNames[value]?.[language] ?? value }))}
        onChange={(way) => chooseWay(way ?? "at-least")}
      />
      {leaf.op === "compare" ? (
        <TextInput
          label={t("contracts.flows.value")}
          inputMode="decimal"
          value={leaf.value}
          onChange={(event) => {
            const value = event.currentTarget.value.replaceAll(/[,，\s]/g, "");
            if (/^\d*(\.\d*)?$/.test(value)) onChange({ ...leaf, value });
          }}
        />
      ) : leaf.op === "in" ? (
        <NamesInput leaf={leaf} onChange={(values) => onChange({ ...leaf, values })} />
      ) : null}
    </>
  );
}

function NamesInput(props: {
  readonly leaf: Extract<Leaf, { op: "in" }>;
  readonly onChange: (values: string[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { field, values } = props.leaf;
  const categories = useQuery(contractsEndpoints.parties.categories.queryOptions()).data?.categories ?? [];
  const parties = useQuery({
    ...contractsEndpoints.parties.list.queryOptions({ input: { side: "counterparty", limit: 200 } }),
    enabled: field === "counterparties",
  }).data;
  const known: Record<string, { value: string; label: string }[]> = {
    category: categories.map((each) => ({ value: each.id, label: each[language] })),
    direction: directions.map((value) => ({ value, label: factValue("direction", value, language) })),
    counterparties: (parties?.parties ?? []).map(({ id, name }) => ({ value: id, label: name })),
  };
  const label = t("contracts.flows.value");
  const data = known[field];
  return data ? (
    <MultiSelect label={label} searchable data={data} value={values} onChange={props.onChange} />
  ) : (
    <TagsInput label={label} value={values} onChange={props.onChange} />
  );
}
