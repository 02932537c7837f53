import type { DocumentProposal } from "@parley/documents";
import { type ReactElement, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import classes from "./changes-panel.module.css";
import { shownLabels, shownNumbers } from "../paragraphs/number-labels.ts";
import { type WordsAt, clausesOf, paragraphTitles, placedBlocks } from "./clauses.ts";
import { headWords } from "./head-words.ts";
import { type MovePlace, type MovePlaces, placesOfMove } from "./move-places.ts";

/** From where to where words are to be moved; nothing while the text is not here. */
export function MoveLine({ proposal }: { proposal: DocumentProposal }): ReactElement | null {
  const { t } = useTranslation();
  const places = useMovePlaces(proposal);
  if (places === null) return null;
  const { from, to } = places;
  const name = ({ title, isBehind }: MovePlace): string => {
    if (title === "") return t(`editor.changes.moved.${isBehind ? "start" : "first"}`);
    return t(`editor.changes.moved.${isBehind ? "behind" : "in"}`, { title });
  };
  const words =
    places.within === null
      ? t("editor.changes.moved.between", { from: name(from), to: name(to) })
      : t(`editor.changes.moved.${places.within}.${places.isDown ? "down" : "up"}`);
  return <span className={classes["setting"]}>{words}</span>;
}

function useMovePlaces(proposal: DocumentProposal): MovePlaces | null {
  const { documentEditor, opened } = useDocumentEditor();
  const { list } = useListedProposals();
  const numbers = useEditorValue(shownNumbers);
  const blockCount = useEditorValue(({ doc }) => doc.childCount);
  return useMemo(() => {
    if (blockCount === null || !documentEditor || documentEditor.editor.isDestroyed || !opened) return null;
    const { state } = viewOf(documentEditor);
    const { doc } = state;
    const labels = numbers === null ? new Map<number, string>() : shownLabels(state);
    const placed = placedBlocks(doc, opened.fragment);
    const agreedWords = headWords(list ?? []);
    const wordsAt: WordsAt = (node, pos) => {
      // A paragraph that is itself to come has the plus sign before its number.
      const block = labels.get(pos)?.startsWith("+") === true ? null : placed.blockAt(pos);
      return (block && agreedWords(block)) ?? node.textContent;
    };
    const clauses = clausesOf(doc, labels, wordsAt);
    return placesOfMove(proposal, clauses, placed, paragraphTitles(doc, clauses, labels, wordsAt));
  }, [proposal, list, numbers, blockCount, documentEditor, opened]);
}
