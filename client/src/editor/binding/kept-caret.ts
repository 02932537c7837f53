/** Where the writer's caret and selection are and stay while the text around them is shown anew. */
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { type EditorState, type Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import * as Y from "yjs";
import { anchorAt } from "../proposing/shared-text.ts";
import { toAbsolute } from "./positions.ts";

/** Where the writer's caret stands: the paragraph it is in and the offset in its text. */
export interface CaretHint {
  readonly paragraph: Node;
  readonly offset: number;
}

/** How a change is shown: by shared elements, as the least difference to what stands there, or all anew. */
export type Rendering = "keys" | "difference" | "whole";

/** A selection of text, from its start to its end; a caret is one without length. */
export interface ShownSelection {
  readonly from: CaretHint;
  readonly to: CaretHint;
}

/** Where the caret is, or the moving end of a selection, while it stands in text. */
export function caretOf({ $head }: Selection): CaretHint | null {
  return $head.parent.isTextblock ? { paragraph: $head.parent, offset: $head.parentOffset } : null;
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

/** The two ends of a selection as the characters before them. */
export interface AnchoredSelection {
  readonly selection: TextSelection;
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** What is selected, by the characters that are shared; `elementAt` knows the shown block at a position. `null` for what is no text. */
export function anchorSelection(
  { selection }: EditorState,
  elementAt: ($pos: ResolvedPos) => Y.XmlElement | null,
): AnchoredSelection | null {
  if (!(selection instanceof TextSelection)) return null;
  const { $anchor, $head } = selection;
  const [anchorBlock, headBlock] = [elementAt($anchor), elementAt($head)];
  if (!anchorBlock || !headBlock) return null;
  return {
    selection,
    anchor: anchorAt(anchorBlock, $anchor.parentOffset),
    head: anchorAt(headBlock, $head.parentOffset),
  };
}

/**
 * An end of the selection whose character is still there stays behind it. The steps that show a change know only how the words read: of
 * several that begin and end alike they may show the wrong ones as gone. Any other end is where the steps leave it.
 */
export function keepBehindCharacters(tr: Transaction, before: AnchoredSelection, fragment: Y.XmlFragment): void {
  if (!(tr.selection instanceof TextSelection)) return;
  const placeOf = (anchor: Y.RelativePosition, otherwise: number): number =>
    (isThere(anchor, fragment.doc) ? toAbsolute(tr.doc, fragment, anchor) : null) ?? otherwise;
  const { selection } = tr;
  const [anchor, head] = [placeOf(before.anchor, selection.anchor), placeOf(before.head, selection.head)];
  if (anchor === selection.anchor && head === selection.head) return;
  tr.setSelection(TextSelection.create(tr.doc, anchor, head));
}

function isThere({ item }: Y.RelativePosition, ydoc: Y.Doc | null): boolean {
  return item !== null && ydoc !== null && !Y.getItem(ydoc.store, item).deleted;
}

/** Where only looks are given back, the same characters stay selected. */
export function keepSelection(tr: Transaction, { doc, selection }: EditorState): void {
  if (!tr.docChanged || tr.doc.content.size !== doc.content.size || !(selection instanceof TextSelection)) return;
  const [$anchor, $head] = [tr.doc.resolve(selection.anchor), tr.doc.resolve(selection.head)];
  if ($anchor.parent.isTextblock && $head.parent.isTextblock) tr.setSelection(new TextSelection($anchor, $head));
}
