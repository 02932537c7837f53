import { languages, seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { addDays, daySchema } from "../calendar/day.ts";
import { currencies } from "../money/currency.ts";
import { writeDecimal } from "../money/decimal.ts";
import { moneyToWire } from "../money/money.ts";
import { randomMoney } from "../money/random-money.ts";
import { blankOf, isBlank } from "./blank.ts";
import {
  type VariableDefinition,
  type VariableKind,
  type VariableShape,
  partyParticulars,
  variableDefinitionSchema,
  variableForms,
  variableKinds,
} from "./definition.ts";
import { readVariable } from "./read.ts";
import { renderVariable } from "./render.ts";
import { type VariableValue, mergeValues, sameValue, valueFault, variableValueSchema } from "./value.ts";

const day = (text: string) => daySchema.parse(text);
const labels = { en: "Amount", zh: "金额" };
const definition = (kind: VariableKind, more: Partial<VariableDefinition> = {}): VariableDefinition =>
  variableDefinitionSchema.parse({ name: "amount", kind, labels, required: true, ...more });
const isDefinition = (kind: VariableKind, more: object): boolean =>
  variableDefinitionSchema.safeParse({ name: "amount", kind, labels, required: true, ...more }).success;
const choices = [
  { value: "arbitration", labels: { en: "Arbitration", zh: "仲裁" } },
  { value: "court", labels: { en: "Court", zh: "诉讼" } },
];

describe("a definition", () => {
  test("[CV17] has bounds in the terms of its kind, and room between them", () => {
    expect(isDefinition("money", { min: "0", max: "499999.99", currency: "CNY" })).toBe(true);
    expect(isDefinition("date", { min: "2026-01-01", max: "2026-12-31" })).toBe(true);
    expect(isDefinition("days", { min: "0", max: "90" })).toBe(true);
    expect(isDefinition("money", { min: "1,000" })).toBe(false);
    expect(isDefinition("date", { min: "2026-02-30" })).toBe(false);
    expect(isDefinition("days", { max: "1.5" })).toBe(false);
    expect(isDefinition("party", { min: "1" })).toBe(false);
    expect(isDefinition("percent", { min: "10", max: "9.5" })).toBe(false);
    expect(isDefinition("date", { min: "2026-02-02", max: "2026-01-01" })).toBe(false);
  });

  test("[CV17] has choices that text can tell apart, and only a choice has some", () => {
    const other = (value: string, en: string, zh: string) => ({ value, labels: { en, zh } });
    expect(isDefinition("choice", { choices })).toBe(true);
    expect(isDefinition("choice", {})).toBe(true);
    expect(isDefinition("choice", { choices: choices.slice(1) })).toBe(false);
    expect(isDefinition("choice", { choices: [...choices, other("court", "Judge", "法官")] })).toBe(false);
    expect(isDefinition("choice", { choices: [...choices, other("judge", "COURT", "法官")] })).toBe(false);
    expect(isDefinition("choice", { choices: [...choices, other("judge", "诉讼", "法官")] })).toBe(false);
    expect(isDefinition("choice", { choices: [...choices, other("none", "[none]", "无")] })).toBe(false);
    expect(isDefinition("text", { choices })).toBe(false);
    expect(isDefinition("number", { currency: "CNY" })).toBe(false);
  });

  test("[CV17] has a name that begins with a letter of any script and has no spaces", () => {
    for (const name of ["amount", "交付日期", "late-fee_2"])
      expect([name, isDefinition("text", { name })]).toEqual([name, true]);
    for (const name of ["", "2nd", "late fee", "a=b", "x".repeat(65)])
      expect([name, isDefinition("text", { name })]).toEqual([name, false]);
  });
});

describe("a value", () => {
  const money = (minor: string, currency = "CNY") => ({ kind: "money", minor, currency }) as VariableValue;

  test.each([
    [definition("money", { min: "0", max: "500000" }), money("50000000"), null],
    [definition("money", { min: "0", max: "500000" }), money("50000001"), "variables/above-max"],
    [definition("money", { min: "0" }), money("-1"), "variables/below-min"],
    [definition("money", { currency: "CNY" }), money("1", "USD"), "variables/other-currency"],
    [definition("money", { max: "5" }), money("5", "JPY"), null],
    [definition("percent", { max: "10" }), { kind: "percent", percent: "10.0" }, null],
    [definition("percent", { max: "10" }), { kind: "percent", percent: "15" }, "variables/above-max"],
    [definition("days", { min: "10" }), { kind: "days", count: 9, dayKind: "working" }, "variables/below-min"],
    [definition("text", { max: "2" }), { kind: "text", text: "𠮷野家" }, "variables/above-max"],
    [definition("date", { min: "2026-01-01" }), { kind: "date", day: day("2025-12-31") }, "variables/below-min"],
    [definition("choice", { choices }), { kind: "choice", choice: "court" }, null],
    [definition("choice", { choices }), { kind: "choice", choice: "yes" }, "variables/no-such-choice"],
    [definition("choice"), { kind: "choice", choice: "yes" }, null],
    [definition("party"), { kind: "party", name: "海川" }, null],
    [definition("party"), { kind: "party", creditCode: "91330100799655058C" }, "credit-code/check"],
    [definition("number"), { kind: "percent", percent: "1" }, "variables/other-kind"],
  ] as const)("[CV17] suits its definition or is refused with the reason, case %#", (defined, value, fault) => {
    expect(variableValueSchema.parse(value)).toEqual(value);
    expect(valueFault(defined, value)).toBe(fault);
  });

  test.each([
    { kind: "text", text: "" },
    { kind: "text", text: " a" },
    { kind: "text", text: "a\u0000" },
    { kind: "text", text: "【标题】" },
    { kind: "number", number: "1e3" },
    { kind: "number", number: "01" },
    { kind: "money", minor: "1.5", currency: "CNY" },
    { kind: "date", day: "2026-02-30" },
    { kind: "days", count: 1.5, dayKind: "working" },
    { kind: "days", count: -1, dayKind: "natural" },
    { kind: "party", name: "____" },
    { kind: "colour", colour: "red" },
  ])("[CV17] is refused on the wire, case %#", (value) => {
    expect(variableValueSchema.safeParse(value).success).toBe(false);
  });

  test("[CV17] is the same as another that says the same; of parties, particulars add up", () => {
    expect(sameValue({ kind: "number", number: "1.50" }, { kind: "number", number: "1.5" })).toBe(true);
    expect(sameValue({ kind: "percent", percent: "1" }, { kind: "number", number: "1" })).toBe(false);
    expect(sameValue(money("100"), money("100", "USD"))).toBe(false);
    const name: VariableValue = { kind: "party", name: "海川" };
    const bank: VariableValue = { kind: "party", bankName: "工商银行" };
    expect(sameValue(name, bank)).toBe(false);
    expect(mergeValues(name, bank)).toEqual({ kind: "party", name: "海川", bankName: "工商银行" });
    expect(mergeValues(name, { kind: "party", name: "海川生物" })).toBeNull();
    const ten: VariableValue = { kind: "days", count: 10, dayKind: "working" };
    expect(sameValue(ten, { ...ten })).toBe(true);
    expect(sameValue(ten, { ...ten, dayKind: "natural" })).toBe(false);
  });
});

describe("a value in text", () => {
  const yuan: VariableValue = { kind: "money", minor: "128640050", currency: "CNY" };
  test.each([
    ["money", yuan, "figures", "zh", "¥1,286,400.50"],
    ["money", yuan, "figures", "en", "CNY 1,286,400.50"],
    ["money", yuan, "plain", "zh", "1,286,400.50"],
    ["money", yuan, "capitals", "en", "人民币壹佰贰拾捌万陆仟肆佰元伍角整"],
    [
      "money",
      yuan,
      "words",
      "zh",
      "Renminbi Yuan one million two hundred eighty-six thousand four hundred and fen fifty only",
    ],
    ["number", { kind: "number", number: "1286.50" }, "figures", "zh", "1,286.5"],
    ["number", { kind: "number", number: "1286.50" }, "plain", "zh", "1286.5"],
    ["number", { kind: "number", number: "1286.50" }, "chinese", "en", "一千二百八十六点五"],
    ["number", { kind: "number", number: "4" }, "capitals", "zh", "肆"],
    ["number", { kind: "number", number: "4" }, "words", "en", "four"],
    ["date", { kind: "date", day: day("2026-04-08") }, null, "zh", "2026-04-08"],
    ["date", { kind: "date", day: day("2026-04-08") }, "zh", "en", "2026年4月8日"],
    ["date", { kind: "date", day: day("2026-04-08") }, "en", "zh", "8 April 2026"],
    ["percent", { kind: "percent", percent: "7.50" }, "figures", "zh", "7.5%"],
    ["percent", { kind: "percent", percent: "-15.5" }, "chinese", "zh", "负百分之十五点五"],
    ["days", { kind: "days", count: 30, dayKind: "working" }, "figures", "zh", "30个工作日"],
    ["days", { kind: "days", count: 1, dayKind: "working" }, "figures", "en", "1 working day"],
    ["days", { kind: "days", count: 30, dayKind: "natural" }, "chinese", "zh", "三十日"],
    ["choice", { kind: "choice", choice: "yes" }, null, "zh", "是"],
    ["party", { kind: "party", name: "海川", bankName: "工商银行" }, "bankName", "zh", "工商银行"],
  ] as const)("[CV18] %s %j as %s in %s is %s", (kind, value, form, language, text) => {
    expect(renderVariable({ kind }, value, form, language)).toBe(text);
  });

  test("[CV18] is nothing where its form has nothing to show", () => {
    expect(renderVariable({ kind: "money" }, yuan, "chinese", "zh")).toBeNull();
    expect(renderVariable({ kind: "number" }, yuan, "figures", "zh")).toBeNull();
    expect(renderVariable({ kind: "number" }, { kind: "number", number: "1.5" }, "capitals", "zh")).toBeNull();
    expect(renderVariable({ kind: "number" }, { kind: "number", number: "-1" }, "words", "zh")).toBeNull();
    expect(renderVariable({ kind: "party" }, { kind: "party", name: "海川" }, "address", "zh")).toBeNull();
    expect(renderVariable({ kind: "choice" }, { kind: "choice", choice: "maybe" }, null, "zh")).toBeNull();
    expect(renderVariable({ kind: "money" }, { ...yuan, currency: "USD" }, "plain", "zh")).toBeNull();
    expect(
      renderVariable({ kind: "money", currency: "USD" }, { ...yuan, currency: "USD" }, "plain", "zh"),
    ).not.toBeNull();
    expect(renderVariable({ kind: "money", currency: "USD" }, yuan, "figures", "zh")).toBeNull();
  });

  test.each([
    ["money", "1286400.5", "figures", yuan],
    ["money", "128.64005万元", "figures", yuan],
    ["money", "人民币壹佰贰拾捌万陆仟肆佰圆零伍角", "capitals", yuan],
    ["number", "１，２８６．５", "figures", { kind: "number", number: "1286.5" }],
    ["number", "一百零八万两千", "chinese", { kind: "number", number: "1082000" }],
    ["date", "2026 年 04 月 08 日", "zh", { kind: "date", day: day("2026-04-08") }],
    ["date", "April 8th, 2026", "en", { kind: "date", day: day("2026-04-08") }],
    ["date", "8 Apr 2026", "en", { kind: "date", day: day("2026-04-08") }],
    ["percent", "15 ％", "figures", { kind: "percent", percent: "15" }],
    ["days", "30个自然日", "figures", { kind: "days", count: 30, dayKind: "natural" }],
    ["days", "30 business days", "figures", { kind: "days", count: 30, dayKind: "working" }],
    ["choice", "YES", "label", { kind: "choice", choice: "yes" }],
    ["party", "9133 0100 7996 5505 8b", "creditCode", { kind: "party", creditCode: "91330100799655058B" }],
  ] as const)("[CV18] %s reads from %j as %s", (kind, text, form, value) => {
    expect(readVariable({ kind }, text, form)).toEqual({ value });
  });

  test.each([
    ["money", "【金额】", "figures", "variables/blank"],
    ["money", "______", "capitals", "variables/blank"],
    ["text", "[title]", null, "variables/blank"],
    ["date", " ", null, "variables/blank"],
    ["money", "1,28,640", "figures", "money/grouping"],
    ["money", "一百元", "capitals", "variables/not-capitals"],
    ["money", "a hundred", "words", "variables/not-words"],
    ["number", "1,28", "figures", "variables/not-a-number"],
    ["number", "1.2.3", "plain", "variables/not-a-number"],
    ["number", "四", "capitals", "variables/not-capitals"],
    ["date", "2026年2月30日", "zh", "variables/not-a-date"],
    ["date", "8 Foo 2026", "en", "variables/not-a-date"],
    ["date", "08/04/2026", "en", "variables/not-a-date"],
    ["percent", "15", "figures", "variables/not-a-percentage"],
    ["percent", "负百分之负十", "chinese", "variables/not-a-percentage"],
    ["days", "30", "figures", "variables/not-days"],
    ["days", "99999日", "figures", "variables/not-days"],
    ["choice", "maybe", "label", "variables/no-such-choice"],
    ["party", "91330100799655058C", "creditCode", "credit-code/check"],
    ["party", "a\u0007b", "name", "variables/not-text"],
    ["text", "a", "figures", "variables/unknown-form"],
  ] as const)("[CV18] %s does not read from %j as %s: %s", (kind, text, form, fault) => {
    expect(readVariable({ kind }, text, form)).toEqual({ fault });
  });

  test.each(variableKinds)("[CV18] %s: text without end is no value, and that is known at once", (kind) => {
    const pieces = ["1", "1,", "壹", "元", "佰", "hundred ", "and fen ", "日", "%", "点", "1 ", "-", "【"];
    const texts = pieces.map((piece) => `${piece.repeat(100_000)}x1x`);
    texts.push(`RMB one${" and fen one".repeat(50_000)}1`);
    const readings = variableForms[kind].flatMap((form) => texts.map((text) => readVariable({ kind }, text, form)));
    expect(readings.filter((reading) => "value" in reading)).toEqual([]);
  });

  test("[CV18] says what misspelled capitals and another currency mean", () => {
    expect(readVariable({ kind: "money" }, "人民币壹佰元", "capitals")).toEqual({
      fault: "variables/capitals-spelling",
      meant: { kind: "money", minor: "10000", currency: "CNY" },
    });
    expect(readVariable({ kind: "money", currency: "USD" }, "人民币壹佰元整", "capitals")).toEqual({
      fault: "variables/other-currency",
      meant: { kind: "money", minor: "10000", currency: "CNY" },
    });
    expect(readVariable({ kind: "money", currency: "USD" }, "¥100", "figures")).toEqual({
      fault: "money/other-currency",
    });
    expect(readVariable({ kind: "money", currency: "HKD" }, "100", "figures")).toEqual({
      value: { kind: "money", minor: "10000", currency: "HKD" },
    });
  });
});

describe("every kind in every form", () => {
  const random = seededRandom(20_264);
  const words = ["海川生物", "Orient & Co., Ltd.", "上海市 浦东新区 1 号", "a\nb", "壹佰", "15%", "2026-04-08", "(x)"];
  const decimal = (): string => {
    const units = randomMoney(random).minor * (random.chance(0.3) ? -1n : 1n);
    return writeDecimal({ units, scale: random.int(4) });
  };
  const randomValue = (kind: VariableKind): VariableValue => {
    switch (kind) {
      case "text":
        return { kind, text: random.pick(words) };
      case "number":
        return { kind, number: decimal() };
      case "percent":
        return { kind, percent: decimal() };
      case "money": {
        const { minor } = randomMoney(random);
        return {
          kind,
          ...moneyToWire({ minor: random.chance(0.2) ? -minor : minor, currency: random.pick(currencies) }),
        };
      }
      case "date":
        return { kind, day: addDays(day("1900-01-01"), random.int(401_000)) };
      case "days":
        return { kind, count: random.int(400), dayKind: random.pick(["natural", "working"]) };
      case "choice":
        return { kind, choice: random.pick(choices).value };
      case "party":
        return {
          kind,
          ...Object.fromEntries(partyParticulars.map((key) => [key, random.pick(words)])),
          creditCode: "91330100799655058B",
        };
    }
  };
  const randomShape = (kind: VariableKind, value: VariableValue): VariableShape => {
    if (kind === "choice") return { kind, choices };
    return value.kind === "money" && random.chance(0.5) ? { kind, currency: value.currency } : { kind };
  };

  test.each(variableKinds)("[CV18] %s: what is rendered reads back to the same value", (kind) => {
    let rendered = 0;
    for (let round = 0; round < 300; round++) {
      const value = randomValue(kind);
      expect(variableValueSchema.parse(value)).toEqual(value);
      const shape = randomShape(kind, value);
      for (const form of variableForms[kind])
        for (const language of languages) {
          const text = renderVariable(shape, value, form, language);
          if (text === null) continue;
          rendered += 1;
          const reading = readVariable(shape, text, form);
          const told =
            value.kind === "party"
              ? { kind, [form]: value[partyParticulars.find((key) => key === form) ?? "name"] }
              : value;
          expect([text, form, reading]).toEqual([text, form, { value: told }]);
        }
    }
    // Only counts are written in capitals and words; plain figures need their currency to be known.
    expect(rendered).toBeGreaterThan(300 * variableForms[kind].length);
  });
});

describe("blanks", () => {
  test("are told from values, and are the label in brackets", () => {
    for (const blank of [
      "",
      "  ",
      "____",
      "＿＿",
      "……",
      "【金额】",
      "[Amount]",
      blankOf(labels, "zh"),
      blankOf(labels, "en"),
    ])
      expect([blank, isBlank(blank)]).toEqual([blank, true]);
    for (const words of ["金额", "a_b", "【甲】与【乙】", "[a] b", "0"])
      expect([words, isBlank(words)]).toEqual([words, false]);
    expect(isBlank(blankOf({ en: "a] b [c", zh: "【x】" }, "en"))).toBe(true);
  });
});
