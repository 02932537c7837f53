import type { ParagraphContent } from "@parley/document";
import { describe, expect, test } from "vitest";
import { dayOf } from "../calendar/day.ts";
import type { VariableDefinition } from "../variables/definition.ts";
import { readVariables } from "../variables/places.ts";
import { type Bindings, keptValues, readRecord, valuesOfRecord } from "./record-fields.ts";

const labels = { en: "x", zh: "x" };
const variables: VariableDefinition[] = [
  { name: "price", kind: "money", labels, required: true },
  { name: "begin", kind: "date", labels, required: false },
  { name: "buyer", kind: "party", labels, required: false },
  { name: "rate", kind: "percent", labels, required: false },
  { name: "place", kind: "text", labels, required: false },
];
const bindings: Bindings = { price: "amount", begin: "startDay", buyer: "ourParty", rate: "taxRate", place: "title" };
const said = (
  ...places: readonly [name: string, form: string | null, text: string][]
): ReturnType<typeof readVariables> => {
  const blocks: ParagraphContent[] = places.map(([name, form, text]) => ({
    type: "paragraph",
    runs: [{ text, marks: { variable: { name, form } } }],
  }));
  return readVariables({ blocks }, variables);
};

describe("what the record learns from a text", () => {
  test("[CT5] every bound variable whose places agree gives its field", () => {
    const read = said(
      ["price", "figures", "¥500,000.00"],
      ["price", "capitals", "人民币伍拾万元整"],
      ["begin", "zh", "2026年4月8日"],
      ["buyer", "name", "锦江生物有限公司"],
      ["rate", null, "13%"],
      ["place", null, "培养基采购"],
    );
    expect(readRecord(bindings, read)).toEqual({
      amount: { minor: 50_000_000n, currency: "CNY" },
      startDay: "2026-04-08",
      ourParty: "锦江生物有限公司",
      taxRate: 13,
      title: "培养基采购",
    });
    expect(readRecord({}, read)).toEqual({});
  });

  test("[CT5] places that contradict each other, and words that cannot be read, give nothing, and what was kept before stays", () => {
    const before = {
      price: { kind: "money", minor: "100", currency: "CNY" },
      place: { kind: "text", text: "A" },
    } as const;
    const read = said(
      ["price", "figures", "¥500,000.00"],
      ["price", "capitals", "人民币陆拾万元整"],
      ["rate", null, "much"],
      ["place", null, "【地点】"],
    );
    expect(readRecord(bindings, read)).toEqual({});
    expect(keptValues(before, read)).toEqual({ price: before.price });
    expect(keptValues(before, said(["price", "figures", "¥2.00"]))).toEqual({
      price: { kind: "money", minor: "200", currency: "CNY" },
    });
  });

  test("[CT5] what a record says stands as the values of its variables, and reads back", () => {
    const values = valuesOfRecord(bindings, {
      amount: { minor: 50_000_000n, currency: "CNY" },
      taxRate: 6,
      startDay: dayOf(2026, 4, 8),
      ourParty: { name: "锦江生物有限公司", address: "成都" },
      title: null,
    });
    expect(values).toEqual({
      price: { kind: "money", minor: "50000000", currency: "CNY" },
      rate: { kind: "percent", percent: "6" },
      begin: { kind: "date", day: "2026-04-08" },
      buyer: { kind: "party", name: "锦江生物有限公司", address: "成都" },
    });
  });
});
