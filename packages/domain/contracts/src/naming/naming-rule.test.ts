import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { type Day, daySchema } from "../calendar/day.ts";
import {
  type NamingKind,
  type NamingRule,
  missingFields,
  readNamingRule,
  renderName,
  renderNumber,
  sequenceScope,
} from "./naming-rule.ts";

const day = (text: string): Day => daySchema.parse(text);
const april = day("2026-04-08");
const rule = (kind: NamingKind, text: string): NamingRule => {
  const read = readNamingRule(kind, text);
  if ("faults" in read) throw new Error(`${text}: ${JSON.stringify(read.faults)}`);
  return read.rule;
};

describe("a rule", () => {
  test.each([
    ["number", "", "naming/empty", ""],
    ["number", "HT-{category}", "naming/no-sequence", "HT-{category}"],
    ["number", "HT-{sequence}", "naming/unknown-placeholder", "{sequence}"],
    ["number", "{title}-{seq}", "naming/unknown-placeholder", "{title}"],
    ["number", "HT-{}-{seq}", "naming/unknown-placeholder", "{}"],
    ["name", "{title} {seq:4}", "naming/unknown-placeholder", "{seq:4}"],
    ["number", "HT-{seq:0}", "naming/digits", "{seq:0}"],
    ["number", "HT-{seq:12}", "naming/digits", "{seq:12}"],
    ["number", "HT-{seq:}", "naming/digits", "{seq:}"],
    ["number", "HT-{yyyy:2}-{seq}", "naming/digits", "{yyyy:2}"],
    ["number", "HT-{seq}-{seq:3}", "naming/two-sequences", "{seq:3}"],
    ["number", "HT-{seq", "naming/brace", "{"],
    ["number", "HT-seq}-{seq}", "naming/brace", "}"],
    ["number", "{category}{seq:4}", "naming/sequence-not-apart", "{seq:4}"],
    ["number", "{category}{yyyy}{seq:4}", "naming/sequence-not-apart", "{seq:4}"],
    ["number", "A1{seq:4}", "naming/sequence-not-apart", "{seq:4}"],
    ["number", "{seq:4}{yyyy}", "naming/sequence-not-apart", "{seq:4}"],
    ["number", "{seq:4}0", "naming/sequence-not-apart", "{seq:4}"],
    ["number", "{category}-{seq:4}-{department}", "naming/sequence-between-fields", "{seq:4}"],
    ["name", "x".repeat(201), "naming/too-long", "x".repeat(201)],
  ] as const)("[CV14] for a %s, %j is refused with %s at %j", (kind, text, code, found) => {
    const read = readNamingRule(kind, text);
    expect(read).toEqual({ faults: [{ code, at: text.indexOf(found), length: found.length, found }] });
  });

  test("[CV14] tells all its faults in the order of its text", () => {
    const read = readNamingRule("number", "{a}-{seq}-{b}-{seq}");
    expect("faults" in read && read.faults.map(({ code, at }) => [code, at])).toEqual([
      ["naming/unknown-placeholder", 0],
      ["naming/unknown-placeholder", 10],
      ["naming/two-sequences", 14],
    ]);
  });
});

