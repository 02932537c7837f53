import { TextSelection } from "@tiptap/pm/state";
import type { Node } from "@tiptap/pm/model";
import { bringIntoSight } from "../proposing/bring-into-sight.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";

/** A clause as it is told from outside: by its id, by its first line without the number, and by the agreed block with which it begins. */
interface ToldClause {
  readonly id: string;
  readonly words: string;
  readonly block: number;
}

/** Where a clause begins in the text as it is shown; `null` in a text without words. */
function findClause(doc: Node, { id, words, block }: ToldClause): number | null {
  let byId: number | null = null;
  let byWords: number | null = null;
  let byBlock: number | null = null;
  doc.forEach((node, pos, index) => {
    if (index <= block) byBlock = pos;
    if (node.attrs["clause"] === id) byId ??= pos;
    if (words !== "" && node.isTextblock && node.textContent.includes(words)) byWords ??= pos;
  });
  return byId ?? byWords ?? byBlock;
}

/** Returns how to lead to a clause in the text: what covers the text goes, and the caret stands where the clause begins. */
export function useShowClause(): (clause: ToldClause) => void {
  const { documentEditor, askForText } = useDocumentEditor();
  return (clause) => {
    if (!documentEditor) return;
    const view = viewOf(documentEditor);
    const pos = findClause(view.state.doc, clause);
    if (pos === null) return;
    askForText();
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(pos + 1))));
    const place = view.nodeDOM(pos);
    bringIntoSight(place instanceof Element ? place : null);
  };
}
