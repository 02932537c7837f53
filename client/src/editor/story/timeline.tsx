/** "History": who changed the document, day by day and sitting by sitting, the newest first; by person and by way of entry. */
import { Button, NativeSelect, Skeleton } from "@mantine/core";
import type { EntryWay, Sitting } from "@parley/documents";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { readerZone } from "../../ui/format-moment.ts";
import { DayHeading } from "./day-heading.tsx";
import { dayOf } from "./day-words.ts";
import { RefusedAttempts, RefusedNote } from "./refused-attempts.tsx";
import { SittingEntry } from "./sitting-entry.tsx";
import classes from "./timeline.module.css";
import { useMayReadAttempts } from "./use-refused-attempts.ts";
import { useShowPlace } from "./use-show-place.ts";
import { type Timeline as TimelineState, useTimeline } from "./use-timeline.ts";

/** Whose and which entries are listed; `null` for all that changed the document. What was refused changed nothing. */
interface ChosenEntries {
  readonly person: string | null;
  readonly way: EntryWay | "refused" | null;
}

const nothingChosen: ChosenEntries = { person: null, way: null };

export function Timeline(): ReactElement {
  const [filter, setFilter] = useState(nothingChosen);
  const { person, way } = filter;
  const timeline = useTimeline({ person, way: way === "refused" ? null : way });
  const mayReadAttempts = useMayReadAttempts();
  return (
    <div className={classes["timeline"]}>
      <Filters timeline={timeline} filter={filter} onFilter={setFilter} />
      {way === "refused" ? (
        <div>
          <RefusedAttempts person={person} onAll={() => setFilter(nothingChosen)} />
        </div>
      ) : (
        <>
          {mayReadAttempts ? <RefusedNote onShow={() => setFilter({ person: null, way: "refused" })} /> : null}
          <Body timeline={timeline} filter={filter} onFilter={setFilter} />
        </>
      )}
    </div>
  );
}

interface FilterProps {
  readonly timeline: TimelineState;
  readonly filter: ChosenEntries;
  readonly onFilter: (filter: ChosenEntries) => void;
}

function Filters({ timeline, filter, onFilter }: FilterProps): ReactElement {
  const { t } = useTranslation();
  const mayReadAttempts = useMayReadAttempts();
  const { people = [], ways = [] } = timeline.first ?? {};
  return (
    <div className={classes["filters"]}>
      <NativeSelect
        size="xs"
        aria-label={t("story.timeline.person")}
        value={filter.person ?? ""}
        onChange={({ currentTarget }) => onFilter({ ...filter, person: currentTarget.value || null })}
        data={[
          { value: "", label: t("story.timeline.everybody") },
          ...people.map(({ person }) => ({ value: person.id, label: person.name })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={t("story.timeline.way")}
        value={filter.way ?? ""}
        onChange={({ currentTarget }) =>
          onFilter({ ...filter, way: (currentTarget.value || null) as ChosenEntries["way"] })
        }
        data={[
          { value: "", label: t("story.timeline.anyWay") },
          ...ways.map((way) => ({ value: way, label: t(`story.timeline.ways.${way}`) })),
          ...(mayReadAttempts ? [{ value: "refused", label: t("story.refused.choice") }] : []),
        ]}
      />
    </div>
  );
}

function Body({ timeline, filter, onFilter }: FilterProps): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { sittings, error } = timeline;
  if (sittings === null) {
    if (error === null)
      return (
        <div role="status" aria-label={t("story.timeline.loading")}>
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} height={52} mb={10} />
          ))}
        </div>
      );
    return (
      <div role="alert">
        <p className={classes["hint"]}>
          {t("ui.twoSentences", { first: t("story.timeline.failed"), second: sentence(error) })}
        </p>
        <Button variant="default" size="compact-sm" onClick={timeline.retry}>
          {t("story.timeline.retry")}
        </Button>
      </div>
    );
  }
  if (sittings.length === 0) {
    const isFiltered = filter.person !== null || filter.way !== null;
    return (
      <div>
        <p className={classes["hint"]}>{t(isFiltered ? "story.timeline.none" : "story.timeline.empty")}</p>
        {isFiltered ? (
          <Button variant="default" size="compact-sm" onClick={() => onFilter(nothingChosen)}>
            {t("story.timeline.showAll")}
          </Button>
        ) : null}
      </div>
    );
  }
  return <Days timeline={timeline} sittings={sittings} />;
}

function Days({ timeline, sittings }: { timeline: TimelineState; sittings: readonly Sitting[] }): ReactElement {
  const { t } = useTranslation();
  const { documentId } = useDocumentEditor();
  const show = useShowPlace();
  const [openSeq, setOpenSeq] = useState<number | null>(null);
  const zone = readerZone();
  const days = Map.groupBy(sittings, ({ to }) => dayOf(to));
  return (
    <>
      {[...days].map(([day, own]) => (
        <section key={day}>
          <DayHeading day={day} />
          <ol className={classes["sittings"]}>
            {own.map((sitting) => (
              <SittingEntry
                key={`${documentId} ${sitting.first}`}
                sitting={sitting}
                open={openSeq === sitting.first}
                onToggle={() => setOpenSeq(openSeq === sitting.first ? null : sitting.first)}
                show={show}
              />
            ))}
          </ol>
        </section>
      ))}
      {timeline.hasMore ? (
        <Button variant="default" size="compact-sm" loading={timeline.loadingMore} onClick={timeline.more}>
          {t("story.timeline.more")}
        </Button>
      ) : null}
      {timeline.first?.timeZone === zone ? null : (
        <p className={classes["zone"]}>{t("story.timeline.zone", { zone })}</p>
      )}
    </>
  );
}