describe("a number", () => {
  const usual = rule("number", "HT-{category}-{yyyy}{mm}-{seq:4}");
  const values = { category: "PUR" };

  test("[CV16] [M3] is made of its rule, the day and the sequence", () => {
    expect(renderNumber(usual, april, values, 12)).toBe("HT-PUR-202604-0012");
    expect(renderNumber(rule("number", "HT-{yyyy}{mm}{seq:4}"), april, {}, 7)).toBe("HT-2026040007");
    expect(renderNumber(usual, april, values, 13)).toBe("HT-PUR-202604-0013");
    expect(renderNumber(usual, april, values, 12_345)).toBe("HT-PUR-202604-12345");
    expect(renderNumber(rule("number", "{{{yy}.{mm}.{dd}}}/{seq}号"), april, {}, 7)).toBe("{26.04.08}/7号");
    expect(renderNumber(rule("number", "{seq:3}-{company}/{yyyy}"), april, { company: "绿洲" }, 7)).toBe(
      "007-绿洲/2026",
    );
  });

  test("[CV16] cannot be given while a field of it is missing", () => {
    expect(missingFields(usual, {})).toEqual(["category"]);
    expect(missingFields(usual, { category: " " })).toEqual(["category"]);
    expect(missingFields(usual, values)).toEqual([]);
    expect(() => renderNumber(usual, april, {}, 1)).toThrow(RangeError);
    for (const none of [0, -1, 1.5]) expect(() => renderNumber(usual, april, values, none)).toThrow(RangeError);
    expect(() => renderNumber(rule("name", "{title}"), april, { title: "a" }, 1)).toThrow(RangeError);
  });

  test("[CV15] counts within its prefix and year, not within the month", () => {
    const scope = sequenceScope(usual, april, values);
    expect(sequenceScope(usual, day("2026-12-31"), values)).toBe(scope);
    expect(sequenceScope(usual, day("2027-01-01"), values)).not.toBe(scope);
    expect(sequenceScope(usual, april, { category: "SAL" })).not.toBe(scope);
  });

  test("[CV15] counts on for ever where its rule shows no year", () => {
    const timeless = rule("number", "HT-{seq:4}");
    expect(sequenceScope(timeless, day("2027-01-01"), {})).toBe(sequenceScope(timeless, april, {}));
    const yearBehind = rule("number", "HT-{seq:4}/{yy}");
    expect(sequenceScope(yearBehind, day("2027-01-01"), {})).not.toBe(sequenceScope(yearBehind, april, {}));
  });

  test("[CV15] is never given twice, whatever the rule, the day and the codes", () => {
    const random = seededRandom(77);
    const parts = ["HT", "-", "/", "A", "0", "{category}", "{company}", "{yyyy}", "{yy}", "{mm}", "{seq}", "{seq:2}"];
    let tried = 0;
    const twice: string[] = [];
    while (tried < 300) {
      const text = Array.from({ length: 2 + random.int(6) }, () => random.pick(parts)).join("");
      const read = readNamingRule("number", text);
      if ("faults" in read) continue;
      tried += 1;
      const given = new Set<string>();
      const counters = new Map<string, number>();
      for (let round = 0; round < 200; round++) {
        const on = day(`${random.pick(["2026", "2027"])}-${random.pick(["01", "02", "12"])}-01`);
        const code = (): string => random.pick(["A", "A1", "A-1", "1", "2026", "A-2026", "-"]);
        const values = { category: code(), company: code() };
        const scope = sequenceScope(read.rule, on, values);
        const sequence = (counters.get(scope) ?? 0) + 1;
        counters.set(scope, sequence);
        const number = renderNumber(read.rule, on, values, sequence);
        if (given.has(number)) twice.push(`${text}: ${number}`);
        given.add(number);
      }
    }
    expect(twice).toEqual([]);
  });
});

describe("a name", () => {
  const usual = rule("name", "{counterparty} {category} {title}");

  test("[CV16] [M3] is made of its rule, without gaps where something is missing", () => {
    const values = { counterparty: "海川生物", category: "采购合同", title: "培养基" };
    expect(renderName(usual, april, values)).toBe("海川生物 采购合同 培养基");
    expect(renderName(usual, april, { ...values, category: "" })).toBe("海川生物 培养基");
    expect(renderName(usual, april, {})).toBe("");
    expect(renderName(rule("name", "{number} {title} ({yyyy})"), april, { number: "HT-1", title: "a  b" })).toBe(
      "HT-1 a b (2026)",
    );
    expect(() => renderName(rule("number", "{seq}"), april, {})).toThrow(RangeError);
  });
});
