import { MultiSelect } from "@mantine/core";
import type { PeopleSource } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { wordKey } from "../contract-page/word-key.ts";
import classes from "./approval.module.css";
import { useColleagues } from "./use-colleagues.ts";

/** Sources that need nothing else to be said. */
const plainKinds = ["owner", "manager-of-initiator", "heads-of-owner-department", "finding-approvers"] as const;
const departmentKinds = ["department-heads", "department-members"] as const;

/** Where the people of a step come from: by name, by what they are to the contract, by departments. */
export function SourcesEditor(props: {
  readonly label: string;
  readonly sources: readonly PeopleSource[];
  readonly onChange: (sources: PeopleSource[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { label, sources, onChange } = props;
  const colleagues = useColleagues();
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions()).data ?? [];
  const named = sources.flatMap((source) => (source.kind === "people" ? source.people : []));
  const others = sources.filter(({ kind }) => kind !== "people");
  const set = (people: readonly string[], rest: readonly PeopleSource[]): void =>
    onChange([...(people.length > 0 ? [{ kind: "people" as const, people: [...people] }] : []), ...rest]);
  const keyOf = (source: PeopleSource): string =>
    "departments" in source ? `${source.kind} ${source.departments.join(" ")}` : source.kind;
  const word = (kind: string): string => t(`contracts.flows.source.${wordKey(kind)}`);
  const choices = [
    ...plainKinds.map((kind) => ({ value: kind as string, label: word(kind) })),
    ...departmentKinds.flatMap((kind) =>
      departments.map(({ id, name }) => ({ value: `${kind} ${id}`, label: `${word(kind)}: ${name}` })),
    ),
  ];
  // What names several departments at once is shown as it is.
  const known = new Set(choices.map(({ value }) => value));
  const rare = others.filter((source) => !known.has(keyOf(source)));
  return (
    <div className={classes["grid"]}>
      <MultiSelect
        label={`${label}: ${t("contracts.flows.people")}`}
        searchable
        data={colleagues}
        value={named}
        onChange={(people) => set(people, others)}
      />
      <MultiSelect
        label={`${label}: ${t("contracts.flows.others")}`}
        searchable
        data={[...choices, ...rare.map((source) => ({ value: keyOf(source), label: word(source.kind) }))]}
        value={others.map(keyOf)}
        onChange={(values) =>
          set(
            named,
            values.map((value) => rare.find((each) => keyOf(each) === value) ?? sourceOf(value)),
          )
        }
      />
    </div>
  );
}

function sourceOf(value: string): PeopleSource {
  const [kind, ...ids] = value.split(" ");
  const department = departmentKinds.find((each) => each === kind);
  if (department) return { kind: department, departments: ids };
  return { kind: plainKinds.find((each) => each === kind) ?? "owner" };
}
