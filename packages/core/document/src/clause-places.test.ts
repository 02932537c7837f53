import { expect, test } from "vitest";
import { type ClausePlace, type OutlinedBlock, createClausePlaces } from "./clause-places.ts";
import type { Attributes } from "./content.ts";

const line = (
  words: string,
  attributes: Attributes = {},
  { label = null, waits = false }: { label?: string | null; waits?: boolean } = {},
): OutlinedBlock => ({ type: "paragraph", attributes, label, waits, words: () => words });
const heading = (words: string, level = 1, label: string | null = null): OutlinedBlock =>
  line(words, { style: "heading", level }, { label });
const numbered = (label: string, words: string, more: Attributes = {}): OutlinedBlock =>
  line(words, { list: "number", ...more }, { label });
const waiting = (words: string, attributes: Attributes = {}): OutlinedBlock => line(words, attributes, { waits: true });
const table = (...rows: readonly (string | null)[]): OutlinedBlock => ({
  type: "table",
  attributes: {},
  label: null,
  waits: false,
  words: () => "",
  rows: rows.map((words) => ({ waits: words === null, words: () => words ?? "" })),
});

const told = ({ heads, label, words, table: of, isAfter }: ClausePlace): string =>
  [
    ...heads,
    [
      isAfter ? "after" : "",
      label,
      of ? `table${of.index > 0 ? ` ${of.index}` : ""}${of.row > 0 ? ` row ${of.row}` : ""}` : "",
      words,
    ]
      .filter(Boolean)
      .join(" "),
  ]
    .filter(Boolean)
    .join(" > ");

function placesIn(blocks: readonly OutlinedBlock[]): string[] {
  const places = createClausePlaces(blocks);
  return blocks.map((_block, index) => told(places.at(index)));
}

test("a paragraph is named with its article and its number, and what stands behind it without a number by its own words", () => {
  const blocks = [
    line("Supply Agreement", { style: "title" }),
    heading("Price", 1, "Article 1"),
    numbered("1.", "The price is 100."),
    heading("Payment", 1, "Article 2"),
    numbered("1.", "Invoices are due in 30 days."),
    line("Late ones bear interest.", { depth: 1 }),
    numbered("2.", "Interest is 8 percent."),
    line("Signed in two copies."),
  ];
  expect(placesIn(blocks)).toEqual([
    "Supply Agreement",
    "Article 1 Price",
    "Article 1 Price > 1. The price is 100.",
    "Article 2 Payment",
    "Article 2 Payment > 1. Invoices are due in 30 days.",
    "Article 2 Payment > 1. Late ones bear interest.",
    "Article 2 Payment > 2. Interest is 8 percent.",
    "Article 2 Payment > Signed in two copies.",
  ]);
});

test("what waits stands behind the agreed paragraph before it and is never named by its own words", () => {
  const blocks = [
    waiting("New title", { style: "title" }),
    heading("Payment"),
    waiting("First of all", { list: "number" }),
    numbered("1.", "Invoices are due in 30 days."),
    waiting("Annex A", { style: "heading", level: 1 }),
    waiting("Prices"),
  ];
  expect(placesIn(blocks)).toEqual([
    "",
    "Payment",
    "Payment",
    "Payment > 1. Invoices are due in 30 days.",
    "Payment > after 1. Invoices are due in 30 days.",
    "Payment > after 1. Invoices are due in 30 days.",
  ]);
  const { namedAt } = createClausePlaces(blocks);
  expect(namedAt(5)).toEqual({ block: 3, row: 0, isAfter: true });
  expect(namedAt(0)).toEqual({ block: -1, row: 0, isAfter: false });
});

test("a picture, a page break and an empty line stand behind the paragraph, the table or the article before them", () => {
  const wordless = (type: string, waits = false): OutlinedBlock => ({
    ...{ type, attributes: {}, label: null, waits, words: () => "" },
  });
  const blocks = [
    wordless("image"),
    heading("Payment", 1, "2"),
    wordless("image"),
    numbered("1.", "Invoices are due in 30 days."),
    line("  "),
    wordless("image"),
    wordless("image", true),
    line("Signed in two copies."),
    wordless("pageBreak"),
    table("A"),
    wordless("signatureBlock"),
    waiting("Not yet."),
  ];
  expect(placesIn(blocks)).toEqual([
    "",
    "2 Payment",
    "2 Payment",
    "2 Payment > 1. Invoices are due in 30 days.",
    ...Array.from({ length: 3 }, () => "2 Payment > after 1. Invoices are due in 30 days."),
    "2 Payment > Signed in two copies.",
    "2 Payment > after Signed in two copies.",
    "2 Payment > table",
    ...Array.from({ length: 2 }, () => "2 Payment > after table"),
  ]);
});

