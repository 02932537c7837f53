/**
 * Tells whoever made a direct change which proposals became void with it: agreed words stand again that they may have thought to be gone;
 * whoever had proposed these; and whoever proposed something about words that were gone by then.
 *
 * Invariants:
 * - It comes with the news of the list: nothing is asked for.
 * - Each is told once, and no longer than it is void. Whoever had proposed it finds it in Review, and everybody under "Decided".
 */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { VoidedProposal, VoidedProposals } from "@parley/documents";
import type { IdRange } from "@parley/history";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnUndo } from "../binding/own-undo.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { ChangedWords } from "./changed-words.tsx";
import classes from "./faster.module.css";
import { wordsForNotice } from "./shown-words.ts";

const SHOWN_PROPOSALS = 3;
const SHOWN_MS = 12_000;
const staysShown: ReadonlySet<Reason> = new Set(["replaced", "late"]);

/** Says so on the page of a document. `onShow` leads to what was decided. */
export function useVoidNotices(onShow: () => void): void {
  const { documentId, documentEditor } = useDocumentEditor();
  const { voided } = useListedProposals();
  const told = useRef(new Map<number, string>());
  const show = useRef(onShow);
  useEffect(() => {
    show.current = onShow;
  });
  useEffect(() => {
    const standing = new Set(voided.map(({ seq }) => seq));
    for (const [seq, id] of told.current) if (!standing.has(seq)) notifications.hide(id);
    for (const each of voided) {
      if (told.current.has(each.seq) || !documentEditor) continue;
      const id = `void ${documentId} ${each.seq}`;
      told.current.set(each.seq, id);
      const leave = (): void => {
        notifications.hide(id);
        show.current();
      };
      // What is typed from now on is not what the notice offers to undo.
      if (!each.by) documentEditor.undo.stopCapturing();
      const undo = (): void => {
        notifications.hide(id);
        documentEditor.undo.undo();
        viewOf(documentEditor).focus();
      };
      notifications.show({
        id,
        color: "yellow",
        // That agreed words stand again, or that one's own proposal is void, stays until somebody has read it.
        autoClose: each.by || each.proposals.some((proposal) => staysShown.has(reasonOf(proposal))) ? false : SHOWN_MS,
        message: <Told voided={each} steps={documentEditor.undo} onUndo={undo} onShow={leave} />,
      });
    }
  }, [voided, documentId, documentEditor]);
  useEffect(() => {
    const notes = told.current;
    return () => {
      for (const id of notes.values()) notifications.hide(id);
      notes.clear();
    };
  }, [documentId]);
}

/** Undo is offered where it is one step of the reader's, and as long as it is. */
function Told(props: {
  voided: VoidedProposals;
  steps: Pick<OwnUndo, "putsBack">;
  onUndo: () => void;
  onShow: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { voided, steps, onUndo, onShow } = props;
  const isOneStep = (): boolean => !voided.by && steps.putsBack(voided.proposals.flatMap(goneIdsOf));
  const [undoable, setUndoable] = useState(isOneStep);
  const more = voided.proposals.length - SHOWN_PROPOSALS;
  const toldOf = (proposal: VoidedProposal): string =>
    t(`editor.changes.becameVoid.${voided.by ? ownReasonOf(proposal) : reasonOf(proposal)}`, {
      name:
        (voided.by ?? (proposal.late ? proposal.late.by : proposal.author))?.name ?? t("editor.changes.unknownAuthor"),
    });
  return (
    <div className={classes["told"]}>
      <div className={classes["toldWords"]}>
        {voided.proposals.slice(0, SHOWN_PROPOSALS).map((proposal, index, all) => {
          const [before] = all.slice(index - 1, index).map(toldOf);
          return (
            <span key={proposal.id} className={classes["faster"]}>
              {/* The same is said once of several. */}
              {before === toldOf(proposal) ? null : <span>{toldOf(proposal)}</span>}
              <ChangedWords
                {...proposal}
                insertedText={wordsForNotice(proposal.insertedText)}
                deletedText={wordsForNotice(proposal.deletedText)}
              />
            </span>
          );
        })}
        {more > 0 ? <span>{t("editor.changes.faster.more", { count: more })}</span> : null}
      </div>
      <Button
        className={classes["act"]}
        size="compact-sm"
        variant="default"
        onClick={() => {
          // Somebody may have gone on meanwhile: then another step would be undone.
          if (!undoable) onShow();
          else if (isOneStep()) onUndo();
          else setUndoable(false);
        }}
      >
        {t(undoable ? "editor.changes.undo" : "editor.changes.becameVoid.show")}
      </Button>
    </div>
  );
}

const goneIdsOf = ({ goneIds }: VoidedProposal): IdRange[] =>
  goneIds.map(([client, clock, length]) => ({ client, clock, length }));

type Reason = "replaced" | "replacedPart" | "replacedAll" | "brought" | "about" | "late";

function reasonOf({ kind, insertedText, deletedText, late, groundGone }: VoidedProposal): Reason {
  if (late) return "late";
  if (insertedText === "" && kind !== "block") return "about";
  if (deletedText === "") return "brought";
  return groundGone === "all" ? "replacedAll" : groundGone === "part" ? "replacedPart" : "replaced";
}

const ownReasonOf = ({ kind, insertedText }: VoidedProposal): "own" | "ownAbout" =>
  insertedText === "" && kind !== "block" ? "ownAbout" : "own";
