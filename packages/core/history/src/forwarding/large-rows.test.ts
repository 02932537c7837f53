/** Rows of so many pieces, made without having seen somebody else's, that whoever looks around each piece looks for long. */
import { type BlockContent, documentFragment, seedUpdate } from "@parley/document";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica, type RowContext } from "../replica.ts";
import { deletionsOnly, planForwarding } from "./plan-forwarding.ts";

const paragraph = (text: string): BlockContent => ({ type: "paragraph", runs: [{ text }] });
const textOf = (fragment: Y.XmlFragment, index: number): Y.XmlText =>
  (fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;

/** Sends what somebody does, in rows, who has not seen that a colleague wrote one letter into the first paragraph; answers the last row. */
function behind(texts: readonly string[], ...rows: ((fragment: Y.XmlFragment) => void)[]): number {
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: texts.map(paragraph) }, 7), () => true);
  const [page, colleague] = [31, 32].map((client) => {
    const ydoc = new Y.Doc({ gc: false });
    ydoc.clientID = client;
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(replica.ydoc));
    return ydoc;
  }) as [Y.Doc, Y.Doc];
  const context: RowContext = { kind: "typed", baseSeq: 1, proposes: false, statement: null };
  const forward = (update: Uint8Array): void => {
    const taken = replica.take(update, () => true, context);
    if (taken && "code" in taken) throw new Error(taken.reason);
    const row = { ...(taken ?? deletionsOnly(replica, update)), isOwn: (seq: number) => seq > 2 };
    planForwarding(replica, { ...row, baseSeq: 1, isForwarded: () => false, proposes: false }, 90);
  };
  colleague.on("update", (update: Uint8Array) => replica.take(update, () => true, context));
  textOf(documentFragment(colleague), 0).insert(0, "a");
  let last: Uint8Array | null = null;
  page.on("update", (update: Uint8Array) => forward((last = update)));
  for (const row of rows) page.transact(() => row(documentFragment(page)));
  // The last deletions are named once more.
  if (last) forward(last);
  return replica.seq;
}

/** Two texts in turn, so that no two letters become one item. */
const interleave = (count: number) => (fragment: Y.XmlFragment) => {
  const [first, second] = [textOf(fragment, 0), textOf(fragment, 1)];
  for (let at = 0; at < count; at++) {
    first.insert(1 + at, "k");
    second.insert(1 + at, "k");
  }
};

// Each of these takes a few seconds at most, most of it for taking the row. Looking around every piece would take minutes.
test("[FW9] letters that are one item each, deleted and named as deleted again, are passed once", () => {
  const last = behind(["first", "xy"], interleave(24_000), (fragment) => {
    textOf(fragment, 0).delete(1, 24_000);
    textOf(fragment, 1).delete(1, 24_000);
  });
  expect(last).toBe(4);
}, 30_000);

test("[FW9] a text in which an undo writes many pieces is looked through once", () => {
  const count = 6_000;
  const deleted = (from: number, to: number) => (fragment: Y.XmlFragment) => {
    for (let at = to - 1; at >= from; at--) textOf(fragment, 1).delete(8 * at, 4);
  };
  const last = behind(
    ["first", "abcdefgh".repeat(count)],
    deleted(count / 2, count),
    deleted(0, count / 2),
    (fragment) => {
      for (let at = count - 1; at >= 0; at--) textOf(fragment, 1).insert(4 * at, "abcd");
    },
  );
  expect(last).toBe(5);
}, 30_000);

test("[FW9] a text of which many places become bold is looked through once", () => {
  const count = 8_000;
  const last = behind(["first", "abcdefgh".repeat(count)], (fragment) => {
    for (let at = 0; at < count; at++) textOf(fragment, 1).format(8 * at, 3, { bold: {} });
  });
  expect(last).toBe(3);
}, 30_000);

test("[FW9] many new paragraphs are passed once", () => {
  const last = behind(["first", "xy"], (fragment) => {
    const made = Array.from({ length: 24_000 }, () => {
      const element = new Y.XmlElement("paragraph");
      element.insert(0, [new Y.XmlText("a")]);
      return element;
    });
    fragment.insert(1, made);
  });
  expect(last).toBe(3);
}, 30_000);
