/**
 * The panel "Review": only what is new to this person since they last looked, and what waits for them, one after the other.
 *
 * Invariants:
 * - "Seen" names the state that was shown: what comes in meanwhile is new the next time.
 * - The keys J, K, A and R never reach somebody who is typing.
 */
import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconChecks, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type ReactElement, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { useSentence } from "../../platform/use-sentence.ts";
import { Moment } from "../../ui/moment.tsx";
import { StaysInPage, useWindowedRows } from "../../ui/windowed-rows.ts";
import type { ReviewedChange } from "@parley/documents";
import type { EditorView } from "@tiptap/pm/view";
import { type Stretch, placesOf } from "../comments/thread-places.ts";
import { reasonTypedFor } from "../proposing/proposal-entry.tsx";
import { bringIntoSight } from "../proposing/bring-into-sight.ts";
import { useDecisionPlace } from "../proposing/decision-place.ts";
import { useDecide, useListKeys, useTextClicks } from "../proposing/use-deciding.ts";
import { useDecidedByOthers } from "../proposing/use-faster.tsx";
import { useClauseOutline } from "../proposing/use-clause-outline.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { type ReviewItem, reviewItems, runsOfChange, stayNear } from "./review-items.ts";
import { ReviewedItem, rowOf } from "./reviewed-item.tsx";
import classes from "./review-panel.module.css";
import { type Review, useReview } from "./use-review.ts";

export function ReviewPanel(): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  // Where nothing is left the panel itself says so, and a note would only cover that.
  const review = useReview((isSomethingLeft) => {
    if (isSomethingLeft) notifications.show({ message: t("editor.review.marked") });
  });
  useTextClicks();
  useDecidedByOthers();
  if (review.data) return <Loaded review={review} data={review.data} />;
  if (review.error === null)
    return (
      <div role="status" aria-label={t("editor.review.loading")}>
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} height={72} mb={12} />
        ))}
      </div>
    );
  return (
    <div role="alert" className={classes["failed"]}>
      <p className={classes["hint"]}>
        {t("ui.twoSentences", { first: t("editor.review.failed"), second: sentence(review.error) })}
      </p>
      <Button variant="default" size="compact-sm" onClick={review.retry}>
        {t("editor.review.retry")}
      </Button>
    </div>
  );
}

function Loaded({ review, data }: { review: Review; data: NonNullable<Review["data"]> }): ReactElement {
  const { t } = useTranslation();
  // On a phone there is room for one thing at a time, with the text above it.
  const single = useMediaQuery("(max-width: 47.99em)", false, { getInitialValueInEffect: false }) ?? false;
  const items = useItems(data);
  const { activeId, look } = useLookedAt(items, single);
  const at = items.findIndex(({ id }) => id === activeId);
  const decide = useDecide(() => undefined);
  useReviewKeys(items, at, look, decide);
  const { mayDecide } = useDocumentEditor();
  if (items.length === 0) return <NothingNew data={data} />;
  const go = (to: number): void => {
    const next = items[Math.min(Math.max(to, 0), items.length - 1)];
    if (next) look(next);
  };
  const shown = single ? items.filter(({ id }) => id === activeId) : items;
  const hasSomethingNew = items.some(({ type }) => type !== "proposal") || data.proposals.some(({ isNew }) => isNew);
  return (
    <div className={classes["panel"]} data-list>
      <div className={classes["steps"]}>
        <span className={classes["count"]}>
          {at < 0
            ? t("editor.review.counted", { count: items.length })
            : t("editor.review.place", { at: at + 1, count: items.length })}
        </span>
        <ActionIcon aria-label={t("editor.review.previous")} disabled={at <= 0} onClick={() => go(at - 1)}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <ActionIcon aria-label={t("editor.review.next")} disabled={at === items.length - 1} onClick={() => go(at + 1)}>
          <IconChevronRight size={18} />
        </ActionIcon>
      </div>
      <p className={classes["since"]}>
        {data.seen ? (
          <>
            {t("editor.review.since")}
            <Moment iso={data.seen.at} />
          </>
        ) : (
          t("editor.review.first")
        )}
      </p>
      <Items items={shown} activeId={activeId} look={look} decide={decide} />
      <div className={classes["end"]}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconChecks size={15} />}
          loading={review.marking}
          disabled={!hasSomethingNew}
          onClick={review.markSeen}
        >
          {t("editor.review.markSeen")}
        </Button>
        <span className={classes["keys"]}>{t(mayDecide ? "editor.review.keysDecide" : "editor.review.keys")}</span>
      </div>
    </div>
  );
}

