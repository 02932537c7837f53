/** How often it is asked what stood beside a paragraph of which thousands of words went elsewhere. */
import { documentFragment, seedUpdate } from "@parley/document";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { Attribution } from "../attribution.ts";
import { DocumentReplica } from "../replica.ts";
import { changesOfRows } from "./row-changes.ts";
import { RowSizes } from "./row-sizes.ts";

const WORDS = 1_000;
const words = Array.from({ length: WORDS }, (_, at) => `word${String(at).padStart(6, "0")} `);
const paragraph = (text: string): Y.XmlElement => {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(text)]);
  return element;
};

/** A paragraph of many words, empty ones behind it, and a last one; each task is a row. */
function rows(empty: number, ...tasks: readonly ((fragment: Y.XmlFragment) => void)[]): DocumentReplica {
  const replica = DocumentReplica.open(null, []);
  const texts = [words.join(""), ...Array.from({ length: empty }, () => ""), "The end."];
  const blocks = texts.map((text) => ({ type: "paragraph" as const, runs: text === "" ? [] : [{ text }] }));
  replica.take(seedUpdate({ blocks }, 7), () => true);
  const page = new Y.Doc();
  Y.applyUpdate(page, Y.encodeStateAsUpdate(replica.ydoc));
  page.clientID = 8;
  for (const task of tasks) {
    const before = Y.encodeStateVector(page);
    page.transact(() => task(documentFragment(page)));
    const taken = replica.take(Y.encodeStateAsUpdate(page, before), () => true);
    expect(taken).toMatchObject({ seq: replica.seq });
  }
  return replica;
}

/** All words but the first, out of the first paragraph and each into one of its own. */
const partInto = (place: number) => (fragment: Y.XmlFragment) => {
  const text = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  text.delete(words[0]?.length ?? 0, text.length);
  fragment.insert(place, words.slice(1).map(paragraph));
};

/** How often it is asked which row brought an id, while `read` reads. */
function stepsOf(replica: DocumentReplica, read: (document: DocumentReplica) => void): number {
  let steps = 0;
  const insertingRow: Attribution["insertingRow"] = (client, clock) => {
    steps++;
    return replica.attribution.insertingRow(client, clock);
  };
  const attribution: unknown = Object.create(replica.attribution, { insertingRow: { value: insertingRow } });
  read(Object.create(replica, { attribution: { value: attribution } }) as DocumentReplica);
  return steps;
}

test.each<[string, () => DocumentReplica, object]>([
  ["split off it, one after the other", () => rows(0, partInto(1)), { breaks: 1, moved: 0 }],
  [
    "moved away from it, over as many that were gone by then",
    () => rows(WORDS, (fragment) => fragment.delete(1, WORDS), partInto(2)),
    { breaks: 0, moved: expect.any(Number) as number },
  ],
])("[ST1] [ST3] the neighbours of a paragraph are passed once for all words that were %s", (_how, make, size) => {
  const replica = make();
  const { seq } = replica;
  let sum: unknown = null;
  const counted = stepsOf(replica, (document) => (sum = new RowSizes(document, seq).sumOf([seq])));
  expect(sum).toMatchObject(size);
  const listed = stepsOf(replica, (document) => changesOfRows(document, (each) => each === seq, 10));
  // Passing them for each word would be half a million.
  expect([counted, listed].every((steps) => steps > WORDS)).toBe(true);
  expect(Math.max(counted, listed)).toBeLessThan(20 * WORDS);
});
