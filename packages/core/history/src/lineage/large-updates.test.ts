/** Updates that are made so that somebody looks through them for long. */
import { seedUpdate } from "@parley/document";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica, ReplicaSpoiled } from "../replica.ts";
import { changesOfRows } from "../stories/row-changes.ts";
import { RowSizes } from "../stories/row-sizes.ts";
import { IdSet } from "../ids/id-set.ts";
import { alsoDeleting } from "./also-deleting.ts";
import { stretchesOf } from "./stretches.ts";

const typed = { kind: "typed", baseSeq: null, proposes: false, statement: null } as const;

/** Sends what somebody does on a page of theirs, in rows; answers how much of the last one is a copy. */
function copiesAfter(...rows: ((fragment: Y.XmlFragment) => void)[]): number | undefined {
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "first" }] }] }, 7), () => true);
  const page = new Y.Doc({ gc: false });
  Y.applyUpdate(page, Y.encodeStateAsUpdate(replica.ydoc));
  const taken: ReturnType<DocumentReplica["take"]>[] = [];
  page.on("update", (update: Uint8Array) => taken.push(replica.take(update, () => true, typed)));
  for (const row of rows) page.transact(() => row(page.getXmlFragment("default")));
  const last = taken.at(-1);
  return last && "copies" in last ? last.copies.reduce((sum, { copy }) => sum + copy.length, 0) : undefined;
}

function newParagraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => index.toString(36).padStart(8, "0"));

// Each of these takes a second at most. Looking at every pair would take minutes or hours.
test("[LI3] words that are put into another order are copies, and what is more than anybody moves counts as new", () => {
  const moved = (count: number): number | undefined =>
    copiesAfter(
      (fragment) => fragment.insert(1, [newParagraph(numbers(count).join(""))]),
      (fragment) => {
        fragment.delete(1, 1);
        fragment.insert(1, [newParagraph(numbers(count).toReversed().join(""))]);
      },
    );
  expect(moved(1_000)).toBeGreaterThan(7_900);
  expect(moved(40_000)).toBeLessThan(200_000);
}, 30_000);

test("[LI3] short paragraphs that have nothing in common are not all held against each other", () => {
  const lines = (): string[] =>
    Array.from({ length: 2_000 }, (_, line) =>
      Array.from({ length: 60 }, (__, at) => String.fromCharCode(0x4e00 + ((line * 61 + at * 7) % 2_000))).join(""),
    );
  expect(
    copiesAfter(
      (fragment) => fragment.insert(1, lines().map(newParagraph)),
      (fragment) => {
        fragment.delete(1, 2_000);
        fragment.insert(
          1,
          lines().map((line) => newParagraph(Array.from(line).toReversed().join(""))),
        );
      },
    ),
  ).toBeLessThan(60_000);
}, 30_000);

test("[LI3] single letters of a long text that is gone are looked at once each", () => {
  const count = 40_000;
  const letters = Array.from({ length: count }, (_, at) => String.fromCharCode(97 + ((at * 7_919) % 26))).join("");
  const replica = DocumentReplica.open(null, []);
  const blocks = ["first", letters].map((text) => ({ type: "paragraph" as const, runs: [{ text }] }));
  replica.take(seedUpdate({ blocks }, 7), () => true);
  const page = new Y.Doc();
  Y.applyUpdate(page, Y.encodeStateAsUpdate(replica.ydoc));
  const fragment = page.getXmlFragment("default");
  const { client, clock } = (((fragment.get(1) as Y.XmlElement).get(0) as Y.XmlText)._start as Y.Item).id;
  const updates: Uint8Array[] = [];
  page.on("update", (update: Uint8Array) => updates.push(update));
  fragment.delete(1, 1);
  fragment.insert(0, [newParagraph("abcdefgh")]);
  const [gone, sentence] = updates as [Uint8Array, Uint8Array];
  const context = { kind: "typed", baseSeq: 1, proposes: false, statement: null } as const;
  replica.take(gone, () => true, context);
  const clocks = Array.from({ length: count / 2 }, (_, at) => clock + 2 * at);
  expect(replica.take(alsoDeleting(sentence, client, clocks), () => true, context)).toHaveProperty("copies", []);
}, 30_000);

test("[LI8] every other letter of a long text that stands is a stretch of its own, and the text is taken apart once", () => {
  const count = 40_000;
  const ydoc = new Y.Doc();
  ydoc.getXmlFragment("default").insert(0, [newParagraph("ab".repeat(count / 2))]);
  const text = (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const { client, clock } = (text._start as Y.Item).id;
  const every = Array.from({ length: count / 2 }, (_, at) => ({ client, clock: clock + 2 * at, length: 1 }));
  const stretches = stretchesOf(ydoc, IdSet.of(every), () => false);
  expect(stretches).toHaveLength(count / 2);
  expect(new Set(stretches.map((stretch) => stretch.text))).toEqual(new Set(["a"]));
}, 30_000);

test("[ST1] what was cut out once and comes back many times in one row is told without holding each copy against all", () => {
  const count = 8_000;
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "first abcdefgh last" }] }] }, 7), () => true);
  const page = new Y.Doc({ gc: false });
  Y.applyUpdate(page, Y.encodeStateAsUpdate(replica.ydoc));
  const taken: ReturnType<DocumentReplica["take"]>[] = [];
  page.on("update", (update: Uint8Array) => taken.push(replica.take(update, () => true)));
  const text = (page.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  text.delete(6, 8);
  text.insert(0, "abcdefghX".repeat(count));
  text.delete(0, 9 * count);
  const pasted = taken[1];
  expect(pasted && "copies" in pasted ? pasted.copies : []).toHaveLength(count);
  const sizes = new RowSizes(replica, replica.seq);
  expect(sizes.sumOf([3])).toMatchObject({ inserted: count, broughtBack: 8 * count });
  expect(sizes.sumOf([4])).toMatchObject({ deleted: 9 * count });
  expect(changesOfRows(replica, (seq) => seq === 2, 10).changes).toMatchObject([{ did: "deleted", text: "abcdefgh" }]);
  expect(changesOfRows(replica, (seq) => seq === 3, 10).total).toBeGreaterThan(0);
}, 30_000);

test("[LG3] a row that cannot be taken in to its end leaves nothing with which anybody goes on", () => {
  const replica = DocumentReplica.open(null, []);
  const update = seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "first" }] }] }, 7);
  const statement = {
    get copies(): never {
      throw new RangeError("too many");
    },
    agreed: [],
    deletedFor: [],
    reopened: [],
    decision: null,
  };
  const context = { kind: "decision", baseSeq: null, proposes: false, statement } as const;
  expect(() => replica.take(update, () => true, context)).toThrow(ReplicaSpoiled);
});
