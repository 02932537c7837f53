/** How large a change becomes on its way to the server, reckoned before it is made. */
import type { Fragment, Mark, Node } from "@tiptap/pm/model";
import { type Transaction } from "@tiptap/pm/state";
import { ReplaceAroundStep, ReplaceStep } from "@tiptap/pm/transform";

/** More than Yjs takes for one item beside its content: ids of its neighbours and parent, and its own head. */
const ITEM_BYTES = 48;
const encoder = new TextEncoder();

/** What a change takes on its way. */
export interface ChangeSize {
  readonly bytes: number;
  /** Yjs's items: elements, texts, attributes, and where formats begin and end. */
  readonly pieces: number;
}

const NOTHING: ChangeSize = { bytes: 0, pieces: 0 };
const plus = (a: ChangeSize, b: ChangeSize): ChangeSize => ({
  bytes: a.bytes + b.bytes,
  pieces: a.pieces + b.pieces,
});
const item = (bytes: number): ChangeSize => ({ bytes: ITEM_BYTES + bytes, pieces: 1 });

/** The size of an update that brings this content; never less than it takes, and not much more for text. */
export function sizeOf(content: Fragment): ChangeSize {
  let size = NOTHING;
  content.descendants((node) => {
    size = plus(size, node.isText ? sizeOfText(node) : plus(item(0), sizeOfAttributes(node.attrs)));
    // A paragraph's text is an item of its own.
    if (node.isTextblock) size = plus(size, item(0));
    return true;
  });
  return size;
}

function sizeOfText(node: Node): ChangeSize {
  // A mark begins before the text and ends behind it, with what it was before.
  return node.marks.reduce(
    (sum, mark) => plus(sum, plus(sizeOfMark(mark), sizeOfMark(mark))),
    item(encoder.encode(node.text ?? "").length),
  );
}

function sizeOfMark(mark: Mark): ChangeSize {
  return item(mark.type.name.length + encoder.encode(JSON.stringify(mark.attrs)).length);
}

function sizeOfAttributes(attributes: Readonly<Record<string, unknown>>): ChangeSize {
  let size = NOTHING;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) size = plus(size, item(name.length + encoder.encode(JSON.stringify(value)).length));
  }
  return size;
}

/** The size of all content that a transaction brings in. */
export function sizeBroughtBy(tr: Transaction): ChangeSize {
  let size = NOTHING;
  for (const step of tr.steps) {
    if (step instanceof ReplaceStep || step instanceof ReplaceAroundStep) size = plus(size, sizeOf(step.slice.content));
  }
  return size;
}
