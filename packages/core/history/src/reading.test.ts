import { type DocumentContent, seedUpdate } from "@parley/document";
import { expect, test } from "vitest";
import * as Y from "yjs";
import {
  AttributionIndex,
  DocumentReplica,
  decodeAttribution,
  encodeAttribution,
  readAttributionNews,
  readTextSpans,
} from "./index.ts";

const paragraph = (text: string) => ({ type: "paragraph" as const, runs: [{ text }] });
const content: DocumentContent = {
  blocks: [
    paragraph("Before."),
    {
      type: "table",
      rows: ["pumps", "valves", "pipes"].map((item) => ({
        type: "tableRow",
        cells: [item, "price"].map((text) => ({ type: "tableCell", blocks: [paragraph(text)] })),
      })),
    },
    paragraph("After."),
  ],
};

test.each([
  // A row in the middle is read before the one that follows it.
  [1, 1, "valvesprice", 3],
  // Behind the last row stands nothing of the table, so the last cell before keeps it.
  [2, 1, "pipesprice", 4],
  [1, 2, "valvespricepipesprice", 2],
])("a deleted row %i (and %i in all) does not leave its table", (row, count, words, block) => {
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate(content, 7), () => true);
  const page = new Y.Doc();
  page.clientID = 21;
  Y.applyUpdate(page, Y.encodeStateAsUpdate(replica.ydoc));
  const known = Y.encodeStateVector(page);
  (page.getXmlFragment("default").get(1) as Y.XmlElement).delete(row, count);
  replica.take(Y.encodeStateAsUpdate(page, known), () => true);

  const spans = readTextSpans(replica, { deleted: true });
  const gone = spans.filter(({ deletedSeq }) => deletedSeq === 2);
  expect(gone.map(({ text }) => text).join("")).toBe(words);
  expect(new Set(gone.map((span) => span.block))).toEqual(new Set([block]));
  // Every cell is a stretch of its own, and all say that they went with rows of a table that stands.
  expect(gone.map(({ text, goneWith }) => [text, goneWith?.depth, goneWith?.path, goneWith?.behind])).toEqual(
    ["valves", "pipes"]
      .slice(row - 1, row - 1 + count)
      .flatMap((item) => [item, "price"].map((text, cell) => [text, 1, [1, cell + 1, cell + 1], row + count === 3])),
  );
  expect(spans.at(-1)).toMatchObject({ text: "After.", block: 1 + (3 - count) * 2 });

  const index = new AttributionIndex();
  index.take(
    decodeAttribution(
      encodeAttribution({
        rows: [],
        origins: [],
        news: readAttributionNews(replica, { after: 0, until: replica.seq, deleted: true }),
      }),
    ).news,
  );
  expect(index.readSpans(page)).toEqual(spans);
});
