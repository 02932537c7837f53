import { type DocumentContent, type ParagraphContent, type TextRun, contentText } from "@parley/document";
import { describe, expect, test } from "vitest";
import { type VariableDefinition, type VariableKind, variableDefinitionSchema } from "./definition.ts";
import { type VariableInText, readVariables, writeVariables } from "./places.ts";
import type { VariableValue } from "./value.ts";

const defined = (name: string, kind: VariableKind): VariableDefinition =>
  variableDefinitionSchema.parse({ name, kind, labels: { en: name, zh: name }, required: true });
const definitions = [defined("price", "money"), defined("buyer", "party"), defined("start", "date")];

const place = (name: string, form: string | null, text: string, more: TextRun["marks"] = {}): TextRun => ({
  text,
  marks: { ...more, variable: { name, form } },
});
const paragraph = (...runs: (string | TextRun)[]): ParagraphContent => ({
  type: "paragraph",
  runs: runs.map((run) => (typeof run === "string" ? { text: run } : run)),
});
const content = (...blocks: DocumentContent["blocks"]): DocumentContent => ({ blocks });
const table = (...cells: ParagraphContent[]): DocumentContent["blocks"][number] => ({
  type: "table",
  rows: [{ type: "tableRow", cells: cells.map((cell) => ({ type: "tableCell", blocks: [cell] })) }],
});
const inText = (text: DocumentContent, name: string): VariableInText | undefined =>
  readVariables(text, definitions).find((variable) => variable.name === name);

const figures = (text: string): TextRun => place("price", "figures", text);
const capitals = (text: string): TextRun => place("price", "capitals", text);
const hundred: VariableValue = { kind: "money", minor: "10000", currency: "CNY" };
const agreed = content(
  paragraph("总价", figures("¥100.00"), "（大写", capitals("人民币壹佰元整"), "）"),
  table(paragraph("合计"), paragraph(place("price", null, "100"))),
);

describe("what a text says of a variable", () => {
  test("[CV19] [M27] is agreed when figures and capitals say the same, in tables too", () => {
    const price = inText(agreed, "price");
    expect(price?.state).toBe("agreed");
    expect(price?.value).toEqual(hundred);
    expect(price?.places.map(({ paragraph, from, to, text, form }) => [paragraph, from, to, text, form])).toEqual([
      [0, 2, 9, "¥100.00", "figures"],
      [0, 12, 19, "人民币壹佰元整", "capitals"],
      [2, 0, 3, "100", null],
    ]);
  });

  test("[CV19] [M27] is a conflict when they differ", () => {
    const text = content(paragraph(figures("¥100.00"), "（", capitals("人民币壹佰零壹元整"), "）", figures("【价】")));
    expect(inText(text, "price")).toMatchObject({ state: "conflict", value: null });
    expect(inText(text, "price")?.places[1]?.reading).toEqual({ value: { ...hundred, minor: "10100" } });
  });

  test("[CV19] is unreadable when a place cannot be read, and blank when all are to be filled in", () => {
    expect(inText(content(paragraph(figures("¥100.00"), capitals("壹佰元"))), "price")).toMatchObject({
      state: "unreadable",
      value: null,
    });
    expect(inText(content(paragraph(figures("¥100.00"), capitals("【大写】"))), "price")?.state).toBe("unreadable");
    expect(inText(content(paragraph(figures("____"), capitals("【大写】"))), "price")?.state).toBe("blank");
  });

  test("[CV19] is absent without a place, and undefined without a definition", () => {
    const text = content(paragraph(place("colour", "text", "red"), place("constructor", null, "x")));
    expect(readVariables(text, definitions).map(({ name, state }) => [name, state])).toEqual([
      ["price", "absent"],
      ["buyer", "absent"],
      ["start", "absent"],
      ["colour", "undefined"],
      ["constructor", "undefined"],
    ]);
    expect(inText(text, "colour")?.places[0]?.reading).toBeNull();
  });

  test("[CV19] joins the runs of one place, however they are formatted, and no others", () => {
    const bold = { bold: {} };
    const text = content(
      paragraph(
        place("price", "figures", "¥1"),
        place("price", "figures", "00", bold),
        place("price", "plain", "100.00"),
      ),
      paragraph(figures("¥100"), " ", figures(".00")),
    );
    expect(inText(text, "price")?.places.map((one) => one.text)).toEqual(["¥100", "100.00", "¥100", ".00"]);
    expect(inText(text, "price")?.places[1]).toMatchObject({ from: 4, to: 10 });
  });

  test("[CV19] of a party is every particular that stands there, once", () => {
    const text = content(
      paragraph(place("buyer", "name", "海川生物"), "开户行", place("buyer", "bankName", "工商银行")),
      paragraph("甲方：", place("buyer", null, "海川生物")),
    );
    expect(inText(text, "buyer")).toMatchObject({
      state: "agreed",
      value: { kind: "party", name: "海川生物", bankName: "工商银行" },
    });
    const other = content(...text.blocks, paragraph(place("buyer", "name", "海川")));
    expect(inText(other, "buyer")?.state).toBe("conflict");
  });

  test("[CV19] ignores marks without a name and forms that the kind does not have", () => {
    const text = content(
      paragraph(
        { text: "a", marks: { variable: { name: null, form: null } } },
        place("start", "capitals", "2026-04-08"),
      ),
    );
    expect(readVariables(text, definitions).map(({ name, state }) => [name, state])).toEqual([
      ["price", "absent"],
      ["buyer", "absent"],
      ["start", "unreadable"],
    ]);
  });
});

