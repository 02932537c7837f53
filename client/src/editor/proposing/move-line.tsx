import type { DocumentProposal } from "@parley/documents";
import { type ReactElement, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import classes from "./changes-panel.module.css";
import { clausesOf, paragraphTitles, placedBlocks, proposedBlocks } from "./clauses.ts";
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
  const blockCount = useEditorValue(({ doc }) => doc.childCount);
  return useMemo(() => {
    if (blockCount === null || !documentEditor || documentEditor.editor.isDestroyed || !opened) return null;
    const { doc } = viewOf(documentEditor).state;
    const blocks = placedBlocks(doc, opened.fragment);
    const proposed = proposedBlocks(list ?? [proposal], blocks, (pos) => doc.nodeAt(pos));
    const clauses = clausesOf(doc, proposed);
    return placesOfMove(proposal, clauses, blocks, paragraphTitles(doc, clauses, proposed));
  }, [proposal, list, blockCount, documentEditor, opened]);
}
