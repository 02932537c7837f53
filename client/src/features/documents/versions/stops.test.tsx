// @vitest-environment happy-dom
import { MantineProvider } from "@mantine/core";
import type { ComparedBlockAnswer, ComparedPieceAnswer, StopsMode } from "@parley/documents";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { beforeAll, expect, test } from "vitest";
import { startWords } from "../../../platform/language.ts";
import { countStops, noteAt, stepTo, stopAt } from "./change-steps.ts";
import type { RowFacts } from "./redline-words.ts";
import { Redline } from "./redline.tsx";
import { SideBySide } from "./side-by-side.tsx";

const block = (name: string, more: Partial<ComparedBlockAnswer> = {}): ComparedBlockAnswer => ({
  depth: 0,
  name,
  fate: "kept",
  waits: false,
  proposed: [],
  attributes: {},
  changes: [],
  addedSeq: null,
  removedSeq: null,
  pieces: [],
  ...more,
});

const piece = (
  fate: ComparedPieceAnswer["fate"],
  text: string,
  more: Partial<ComparedPieceAnswer> = {},
): ComparedPieceAnswer => ({
  fate,
  text,
  marks: {},
  waits: false,
  proposed: [],
  reflowed: false,
  writtenSeq: 1,
  placedSeq: null,
  deletedSeq: fate === "deleted" ? 2 : null,
  decidedSeq: null,
  formatting: [],
  ...more,
});

const paragraph = (pieces: ComparedPieceAnswer[], more: Partial<ComparedBlockAnswer> = {}): ComparedBlockAnswer =>
  block("paragraph", { pieces, ...more });

const rows: RowFacts[] = ["Lin", "Lin", "Mara"].map((name, at) => ({
  seq: at + 1,
  author: { id: name, name },
  party: "ours",
  via: "typed",
  at: "2026-05-01T10:00:00.000Z",
}));

/** Draws the comparison in one layout after the other, and reads something there. */
function drawn<Found>(
  blocks: readonly ComparedBlockAnswer[],
  read: (paper: HTMLElement) => Found,
  mode: StopsMode = "net",
  facts: readonly RowFacts[] = rows,
): Found[] {
  const shared = { documentId: "d", blocks, rows: facts, mode };
  return [
    <Redline key="one" {...shared} />,
    <SideBySide key="two" {...shared} titles={{ old: "Old", new: "New" }} />,
  ].map((element) => {
    const paper = document.createElement("div");
    document.body.append(paper);
    const root = createRoot(paper);
    flushSync(() => root.render(<MantineProvider>{element}</MantineProvider>));
    const found = read(paper);
    flushSync(() => root.unmount());
    paper.remove();
    return found;
  });
}

const wordsOf = (element: Element | null): string => element?.textContent.replaceAll(/\[[^\]]*\] /gu, "") ?? "";

/** What one comes to by J, or K, until it is where it began; and how many stops there are said to be. */
function walked(paper: HTMLElement, step: 1 | -1 = 1): { seen: string[]; of: number | undefined; before: number } {
  const seen: string[] = [];
  const before = countStops(paper);
  (document.activeElement as HTMLElement | null)?.blur();
  stepTo(paper, step);
  const first = document.activeElement;
  do {
    seen.push(wordsOf(document.activeElement));
    stepTo(paper, step);
  } while (document.activeElement !== first && seen.length < 50);
  return { seen, of: stopAt(paper, first as HTMLElement)?.of, before };
}

/** The number of stops, which both layouts must have in common, by either key. */
function countOf(blocks: readonly ComparedBlockAnswer[], mode?: StopsMode): number {
  const walks = drawn(blocks, (paper) => [walked(paper), walked(paper, -1)], mode).flat();
  const counts = walks.flatMap(({ seen, of, before }) => [seen.length, of, before]);
  expect([...new Set(counts)]).toHaveLength(1);
  return counts[0] ?? 0;
}

const reflowed = { reflowed: true, placedSeq: 3 };

