/** Rows of so many pieces, made without having seen somebody else's, that whoever looks around each piece looks for long. */
import { type BlockContent, contentText, documentFragment, readContent, seedUpdate } from "@parley/document";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica, type RowContext } from "../replica.ts";
import { deletionsOnly, planForwarding } from "./plan-forwarding.ts";
import { RememberedWishes } from "./remembered-wishes.ts";

const paragraph = (text: string): BlockContent => ({ type: "paragraph", runs: [{ text }] });
const textOf = (fragment: Y.XmlFragment, index: number): Y.XmlText =>
  (fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;

/** Two pages that have seen everything. */
function pagesOf(replica: DocumentReplica): [Y.Doc, Y.Doc] {
  return [31, 32].map((client) => {
    const ydoc = new Y.Doc({ gc: false });
    ydoc.clientID = client;
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(replica.ydoc));
    return ydoc;
  }) as [Y.Doc, Y.Doc];
}

/** Sends what somebody does, in rows, who has not seen that a colleague wrote one letter into the first paragraph; answers the last row. */
function behind(texts: readonly string[], ...rows: ((fragment: Y.XmlFragment) => void)[]): number {
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: texts.map(paragraph) }, 7), () => true);
  const [page, colleague] = pagesOf(replica);
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

test("[FW3] a deletion is carried to a copy of which every letter is a place of its own", () => {
  const count = 18_000;
  const words = Array.from({ length: count }, (_, at) => String.fromCharCode(97 + (at % 23))).join("");
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: [paragraph("First."), paragraph(words)] }, 7), () => true);
  const [page, colleague] = pagesOf(replica);
  const context: RowContext = { kind: "typed", baseSeq: 1, proposes: false, statement: null };
  colleague.on("update", (update: Uint8Array) => replica.take(update, () => true, context));
  const theirs = documentFragment(colleague);
  colleague.transact(() => {
    const copy = new Y.XmlElement("paragraph");
    const [copied, first] = [new Y.XmlText(), textOf(theirs, 0)];
    copy.insert(0, [copied]);
    theirs.delete(1, 1);
    theirs.insert(1, [copy]);
    // The ids of the copy stand apart, since something else is written in turn.
    for (let at = 0; at < count; at++) {
      copied.insert(at, words.charAt(at));
      first.insert(at, "-");
    }
  });
  textOf(documentFragment(page), 1).delete(0, count);
  const update = Y.encodeStateAsUpdate(page, Y.encodeStateVector(replica.ydoc));
  const row = { ...deletionsOnly(replica, update), isOwn: () => false };
  const plan = planForwarding(replica, { ...row, baseSeq: 1, isForwarded: () => false, proposes: false }, 90);
  const carried = plan?.made?.update;
  if (!carried) throw new Error("nothing is carried");
  const asPage = replica.take(carried, () => true, context);
  expect(asPage).toMatchObject({ code: "malformed", reason: expect.stringContaining("separate deletions") });
  expect(replica.take(carried, () => true, { ...context, kind: "forward" })).toMatchObject({ seq: 3 });
  const left = contentText(readContent(replica.ydoc)).trim();
  expect(left).toBe(`${"-".repeat(count)}First.`);
}, 60_000);

test("[FW7] [FW9] who deletes a letter elsewhere does not wait for what others wanted who moved many paragraphs many times", () => {
  const count = 300;
  const replica = DocumentReplica.open(null, []);
  const lines = Array.from({ length: count }, (_each, at) => `Paragraph ${at} says what it says.`);
  replica.take(seedUpdate({ blocks: [paragraph("First."), ...lines.map(paragraph)] }, 7), () => true);
  const [page, colleague] = pagesOf(replica);
  const wishes = new RememberedWishes();
  const makers = new Map<number, Y.Doc>();
  const follow = (from: Y.Doc, baseOf: () => number): void => {
    from.on("update", (update: Uint8Array) => {
      const baseSeq = baseOf();
      const taken = replica.take(update, () => true, { kind: "typed", baseSeq, proposes: false, statement: null });
      if (!taken || "code" in taken) throw new Error("it is a row");
      makers.set(taken.seq, from);
      const isOwn = (seq: number): boolean => makers.get(seq) === from;
      const row = { ...taken, baseSeq, isOwn, isForwarded: () => false, proposes: false };
      const plan = planForwarding(replica, row, 90);
      expect(plan ? wishes.judge(replica, row, plan) : wishes.pass(replica, row)).toEqual([]);
    });
  };
  follow(colleague, () => replica.seq);
  follow(page, () => 1);
  const theirs = documentFragment(colleague);
  for (let row = 0; row < 25; row++)
    colleague.transact(() => {
      theirs.delete(1, count);
      const made = lines.map((line) => {
        const element = new Y.XmlElement("paragraph");
        element.insert(0, [new Y.XmlText(line)]);
        return element;
      });
      theirs.insert(1, row % 2 === 0 ? made.toReversed() : made);
    });
  textOf(documentFragment(page), 0).delete(0, 1);
  expect(replica.seq).toBe(27);
}, 20_000);
