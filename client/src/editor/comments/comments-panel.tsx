import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import type { CommentThread } from "@parley/documents";
import { type ReactElement, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";
import { StaysInPage, useWindowedRows } from "../../ui/windowed-rows.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { type CommentDrafts, newKey, replyKey, useCommentDrafts } from "./comment-drafts.ts";
import type { CommentDraft } from "./comments.ts";
import classes from "./comments-panel.module.css";
import { NewThread } from "./new-thread.tsx";
import { ThreadCard } from "./thread-card.tsx";
import { placesOf } from "./thread-places.ts";

const filters = ["open", "resolved", "mine"] as const;
type Filter = (typeof filters)[number];

/** The comments of the document: those that are open, resolved, or concern oneself, in the order of the text. */
export function CommentsPanel(): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { comments } = useDocumentEditor();
  if (comments.threads) return <Threads threads={comments.threads} />;
  if (comments.error === null) {
    return (
      <div role="status" aria-label={t("editor.comments.loading")}>
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} height={72} mb={10} />
        ))}
      </div>
    );
  }
  return (
    <div role="alert">
      <p className={classes["hint"]}>
        {t("ui.twoSentences", { first: t("editor.comments.failed"), second: sentence(comments.error) })}
      </p>
      <Button variant="default" size="compact-sm" onClick={comments.retry}>
        {t("editor.comments.retry")}
      </Button>
    </div>
  );
}

function Threads({ threads }: { threads: readonly CommentThread[] }): ReactElement {
  const { t } = useTranslation();
  const { comments, documentId, person } = useDocumentEditor();
  const [filter, setFilter] = useState<Filter>("open");
  const { draft, setDraft, mayWrite, focusId } = comments;
  const ordered = useTextOrder(threads);
  const fits: Record<Filter, (thread: CommentThread) => boolean> = {
    open: (thread) => thread.resolved === null,
    resolved: (thread) => thread.resolved !== null,
    mine: (thread) => concerns(thread, person.id),
  };
  const drafts = useCommentDrafts(person.id, documentId);
  // A thread that is looked at stays in sight, whatever the filter; so does one to which a reply was begun before somebody resolved it.
  const isHeld = ({ id }: CommentThread): boolean =>
    id === focusId || (filter === "open" && drafts.get(replyKey(id))?.toResolved === false);
  const shown = ordered.filter((thread) => fits[filter](thread) || isHeld(thread));
  const begun = newComments(draft, drafts);
  return (
    <div className={classes["panel"]}>
      <SegmentedControl
        size="xs"
        fullWidth
        value={filter}
        onChange={(value) => {
          setFilter(filters.find((each) => each === value) ?? "open");
          comments.focus(null);
        }}
        data={filters.map((each) => ({
          value: each,
          label: `${t(`editor.comments.filter.${each}`)} ${threads.filter(fits[each]).length}`,
        }))}
        aria-label={t("editor.comments.filter.label")}
      />
      {begun.map((each) => (
        <NewThread key={newKey(each)} draft={each} />
      ))}
      {mayWrite && !draft ? (
        <Button
          className={classes["whole"] ?? ""}
          variant="default"
          size="compact-md"
          leftSection={<IconMessagePlus size={16} stroke={1.6} />}
          onClick={() => setDraft({ anchor: { type: "document" }, quote: "" })}
        >
          {t("editor.comments.onDocument")}
        </Button>
      ) : null}
      {shown.length === 0 ? (
        <p className={classes["hint"]}>
          {mayWrite && filter === "open"
            ? t("ui.twoSentences", { first: t("editor.comments.empty.open"), second: t("editor.comments.empty.how") })
            : t(`editor.comments.empty.${filter}`)}
        </p>
      ) : (
        <ThreadList threads={shown} />
      )}
    </div>
  );
}

/** The comment that is being begun, and those that were begun before and not sent. One on a proposal is written with that. */
function newComments(draft: CommentDraft | null, drafts: CommentDrafts): readonly CommentDraft[] {
  const unsent = [...drafts.all.values()].flatMap(({ about }) =>
    about && about.anchor.type !== "proposal" ? [about] : [],
  );
  return draft ? [draft, ...unsent.filter((each) => newKey(each) !== newKey(draft))] : unsent;
}

/** As in the style sheet. */
const GAP_PX = 10;
const CARD_PX = 172;
const cardPx = (): number => CARD_PX;

/** Of hundreds of threads only those in sight stand in the page. */
function ThreadList({ threads }: { threads: readonly CommentThread[] }): ReactElement {
  const { comments } = useDocumentEditor();
  const { focusId } = comments;
  const keys = useMemo(() => threads.map(({ id }) => id), [threads]);
  const { list, shown, measure, hold, bringIntoSight } = useWindowedRows({
    keys,
    estimatePx: cardPx,
    gapPx: GAP_PX,
  });
  const isListed = focusId !== null && keys.includes(focusId);
  useEffect(() => {
    if (isListed && focusId !== null) bringIntoSight(focusId);
  }, [isListed, focusId, bringIntoSight]);
  return (
    <StaysInPage value={hold}>
      <ul className={classes["threads"]} {...list}>
        {shown.map((place) => {
          const thread = threads[place.index];
          return thread ? (
            <ThreadCard key={thread.id} thread={thread} row={{ place, ofCount: threads.length, measure }} />
          ) : null;
        })}
      </ul>
    </StaysInPage>
  );
}

function concerns({ assignee, comments }: CommentThread, personId: string): boolean {
  return (
    assignee?.id === personId ||
    comments.some(({ author, mentions }) => author.id === personId || mentions.some(({ id }) => id === personId))
  );
}

/** Threads as their words come in the text; those without words that stand come last. */
function useTextOrder(threads: readonly CommentThread[]): CommentThread[] {
  const { documentEditor, opened } = useDocumentEditor();
  const end = Number.POSITIVE_INFINITY;
  const placed = threads.map((thread) => {
    const view = documentEditor && !documentEditor.editor.isDestroyed ? viewOf(documentEditor) : null;
    const [first] = view && opened ? placesOf(view.state.doc, opened.fragment, thread.anchor.ranges) : [];
    return { thread, from: first?.from ?? end };
  });
  return placed.toSorted((a, b) => (a.from === b.from ? 0 : a.from - b.from)).map(({ thread }) => thread);
}