beforeAll(async () => {
  const en = () => import("../words.en.ts");
  await startWords([{ name: "documents", en, zh: en }], "en");
});

test("a replaced phrase is one stop, also where its words look different, and tells what went and what came", () => {
  const phrase = paragraph([
    piece("kept", "Within "),
    piece("deleted", "thirty "),
    piece("deleted", "days", { marks: { bold: {} } }),
    piece("inserted", "sixty days"),
    piece("kept", "."),
  ]);
  expect(countOf([phrase])).toBe(1);
  for (const note of drawn([phrase], (paper) => noteAt(paper, paper.querySelector("ins") as HTMLElement)))
    expect(note).toMatch(/^Deleted: Lin.*\nWritten: Lin/u);
});

test("changes of two people in one place are two stops where every change is told, one where only the difference is", () => {
  const both = [paragraph([piece("deleted", "thirty"), piece("inserted", "sixty", { writtenSeq: 3 })])];
  expect([countOf(both, "exact"), countOf(both, "net")]).toEqual([2, 1]);
});

test("a join and a replaced phrase in what was joined are two stops", () => {
  const join = { broken: { do: "join" as const, seq: 3, decidedSeq: null } };
  const joined = [
    paragraph([
      piece("kept", "First. "),
      piece("arrived", "Due in ", { ...reflowed, ...join }),
      piece("inserted", "sixty"),
      piece("arrived", " days.", reflowed),
    ]),
    paragraph([piece("left", "Due in ", reflowed), piece("deleted", "thirty"), piece("left", " days.", reflowed)], {
      fate: "removed",
      removedSeq: 3,
      broken: "joined",
    }),
  ];
  expect(countOf(joined)).toBe(2);
  const plain = [
    paragraph([piece("kept", "First. "), piece("arrived", "Due.", { ...reflowed, ...join }), piece("kept", "")]),
    paragraph([piece("left", "Due.", reflowed)], { fate: "removed", removedSeq: 3, broken: "joined" }),
    paragraph([piece("deleted", "thirty"), piece("inserted", "sixty")]),
  ];
  expect(countOf(plain)).toBe(2);
});

test("a paragraph that came or went is one stop with its words, a table with its rows and a row with its cells", () => {
  const gone = { fate: "removed" as const, removedSeq: 2 };
  const came = { fate: "added" as const, addedSeq: 1 };
  const cell = (depth: number, more: Partial<ComparedBlockAnswer>): ComparedBlockAnswer[] => [
    block("tableCell", { depth, ...more }),
    paragraph([piece(more.fate === "removed" ? "deleted" : "inserted", "Cell")], { depth: depth + 1, ...more }),
  ];
  expect(
    countOf([
      paragraph([piece("deleted", "Old "), piece("deleted", "words", { marks: { bold: {} } })], gone),
      paragraph([piece("deleted", "Older words")], gone),
      paragraph([piece("inserted", "New words")], came),
      block("table", came),
      block("tableRow", { depth: 1, ...came }),
      ...cell(2, came),
      ...cell(2, came),
      block("table"),
      block("tableRow", { depth: 1, ...gone }),
      ...cell(2, gone),
      ...cell(2, gone),
      block("tableRow", { depth: 1, ...came }),
      ...cell(2, came),
    ]),
  ).toBe(6);
  // Somebody else's words in a paragraph that somebody made are told apart only where every change is.
  const shared = [paragraph([piece("inserted", "Lin's"), piece("inserted", "Mara's", { writtenSeq: 3 })], came)];
  expect([countOf(shared, "exact"), countOf(shared, "net")]).toEqual([2, 1]);
});

