import { must } from "@parley/base";
import type { AlternativesOfPlace, BlockNode, ComparedPieceAnswer } from "@parley/documents";
import { expect, test } from "vitest";
import { chosenIn, signedParts } from "./chosen-alternatives.ts";

const piece = (text: string): ComparedPieceAnswer => ({ text, fate: "kept" }) as unknown as ComparedPieceAnswer;
const paragraph = (...texts: string[]): BlockNode =>
  ({ block: { name: "paragraph", pieces: texts.map(piece) }, children: [] }) as unknown as BlockNode;
const place = (block: number | null, ...words: string[]): AlternativesOfPlace => ({
  clause: "",
  place: null,
  block,
  options: words.map((insertedText, index) => ({
    id: `${insertedText}-${index}`,
    letter: "ABC"[index] ?? "",
    author: null,
    insertedText,
    deletedText: "",
  })),
});

test("the newest alternative of a place is marked where its words begin", () => {
  const nodes = [paragraph("Title"), paragraph("within ", "sixty days of it")];
  const chosen = chosenIn(nodes, [place(1, "thirty", "sixty"), place(null, "x", "y")]);
  expect([...chosen.keys()]).toEqual([nodes[1]?.block]);
  const [mark] = chosen.get(must(nodes[1], "second").block) ?? [];
  expect(mark).toEqual({ id: "sixty-1", letter: "B", others: ["A"], at: 7 });
  const parts = signedParts(must(nodes[1], "second").block.pieces, [must(mark, "marked")]);
  expect(parts.map((part) => [part.piece.text, part.chosen.length])).toEqual([
    ["within ", 0],
    ["sixty days of it", 1],
  ]);
});

test("words that stand twice, and alternatives that only take away, are marked at the beginning of their paragraph", () => {
  const nodes = [paragraph("ten or ten days")];
  const chosen =
    chosenIn(nodes, [place(0, "nine", "ten"), place(0, "five", "")]).get(must(nodes[0], "first").block) ?? [];
  expect(chosen.map(({ at }) => at)).toEqual([0, 0]);
  expect(signedParts(must(nodes[0], "first").block.pieces, chosen).map((part) => part.chosen.length)).toEqual([2]);
});

test("words that stand twice are marked where the server says that they are", () => {
  const nodes = [paragraph("ten or ten days")];
  const told = { ...place(0, "nine", "ten"), offset: 7 };
  expect(
    chosenIn(nodes, [told])
      .get(must(nodes[0], "first").block)
      ?.map(({ at }) => at),
  ).toEqual([7]);
});

test("an alternative that takes away the end of a paragraph is marked behind its last words", () => {
  const nodes = [paragraph("within ten days", ", net")];
  const taking = { ...place(0, "nine", ""), offset: "within ten days, net".length };
  const parts = signedParts(
    must(nodes[0], "first").block.pieces,
    chosenIn(nodes, [taking]).get(must(nodes[0], "first").block) ?? [],
  );
  expect(parts.map((part) => [part.piece.text, part.chosen.length])).toEqual([
    ["within ten days", 0],
    [", net", 0],
    ["", 1],
  ]);
});

test("a piece with several alternatives in it is cut at each, and no letter is lost", () => {
  const nodes = [paragraph("pay 90 euros in 30 days")];
  const chosen = chosenIn(nodes, [place(0, "20", "30"), place(0, "95", "90")]).get(must(nodes[0], "first").block) ?? [];
  const parts = signedParts(must(nodes[0], "first").block.pieces, chosen);
  expect(parts.map((part) => part.piece.text)).toEqual(["pay ", "90 euros in ", "30 days"]);
  expect(parts.map((part) => part.chosen.map(({ id }) => id))).toEqual([[], ["90-1"], ["30-1"]]);
});
