import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { currencies } from "./currency.ts";
import {
  type Money,
  convertMoney,
  formatMoney,
  moneyFromWire,
  moneySchema,
  moneyToWire,
  percentOf,
  sumOfMoney,
  taxInGross,
  taxOnNet,
} from "./money.ts";
import { randomMoney } from "./random-money.ts";
import { readFigures } from "./read-figures.ts";

const yuan = (minor: bigint): Money => ({ minor, currency: "CNY" });

describe("an amount", () => {
  test("[CV1] goes over the wire as a string of minor units, without loss", () => {
    const large = yuan(999_999_999_999_999_999n);
    expect(moneyToWire(large)).toEqual({ minor: "999999999999999999", currency: "CNY" });
    expect(moneyFromWire(moneySchema.parse(JSON.parse(JSON.stringify(moneyToWire(large)))))).toEqual(large);
  });

  test.each(["1.5", "1e3", "", "-0", "007", "1000000000000000000", "abc", "１"])(
    "[CV1] is refused on the wire as %j",
    (minor) => {
      expect(moneySchema.safeParse({ minor, currency: "CNY" }).success).toBe(false);
    },
  );

  test("[CV1] is refused on the wire from ten quadrillion yuan or yen on", () => {
    expect(moneySchema.safeParse({ minor: "9999999999999999", currency: "JPY" }).success).toBe(true);
    expect(moneySchema.safeParse({ minor: "10000000000000000", currency: "JPY" }).success).toBe(false);
    expect(moneySchema.safeParse({ minor: "1", currency: "XXX" }).success).toBe(false);
  });

  test("[CV2] is formatted with every digit of its currency", () => {
    expect(formatMoney(yuan(128_640_050n), "zh")).toBe("¥1,286,400.50");
    expect(formatMoney(yuan(128_640_050n), "en")).toBe("CNY 1,286,400.50");
    expect(formatMoney({ minor: 1_286_400n, currency: "JPY" }, "en")).toBe("JPY 1,286,400");
    expect(formatMoney({ minor: -5n, currency: "HKD" }, "zh")).toBe("-HK$0.05");
    expect(formatMoney({ minor: 0n, currency: "EUR" }, "zh")).toBe("€0.00");
  });

  test("[CV2] reads back from its format in both languages, whatever currency is expected or none", () => {
    const random = seededRandom(20_261);
    for (let round = 0; round < 2_000; round++) {
      const money = { ...randomMoney(random), currency: random.pick(currencies) };
      for (const language of ["en", "zh"] as const)
        for (const expected of [null, money.currency])
          expect(readFigures(formatMoney(money, language), expected)).toEqual({ money });
    }
  });

  test("is added to amounts of its own currency only", () => {
    expect(sumOfMoney([yuan(1n), yuan(2n)], "CNY")).toEqual(yuan(3n));
    expect(sumOfMoney([], "USD")).toEqual({ minor: 0n, currency: "USD" });
    expect(() => sumOfMoney([yuan(1n), { minor: 1n, currency: "USD" }], "CNY")).toThrow(RangeError);
  });
});

describe("tax, shares and exchange", () => {
  test("[CV4] are rounded to the minor unit, halves away from zero", () => {
    expect(percentOf(yuan(5n), "50").minor).toBe(3n);
    expect(percentOf(yuan(-5n), "50").minor).toBe(-3n);
    expect(percentOf(yuan(4n), "12.5").minor).toBe(1n);
    expect(percentOf(yuan(3n), "12.5").minor).toBe(0n);
    expect(percentOf(yuan(128_640_050n), "0.1").minor).toBe(128_640n);
    expect(convertMoney({ minor: 100n, currency: "USD" }, "CNY", "7.12345").minor).toBe(712n);
    expect(convertMoney({ minor: 100n, currency: "USD" }, "CNY", "7.125").minor).toBe(713n);
  });

  test("[CV4] know that yen have no minor unit", () => {
    expect(convertMoney({ minor: 1_000n, currency: "JPY" }, "CNY", "0.0481")).toEqual(yuan(4_810n));
    expect(convertMoney(yuan(4_810n), "JPY", "20.79")).toEqual({ minor: 1_000n, currency: "JPY" });
  });

  test("[CV4] net and tax are the gross, to the last fen", () => {
    expect(taxOnNet(yuan(100_000n), "13")).toEqual({ net: yuan(100_000n), tax: yuan(13_000n), gross: yuan(113_000n) });
    expect(taxInGross(yuan(100_000n), "6")).toEqual({ net: yuan(94_340n), tax: yuan(5_660n), gross: yuan(100_000n) });
    expect(taxInGross(yuan(100n), "0")).toEqual({ net: yuan(100n), tax: yuan(0n), gross: yuan(100n) });
  });

  test("[CV4] from net to gross and back is the same net", () => {
    const random = seededRandom(4_711);
    for (let round = 0; round < 3_000; round++) {
      const net = randomMoney(random);
      const rate = random.pick(["0", "1", "3", "5", "6", "9", "13", "17", "0.5", "6.25"]);
      const taxed = taxOnNet(net, rate);
      expect(taxed.net.minor + taxed.tax.minor).toBe(taxed.gross.minor);
      expect(taxInGross(taxed.gross, rate)).toEqual(taxed);
    }
  });

  test("refuse a rate that is none", () => {
    expect(() => taxOnNet(yuan(1n), "-1")).toThrow(RangeError);
    expect(() => taxInGross(yuan(1n), "six")).toThrow(RangeError);
    expect(() => percentOf(yuan(1n), "1,5")).toThrow(RangeError);
    expect(() => convertMoney(yuan(1n), "USD", "0")).toThrow(RangeError);
  });
});

