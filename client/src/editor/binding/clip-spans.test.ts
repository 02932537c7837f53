import { must } from "@parley/base";
import { Fragment, type Node } from "@tiptap/pm/model";
import { TableMap } from "@tiptap/pm/tables";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { Writer, exchange, paragraph, testSchema } from "./bound-writers.ts";
import { clipTables } from "./clip-spans.ts";

const type = (name: string): NonNullable<(typeof testSchema.nodes)[string]> =>
  must(testSchema.nodes[name], `${name} exists`);

function table(rows: number, columns: number, attributes: Record<string, unknown> = {}): Node {
  const cell = (): Node => type("tableCell").create(attributes, paragraph("x"));
  return type("table").create(
    null,
    Array.from({ length: rows }, () => type("tableRow").create(null, Array.from({ length: columns }, cell))),
  );
}

const clipped = (node: Node): Node => clipTables(Fragment.from(node)).child(0);
const squares = (node: Node): number => {
  const { width, height } = TableMap.get(node);
  return width * height;
};

test("a table as people make them is shown as it is, merged cells and all", () => {
  const merged = type("table").create(null, [
    type("tableRow").create(null, [type("tableCell").create({ colspan: 12, rowspan: 3 }, paragraph("head"))]),
    ...table(40, 12).children,
  ]);
  for (const each of [table(1_000, 30), merged, table(1, 2, { colspan: 100 }), table(0, 0)])
    expect(clipped(each).eq(each)).toBe(true);
});

test.each([
  [30, 30, { colspan: 100, rowspan: 1_000 }],
  [1_000, 10, { colspan: 1, rowspan: 1_000 }],
  [2, 500, { colspan: 100 }],
])("a table of %i by %i cells with %o claims no more than its cells need", (rows, columns, spans) => {
  const shown = clipped(table(rows, columns, { ...spans, colwidth: [40, 50] }));
  expect(squares(shown)).toBe(rows * columns);
  expect(shown.textContent).toBe("x".repeat(rows * columns));
  expect(shown.child(0).child(0).attrs).toEqual({ colspan: 1, rowspan: 1, colwidth: [40] });
});

test("tables in cells are found, too", () => {
  const outer = type("table").create(null, [
    type("tableRow").create(null, [type("tableCell").create(null, [table(30, 30, { colspan: 100, rowspan: 1_000 })])]),
  ]);
  const inner = clipTables(Fragment.from([paragraph("before"), outer]))
    .child(1)
    .child(0)
    .child(0)
    .child(0);
  expect(squares(inner)).toBe(900);
});

test("a clipped table can be typed in, and the document keeps the spans that it holds", () => {
  const writer = new Writer(1);
  writer.dispatch(writer.state.tr.insert(0, table(30, 30, { colspan: 100, rowspan: 1_000 })));
  const reader = new Writer(2);
  exchange(writer, reader);
  expect(squares(reader.doc.child(0))).toBe(900);
  reader.caret(37, 1);
  reader.type("yz");
  exchange(writer, reader);
  expect(squares(reader.doc.child(0))).toBe(900);
  expect(reader.doc.child(0).child(1).child(7).textContent).toBe("xyz");
  const cells = reader.ydoc
    .getXmlFragment("default")
    .toArray()
    .flatMap((each) =>
      (each as Y.XmlElement).toArray().flatMap((row) => (row as Y.XmlElement).toArray() as Y.XmlElement[]),
    );
  expect(cells.map((cell) => cell.getAttribute("colspan") as unknown)).toEqual(cells.map(() => 100));
  writer.caret(37, 3);
  writer.type("!");
  exchange(writer, reader);
  expect(reader.doc.child(0).child(1).child(7).textContent).toBe("xyz!");
  expect(squares(reader.doc.child(0))).toBe(900);
  expect([writer.frozen, reader.frozen]).toEqual([null, null]);
});
