import { Button, Select, TextInput } from "@mantine/core";
import { type Party, parties } from "@parley/base";
import { type Contract, type TrailEntry, type TrailGroup, trailGroups } from "@parley/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import classes from "../contract-page/contract-page.module.css";
import { dayInWords } from "../contract-page/written-values.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { TrailRow } from "./trail-row.tsx";

interface Filter {
  readonly group: TrailGroup | null;
  readonly person: string | null;
  readonly party: Party | null;
  readonly clause: string;
  readonly from: string;
  readonly until: string;
}
const everything: Filter = { group: null, person: null, party: null, clause: "", from: "", until: "" };

/** How often an open trail asks for what is new. */
const ASK_EVERY_MS = 5_000;

/** One timeline of everything that happened to a contract, the newest first. */
export function TrailTab({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [filter, setFilter] = useState(everything);
  const wanted = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== ""));
  const trail = useInfiniteQuery({
    ...contractsEndpoints.trail.list.infiniteOptions({
      input: (before: string | undefined) => ({ id: contract.id, ...wanted, ...(before !== undefined && { before }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextBefore }) => nextBefore ?? undefined,
    }),
    refetchInterval: ASK_EVERY_MS,
    placeholderData: (previous) => previous,
  });
  const [first] = trail.data?.pages ?? [];
  const entries = trail.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div>
      <Filters filter={filter} people={first?.people ?? []} onChange={(part) => setFilter({ ...filter, ...part })} />
      {first && first.closedDocuments > 0 ? (
        <p className={classes["quiet"]}>{t("contracts.page.trail.closed", { count: first.closedDocuments })}</p>
      ) : null}
      {trail.error && !first ? (
        <ErrorState sentence={sentenceOf(trail.error)} onRetry={() => void trail.refetch()} />
      ) : first ? (
        <Days entries={entries} timeZone={first.timeZone} />
      ) : (
        <ListSkeleton rows={6} />
      )}
      {trail.hasNextPage ? (
        <Button variant="default" loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
          {t("contracts.page.trail.older")}
        </Button>
      ) : null}
    </div>
  );
}

function Filters(props: {
  filter: Filter;
  people: readonly { person: { id: string; name: string } }[];
  onChange: (part: Partial<Filter>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { filter, onChange } = props;
  const choose = (label: string) => ({ "aria-label": label, placeholder: label, clearable: true, size: "sm" as const });
  return (
    <div className={classes["filters"]} role="group" aria-label={t("contracts.page.trail.filters")}>
      <Select
        {...choose(t("contracts.page.trail.group"))}
        data={trailGroups.map((group) => ({ value: group, label: t(`contracts.page.trail.groups.${group}`) }))}
        value={filter.group}
        onChange={(group) => onChange({ group })}
      />
      <Select
        {...choose(t("contracts.page.trail.person"))}
        searchable
        data={props.people.map(({ person }) => ({ value: person.id, label: person.name }))}
        value={filter.person}
        onChange={(person) => onChange({ person })}
      />
      <Select
        {...choose(t("contracts.page.trail.party"))}
        data={parties.map((party) => ({ value: party, label: t(`ui.party.${party}`) }))}
        value={filter.party}
        onChange={(party) => onChange({ party })}
      />
      <TextInput
        size="sm"
        aria-label={t("contracts.page.trail.clause")}
        placeholder={t("contracts.page.trail.clause")}
        value={filter.clause}
        onChange={(event) => onChange({ clause: event.currentTarget.value })}
      />
      <TextInput
        size="sm"
        type="date"
        aria-label={t("contracts.page.trail.from")}
        value={filter.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        size="sm"
        type="date"
        aria-label={t("contracts.page.trail.until")}
        value={filter.until}
        onChange={(event) => onChange({ until: event.currentTarget.value })}
      />
    </div>
  );
}

/** The entries by the days of the company. */
function Days({ entries, timeZone }: { entries: readonly TrailEntry[]; timeZone: string }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  if (entries.length === 0) return <p className={classes["quiet"]}>{t("contracts.page.trail.none")}</p>;
  const days = [...Map.groupBy(entries, ({ at }) => day.format(new Date(at)))];
  return (
    <>
      {days.map(([each, of]) => (
        <section key={each}>
          <h2 className={classes["day"]}>{dayInWords(each, language)}</h2>
          <ol className={classes["trail"]}>
            {of.map((entry) => (
              <TrailRow key={entry.key} entry={entry} timeZone={timeZone} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
