import type { BlockCount, RestoredSums } from "@parley/documents";
import i18next, { type TFunction } from "i18next";
import { beforeAll, expect, test } from "vitest";
import { words as en } from "../words.en.ts";
import { words as zh } from "../words.zh.ts";
import { blockWords, sizeLines } from "./restored-sizes.ts";

const languages = i18next.createInstance();
beforeAll(async () => {
  const resources = { en: { translation: { editor: en } }, zh: { translation: { editor: zh } } };
  await languages.init({ lng: "en", resources, interpolation: { escapeValue: false } });
});
const inLanguage = (language: "en" | "zh"): TFunction => languages.getFixedT(language);

const blocks: BlockCount[] = [
  { subject: "table", count: 1 },
  { subject: "tableRow", count: 2 },
  { subject: "tableColumn", count: 1 },
  { subject: "image", count: 1 },
];
const none = {
  ...{ goneCharacters: 0, goneParagraphs: 0, goneBlocks: [], backCharacters: 0, backParagraphs: 0, backBlocks: [] },
  otherPlaces: 0,
};

test("what goes and comes back with a restored version is told with pictures, tables, rows and columns beside words", () => {
  const sums: RestoredSums = { ...none, goneCharacters: 13, backParagraphs: 2, backBlocks: blocks };
  expect(sizeLines(sums, "will", inLanguage("en"))).toEqual([
    "Goes from the text: 13 characters",
    "Comes back: 2 paragraphs, 1 table, 2 table rows, 1 table column, 1 picture",
  ]);
  expect(sizeLines(sums, "did", inLanguage("zh"))).toEqual([
    "已从正文移除：13 字",
    "已恢复：2 段、1 个表格、2 个表格行、1 个表格列、1 张图片",
  ]);
  expect(sizeLines({ ...none, goneBlocks: [{ subject: "image", count: 2 }] }, "did", inLanguage("en"))).toEqual([
    "Went from the text: 2 pictures",
  ]);
  expect(sizeLines(none, "will", inLanguage("en"))).toEqual([]);
});

test("every kind of block has a name of its own in both languages", () => {
  const subjects: BlockCount["subject"][] = ["tableCell", "horizontalRule", "pageBreak", "signatureBlock"];
  expect(subjects.map((subject) => blockWords({ subject, count: 1 }, inLanguage("en")))).toEqual([
    "1 table cell",
    "1 line",
    "1 page break",
    "1 signature block",
  ]);
  expect(subjects.map((subject) => blockWords({ subject, count: 3 }, inLanguage("zh")))).toEqual([
    "3 个单元格",
    "3 条分隔线",
    "3 个分页符",
    "3 个签署栏",
  ]);
});
