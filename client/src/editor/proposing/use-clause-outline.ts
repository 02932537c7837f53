import { useMemo } from "react";
import { shownLabels, shownNumbers } from "../paragraphs/number-labels.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import { useSettledDocument } from "../provider/use-settled-document.ts";
import { type ClauseOutline, outlineClauses } from "./clause-outline.ts";
import { headWords } from "./head-words.ts";

/** The outline of the text that stands in the page, with the numbers that it shows at this moment; `null` while it is not here. */
export function useClauseOutline(): ClauseOutline | null {
  const { documentEditor, opened } = useDocumentEditor();
  const { list } = useListedProposals();
  // The list may be here before the text is, and the numbers are drawn behind both. First words follow when the text rests.
  const blockCount = useEditorValue(({ doc }) => doc.childCount);
  const numbers = useEditorValue(shownNumbers);
  const settled = useSettledDocument();
  return useMemo(() => {
    if (blockCount === null || numbers === null || settled === null) return null;
    if (!documentEditor || documentEditor.editor.isDestroyed || !opened) return null;
    const { state } = viewOf(documentEditor);
    const { fragment } = opened;
    const waiting = list ?? [];
    return outlineClauses({
      doc: state.doc,
      fragment,
      labels: shownLabels(state),
      list: waiting,
      wordsOf: headWords(waiting),
    });
  }, [list, blockCount, numbers, settled, documentEditor, opened]);
}
