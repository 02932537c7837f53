import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { acceptedCapitals, chineseCapitals, guessCapitals, readCapitals } from "./capitals.ts";
import { chineseInteger, chineseIntegerSpellings, guessChineseInteger, readChineseInteger } from "./chinese-integer.ts";
import { currencies } from "./currency.ts";
import type { Money } from "./money.ts";
import { randomMoney } from "./random-money.ts";
import { readFigures } from "./read-figures.ts";

const amount = (figures: string): Money => {
  const reading = readFigures(figures, "CNY");
  if ("fault" in reading) throw new Error(`${figures}: ${reading.fault}`);
  return reading.money;
};

describe("the examples of the rule for bills", () => {
  test.each([
    ["1,409.50", "人民币壹仟肆佰零玖元伍角"],
    ["6,007.14", "人民币陆仟零柒元壹角肆分"],
    ["1,680.32", "人民币壹仟陆佰捌拾元零叁角贰分"],
    ["1,680.32", "人民币壹仟陆佰捌拾元叁角贰分"],
    ["107,000.53", "人民币壹拾万柒仟元零伍角叁分"],
    ["107,000.53", "人民币壹拾万零柒仟元伍角叁分"],
    ["16,409.02", "人民币壹万陆仟肆佰零玖元零贰分"],
    ["325.04", "人民币叁佰贰拾伍元零肆分"],
  ])("[CV5] [M27] %s may be spelled %s", (figures, spelling) => {
    expect(readCapitals(spelling)).toEqual(amount(figures));
    expect([...acceptedCapitals(amount(figures))]).toContain(spelling);
  });

  test("[CV5] [M27] other spellings of them are none", () => {
    for (const wrong of [
      "人民币壹仟肆佰玖元伍角", // a zero inside is said
      "人民币陆仟零零柒元壹角肆分", // a run of zeros is said once
      "人民币壹万陆仟肆佰零玖元贰分", // no jiao: said
      "人民币叁佰贰拾伍元肆分",
      "人民币壹仟肆佰零玖元伍角贰分整", // nothing after fen
      "人民币壹仟肆佰零玖元", // something after yuan
      "人民币拾万柒仟元伍角叁分", // ten is one ten
      "人民币 壹仟肆佰零玖元伍角", // no gap
      "人民币壹仟四佰零玖元伍角", // no usual numerals
      "人民币壹仟肆佰〇玖元伍角",
      "人民币壹仟肆佰零玖元零伍角", // no zero to say
    ])
      expect([wrong, readCapitals(wrong)]).toEqual([wrong, null]);
  });
});

