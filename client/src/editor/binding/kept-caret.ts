/** Where the writer's caret and selection are and stay while the text around them is shown anew. */
import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { CaretHint } from "./write-content.ts";

/** How a change is shown: by shared elements, as the least difference to what stands there, or all anew. */
export type Rendering = "keys" | "difference" | "whole";

/** The caret, while nothing is selected. */
export function caretOf({ selection }: EditorState): CaretHint | null {
  const { $head } = selection;
  return selection.empty && $head.parent.isTextblock ? { paragraph: $head.parent, offset: $head.parentOffset } : null;
}

/** Where only looks are given back, the same characters stay selected. */
export function keepSelection(tr: Transaction, { doc, selection }: EditorState): void {
  if (!tr.docChanged || tr.doc.content.size !== doc.content.size || !(selection instanceof TextSelection)) return;
  const [$anchor, $head] = [tr.doc.resolve(selection.anchor), tr.doc.resolve(selection.head)];
  if ($anchor.parent.isTextblock && $head.parent.isTextblock) tr.setSelection(new TextSelection($anchor, $head));
}
