import type { DocumentProposal } from "@parley/documents";
import { FRAGMENT_NAME } from "@parley/document";
import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { Writer, paragraph, testSchema } from "../binding/bound-writers.ts";
import { childElements } from "../binding/read-content.ts";
import { numberLabels } from "../paragraphs/number-labels.ts";
import { groupByPlace } from "./clause-groups.ts";
import { type ClauseOutline, outlineClauses } from "./clause-outline.ts";
import { placeLine } from "./place-words.ts";

const heading = { style: "heading", level: 1 };
const numbered = { list: "number", depth: 0 };
const row = (...cells: string[]) =>
  testSchema.node(
    "tableRow",
    null,
    cells.map((text) => testSchema.node("tableCell", null, [paragraph(text)])),
  );

const supply = (): Writer => {
  const writer = new Writer(1);
  writer.dispatch(
    writer.state.tr.insert(0, [
      paragraph("Price", heading),
      paragraph("The price is 100.", numbered),
      paragraph("Payment", heading),
      paragraph("Invoices are due.", numbered),
      paragraph("Late payment bears interest.", numbered),
      testSchema.node("table", null, [row("Instalment", "Date"), row("Second", "1 June")]),
      paragraph("Signed in two copies."),
      paragraph("Annex A: Prices."),
    ]),
  );
  return writer;
};

const fragmentOf = (writer: Writer): Y.XmlFragment => writer.ydoc.getXmlFragment(FRAGMENT_NAME);

const idOf = ({ _item }: Y.XmlElement): [number, number] => [_item?.id.client ?? 0, _item?.id.clock ?? 0];

/** The id of the block, row, cell or paragraph that a path of indexes leads to. */
function idAt(writer: Writer, ...path: number[]): [number, number] {
  let at: Y.XmlFragment | Y.XmlElement = fragmentOf(writer);
  for (const index of path) at = childElements(at)[index] as Y.XmlElement;
  return idOf(at as Y.XmlElement);
}

const waiting = (id: string, place: [number, number], more: Partial<DocumentProposal> = {}): DocumentProposal =>
  ({ id, place, blocks: [], inserted: [], records: [], requires: [], answered: [], counters: null, ...more }) as never;

const outlineOf = (writer: Writer, list: readonly DocumentProposal[]): ClauseOutline => {
  const coming = new Set(list.flatMap(({ blocks }) => blocks.map(String)));
  const proposed = new Set<number>();
  writer.doc.forEach((_node, pos, index) => {
    if (coming.has(String(idAt(writer, index)))) proposed.add(pos);
  });
  const labels = new Map(numberLabels(writer.doc, proposed).map(({ pos, label }) => [pos, label]));
  return outlineClauses({ doc: writer.doc, fragment: fragmentOf(writer), labels, list, wordsOf: () => null });
};

const t = ((key: string, values: Record<string, unknown> = {}) =>
  `${key.split(".").at(-1)}(${Object.values(values).join(",")})`) as unknown as TFunction;

test("each paragraph, row and place behind one is a group of its own, named with its article", () => {
  const writer = supply();
  const annex = idAt(writer, 7);
  const list = [
    waiting("first", idAt(writer, 1)),
    waiting("third", idAt(writer, 3)),
    waiting("cell", idAt(writer, 5, 1, 1, 0)),
    waiting("again in that row", idAt(writer, 5, 1, 0)),
    waiting("column", idAt(writer, 5, 0, 0), { subject: "tableColumn" }),
    waiting("gone", [9, 9]),
    waiting("annex", annex, { blocks: [annex] }),
  ];
  const groups = groupByPlace(list, outlineOf(writer, list)).map(({ place, members }) => [
    place && placeLine(place, t),
    members.map(({ id }) => id),
  ]);
  expect(groups).toEqual([
    ["Price › 1. The price is 100.", ["first"]],
    ["Payment › 2. Invoices are due.", ["third"]],
    ["Payment › rowOf(table(),2,Second)", ["cell", "again in that row"]],
    ["Payment › table()", ["column", "gone"]],
    ["Payment › after(Signed in two copies.)", ["annex"]],
  ]);
});

test("each group knows what holds more than it: the numbered paragraph, then the article, and none that holds the same", () => {
  const writer = new Writer(1);
  writer.dispatch(
    writer.state.tr.insert(0, [
      paragraph("Payment", heading),
      paragraph("Invoices are due.", numbered),
      paragraph("in 30 days", { list: "number", depth: 1 }),
      paragraph("in euros", { list: "number", depth: 1 }),
      paragraph("Late payment.", numbered),
      paragraph("Term", heading),
      paragraph("Two years."),
    ]),
  );
  const list = [
    waiting("days", idAt(writer, 2)),
    waiting("euros", idAt(writer, 3)),
    waiting("late", idAt(writer, 4)),
    waiting("years", idAt(writer, 6)),
    waiting("again", idAt(writer, 6)),
  ];
  const held = groupByPlace(list, outlineOf(writer, list)).map(({ scopes }) =>
    scopes.map(({ title, members }) => [title, members.map(({ id }) => id).join(" ")]),
  );
  const article = ["Payment", "days euros late"];
  const clause = ["1. Invoices are due.", "days euros"];
  expect(held).toEqual([[clause, article], [clause, article], [article], []]);
});

test("a group keeps its name while text comes before it", () => {
  const writer = supply();
  const list = [waiting("third", idAt(writer, 3))];
  const [before] = groupByPlace(list, outlineOf(writer, list));
  writer.dispatch(writer.state.tr.insert(0, paragraph("Between A and B")));
  const [after] = groupByPlace(list, outlineOf(writer, list));
  expect(after?.name).toBe(before?.name);
  expect(after?.place).toEqual(before?.place);
});

test("without the text everything is one group without a place", () => {
  const list = [waiting("first", [1, 1])];
  expect(groupByPlace(list, null)).toEqual([{ name: "", place: null, members: list, scopes: [] }]);
});
