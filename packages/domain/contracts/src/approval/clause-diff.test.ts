import type { Attributes, BlockContent, DocumentContent, ParagraphContent, TextRun } from "@parley/document";
import { describe, expect, test } from "vitest";
import { clauseChanges, diffClauses } from "./clause-diff.ts";
import { clauseParts } from "./clause-parts.ts";

const line = (text: string | readonly TextRun[], attributes: Attributes = {}): ParagraphContent => ({
  type: "paragraph",
  attributes,
  runs: typeof text === "string" ? [{ text }] : text,
});
const article = (text: string, clause: string | null = null): ParagraphContent =>
  line(text, { list: "number", format: "第{1:chinese}条 ", ...(clause === null ? {} : { clause }) });
const content = (...blocks: BlockContent[]): DocumentContent => ({ blocks });

const goods = [article("标的", "goods"), line("甲方购买培养基。")];
const price = [article("价款", "price"), line("总价为人民币500,000元。")];
const delivery = [article("交货", "delivery"), line("交货地点为上海。")];
const head = line("采购合同", { style: "title" });
const agreed = content(head, ...goods, ...price, ...delivery);

const told = (before: DocumentContent, after: DocumentContent): readonly string[] =>
  diffClauses(before, after).map(({ kind, after: now, before: was, isMoved }) =>
    [kind, (now ?? was)?.title, isMoved && kind !== "moved" ? "moved" : ""].join(" ").trim(),
  );

describe("clauses of a text", () => {
  test("[CA30] begin at top-level numbers; what follows belongs to them, and annexes and signatures stand by themselves", () => {
    const whole = content(
      head,
      line("甲乙双方约定如下："),
      ...goods,
      line("规格见附件一。", { list: "number", depth: 1 }),
      {
        type: "table",
        rows: [{ type: "tableRow", cells: [{ type: "tableCell", blocks: [line("单价"), line("5元")] }] }],
      },
      ...price,
      { type: "signatureBlock", attributes: { label: "甲方" } },
      line("附件一：规格"),
      article("纯度"),
    );
    expect(clauseParts(whole).map(({ kind, label, title, text }) => [kind, label, title, text])).toEqual([
      ["preamble", "", "采购合同", "采购合同\n甲乙双方约定如下："],
      ["clause", "第一条 ", "标的", "标的\n甲方购买培养基。\n规格见附件一。\n单价 / 5元"],
      ["clause", "第二条 ", "价款", "价款\n总价为人民币500,000元。"],
      ["closing", "", "[signatureBlock 甲方]", "[signatureBlock 甲方]"],
      ["annex", "", "附件一：规格", "附件一：规格\n纯度"],
    ]);
  });

  test("[CA30] begin at headings where there are any, and not at the heading of the whole", () => {
    const heading = (text: string, level: number): ParagraphContent => line(text, { style: "heading", level });
    const whole = content(
      heading("Agreement", 1),
      heading("Price", 2),
      article("Ten."),
      article("Twenty."),
      heading("Term", 2),
    );
    expect(clauseParts(whole).map(({ kind, title }) => [kind, title])).toEqual([
      ["preamble", "Agreement"],
      ["clause", "Price"],
      ["clause", "Term"],
    ]);
  });

  test("[CA30] carry the variables that stand in them, and the library entry they came from", () => {
    const runs = [{ text: "总价" }, { text: "500", marks: { variable: { name: "amount", form: "figures" } } }];
    const [part] = clauseParts(content(line(runs, { list: "number", clause: "price", library: "p@2" })));
    expect(part).toMatchObject({ id: "price", library: "p@2", variables: [{ name: "amount", form: "figures" }] });
  });
});

