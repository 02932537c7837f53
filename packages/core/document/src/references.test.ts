import { expect, test } from "vitest";
import {
  type BlockContent,
  type DocumentContent,
  type ParagraphContent,
  contentLabels,
  contentText,
  findReferences,
  labelClauses,
  withReferences,
} from "./index.ts";

const plain = (text: string, attributes: ParagraphContent["attributes"] = {}): ParagraphContent => ({
  type: "paragraph",
  attributes,
  runs: [{ text }],
});
const numbered = (format: string, text: string, attributes: ParagraphContent["attributes"] = {}): ParagraphContent =>
  plain(text, { list: "number", format, listId: "l", ...attributes });
const referring = (clause: string, text: string): ParagraphContent => ({
  type: "paragraph",
  runs: [{ text: "see " }, { text, marks: { reference: { clause } } }, { text: "." }],
});

const labelsOf = (blocks: readonly BlockContent[]): string[] => {
  const labels = contentLabels({ blocks });
  return blocks.map((_block, index) => labels.at(index).full);
};

const article = "第{1:chinese}条";
const item = "（{2:chinese}）";

test.each<[string, string, string]>([
  ["第{1:chinese}章", "第一章", "第一章"],
  ["第{1:chinese}条", "第一条", "第一条"],
  ["（{1:chinese}）", "（一）", "（一）"],
  ["{1:chinese}、", "一", "一、"],
  ["{1}.", "1", "1."],
  ["{1}.{2}", "1.1", "1.1"],
  ["({1})", "(1)", "(1)"],
  ["{1:circle}", "①", "①"],
  ["Article {1}", "Article 1", "Article 1"],
])("[CL1] %s is called %s", (format, label, number) => {
  const labels = labelClauses([
    { attributes: { list: "number", format }, number, words: () => "", isInTable: false, waits: false },
  ]);
  expect(labels.at(0)).toEqual({ label, full: label });
});

test("[CL2] under an article, numbers are counted as 款, 项 and 目", () => {
  expect(
    labelsOf([
      numbered(article, "价款"),
      numbered(item, "首付款。", { depth: 1 }),
      numbered("{3}.", "现金；", { depth: 2 }),
      numbered("{4:circle}", "人民币", { depth: 3 }),
      numbered("{1}.{2}", "尾款。", { depth: 1 }),
      numbered("{1}.{2}.{3}", "质保金。", { depth: 2 }),
      numbered("({3})", "退还。", { depth: 2 }),
    ]),
  ).toEqual([
    "第一条",
    "第一条第（一）项",
    "第一条第（一）项第1目",
    "第一条第（一）项第1目之①",
    "第一条第1.2款",
    "第一条第1.2.1款",
    "第一条第1.2款第(2)项",
  ]);
});

test("[CL2] numbers that name the levels above stand alone, others follow each other", () => {
  expect(
    labelsOf([
      numbered("{1}.", "Price"),
      numbered("{1}.{2}", "First part.", { depth: 1 }),
      numbered("({3:alpha})", "in cash;", { depth: 2 }),
      plain("a", { list: "number" }),
      plain("b", { list: "number", depth: 1 }),
      numbered("{1:chinese}、", "价款"),
      numbered(item, "首付款。", { depth: 1 }),
      numbered("Article {1}", "Term"),
      numbered("{1}.{2}", "Beginning.", { depth: 1 }),
    ]),
  ).toEqual(["1", "1.1", "1.1(a)", "1", "1.a", "二", "二（一）", "Article 3", "3.1"]);
});

test("[CL2] what is in a numbered heading is named with its number, whichever list it is counted in", () => {
  const heading = { style: "heading", level: 2 };
  expect(
    labelsOf([
      numbered(article, "价款", heading),
      plain("首付款。", { list: "number", listId: "other", format: "{1}." }),
      plain("附件", { style: "heading", level: 1 }),
      plain("清单。", { list: "number", listId: "third", format: "{1}." }),
    ]),
  ).toEqual(["第一条", "第一条第1项", "“附件”", "1"]);
});