/** As in the style sheet. */
const GAP_PX = 6;
const ITEM_PX = 124;
const itemPx = (): number => ITEM_PX;
/** Of what stays at the panel's upper edge. */
const STEPS_PX = 48;

/** Of hundreds only those in sight stand in the page. */
function Items(props: {
  items: readonly ReviewItem[];
  activeId: string | null;
  look: Look;
  decide: ReturnType<typeof useDecide>;
}): ReactElement {
  const { items, activeId, look, decide } = props;
  const keys = useMemo(() => items.map(rowOf), [items]);
  const outline = useClauseOutline();
  const { list, shown, measure, hold, bringIntoSight } = useWindowedRows({
    keys,
    estimatePx: itemPx,
    gapPx: GAP_PX,
    coveredAbovePx: STEPS_PX,
  });
  const active = items.find(({ id }) => id === activeId);
  const activeRow = active ? rowOf(active) : null;
  useEffect(() => {
    if (activeRow !== null) bringIntoSight(activeRow);
  }, [activeRow, bringIntoSight]);
  return (
    <StaysInPage value={hold}>
      <ol className={classes["list"]} {...list}>
        {shown.map((place) => {
          const item = items[place.index];
          return item ? (
            <ReviewedItem
              key={item.id}
              item={item}
              active={item.id === activeId}
              outline={outline}
              row={{ place, ofCount: items.length, measure }}
              onLook={(part) => look(item, part)}
              onDecide={(verdict, reason) =>
                item.type === "proposal" ? decide(verdict, [item.proposal], reason) : undefined
              }
            />
          ) : null;
        })}
      </ol>
    </StaysInPage>
  );
}

function NothingNew({ data }: { data: NonNullable<Review["data"]> }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={classes["empty"]} role="status">
      <p className={classes["emptyTitle"]}>{t("editor.review.empty")}</p>
      <p className={classes["hint"]}>{t("editor.review.emptyText")}</p>
      {data.seen ? (
        <p className={classes["since"]}>
          {t("editor.review.emptySince")} <Moment iso={data.seen.at} exact />
        </p>
      ) : null}
    </div>
  );
}

/** The items in the order of the text as this page shows it. */
function useItems(data: NonNullable<Review["data"]>): readonly ReviewItem[] {
  const { documentEditor, opened, comments } = useDocumentEditor();
  const proposals = useListedProposals();
  const { list } = proposals;
  const { threads } = comments;
  return useMemo(() => {
    const view = documentEditor && !documentEditor.editor.isDestroyed ? viewOf(documentEditor) : null;
    return reviewItems(data, { proposals: list ?? [], threads: threads ?? [] }, (runs) => {
      const [first] = view && opened ? placesOf(view.state.doc, opened.fragment, runs) : [];
      return first?.from ?? Number.POSITIVE_INFINITY;
    });
  }, [data, list, threads, documentEditor, opened]);
}

/** Looks at an item, or at one of the changes that it consists of. */
type Look = (item: ReviewItem, part?: ReviewedChange) => void;

