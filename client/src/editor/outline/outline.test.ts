import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { documentLength, outline, textLength } from "./outline.ts";

const doc = testSchema.topNodeType.create(null, [
  paragraph("采购合同", { style: "title" }),
  paragraph("定义", { style: "heading", level: 1, list: "number", listId: "a", format: "第{1:chinese}条" }),
  paragraph("本合同 means the contract of 2026."),
  paragraph("", { style: "heading", level: 2 }),
]);

test("the outline holds title and headings with their numbers, empty ones left out", () => {
  expect(outline(doc).map(({ level, label, text }) => [level, label, text])).toEqual([
    [0, null, "采购合同"],
    [1, "第一条", "定义"],
  ]);
});

test("Chinese is counted by characters, Latin by words", () => {
  expect(textLength("本合同 means the contract of 2026.")).toEqual({ words: 8, characters: 26 });
  expect(textLength("1,000,000.00 USD")).toEqual({ words: 2, characters: 15 });
  expect(textLength("don't  stop")).toEqual({ words: 2, characters: 9 });
  expect(textLength(" \n ")).toEqual({ words: 0, characters: 0 });
  expect(textLength("日本語とコード")).toEqual({ words: 7, characters: 7 });
});

test("a selection is counted for itself", () => {
  expect(documentLength(doc).words).toBe(14);
  expect(documentLength(doc, 1, 3).words).toBe(2);
});
