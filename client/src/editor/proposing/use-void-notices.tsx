/**
 * Tells whoever made a direct change which proposals became void with it: agreed words stand again that they may have thought to be gone.
 *
 * Invariants:
 * - Each is told once; whoever had proposed it finds it in Review, and everybody under "Decided".
 * - The server is asked only when something has gone from the list right after the reader changed the text.
 */
import { notifications } from "@mantine/notifications";
import type { DocumentProposal, KeptProposalDecision } from "@parley/documents";
import { type ReactElement, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { ChangedWords } from "./changed-words.tsx";
import classes from "./faster.module.css";

/** So long after somebody changed the text, what goes from the list may have gone with that. */
const JUST_NOW_MS = 5_000;

const changing = ["beforeinput", "keydown", "paste", "cut", "drop"] as const;

/** Says so on the page of a document. */
export function useVoidNotices(): void {
  const { documentId, person } = useDocumentEditor();
  const { list } = useListedProposals();
  const changedAtMs = useRef(-JUST_NOW_MS);
  useEffect(() => {
    const note = (event: Event): void => {
      const isInText = event.target instanceof HTMLElement && event.target.isContentEditable;
      if (isInText) changedAtMs.current = browserClock.nowMs();
    };
    // The text need not be on the page yet, as where a version is read.
    for (const event of changing) document.addEventListener(event, note, { passive: true, capture: true });
    return () => {
      for (const event of changing) document.removeEventListener(event, note, { capture: true });
    };
  }, []);
  const shown = useRef<{ readonly documentId: string; readonly list: readonly DocumentProposal[] } | null>(null);
  /** Notes that stand, with what they tell of. */
  const told = useRef(new Map<string, readonly string[]>());
  useEffect(() => {
    if (!list) return;
    const before = shown.current?.documentId === documentId ? shown.current.list : [];
    shown.current = { documentId, list };
    const here = new Set(list.map(({ id }) => id));
    // What waits again, under ids of its own, is void no more.
    const waiting = new Set(list.map(readingOf));
    for (const [note, proposals] of told.current)
      if (proposals.some((reading) => waiting.has(reading))) notifications.hide(note);
    const isJustNow = browserClock.nowMs() - changedAtMs.current < JUST_NOW_MS;
    const gone = new Set(before.flatMap(({ id }) => (here.has(id) ? [] : [id])));
    if (gone.size === 0 || !isJustNow) return;
    void documentsEndpoints.proposals.decisions.call({ id: documentId }).then(
      (decisions) => {
        for (const decision of decisions) {
          const id = `void ${documentId} ${decision.seq}`;
          const { verdict, takenBackBy, decidedBy, proposals } = decision;
          const isOwn = verdict === "void" && takenBackBy === null && decidedBy.id === person.id;
          if (!isOwn || told.current.has(id) || !proposals.some((each) => gone.has(each.id))) continue;
          told.current.set(id, proposals.map(readingOf));
          notifications.show({
            id,
            color: "yellow",
            autoClose: false,
            message: <Told proposals={proposals} />,
          });
        }
      },
      // Whoever cannot be told now finds it under "Decided".
      () => undefined,
    );
  }, [list, documentId, person.id]);
  useEffect(
    () => () => {
      for (const id of told.current.keys()) notifications.hide(id);
    },
    [documentId],
  );
}

/** What somebody proposes, as one reads it. */
const readingOf = ({
  author,
  deletedText,
  insertedText,
}: Pick<DocumentProposal, "author" | "deletedText" | "insertedText">): string =>
  JSON.stringify([author?.id, deletedText, insertedText]);

function Told({ proposals }: Pick<KeptProposalDecision, "proposals">): ReactElement {
  const { t } = useTranslation();
  const names = proposals.map(({ author }) => author?.name ?? t("editor.changes.unknownAuthor"));
  return (
    <span className={classes["faster"]}>
      <span>{t("editor.changes.becameVoid", { name: [...new Set(names)].join(t("editor.review.and")) })}</span>
      {proposals.map((proposal) => (
        <ChangedWords key={proposal.id} {...proposal} />
      ))}
    </span>
  );
}
