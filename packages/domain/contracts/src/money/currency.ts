/** The currencies a contract may be in, and how each is written. */
import type { Language } from "@parley/base";

export const currencies = ["CNY", "USD", "EUR", "HKD", "JPY", "GBP"] as const;
/** ISO 4217 code. */
export type Currency = (typeof currencies)[number];

interface CurrencySpec {
  /** Decimal digits of the minor unit (ISO 4217). */
  readonly digits: number;
  /** What stands before figures. */
  readonly sign: Readonly<Record<Language, string>>;
  /** What may stand before or after figures, in upper case and in the usual width. Of what several claim, the first currency has it. */
  readonly signs: readonly string[];
  /** Before Chinese capitals; the first is what is written, the others are accepted. */
  readonly capitals: readonly [string, ...string[]];
  /** Before English words; the first is what is written, the others are accepted. */
  readonly words: readonly [string, ...string[]];
  /** The minor unit in English words. */
  readonly minorWord: string | null;
}

export const currencySpecs: Readonly<Record<Currency, CurrencySpec>> = {
  CNY: {
    digits: 2,
    sign: { en: "CNY ", zh: "¥" },
    signs: ["CNY", "RMB", "CN¥", "¥", "人民币", "人民币元", "元", "圆"],
    capitals: ["人民币"],
    words: ["Renminbi Yuan", "RMB Yuan", "Chinese Yuan", "Renminbi", "RMB", "CNY"],
    minorWord: "fen",
  },
  USD: {
    digits: 2,
    sign: { en: "USD ", zh: "US$" },
    signs: ["USD", "US$", "$", "美元", "美金"],
    capitals: ["美元", "美金"],
    words: ["US Dollars", "United States Dollars", "U.S. Dollars", "USD"],
    minorWord: "cents",
  },
  EUR: {
    digits: 2,
    sign: { en: "EUR ", zh: "€" },
    signs: ["EUR", "€", "欧元"],
    capitals: ["欧元"],
    words: ["Euro", "Euros", "EUR"],
    minorWord: "cents",
  },
  HKD: {
    digits: 2,
    sign: { en: "HKD ", zh: "HK$" },
    signs: ["HKD", "HK$", "$", "港币", "港元"],
    capitals: ["港币", "港元"],
    words: ["Hong Kong Dollars", "HK Dollars", "HKD"],
    minorWord: "cents",
  },
  JPY: {
    digits: 0,
    sign: { en: "JPY ", zh: "JP¥" },
    signs: ["JPY", "JP¥", "¥", "日元", "日币"],
    capitals: ["日元", "日币"],
    words: ["Japanese Yen", "Yen", "JPY"],
    minorWord: null,
  },
  GBP: {
    digits: 2,
    sign: { en: "GBP ", zh: "£" },
    signs: ["GBP", "£", "英镑"],
    capitals: ["英镑"],
    words: ["Pounds Sterling", "British Pounds", "GBP"],
    minorWord: "pence",
  },
};
