import { seedUpdate } from "@parley/document";
import type { Id } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { subjectOf } from "./proposed-subjects.ts";

const cell = (text: string) => ({ type: "tableCell", blocks: [{ type: "paragraph", runs: [{ text }] }] }) as const;

/** A paragraph, a table of two rows and two columns, a picture and an empty line. */
function open(): { ydoc: Y.Doc; idOf: (...path: number[]) => Id } {
  const ydoc = new Y.Doc();
  const content = {
    blocks: [
      { type: "paragraph", runs: [{ text: "Terms" }] },
      { type: "table", rows: [{ cells: [cell("a"), cell("b")] }, { cells: [cell("c"), cell("d")] }] },
      { type: "image", attributes: { imageId: "0b5c1f0e-5f0a-4a1e-9a51-2c1d3e4f5a6b" } },
      { type: "paragraph", runs: [] },
    ],
  } as const;
  Y.applyUpdate(ydoc, seedUpdate(content as unknown as Parameters<typeof seedUpdate>[0], 7));
  const idOf = (...path: number[]): Id => {
    let at: Y.XmlFragment = ydoc.getXmlFragment("default");
    for (const index of path) at = at.get(index) as Y.XmlElement;
    return at._item?.id as Id;
  };
  return { ydoc, idOf };
}

const bringing = (...blocks: Id[]) => ({ kind: "block", blocks, records: [] }) as const;

test("what a proposal brings is called by its own name, with what stands in it", () => {
  const { ydoc, idOf } = open();
  const [paragraph, table, row, image] = [idOf(0), idOf(1), idOf(1, 1), idOf(2)];
  expect(subjectOf(ydoc, bringing(paragraph))).toBe("paragraph");
  expect(subjectOf(ydoc, bringing(image))).toBe("image");
  expect(subjectOf(ydoc, bringing(row, idOf(1, 1, 0), idOf(1, 1, 0, 0)))).toBe("tableRow");
  expect(subjectOf(ydoc, bringing(table, row, idOf(1, 0), idOf(1, 0, 1)))).toBe("table");
  // Blocks of several kinds have no name in common.
  expect(subjectOf(ydoc, bringing(paragraph, image))).toBeUndefined();
});

test("the empty line that comes with a picture has no part in what it is called", () => {
  const { ydoc, idOf } = open();
  expect(subjectOf(ydoc, bringing(idOf(2), idOf(3)))).toBe("image");
  expect(subjectOf(ydoc, bringing(idOf(3)))).toBe("paragraph");
});

test("one cell of every row is a column, any other cells are cells", () => {
  const { ydoc, idOf } = open();
  expect(subjectOf(ydoc, bringing(idOf(1, 0, 1), idOf(1, 1, 1)))).toBe("tableColumn");
  expect(subjectOf(ydoc, bringing(idOf(1, 0, 1)))).toBe("tableCell");
  expect(subjectOf(ydoc, bringing(idOf(1, 0, 0), idOf(1, 0, 1)))).toBe("tableCell");
});

test("what is removed or set is named by its records, and words have no such name", () => {
  const { ydoc, idOf } = open();
  const { client, clock } = idOf(1, 0);
  const record = { do: "remove", block: [client, clock], ids: [] } as const;
  const removing = { kind: "remove", blocks: [], records: [{ key: "x", id: "x", record }] };
  expect(subjectOf(ydoc, removing as unknown as Parameters<typeof subjectOf>[1])).toBe("tableRow");
  expect(subjectOf(ydoc, { kind: "insert", blocks: [], records: [] })).toBeUndefined();
  // A block that the document does not have.
  expect(subjectOf(ydoc, bringing({ client: 99, clock: 5 }))).toBeUndefined();
});

test("a row is moved where one goes elsewhere, not where words are moved into one that is proposed with them", () => {
  const { ydoc, idOf } = open();
  const [from, to] = [idOf(1, 0), idOf(1, 1)];
  const moving = (record: object) =>
    ({ kind: "move", blocks: [to], records: [{ key: "x", id: "x", record }] }) as unknown as Parameters<
      typeof subjectOf
    >[1];
  expect(subjectOf(ydoc, moving({ do: "remove", block: [from.client, from.clock], ids: [] }))).toBe("tableRow");
  expect(subjectOf(ydoc, moving({ do: "delete", ids: [[7, 1, 2]] }))).toBeUndefined();
});
