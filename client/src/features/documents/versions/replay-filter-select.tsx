import { Select } from "@mantine/core";
import { parties } from "@parley/base";
import type { Film } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useMemo } from "react";
import { usePartyName } from "../../../ui/reader-party.ts";
import classes from "./replay-view.module.css";
import { type ReplayFilter, filmClauses } from "./replay-filter.ts";

const ALL = "all";

/** Chooses whose work, or which clause, is replayed. */
export function ReplayFilterSelect(props: {
  film: Film;
  filter: ReplayFilter | null;
  onFilter: (filter: ReplayFilter | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  const nameOf = usePartyName();
  const { film, filter } = props;
  const people = useMemo(() => [...new Map(film.authors.map(({ id, name }) => [id, name]))], [film]);
  const clauses = useMemo(() => filmClauses(film), [film]);
  const there = parties.filter((party) => film.authors.some((author) => author.party === party));
  return (
    <Select
      size="xs"
      className={classes["filter"] ?? ""}
      aria-label={t("documents.versions.replay.filter")}
      allowDeselect={false}
      value={filter === null ? ALL : valueOf(filter)}
      onChange={(value) => props.onFilter(filterOf(value ?? ALL))}
      data={[
        { value: ALL, label: t("documents.versions.replay.everything") },
        {
          group: t("documents.versions.replay.parties"),
          items: there.map((party) => ({ value: valueOf({ by: "party", party }), label: nameOf(party) })),
        },
        {
          group: t("documents.versions.replay.people"),
          items: people.map(([personId, name]) => ({ value: valueOf({ by: "person", personId }), label: name })),
        },
        {
          group: t("documents.versions.replay.clauses"),
          items: clauses.map(({ block, title }) => ({ value: valueOf({ by: "clause", block }), label: title })),
        },
      ]}
    />
  );
}

function valueOf(filter: ReplayFilter): string {
  switch (filter.by) {
    case "party":
      return `party:${filter.party}`;
    case "person":
      return `person:${filter.personId}`;
    case "clause":
      return `clause:${filter.block}`;
  }
}

function filterOf(value: string): ReplayFilter | null {
  const [by, what = ""] = value.split(":");
  if (by === "person") return { by, personId: what };
  if (by === "clause") return { by, block: Number(what) };
  const party = parties.find((each) => each === what);
  return by === "party" && party ? { by, party } : null;
}