test("a split is one stop, and so are words to which the same was done to how they look", () => {
  const split = { broken: { do: "split" as const, seq: 3, decidedSeq: null } };
  const bold = [{ name: "bold", before: null, after: {}, seq: 2 }];
  expect(
    countOf([
      paragraph([
        piece("kept", "First. "),
        piece("kept", "now", { formatting: bold }),
        piece("kept", " bold", { marks: { italic: {} }, formatting: bold }),
        piece("left", "Second.", { ...reflowed, ...split }),
      ]),
      paragraph([piece("arrived", "Second.", reflowed)], { fate: "added", addedSeq: 3, broken: "split" }),
    ]),
  ).toBe(2);
});

test("what is proposed to go and to come for it is one stop, apart from what is agreed beside it", () => {
  const wish = [{ do: "delete" as const, name: null, value: null, seq: 3 }];
  const goes = [{ do: "remove" as const, name: null, value: null, seq: 3 }];
  expect(
    countOf([
      paragraph([
        piece("inserted", "Now "),
        piece("kept", "thirty", { proposed: wish }),
        piece("inserted", "sixty", { waits: true, writtenSeq: 3 }),
      ]),
      paragraph([piece("kept", "Goes as a whole.", { proposed: goes })], { proposed: goes }),
    ]),
  ).toBe(3);
});

test("what moved is one stop with the place where it was, and either place says where the other is and leads there", () => {
  const list = { list: "number", listId: "a", format: "{1}." };
  const moved = [
    paragraph([piece("kept", "Price.")], { attributes: list }),
    paragraph([], { fate: "left", moved: "7-1" }),
    paragraph([piece("kept", "Term.")], { attributes: list }),
    paragraph([piece("inserted", "Notices.")], { attributes: list, fate: "added", addedSeq: 1 }),
    paragraph([piece("kept", "The law of China.")], { fate: "moved", moved: "7-1", addedSeq: 3, attributes: list }),
    paragraph([], { fate: "left", moved: "7-2" }),
    paragraph([piece("kept", "Signed.")]),
    paragraph([piece("kept", "No number.")], { fate: "moved", moved: "7-2", addedSeq: 3 }),
    block("table"),
    block("tableRow", { depth: 1, fate: "left", moved: "7-3" }),
    block("tableRow", { depth: 1, fate: "moved", moved: "7-3", addedSeq: 3 }),
    block("tableCell", { depth: 2 }),
    paragraph([piece("kept", "In a cell")], { depth: 3 }),
  ];
  expect(countOf(moved)).toBe(4);
  drawn(moved, (paper) => {
    const signs = [...paper.querySelectorAll("button")].map((sign) => sign.textContent);
    expect(signs.toSorted()).toEqual([
      "moved from 2. in the older version",
      "moved from further up",
      "moved from further up",
      "moved further down",
      "moved further down",
      "moved to 4.",
    ]);
    const [from] = [...paper.querySelectorAll("button")].filter((sign) => sign.textContent === "moved to 4.");
    from?.click();
    expect(document.activeElement?.textContent).toContain("moved from 2.");
    expect(stopAt(paper, document.activeElement as HTMLElement)).toEqual({ at: 1, of: 4 });
    // From there one goes on with what is below, not with what is behind the other place.
    stepTo(paper, 1);
    expect(document.activeElement?.textContent).toContain("No number.");
    stepTo(paper, -1);
    expect(document.activeElement?.textContent).toContain("Notices.");
  });
});

test("whoever goes by buttons, which take the focus, goes on from where they were", () => {
  const pieces = [
    piece("inserted", "One. "),
    piece("kept", "Two. "),
    piece("inserted", "Three. "),
    piece("kept", "Four."),
  ];
  drawn([paragraph(pieces)], (paper) => {
    stepTo(paper, 1);
    const stop = stopAt(paper, document.activeElement as HTMLElement);
    (document.activeElement as HTMLElement).blur();
    stepTo(paper, 1, stop?.at);
    expect(stopAt(paper, document.activeElement as HTMLElement)).toEqual({ at: 2, of: 2 });
    (document.activeElement as HTMLElement).blur();
    stepTo(paper, -1, 2);
    expect(stopAt(paper, document.activeElement as HTMLElement)).toEqual({ at: 1, of: 2 });
  });
});

