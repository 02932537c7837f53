// @vitest-environment happy-dom
import type { AttributionSpan } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import { EditorView } from "@tiptap/pm/view";
import { afterEach, expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { authorshipKey, authorshipPlugin } from "./authorship-plugin.ts";
import { goneRowsPlugin } from "./gone-rows-plugin.ts";
import { madeSpan } from "./made-span.ts";

const cell = (text: string, attrs: Record<string, unknown> = {}): Node =>
  testSchema.node("tableCell", attrs, [paragraph(text)]);
const row = (...cells: Node[]): Node => testSchema.node("tableRow", null, cells);
const table = (...rows: Node[]): Node =>
  testSchema.topNodeType.create(null, [testSchema.node("table", null, rows), paragraph("End")]);

let view: EditorView | null = null;
afterEach(() => view?.destroy());

/** The table's rows as they are shown, cells apart. */
function shownRows(doc: Node, spans: readonly AttributionSpan[], filter: string | null = null): string[] {
  view = new EditorView(document.body.appendChild(document.createElement("div")), {
    state: EditorState.create({ doc, plugins: [authorshipPlugin(), goneRowsPlugin()] }),
  });
  const shown = { spans, filter: filter === null ? null : { personId: filter, way: null }, showDeleted: true };
  view.dispatch(view.state.tr.setMeta(authorshipKey, shown));
  return [...view.dom.querySelectorAll("tr")].map((each) =>
    [...each.querySelectorAll("td")]
      .map((box) => `${box.textContent}${box.colSpan > 1 ? `*${box.colSpan}` : ""}`)
      .join("|"),
  );
}

/** Words in a cell of a row that is gone; `block` is the paragraph beside which it stood. */
function gone(
  block: number,
  at: number,
  text: string,
  cells: number,
  more: { behind?: boolean; row?: number } = {},
): AttributionSpan {
  return madeSpan(block, text, "a", {
    at: [1, at],
    deletedBy: { id: "b", name: "b" },
    deletedAt: "2026-03-02T10:00:00.000Z",
    goneWith: { at: [9, more.row ?? 1], depth: 1, path: [1, cells, cells], behind: more.behind ?? false },
  });
}

const two = table(row(cell("A1"), cell("A2")), row(cell("C1"), cell("C2")));

test("a deleted row stands between the rows that stood beside it, its words in their cells", () => {
  const words = [gone(2, 10, "B1", 1), gone(2, 20, "B2", 2)];
  expect(shownRows(two, words)).toEqual(["A1|A2", "B1|B2", "C1|C2"]);
});

test("rows behind the last and before the first stay in the table, each on its own", () => {
  const first = [gone(0, 10, "X2", 2, { row: 3 })];
  const last = [gone(3, 20, "D1", 1, { behind: true, row: 1 }), gone(3, 30, "E1", 1, { behind: true, row: 2 })];
  expect(shownRows(two, [...first, ...last])).toEqual(["|X2", "A1|A2", "C1|C2", "D1*2", "E1*2"]);
});

test("where a merged cell reaches over its place, the words stand on a line of the paragraph", () => {
  const merged = table(row(cell("A1", { rowspan: 2 }), cell("A2")), row(cell("C2")));
  expect(shownRows(merged, [gone(2, 10, "B1", 1), gone(2, 20, "B2", 2)])).toEqual(["A1|A2", "B1B2C2"]);
});

test("rows of others are not shown where only one person's words are", () => {
  expect(shownRows(two, [gone(2, 10, "B1", 1)], "somebody else")).toEqual(["A1|A2", "C1|C2"]);
});

/** Words of a block that is gone and stood in `depth` others. */
const goneBlock = (block: number, at: number, text: string, depth: number, behind = false): AttributionSpan => {
  const span = gone(block, at, text, 1, { row: at });
  return { ...span, goneWith: { at: [9, at], depth, path: [1, 1, 1], behind } };
};

test("a paragraph that stood before a table or behind it is shown there, and in none of its cells", () => {
  const alone = testSchema.topNodeType.create(null, [testSchema.node("table", null, [row(cell("A1"), cell("A2"))])]);
  const before = [goneBlock(0, 10, "First.", 0), goneBlock(0, 20, "Second.", 0)];
  const spans = [...before, madeSpan(0, "A1", "a"), madeSpan(1, "A2", "a"), goneBlock(2, 30, "Behind.", 0)];
  expect(shownRows(alone, spans)).toEqual(["A1|A2"]);
  expect([...(view?.dom.children ?? [])].map((each) => each.textContent)).toEqual([
    "First.",
    "Second.",
    "A1A2",
    "Behind.",
  ]);
  // Beside a paragraph outside of tables it stays on a line of that.
  shownRows(two, [goneBlock(4, 40, "Line.", 0), madeSpan(4, "End", "a")]);
  expect(view?.dom.lastElementChild?.textContent).toBe("Line.End");
});

test("a deleted cell has a frame of its own within the one beside it", () => {
  shownRows(two, [goneBlock(0, 10, "Column", 2), madeSpan(0, "A1", "a")]);
  const framed = [...(view?.dom.querySelectorAll('td [data-gone="cell"]') ?? [])];
  expect(framed.map((each) => each.textContent)).toEqual(["Column"]);
});