describe("figures that people type", () => {
  test.each([
    ["1,286,400.50", 128_640_050n],
    ["¥1,286,400.50", 128_640_050n],
    ["￥1,286,400.50", 128_640_050n],
    ["1286400.5", 128_640_050n],
    ["１，２８６，４００．５０", 128_640_050n],
    ["  RMB 1,286,400.50 元 ", 128_640_050n],
    ["人民币1286400.50元", 128_640_050n],
    ["cny1286400.5", 128_640_050n],
    ["128.64005万元", 128_640_050n],
    ["128.64万", 128_640_000n],
    ["1.2864005 亿元", 12_864_005_000n],
    ["3百万元", 300_000_000n],
    ["1.50000", 150n],
    ["0", 0n],
    ["-3.00", -300n],
    ["−¥3.00", -300n],
    ["¥-3.00", -300n],
    ["007", 700n],
    ["9,999,999,999,999,999.99", 999_999_999_999_999_999n],
  ])("[CV3] %j is an amount in yuan where yuan are expected", (text, minor) => {
    expect(readFigures(text, "CNY")).toEqual({ money: yuan(minor) });
  });

  test.each([
    ["", "money/empty"],
    ["   ", "money/empty"],
    ["a lot", "money/not-figures"],
    ["1 286 400", "money/not-figures"],
    ["100²", "money/not-figures"],
    ["100-200", "money/not-figures"],
    ["--1", "money/not-figures"],
    ["(100)", "money/not-figures"],
    ["12元5角", "money/not-figures"],
    [".5", "money/not-figures"],
    ["5.", "money/not-figures"],
    ["约100", "money/not-figures"],
    ["1,28,640", "money/grouping"],
    ["128,6400", "money/grouping"],
    ["1.286.400,50", "money/grouping"],
    ["1286,5", "money/grouping"],
    [",100", "money/grouping"],
    ["1,286.4,0", "money/grouping"],
    ["1.005", "money/too-precise"],
    ["128.6400501万元", "money/too-precise"],
    ["10,000,000,000,000,000", "money/too-large"],
    ["99999999999亿", "money/too-large"],
    ["$5", "money/other-currency"],
    ["USD 5元", "money/other-currency"],
    ["US$5 CNY", "money/other-currency"],
  ])("[CV3] %j is refused with %s", (text, fault) => {
    expect(readFigures(text, "CNY")).toEqual({ fault });
  });

  test("[CV3] mean the expected currency where their sign is used by several", () => {
    expect(readFigures("$5", "HKD")).toEqual({ money: { minor: 500n, currency: "HKD" } });
    expect(readFigures("$5", null)).toEqual({ money: { minor: 500n, currency: "USD" } });
    expect(readFigures("¥5", "JPY")).toEqual({ money: { minor: 5n, currency: "JPY" } });
    expect(readFigures("¥5", null)).toEqual({ money: { minor: 500n, currency: "CNY" } });
    expect(readFigures("5", null)).toEqual({ fault: "money/no-currency" });
    expect(readFigures("5美元", null)).toEqual({ money: { minor: 500n, currency: "USD" } });
    expect(readFigures("美元5元", null)).toEqual({ money: { minor: 500n, currency: "USD" } });
    expect(readFigures("5.5", "JPY")).toEqual({ fault: "money/too-precise" });
    expect(readFigures("5.50万", "JPY")).toEqual({ money: { minor: 55_000n, currency: "JPY" } });
  });
});