describe("an amount in capitals", () => {
  test.each([
    ["1286400.50", "人民币壹佰贰拾捌万陆仟肆佰元伍角整"],
    ["0", "人民币零元整"],
    ["0.05", "人民币伍分"],
    ["0.50", "人民币伍角整"],
    ["0.55", "人民币伍角伍分"],
    ["1", "人民币壹元整"],
    ["10", "人民币壹拾元整"],
    ["15", "人民币壹拾伍元整"],
    ["110", "人民币壹佰壹拾元整"],
    ["10010", "人民币壹万零壹拾元整"],
    ["100000", "人民币壹拾万元整"],
    ["100500", "人民币壹拾万零伍佰元整"],
    ["107000", "人民币壹拾万零柒仟元整"],
    ["10000000", "人民币壹仟万元整"],
    ["100000000", "人民币壹亿元整"],
    ["100000001.01", "人民币壹亿零壹元零壹分"],
    ["105000000", "人民币壹亿零伍佰万元整"],
    ["1050000000", "人民币壹拾亿零伍仟万元整"],
    ["100050000000", "人民币壹仟亿零伍仟万元整"],
    ["1000000000000", "人民币壹万亿元整"],
    ["1000000010000", "人民币壹万亿零壹万元整"],
    ["9999999999999.99", "人民币玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"],
    ["-100", "人民币负壹佰元整"],
  ])("[CV5] [M27] %s is %s", (figures, capitals) => {
    expect(chineseCapitals(amount(figures))).toBe(capitals);
    expect(readCapitals(capitals)).toEqual(amount(figures));
  });

  test("[CV5] has its set of accepted spellings, and each reads back", () => {
    expect([...acceptedCapitals(amount("10"))]).toEqual([
      "人民币壹拾元整",
      "人民币壹拾圆整",
      "人民币壹拾元正",
      "人民币壹拾圆正",
      "壹拾元整",
      "壹拾圆整",
      "壹拾元正",
      "壹拾圆正",
    ]);
    expect([...acceptedCapitals(amount("0.05"))]).toEqual(
      ["人民币", ""].flatMap((name) => [`${name}零元零伍分`, `${name}零圆零伍分`, `${name}伍分`]),
    );
    expect(acceptedCapitals(amount("107000.53")).size).toBe(2 * 2 * 2 * 2);
  });

  test("[CV5] may be spelled in traditional characters", () => {
    expect(readCapitals("人民币貳萬億零陸佰圓整")).toEqual(amount("2000000000600"));
  });

  test("[CV5] reads back to itself, in every currency and every accepted spelling", () => {
    const random = seededRandom(20_262);
    for (let round = 0; round < 1_500; round++) {
      const money = { ...randomMoney(random), currency: random.pick(currencies) };
      const accepted = acceptedCapitals(money);
      expect(accepted.has(chineseCapitals(money))).toBe(true);
      expect(readCapitals(chineseCapitals(money))).toEqual(money);
      expect(readCapitals(random.pick([...accepted]))).toEqual(money);
    }
  });

  test("[CV5] has no spelling in common with another amount", () => {
    const spelled = new Map<string, bigint>();
    const random = seededRandom(99);
    const amounts = [...Array(1_200).keys()].map(BigInt);
    for (let round = 0; round < 300; round++) amounts.push(randomMoney(random).minor);
    for (const minor of new Set(amounts))
      for (const spelling of acceptedCapitals({ minor, currency: "CNY" })) {
        expect([spelling, spelled.get(spelling)]).toEqual([spelling, undefined]);
        spelled.set(spelling, minor);
      }
  });

  test("[CV5] with one character more, less or other is never read as this amount", () => {
    const random = seededRandom(7);
    const signs = Array.from("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整");
    const readAll: string[] = [];
    for (let round = 0; round < 3_000; round++) {
      const money = randomMoney(random);
      const written = Array.from(chineseCapitals(money));
      const put = random.chance(0.7) ? [random.pick(signs)] : [];
      written.splice(3 + random.int(written.length - 3), random.int(2), ...put);
      const changed = written.join("");
      const accepted = acceptedCapitals(money).has(changed);
      if (!accepted && readCapitals(changed)?.minor === money.minor) readAll.push(changed);
    }
    expect(readAll).toEqual([]);
  });

  test("can be guessed where the rule does not allow its spelling", () => {
    expect(guessCapitals("拾伍元整")).toEqual(amount("15"));
    expect(guessCapitals("人民币：壹佰元")).toEqual(amount("100"));
    expect(guessCapitals("人民币壹仟零零伍元整")).toEqual(amount("1005"));
    expect(guessCapitals("人民币壹佰仟元整")).toBeNull();
    expect(guessCapitals("壹佰")).toBeNull();
    expect(guessCapitals("人民币")).toBeNull();
    expect(guessCapitals("")).toBeNull();
    expect(guessCapitals("金币壹佰元整")).toBeNull();
    expect(guessCapitals("日元壹佰元伍角")).toBeNull();
  });

  test("is refused beyond the limit", () => {
    expect(() => chineseCapitals({ minor: 10n ** 18n, currency: "CNY" })).toThrow(RangeError);
    expect(chineseCapitals({ minor: 10n ** 18n - 1n, currency: "CNY" })).toMatch(/^人民币玖仟玖佰玖拾玖万玖仟/);
  });
});

describe("whole numbers in Chinese", () => {
  test.each([
    [0n, "零"],
    [2n, "二"],
    [10n, "十"],
    [15n, "十五"],
    [110n, "一百一十"],
    [107_000n, "十万零七千"],
    [12_0000_0000n, "十二亿"],
    [10_0000n, "十万"],
  ])("[CV6] %s is %s", (value, text) => {
    expect(chineseInteger(value, "usual")).toBe(text);
  });

  test("[CV6] read back in all their spellings, and nothing else is read", () => {
    const random = seededRandom(3);
    for (let round = 0; round < 2_000; round++) {
      const value = randomMoney(random).minor;
      for (const counting of ["usual", "capital"] as const)
        for (const spelling of chineseIntegerSpellings(value, counting))
          expect([spelling, readChineseInteger(spelling, counting)]).toEqual([spelling, value]);
    }
    expect(readChineseInteger("两千二〇", "usual")).toBeNull();
    expect(readChineseInteger("两千零二", "usual")).toBe(2_002n);
    for (const wrong of ["", "万", "亿", "一十", "一百十", "百", "十十", "一二", "壹百", "一百万万", "2"])
      expect([wrong, readChineseInteger(wrong, "usual")]).toEqual([wrong, null]);
    expect(guessChineseInteger("一百五")).toBe(105n);
  });
});
