import { expect, test } from "vitest";
import { cellsOf, isShort } from "./changed-words.tsx";

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

test("a cell is short when every line of it is, and Chinese characters are as wide as two", () => {
  expect(["", "离心水泵", "三十个工作日内", "14,400.00", "a".repeat(16), "甲方\n乙方"].map(isShort)).not.toContain(
    false,
  );
  expect(["不含安装与调试费用", "a".repeat(17), "甲方\n不含安装与调试费用"].map(isShort)).not.toContain(true);
});
