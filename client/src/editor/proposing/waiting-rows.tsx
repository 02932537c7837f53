import type { ClausePlace } from "@parley/document";
import type { CommentThread, DocumentProposal } from "@parley/documents";
import { type ReactElement, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { StaysInPage, rowAttributes, useWindowedRows } from "../../ui/windowed-rows.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import type { ClauseGroup } from "./clause-groups.ts";
import type { AskedDecision } from "./decide-dialog.tsx";
import { ClauseHead } from "./decide-many.tsx";
import { type EntryActs, EntryOfList } from "./proposal-entry.tsx";
import type { headWords } from "./head-words.ts";
import { settingPlaceWords } from "./proposed-settings.ts";
import { placeLine, placeWords, printedNumber } from "./place-words.ts";
import type { Alternative } from "./rivals.ts";

/** As in the style sheet. */
const GAP_PX = 4;
const HEAD_PX = 52;
const ENTRY_PX = 118;
/** Of the bar that stands at the panel's lower edge while something is chosen. */
const CHOSEN_BAR_PX = 64;

const noThreads: readonly CommentThread[] = [];

interface RowsProps {
  readonly groups: readonly ClauseGroup[];
  /** What is known of the whole list. */
  readonly told: {
    readonly rivals: ReadonlyMap<string, Alternative>;
    readonly discussed: ReadonlyMap<string, readonly CommentThread[]>;
    readonly count: number;
    readonly changed: ReadonlyMap<string, DocumentProposal>;
    readonly agreedWords: ReturnType<typeof headWords>;
  };
  readonly acts: EntryActs;
  readonly chosenIds: ReadonlySet<string>;
  readonly onAsk: (asked: AskedDecision) => void;
}

/** The head of a clause, or a proposal in it. */
interface Row {
  readonly key: string;
  readonly group: ClauseGroup;
  readonly proposal: DocumentProposal | null;
  /** As which of all that waits, from 1. */
  readonly ordinal: number;
}

/** What stands nowhere, or before everything, has a head only where others have one. */
function rowsOf(groups: readonly ClauseGroup[]): Row[] {
  let ordinal = 0;
  return groups.flatMap((group) => [
    ...(group.place && (groups.length > 1 || !isNowhere(group.place))
      ? [{ key: `clause ${group.name}`, group, proposal: null, ordinal: 0 }]
      : []),
    ...group.members.map((proposal) => ({ key: proposal.id, group, proposal, ordinal: ++ordinal })),
  ]);
}

function isNowhere({ heads, label, words, table }: ClausePlace): boolean {
  return heads.length === 0 && label === "" && words === "" && table === null;
}

/** What waits, clause by clause. Of hundreds only those in sight stand in the page. */
export function Rows(props: RowsProps): ReactElement {
  const { t } = useTranslation();
  const { activeId, deciding } = useListedProposals();
  const { groups, onAsk } = props;
  const rows = useMemo(() => rowsOf(groups), [groups]);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const estimatePx = (index: number): number => (rows[index]?.proposal ? ENTRY_PX : HEAD_PX);
  const { list, shown, measure, hold, bringIntoSight, takeLostFocus } = useWindowedRows({
    keys,
    estimatePx,
    gapPx: GAP_PX,
    coveredPx: props.chosenIds.size > 0 ? CHOSEN_BAR_PX : 0,
  });
  const isListed = activeId !== null && keys.includes(activeId);
  useEffect(() => {
    if (isListed && activeId !== null) bringIntoSight(activeId);
  }, [isListed, activeId, bringIntoSight]);
  useEffect(() => {
    if (isListed && activeId !== null) takeLostFocus(activeId);
  });
  const byGroup = Map.groupBy(
    shown.flatMap((place) => {
      const row = rows[place.index];
      return row ? [{ row, place }] : [];
    }),
    ({ row }) => row.group,
  );
  return (
    <StaysInPage value={hold}>
      <div className={classes["rows"]} {...list}>
        {[...byGroup].map(([group, placed]) => (
          <section key={group.name} className={classes["group"]}>
            {placed.map(({ row, place }) => {
              if (row.proposal || !group.place) return null;
              const { article, exact } = placeWords(group.place, t);
              return (
                <div
                  key={row.key}
                  ref={measure}
                  className={classes["headRow"]}
                  data-first={place.index === 0 || undefined}
                  {...rowAttributes(row.key, place)}
                >
                  <ClauseHead
                    article={article}
                    exact={exact}
                    proposals={group.members}
                    scopes={group.scopes}
                    deciding={deciding}
                    onAsk={onAsk}
                  />
                </div>
              );
            })}
            {placed.some(({ row }) => row.proposal) ? (
              <Entries {...props} group={group} placed={placed} measure={measure} />
            ) : null}
          </section>
        ))}
      </div>
    </StaysInPage>
  );
}

/** The proposals of one clause that stand in the page. */
function Entries(
  props: RowsProps & {
    group: ClauseGroup;
    placed: readonly { readonly row: Row; readonly place: { readonly index: number; readonly topPx: number | null } }[];
    measure: (element: HTMLElement | null) => void;
  },
): ReactElement {
  const { t } = useTranslation();
  const { mayDecide, person, opened } = useDocumentEditor();
  const { activeId, deciding } = useListedProposals();
  const { group, placed, told, acts, chosenIds, measure } = props;
  const here = new Set(group.members.map(({ id }) => id));
  const title = group.place ? placeLine(group.place, t) : undefined;
  return (
    <ol
      className={classes["list"]}
      aria-label={title === undefined ? undefined : title === "" ? t("editor.changes.beforeClauses") : title}
    >
      {placed.map(({ row: { proposal, ordinal }, place }) =>
        proposal === null ? null : (
          <EntryOfList
            key={proposal.id}
            proposal={proposal}
            active={proposal.id === activeId}
            acts={acts}
            deciding={deciding}
            rival={told.rivals.get(proposal.id) ?? null}
            changed={told.changed.get(proposal.id) ?? null}
            threads={told.discussed.get(proposal.id) ?? noThreads}
            chosen={
              told.count > 1 && (mayDecide || proposal.author?.id === person.id) ? chosenIds.has(proposal.id) : null
            }
            answer={proposal.counters !== null && here.has(proposal.counters)}
            sign={null}
            stands={null}
            number={group.place ? printedNumber(group.place) : ""}
            inParagraph={opened ? settingPlaceWords(proposal.records, opened.ydoc, told.agreedWords) : ""}
            measure={measure}
            index={place.index}
            topPx={place.topPx}
            ordinal={ordinal}
            ofCount={told.count}
          />
        ),
      )}
    </ol>
  );
}