test("words that moved to another paragraph are one stop with where they were", () => {
  expect(
    countOf([
      paragraph([piece("kept", "Due. "), piece("left", "Without deduction.", { placedSeq: 3 })]),
      paragraph([
        piece("kept", "Net. "),
        piece("arrived", "Without ", { placedSeq: 3 }),
        piece("arrived", "deduction.", { placedSeq: 3, marks: { bold: {} } }),
      ]),
    ]),
  ).toBe(1);
});

test("a paragraph that came with words of another, as one piece, is one stop with where these were", () => {
  const words = { placedSeq: 3 };
  const pasted = [
    paragraph([piece("left", "Without deduction.", words)], { fate: "removed", removedSeq: 3 }),
    paragraph([piece("kept", "Net.")]),
    paragraph([piece("arrived", "Without deduction.", words)], { fate: "added", addedSeq: 3 }),
  ];
  expect(countOf(pasted)).toBe(1);
  // Where something else came with it, the paragraph is a change of its own.
  const more = paragraph([piece("arrived", "Without deduction.", words), piece("inserted", " Ever.")], {
    fate: "added",
    addedSeq: 3,
  });
  expect(countOf([...pasted.slice(0, 2), more])).toBe(2);
});

test("a sentence that moved to another paragraph says at either place where the other is, in both layouts", () => {
  const words = { placedSeq: 3 };
  const number = { attributes: { list: "number" } };
  const blocks = [
    paragraph([piece("kept", "Net."), piece("left", " No deduction.", words)], number),
    paragraph([piece("inserted", "New.")], { ...number, fate: "added", addedSeq: 1 }),
    paragraph([piece("kept", "Due."), piece("arrived", " No deduction.", words)], number),
    paragraph([piece("kept", "End."), piece("left", " Signed.", { placedSeq: 2 })]),
    paragraph([piece("arrived", " Signed.", { placedSeq: 2 }), piece("kept", "Last.")]),
    // Within one paragraph there is nothing to name.
    paragraph([
      piece("left", "first", { placedSeq: 1 }),
      piece("kept", " and "),
      piece("arrived", "first", { placedSeq: 1 }),
    ]),
  ];
  const told = drawn(blocks, (paper) =>
    [...paper.querySelectorAll<HTMLElement>("[data-moved]")]
      .map(({ dataset }) => (dataset["note"] ?? "").split(":")[0] ?? "")
      .sort(),
  );
  const all = [
    "Moved away",
    "Moved further down",
    "Moved here",
    "Moved here from 1. in the older version",
    "Moved here from further up",
    "Moved to 3.",
  ];
  expect(told).toEqual([all, all]);
});

test("what a restoration or an undo put back is said to be brought back, and imported words to be imported", () => {
  const vias = new Map([
    [1, "import"],
    [2, "restore"],
    [3, "undo"],
  ]);
  const facts = rows.map((row) => ({ ...row, via: vias.get(row.seq) ?? row.via }));
  const blocks = [
    block("image", { fate: "added", addedSeq: 2 }),
    block("table", { fate: "added", addedSeq: 3 }),
    block("image", { fate: "added", addedSeq: 1 }),
    block("image", { fate: "added", addedSeq: 2, waits: true }),
    paragraph([piece("inserted", "Back.", { placedSeq: 2 }), piece("kept", " "), piece("inserted", "New.")]),
  ];
  const told = drawn(
    blocks,
    (paper) =>
      [...paper.querySelectorAll<HTMLElement>("[data-note]")].map(({ dataset }) =>
        (dataset["note"] ?? "").replaceAll(/: .*/gu, ""),
      ),
    "net",
    facts,
  );
  expect(told[0]).toEqual([
    "Brought back the picture",
    "Brought back the table",
    "New picture",
    "Proposed picture",
    "Brought back\nImported from a file",
    "Imported from a file",
  ]);
});
