import { expect, test } from "vitest";
import { cellsOf } from "./changed-words.tsx";

test("words of whole rows are told cell by cell, an empty one too", () => {
  expect(cellsOf("第二期\t\t30%\n", "tableRow")).toEqual([["第二期", "", "30%"]]);
  expect(cellsOf("a\tb\nc\td", "table")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  // Two paragraphs in a cell.
  expect(cellsOf("a\nb\tc", "tableRow")).toEqual([["a\nb", "c"]]);
});

test("words that are no rows have no cells", () => {
  expect(cellsOf("a\tb", "paragraph")).toBeNull();
  expect(cellsOf("a", "tableRow")).toBeNull();
  expect(cellsOf("a\tb", undefined)).toBeNull();
});