test("a paragraph of a deeper level is named with the numbers above it, once", () => {
  const blocks = [
    heading("二", 1),
    numbered("1.", "甲方委托乙方：", { format: "{1}." }),
    numbered("(2)", "制备受试产品", { format: "({2})", depth: 1 }),
    numbered("2.", "乙方应当：", { format: "{1}." }),
    numbered("2.1", "报告进展", { format: "{1}.{2}", depth: 1 }),
  ];
  expect(placesIn(blocks)).toEqual([
    "二",
    "二 > 1. 甲方委托乙方：",
    "二 > 1.(2) 制备受试产品",
    "二 > 2. 乙方应当：",
    "二 > 2.1 报告进展",
  ]);
});

test("without headings numbered paragraphs that read like headings are the articles", () => {
  const blocks = [
    numbered("1.", "Term"),
    line("It ends in May."),
    numbered("2.", "Whoever delivers late pays a penalty."),
    line("Signed."),
  ];
  expect(placesIn(blocks)).toEqual([
    "1. Term",
    "1. Term > It ends in May.",
    "1. Term > 2. Whoever delivers late pays a penalty.",
    "1. Term > Signed.",
  ]);
});

test("a row is counted among the agreed rows of its table, and the table among those of its article", () => {
  const blocks = [
    heading("Price"),
    table("Instalment", "First", null, "Second"),
    heading("Annex"),
    table("A"),
    table("B"),
  ];
  const places = createClausePlaces(blocks);
  expect([0, 1, 2, 3].map((row) => told(places.at(1, row)))).toEqual([
    "Price > table row 1 Instalment",
    "Price > table row 2 First",
    "Price > after table row 2 First",
    "Price > table row 3 Second",
  ]);
  expect(told(places.at(1))).toBe("Price > table");
  expect(told(places.at(4, 0))).toBe("Annex > table 2 row 1 B");
});

test("headings of several levels are named from the outermost one", () => {
  const blocks = [heading("Part I"), heading("Fees", 2), line("100 euros"), heading("Part II"), line("None")];
  expect(placesIn(blocks)).toEqual([
    "Part I",
    "Part I > Fees",
    "Part I > Fees > 100 euros",
    "Part II",
    "Part II > None",
  ]);
});

test("a heading at the top that names the whole contract is no article", () => {
  const blocks = [heading("Supply Agreement", 1), heading("Article 1", 2), line("100 euros")];
  expect(placesIn(blocks)).toEqual(["Supply Agreement", "Article 1", "Article 1 > 100 euros"]);
});

test("a place is held by its articles and by the numbered paragraphs above it, each with where it begins", () => {
  const blocks = [
    line("Supply Agreement", { style: "title" }),
    heading("Payment", 1, "2"),
    heading("Due dates", 2),
    numbered("1.", "Invoices are due."),
    numbered("(a)", "in 30 days", { depth: 1 }),
    line("of receipt.", { depth: 2 }),
    line("Signed in two copies."),
    waiting("Not yet."),
    heading("Term", 1, "3"),
    line("Two years."),
  ];
  const places = createClausePlaces(blocks);
  const held = blocks.map((_block, index) => places.scopesAt(index).map(({ block, title }) => `${block} ${title}`));
  const payment = ["1 2 Payment"];
  const due = [...payment, "2 Due dates"];
  expect(held).toEqual([
    [],
    payment,
    due,
    [...due, "3 1. Invoices are due."],
    [...due, "3 1. Invoices are due.", "4 1.(a) in 30 days"],
    [...due, "3 1. Invoices are due.", "4 1.(a) in 30 days"],
    due,
    due,
    ["8 3 Term"],
    ["8 3 Term"],
  ]);
});