test("[CL3] chapters are named only where two articles have one number", () => {
  const [chapter, under] = ["第{1:chinese}章", "第{2:chinese}条"];
  const chapters = [
    numbered(chapter, "总则"),
    numbered(under, "目的", { depth: 1 }),
    numbered(under, "范围", { depth: 1 }),
    numbered(chapter, "价款"),
    numbered(under, "总价", { depth: 1 }),
  ];
  expect(labelsOf(chapters)).toEqual(["第一章", "第一章第一条", "第二条", "第二章", "第二章第一条"]);
});

test("[CL4] a paragraph without a number is counted in its article, or called by its words", () => {
  expect(
    labelsOf([
      plain("甲乙双方经协商订立本合同。"),
      numbered(article, "甲方应当付款。"),
      plain("逾期付款的，应当支付违约金。"),
      plain(""),
      plain("违约金不超过总价的百分之十。"),
      plain("发票", { list: "bullet" }),
      numbered(article, "期限"),
      plain("自签署之日起生效。"),
      plain("x", { style: "heading" }),
      numbered("{1}.", "Payment is due at once."),
      plain("Interest is due from then on."),
    ]),
  ).toEqual([
    "“甲乙双方经协商订立本合同。”",
    "第一条",
    "第一条第二款",
    "第一条“…”",
    "第一条第三款",
    "第一条“发票”",
    "第二条",
    "第二条第一款",
    "“x”",
    "3",
    "3 ¶ 2",
  ]);
});

test("[CL5] of two paragraphs with one clause id the first is the clause", () => {
  const blocks = [
    numbered(article, "a", { clause: "c" }),
    numbered(article, "b", { clause: "c" }),
    referring("c", "old"),
  ];
  expect(contentText(withReferences({ blocks })).split("\n").at(-1)).toBe("see 第一条.");
});

test("[CL5] an agreed clause counts before one that waits, and no agreed paragraph is counted with what waits", () => {
  const counted = (number: string | null, waits: boolean, words = "words."): Parameters<typeof labelClauses>[0][0] => ({
    attributes: { clause: "c", ...(number !== null && { list: "number", format: article }) },
    number,
    words: () => words,
    isInTable: false,
    waits,
  });
  const labels = labelClauses([
    counted("第一条", true),
    counted("第一条", false),
    counted(null, true),
    counted(null, false),
    counted("第二条", true),
    counted(null, true),
    counted("第二条", false),
  ]);
  expect(labels.find("c")).toBe(1);
  expect([0, 1, 2, 3, 4, 5, 6].map((index) => labels.at(index).full)).toEqual([
    "第一条",
    "第一条",
    "第一条第二款",
    "第一条第二款",
    "第二条",
    "第二条第二款",
    "第二条",
  ]);
});

const contract = (...before: BlockContent[]): DocumentContent => ({
  blocks: [
    ...before,
    numbered(article, "价款", { clause: "price" }),
    {
      type: "table",
      rows: [{ type: "tableRow", cells: [{ type: "tableCell", blocks: [referring("price", "第九条")] }] }],
    },
    referring("gone", "第八条"),
  ],
});

test("[RF1] a reference reads as its clause is called now, wherever it stands, and one whose clause is gone as it did", () => {
  expect(contentText(withReferences(contract()))).toBe("价款\nsee 第一条.\nsee 第八条.");
  expect(contentText(withReferences(contract(numbered(article, "定义"))))).toBe("定义\n价款\nsee 第二条.\nsee 第八条.");
});

test("[RF1] a reference of which a part looks different reads once, with the look of its beginning", () => {
  const reference = { clause: "price" };
  const { blocks } = withReferences({
    blocks: [
      numbered(article, "价款", { clause: "price" }),
      {
        type: "paragraph",
        runs: [
          { text: "第", marks: { bold: {}, reference } },
          { text: "三条", marks: { reference } },
        ],
      },
    ],
  });
  expect(blocks[1]).toEqual({ type: "paragraph", runs: [{ text: "第一条", marks: { bold: {}, reference } }] });
});

test("[RF2] references are found in reading order with their places, dead ones without a label", () => {
  expect(findReferences(contract())).toEqual([
    { clause: "price", text: "第九条", label: "第一条", place: { paragraph: 1, from: 4, to: 7 } },
    { clause: "gone", text: "第八条", label: null, place: { paragraph: 2, from: 4, to: 7 } },
  ]);
});

test("[RF3] content without references stays the very same", () => {
  const content = { blocks: [plain("words")] };
  expect(withReferences(content)).toBe(content);
});