describe("writing a value", () => {
  const twoHundred: VariableValue = { ...hundred, minor: "20050" };

  test("[CV20] [M1] changes every place in its form, and the text then says it", () => {
    const written = writeVariables(agreed, definitions, { price: twoHundred }, "zh");
    expect(contentText(written.content)).toBe("总价¥200.50（大写人民币贰佰元伍角整）\n合计\n¥200.50");
    expect(written).toMatchObject({ changed: 3, left: [] });
    expect(inText(written.content, "price")).toMatchObject({ state: "agreed", value: twoHundred });
    expect(contentText(agreed)).toContain("¥100.00");
  });

  test("[CV20] fills blanks", () => {
    const text = content(paragraph("自", place("start", "zh", "【开始】"), "起"));
    const start = { kind: "date", day: "2026-04-08" } as VariableValue;
    expect(contentText(writeVariables(text, definitions, { start }, "en").content)).toBe("自2026年4月8日起");
  });

  test("[CV20] leaves words alone that say the value already, in whatever spelling", () => {
    const text = content(paragraph(figures("100元"), "（", capitals("壹佰圆正"), "）", figures("¥99")));
    const written = writeVariables(text, definitions, { price: hundred }, "zh");
    expect(contentText(written.content)).toBe("100元（壹佰圆正）¥100.00");
    expect(written.changed).toBe(1);
  });

  test("[CV20] keeps everything that does not change as the same object", () => {
    const text = content(paragraph("first"), paragraph(figures("¥99")), ...agreed.blocks);
    const written = writeVariables(text, definitions, { price: hundred }, "zh").content;
    expect(written.blocks.map((block, index) => block === text.blocks[index])).toEqual([true, false, true, true]);
    expect(writeVariables(agreed, definitions, { price: hundred }, "zh").content).toBe(agreed);
    expect(writeVariables(agreed, definitions, {}, "zh").content).toBe(agreed);
  });

  test("[CV20] keeps the formatting of the place's first run and its marks", () => {
    const bold = { bold: {} };
    const text = content(paragraph(place("price", "figures", "¥", bold), place("price", "figures", "99"), " net"));
    expect(writeVariables(text, definitions, { price: hundred }, "en").content.blocks).toEqual([
      { type: "paragraph", runs: [place("price", "figures", "CNY 100.00", bold), { text: " net" }] },
    ]);
  });

  test("[CV20] never empties a place: it is left and told where the value has nothing to show", () => {
    const text = content(
      paragraph(place("buyer", "address", "【地址】"), place("price", "iso", "x"), place("colour", null, "red")),
    );
    const buyer: VariableValue = { kind: "party", name: "海川" };
    const values = { buyer, price: hundred, colour: { kind: "text", text: "blue" } as VariableValue };
    const written = writeVariables(text, definitions, values, "zh");
    expect(written.content).toBe(text);
    expect(written.left.map((one) => [one.name, one.paragraph, one.from])).toEqual([
      ["buyer", 0, 0],
      ["price", 0, 4],
      ["colour", 0, 5],
    ]);
  });

  test("[CV20] is not fooled by names that every object has", () => {
    const text = content(paragraph(place("constructor", null, "x")));
    expect(writeVariables(text, definitions, {}, "zh")).toEqual({ content: text, changed: 0, left: [] });
  });
});
