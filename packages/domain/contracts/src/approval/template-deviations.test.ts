import type { BlockContent, ParagraphContent, TextRun } from "@parley/document";
import { expect, test } from "vitest";
import { templateDeviations } from "./template-deviations.ts";

const line = (runs: readonly TextRun[], clause: string | null = null): ParagraphContent => ({
  type: "paragraph",
  attributes: clause === null ? {} : { list: "number", format: "第{1:chinese}条 ", clause },
  runs,
});
const text = (price: readonly TextRun[], place: string): BlockContent[] => [
  line([{ text: "价款" }], "price"),
  line([{ text: "总价为" }, ...price, { text: "。" }]),
  line([{ text: "交货" }], "delivery"),
  line([{ text: place }]),
];
const amount = (words: string): TextRun => ({ text: words, marks: { variable: { name: "amount", form: "figures" } } });

test("[CA44] a text deviates from its template by clauses, and not by the values of variables however they were typed", () => {
  const template = text([amount("【金额】")], "交货地点由双方约定。");
  expect(templateDeviations(template, {}, text([amount("¥500"), amount(",000.00")], "交货地点由双方约定。"))).toBe(0);
  expect(templateDeviations(template, {}, text([amount("¥500,000.00")], "交货地点为北京。"))).toBe(1);
  expect(templateDeviations(template, {}, text([{ text: "¥500,000.00" }], "交货地点为北京。"))).toBe(2);
});
