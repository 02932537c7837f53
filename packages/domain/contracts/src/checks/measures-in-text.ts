/** Shares and periods in a text, in figures and in words of both languages. */
import { guessChineseInteger } from "../money/chinese-integer.ts";
import { type Decimal, readDecimal } from "../money/decimal.ts";
import { readEnglishInteger } from "../money/english-amount.ts";

/** A number with a unit, somewhere in a text. */
export interface Measure {
  readonly from: number;
  readonly to: number;
  readonly value: Decimal;
}

const chinese = "[零〇一二两三四五六七八九十百千万]+";
const sharePattern = new RegExp(
  `(\\d+(?:\\.\\d+)?)\\s?(%|‰|per ?cent\\b|percent\\b)|(百|千|万)分之(${chinese}|\\d+(?:\\.\\d+)?)`,
  "giu",
);

/** Shares as percentages: 15%, 5‰, 百分之十, 万分之五, 15 per cent. `text` has characters of the usual width. */
export function sharesIn(text: string): Measure[] {
  return [...text.matchAll(sharePattern)].flatMap((found) => {
    const [raw, figure, sign, part, share] = found;
    const number = figure ?? share ?? "";
    const whole = guessChineseInteger(number);
    const decimal = readDecimal(number) ?? (whole === null ? null : { units: whole, scale: 0 });
    if (!decimal) return [];
    const shift = sign === "‰" || part === "千" ? 1 : part === "万" ? 2 : 0;
    const value = { units: decimal.units, scale: decimal.scale + shift };
    return [{ from: found.index, to: found.index + raw.length, value }];
  });
}

const unitDays: Readonly<Record<string, bigint>> = {
  日: 1n,
  天: 1n,
  day: 1n,
  周: 7n,
  week: 7n,
  月: 30n,
  month: 30n,
  年: 365n,
  year: 365n,
};
const periodPattern = new RegExp(
  `(?<![\\d年月第.])(\\d{1,5}|${chinese})\\s?个?(?:工作|自然|日历)?(日|天|周|月|年)(?![\\d月份底末初度])|` +
    "(?:([a-z]+(?:-[a-z]+)?) ?\\((\\d{1,5})\\)|(\\d{1,5})|\\b([a-z]+(?:-[a-z]+)?)) (?:business |working |calendar |natural )?(day|week|month|year)s?\\b",
  "giu",
);

/** Periods in days; a month counts 30, a year 365. */
export function periodsIn(text: string): Measure[] {
  return [...text.matchAll(periodPattern)].flatMap((found) => {
    const [raw, number, unit, , inBrackets, figures, words, english] = found;
    const count = number ?? inBrackets ?? figures;
    const value =
      count === undefined
        ? readEnglishInteger((words ?? "").toLowerCase())
        : (guessFigures(count) ?? guessChineseInteger(count));
    const days = unitDays[(unit ?? english ?? "").toLowerCase()];
    if (value === null || days === undefined) return [];
    return [{ from: found.index, to: found.index + raw.length, value: { units: value * days, scale: 0 } }];
  });
}

const guessFigures = (text: string): bigint | null => (/^\d+$/.test(text) ? BigInt(text) : null);

/** One sentence of a paragraph. */
export interface Sentence {
  readonly from: number;
  readonly text: string;
}

/** The sentences of a paragraph, also the parts between semicolons. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (const found of text.matchAll(/[。；！？;\n]|[.!?](?=\s|$)/gu)) {
    const to = found.index + found[0].length;
    sentences.push({ from, text: text.slice(from, to) });
    from = to;
  }
  if (from < text.length) sentences.push({ from, text: text.slice(from) });
  return sentences;
}
