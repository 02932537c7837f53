import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { currencies } from "./currency.ts";
import { englishAmount, englishInteger, readEnglishAmount, readEnglishInteger } from "./english-amount.ts";
import { randomMoney } from "./random-money.ts";

describe("an amount in English words", () => {
  test.each([
    ["USD", 120_000_000n, "US Dollars one million two hundred thousand only"],
    ["USD", 128_640_050n, "US Dollars one million two hundred eighty-six thousand four hundred and cents fifty only"],
    ["CNY", 1n, "Renminbi Yuan zero and fen one only"],
    ["GBP", 2_100n, "Pounds Sterling twenty-one only"],
    ["JPY", 1_000_015n, "Japanese Yen one million fifteen only"],
    ["EUR", -1_300n, "minus Euro thirteen only"],
  ] as const)("[CV7] is said for %s %s", (currency, minor, words) => {
    expect(englishAmount({ minor, currency })).toBe(words);
    expect(readEnglishAmount(words)).toEqual({ minor, currency });
  });

  test("[CV7] reads back to itself in every currency", () => {
    const random = seededRandom(20_263);
    for (let round = 0; round < 3_000; round++) {
      const money = { ...randomMoney(random), currency: random.pick(currencies) };
      expect(readEnglishAmount(englishAmount(money))).toEqual(money);
    }
  });

  test.each([
    ["SAY US DOLLARS ONE HUNDRED AND FIVE AND CENTS FIVE ONLY", 10_505n],
    ["say: United States Dollars one hundred five and 05/100", 10_505n],
    ["U.S. Dollars one thousand, two hundred and thirty four only.", 123_400n],
    ["usd one million and one", 100_000_100n],
  ])("[CV7] is read from %j", (text, minor) => {
    expect(readEnglishAmount(text)).toEqual({ minor, currency: "USD" });
  });

  test.each([
    "",
    "one hundred only",
    "US Dollars",
    "US Dollars only",
    "US Dollars hundred only",
    "US Dollars one hundred one hundred only",
    "US Dollars twenty ten only",
    "US Dollars one thousand one million only",
    "US Dollars one million and thousand only",
    "US Dollars fifty and cents one hundred only",
    "US Dollars fifty and pence five only",
    "Japanese Yen fifty and cents five only",
    "Japanese Yen fifty and 50/100 only",
    "US Dollars 100 only",
    "US Dollars and one only",
  ])("[CV7] is not read from %j", (text) => {
    expect(readEnglishAmount(text)).toBeNull();
  });

  test("[CV7] whole numbers read back, also with “and” as the British say", () => {
    const random = seededRandom(5);
    for (let round = 0; round < 2_000; round++) {
      const value = randomMoney(random).minor;
      expect(readEnglishInteger(englishInteger(value))).toBe(value);
    }
    expect(readEnglishInteger("one hundred and twenty-one thousand and five")).toBe(121_005n);
    expect(readEnglishInteger("twenty and one")).toBeNull();
  });
});
