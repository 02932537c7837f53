/** Positions that survive other people's edits: between ProseMirror's numbers and ids of the shared text. */
import { must } from "@parley/base";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { type SharedParent, childElements, childrenOf, textPieces } from "./read-content.ts";

/** The shared element of the innermost block at `pos`, or the fragment itself between top-level blocks. */
export function elementAt(doc: Node, fragment: Y.XmlFragment, pos: number): SharedParent {
  const $pos = doc.resolve(pos);
  let parent: SharedParent = fragment;
  for (let depth = 0; depth < $pos.depth; depth++) {
    parent = must(childElements(parent)[$pos.index(depth)], "the shared document has the shape of the shown one");
  }
  return parent;
}

/** A position as ids. `doc` must be what the shared document is shown as at this moment. */
export function toRelative(doc: Node, fragment: Y.XmlFragment, pos: number): Y.RelativePosition {
  const $pos = doc.resolve(pos);
  const parent = elementAt(doc, fragment, pos);
  if (!$pos.parent.isTextblock || !(parent instanceof Y.XmlElement))
    return Y.createRelativePositionFromTypeIndex(parent, $pos.index());
  let offset = $pos.parentOffset;
  let last: Y.XmlText | null = null;
  for (const piece of textPieces(parent)) {
    last = piece;
    // Held to the character before it, so that what others type at the same place comes after.
    if (offset <= piece.length) return Y.createRelativePositionFromTypeIndex(piece, offset, -1);
    offset -= piece.length;
  }
  return last
    ? Y.createRelativePositionFromTypeIndex(last, last.length, -1)
    : Y.createRelativePositionFromTypeIndex(parent, 0);
}

/** Where ids stand now, or `null` when their block is gone. `doc` must show the shared document as it is. */
export function toAbsolute(doc: Node, fragment: Y.XmlFragment, relative: Y.RelativePosition): number | null {
  const ydoc = must(fragment.doc, "the fragment belongs to a document");
  const place = Y.createAbsolutePositionFromRelativePosition(relative, ydoc, true);
  if (!place) return null;
  if (place.type instanceof Y.XmlText) {
    const paragraph = place.type.parent;
    if (!(paragraph instanceof Y.XmlElement)) return null;
    const start = startOf(doc, fragment, paragraph);
    if (start === null) return null;
    let offset = place.index;
    for (const piece of textPieces(paragraph)) {
      if (piece === place.type) return Math.min(start + offset, start + sizeAt(doc, start));
      offset += piece.length;
    }
    return null;
  }
  if (!(place.type instanceof Y.XmlFragment)) return null;
  const start = startOf(doc, fragment, place.type);
  if (start === null) return null;
  const node = doc.resolve(start).parent;
  if (node.isTextblock) return start;
  let pos = start;
  for (let index = 0; index < Math.min(place.index, node.childCount); index++) pos += node.child(index).nodeSize;
  return pos;
}

/** The position just inside the node that shows `element`, or `null` when it is not in the document. */
export function startOf(doc: Node, fragment: Y.XmlFragment, element: SharedParent): number | null {
  const path: number[] = [];
  let at: SharedParent = element;
  while (at !== fragment) {
    const parent: unknown = at.parent;
    if (!(parent instanceof Y.XmlFragment) || !(at instanceof Y.XmlElement)) return null;
    const index = childrenOf(parent).indexOf(at);
    if (index < 0) return null;
    path.unshift(index);
    at = parent;
  }
  let node = doc;
  let pos = 0;
  for (const index of path) {
    if (index >= node.childCount) return null;
    for (let before = 0; before < index; before++) pos += node.child(before).nodeSize;
    node = node.child(index);
    pos += 1;
  }
  return pos;
}

function sizeAt(doc: Node, start: number): number {
  return doc.resolve(start).parent.content.size;
}
