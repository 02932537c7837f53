/** How large a change becomes on its way to the server, reckoned before it is made. */
import type { Fragment, Mark, Node } from "@tiptap/pm/model";
import { type Transaction } from "@tiptap/pm/state";
import { ReplaceAroundStep, ReplaceStep } from "@tiptap/pm/transform";

/** More than Yjs takes for one item beside its content: ids of its neighbours and parent, and its own head. */
const ITEM_BYTES = 48;
const encoder = new TextEncoder();

/** Bytes of an update that brings this content; never less than it takes, and not much more for text. */
export function bytesOf(content: Fragment): number {
  let bytes = 0;
  content.descendants((node) => {
    bytes += node.isText ? bytesOfText(node) : ITEM_BYTES + bytesOfAttributes(node.attrs);
    // A paragraph's text is an item of its own.
    if (node.isTextblock) bytes += ITEM_BYTES;
    return true;
  });
  return bytes;
}

function bytesOfText(node: Node): number {
  // A mark begins before the text and ends behind it, with what it was before.
  const marks = node.marks.reduce((sum, mark) => sum + 2 * bytesOfMark(mark), 0);
  return ITEM_BYTES + encoder.encode(node.text ?? "").length + marks;
}

function bytesOfMark(mark: Mark): number {
  return ITEM_BYTES + mark.type.name.length + encoder.encode(JSON.stringify(mark.attrs)).length;
}

function bytesOfAttributes(attributes: Readonly<Record<string, unknown>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) bytes += ITEM_BYTES + name.length + encoder.encode(JSON.stringify(value)).length;
  }
  return bytes;
}

/** Bytes of all content that a transaction brings in. */
export function bytesBroughtBy(tr: Transaction): number {
  let bytes = 0;
  for (const step of tr.steps) {
    if (step instanceof ReplaceStep || step instanceof ReplaceAroundStep) bytes += bytesOf(step.slice.content);
  }
  return bytes;
}
