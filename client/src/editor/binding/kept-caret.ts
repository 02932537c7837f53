/** Where the writer's caret and selection are and stay while the text around them is shown anew. */
import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { CaretHint } from "./write-content.ts";

/** How a change is shown: by shared elements, as the least difference to what stands there, or all anew. */
export type Rendering = "keys" | "difference" | "whole";

/** A selection of text, from its start to its end; a caret is one without length. */
export interface ShownSelection {
  readonly from: CaretHint;
  readonly to: CaretHint;
}

/** What is selected, while both ends stand in text. */
export function selectionOf({ selection }: EditorState): ShownSelection | null {
  const { $from, $to } = selection;
  if (!$from.parent.isTextblock || !$to.parent.isTextblock) return null;
  return {
    from: { paragraph: $from.parent, offset: $from.parentOffset },
    to: { paragraph: $to.parent, offset: $to.parentOffset },
  };
}

/** Where only looks are given back, the same characters stay selected. */
export function keepSelection(tr: Transaction, { doc, selection }: EditorState): void {
  if (!tr.docChanged || tr.doc.content.size !== doc.content.size || !(selection instanceof TextSelection)) return;
  const [$anchor, $head] = [tr.doc.resolve(selection.anchor), tr.doc.resolve(selection.head)];
  if ($anchor.parent.isTextblock && $head.parent.isTextblock) tr.setSelection(new TextSelection($anchor, $head));
}
