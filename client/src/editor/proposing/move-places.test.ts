import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { numberLabels } from "../paragraphs/number-labels.ts";
import { type Clause, type PlacedBlocks, clausesOf, paragraphTitles } from "./clauses.ts";
import { placesOfMove } from "./move-places.ts";

const clauses: Clause[] = [
  { pos: 0, title: "", article: "" },
  { pos: 10, title: "1 Price", article: "" },
  { pos: 30, title: "2 Term", article: "" },
];
/** Every id stands at its clock; those of client 9 are gone. */
const placed: Pick<PlacedBlocks, "startOf"> = { startOf: ([client, clock]) => (client === 9 ? null : clock) };
const record = (ids: [number, number, number][]): { do: "delete"; ids: [number, number, number][] } => ({
  do: "delete",
  ids,
});

const titleAt = (pos: number): string => `paragraph ${pos}`;

const moveOfWords = (from: number, to: number): unknown =>
  placesOfMove(
    {
      records: [
        record([
          [9, 1, 2],
          [1, from, 4],
        ]),
      ],
      inserted: [[1, to, 4]],
      blocks: [],
    },
    clauses,
    placed,
    titleAt,
  );

const moveOfBlock = (from: number, to: number): unknown => {
  const remove = { do: "remove" as const, block: [1, from] as [number, number], ids: [] };
  return placesOfMove({ records: [remove], inserted: [], blocks: [[1, to]] }, clauses, placed, titleAt);
};

const at = (title: string, isBehind = false): unknown => ({ title, isBehind });

test("words are told to be moved from inside the paragraph where they stand to inside the one where they come", () => {
  expect(moveOfWords(12, 33)).toEqual({
    from: at("paragraph 12"),
    to: at("paragraph 33"),
    within: null,
    isDown: true,
  });
  expect(moveOfWords(12, 14)).toMatchObject({ from: at("paragraph 12"), to: at("paragraph 14"), within: null });
  expect(moveOfWords(12, 12)).toMatchObject({ within: "paragraph" });
});

test("words of a paragraph that begins a clause were inside it, and not behind the clause before", () => {
  expect(moveOfWords(10, 30)).toEqual({
    from: at("paragraph 10"),
    to: at("paragraph 30"),
    within: null,
    isDown: true,
  });
});

test("a whole paragraph that begins a clause is moved from behind one clause to behind another", () => {
  expect(moveOfBlock(30, 10)).toEqual({ from: at("1 Price", true), to: at("", true), within: null, isDown: false });
});

test("a whole paragraph is moved between clauses or within one; what is gone has no place", () => {
  expect(moveOfBlock(31, 11)).toEqual({ from: at("2 Term"), to: at("1 Price"), within: null, isDown: false });
  expect(moveOfBlock(11, 13)).toMatchObject({ within: "clause", isDown: true });
  const remove = { do: "remove" as const, block: [1, 31] as [number, number], ids: [] };
  expect(placesOfMove({ records: [remove], inserted: [[9, 1, 3]], blocks: [] }, clauses, placed, titleAt)).toBeNull();
});

test("words that are made a paragraph of are told from their paragraph to the clause of the new one", () => {
  const proposal = { records: [record([[1, 12, 4]])], inserted: [], blocks: [[1, 33] as [number, number]] };
  expect(placesOfMove(proposal, clauses, placed, titleAt)).toMatchObject({
    from: at("paragraph 12"),
    to: at("2 Term"),
    within: null,
  });
});

test("a paragraph is told apart by its article, number and first words; what is no paragraph by its clause", () => {
  const numbered = { list: "number", depth: 0 };
  const text = "Whoever delivers late pays a penalty for every day of the delay.";
  const row = testSchema.node("table", null, [
    testSchema.node("tableRow", null, [testSchema.node("tableCell", null, [paragraph("cell")])]),
  ]);
  const doc = testSchema.node("doc", null, [
    paragraph("Price", { style: "heading", level: 1 }),
    paragraph("It is fixed.", numbered),
    paragraph(text, numbered),
    row,
  ]);
  const labels = new Map(numberLabels(doc).map(({ pos, label }) => [pos, label]));
  const clauses = clausesOf(doc, labels);
  const titles = paragraphTitles(doc, clauses, labels);
  const starts: number[] = [];
  doc.forEach((_node, pos) => void starts.push(pos));
  expect(starts.map(titles)).toEqual([
    "Price",
    "Price › 1. It is fixed.",
    "Price › 2. Whoever delivers late pays a…",
    clauses.at(-1)?.title,
  ]);
});