/** Which item is looked at. What is decided on or seen makes room for the next one. */
function useLookedAt(items: readonly ReviewItem[], single: boolean): { activeId: string | null; look: Look } {
  const { documentEditor, opened } = useDocumentEditor();
  const proposals = useListedProposals();
  const findPlace = useDecisionPlace();
  const [id, setId] = useState<string | null>(null);
  const [part, setPart] = useState<ReviewedChange | null>(null);
  const before = useRef<readonly string[]>([]);
  const ids = items.map((item) => item.id);
  const fromText = proposals.activeId === null ? null : `proposal ${proposals.activeId}`;
  const stayed = stayNear(before.current, ids, id);
  const activeId = stayed ?? (single ? (ids[0] ?? null) : null);
  const order = ids.join("\n");
  useEffect(() => {
    before.current = order.split("\n");
    setId(activeId);
  }, [order, activeId]);
  const { setActive } = proposals;
  useEffect(() => {
    // A proposal that was clicked in the text.
    if (fromText !== null && items.some((item) => item.id === fromText)) setId(fromText);
    // oxlint-disable-next-line react/exhaustive-deps -- only a click changes what is looked at, not a new list
  }, [fromText]);
  const look: Look = (item, chosen) => {
    setId(item.id);
    setPart(chosen ?? null);
    setActive(item.type === "proposal" ? item.proposal.id : null);
  };
  const active = items.find((item) => item.id === activeId);
  useEffect(() => {
    if (!active || !documentEditor || documentEditor.editor.isDestroyed || !opened) return undefined;
    if (active.type === "proposal") setActive(active.proposal.id);
    const view = viewOf(documentEditor);
    if (part && active.type === "restoration")
      return showRuns(view, opened.fragment, { ...active, runs: runsOfChange(part) });
    if (active.type !== "decision") return showRuns(view, opened.fragment, active);
    let isLeft = false;
    let putOut: (() => void) | undefined;
    void findPlace(active.decision).then(({ at, place }) => {
      if (isLeft || documentEditor.editor.isDestroyed) return;
      putOut = showRuns(view, opened.fragment, { ...active, runs: at.length === 0 && place ? [[...place, 1]] : at });
    });
    return () => {
      isLeft = true;
      putOut?.();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the place is looked for when another item is looked at, not with every change of the text
  }, [activeId, part, documentEditor]);
  return { activeId, look };
}

/** Scrolls to where an item is and marks it; returns what takes the mark away. */
function showRuns(view: EditorView, fragment: Y.XmlFragment, item: ReviewItem): (() => void) | undefined {
  const places = placesOf(view.state.doc, fragment, item.runs);
  const [place] = places;
  if (!place) return undefined;
  const { node } = view.domAtPos(place.from);
  const marked =
    item.type === "proposal"
      ? view.dom.querySelector(`[data-proposal="${CSS.escape(item.proposal.id)}"]`)
      : node instanceof Element
        ? (view.nodeDOM(place.from) ?? node)
        : node.parentElement;
  bringIntoSight(marked instanceof Element ? marked : null);
  return item.type === "proposal" ? undefined : lightUp(view, places);
}

/** Shows where words are without touching the text, where the browser can; returns what ends it. */
function lightUp(view: EditorView, places: readonly Stretch[]): (() => void) | undefined {
  if (!("highlights" in CSS)) return undefined;
  const ranges = places.map(({ from, to }) => {
    const range = document.createRange();
    const [start, end] = [view.domAtPos(from), view.domAtPos(to)];
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    return range;
  });
  CSS.highlights.set("parley-reviewed", new Highlight(...ranges));
  return () => void CSS.highlights.delete("parley-reviewed");
}

function useReviewKeys(
  items: readonly ReviewItem[],
  at: number,
  look: (item: ReviewItem) => void,
  decide: ReturnType<typeof useDecide>,
): void {
  const { mayDecide, mayAccept } = useDocumentEditor();
  const active = items[at];
  const go = (to: number): boolean => {
    const next = items[Math.min(Math.max(to, 0), items.length - 1)];
    if (next) look(next);
    return items.length > 0;
  };
  const settle = (verdict: "accept" | "reject"): boolean => {
    if (active?.type !== "proposal") return false;
    if (!(verdict === "accept" ? mayAccept(active.proposal) : mayDecide)) return false;
    decide(verdict, [active.proposal], reasonTypedFor(active.proposal.id));
    return true;
  };
  useListKeys({
    j: () => go(at + 1),
    k: () => go(at - 1),
    a: () => settle("accept"),
    r: () => settle("reject"),
  });
}