describe("a comparison of two texts", () => {
  test("[CA31] [D2] finds exactly the one clause that changed, with its words before and after", () => {
    const after = content(head, ...goods, ...price, delivery[0] as BlockContent, line("交货地点为北京。"));
    expect(told(agreed, after)).toEqual(["unchanged 采购合同", "unchanged 标的", "unchanged 价款", "changed 交货"]);
    expect(diffClauses(agreed, after)[3]?.words).toEqual([
      { kind: "same", text: "交货\n交货地点为" },
      { kind: "removed", text: "上海" },
      { kind: "added", text: "北京" },
      { kind: "same", text: "。" },
    ]);
    expect(clauseChanges(diffClauses(agreed, after))).toEqual([
      { kind: "changed", clause: "delivery", title: "第三条 交货", scopes: ["delivery"] },
    ]);
  });

  test("[CA20] takes a variable as what it is, and one that nobody knows as money where it stands in a form of money", () => {
    const days = (value: string): DocumentContent =>
      content(article("其他", "x"), line([{ text: value, marks: { variable: { name: "days", form: "figures" } } }]));
    const differences = diffClauses(days("30天"), days("60天"));
    expect(clauseChanges(differences).map(({ scopes }) => scopes)).toEqual([["price"]]);
    expect(clauseChanges(differences, { variableKind: () => "days" }).map(({ scopes }) => scopes)).toEqual([[]]);
  });

  test("[CA31] tells added and removed clauses, and renumbering that follows is no change", () => {
    const secrecy = [article("保密", "secrecy"), line("双方保密。")];
    const longer = content(head, ...goods, ...secrecy, ...price, ...delivery);
    expect(told(agreed, longer).filter((each) => !each.startsWith("unchanged"))).toEqual(["added 保密"]);
    expect(told(longer, agreed)).toEqual([
      "unchanged 采购合同",
      "unchanged 标的",
      "removed 保密",
      "unchanged 价款",
      "unchanged 交货",
    ]);
  });

  test("[CA31] tells that a clause moved, and not that its neighbours did", () => {
    const after = content(head, ...delivery, ...goods, ...price);
    expect(told(agreed, after)).toEqual(["unchanged 采购合同", "moved 交货", "unchanged 标的", "unchanged 价款"]);
    const both = content(head, delivery[0] as BlockContent, line("交货地点为北京。"), ...goods, ...price);
    expect(told(agreed, both)[1]).toBe("changed 交货 moved");
  });

  test("[CA31] pairs clauses without ids by their words, also when heading and number changed", () => {
    const before = content(
      line("第一条 标的"),
      line("甲方购买培养基。"),
      line("第二条 付款方式"),
      line("货到后三十日内支付全部货款。"),
    );
    const after = content(
      line("第一条 付款"),
      line("货到后六十日内支付全部货款。"),
      line("第二条 标的"),
      line("甲方购买培养基。"),
    );
    expect(told(before, after)).toEqual(["changed 付款 moved", "unchanged 标的"]);
  });

  test("[CA32] takes no notice of typed numbers of clauses or of labels of cross-references, but of what these point to", () => {
    const to = (clause: string, label: string): ParagraphContent =>
      line([{ text: "见" }, { text: label, marks: { reference: { clause } } }]);
    const before = content(line("第三条 标的"), to("goods", "第三条"));
    expect(told(before, content(line("第四条 标的"), to("goods", "第四条")))).toEqual(["unchanged 标的"]);
    expect(told(before, content(line("第三条 标的"), to("price", "第三条")))).toEqual(["changed 标的"]);
  });

  test("[CA32] takes a sentence that begins with another clause's number as words", () => {
    const sentences = [
      ["第三条规定的违约金为10%。", "第五条规定的违约金为10%。"],
      ["Section 3 applies to penalties.", "Section 5 applies to penalties."],
      ["1.5 million euros", "2.5 million euros"],
    ] as const;
    const among = (words: string): DocumentContent => content(article("违约", "p"), line(words));
    expect(sentences.map(([was, is]) => told(among(was), among(is)))).toEqual(sentences.map(() => ["changed 违约"]));
  });

  test("[CA32] tells struck-through and raised letters from plain ones, and takes bold ones as plain", () => {
    const plain = content(article("数量", "n"), line([{ text: "面积10" }, { text: "2" }]));
    const marked = (mark: string): DocumentContent =>
      content(article("数量", "n"), line([{ text: "面积10" }, { text: "2", marks: { [mark]: {} } }]));
    expect(told(plain, marked("superscript"))).toEqual(["changed 数量"]);
    expect(told(plain, marked("strike"))).toEqual(["changed 数量"]);
    expect(told(plain, marked("bold"))).toEqual(["unchanged 数量"]);
  });
});
