/** Days of the calendar in a text. */
import { type Day, dayOf } from "../calendar/day.ts";
import { guessChineseInteger } from "../money/chinese-integer.ts";

export interface WrittenDate {
  readonly from: number;
  readonly to: number;
  /** `null` where there is no such day. */
  readonly day: Day | null;
  /** Whether the text says which year. */
  readonly hasYear: boolean;
}

const months = "january february march april may june july august september october november december".split(" ");
const monthName =
  "(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)";
const chinese = "[〇零一二三四五六七八九十]";
const pattern = new RegExp(
  [
    `(?<cy>\\d{4}|[〇零一二三四五六七八九]{4})\\s?年\\s?(?<cm>\\d{1,2}|${chinese}{1,2})\\s?月\\s?(?<cd>\\d{1,2}|${chinese}{1,3})\\s?[日号]`,
    `(?<!\\d|[\\d零〇一二三四五六七八九十]年\\s?)(?<pm>\\d{1,2})月(?<pd>\\d{1,2})[日号]`,
    `(?<![\\d.])(?<iy>\\d{4})(?<sep>[-/.])(?<im>\\d{1,2})\\k<sep>(?<id>\\d{1,2})(?![\\d.-])`,
    `\\b${monthName}\\.? (?<md>\\d{1,2})(?:st|nd|rd|th)?,? (?<my>\\d{4})\\b`,
    `\\b(?<dd>\\d{1,2})(?:st|nd|rd|th)? (?:of )?${monthName}\\.?,? (?<dy>\\d{4})\\b`,
  ].join("|"),
  "giu",
);

/** Every date of a text whose characters have the usual width, in order. */
export function datesIn(text: string): WrittenDate[] {
  return [...text.matchAll(pattern)].flatMap((found): WrittenDate[] => {
    const groups = found.groups ?? {};
    const { cy, cm, cd, pm, pd, iy, im, id, md, my, dd, dy } = groups;
    const named = found.slice(1).find((part) => part !== undefined && monthNumber(part) > 0);
    const year = numberOf(cy ?? iy ?? my ?? dy);
    const month = numberOf(cm ?? pm ?? im) ?? (named === undefined ? null : monthNumber(named));
    const day = numberOf(cd ?? pd ?? id ?? md ?? dd);
    if (month === null || day === null) return [];
    const place = { from: found.index, to: found.index + found[0].length };
    if (year === null) {
      // A leap year may be meant.
      return dayOf(2000, month, day) !== null ? [] : [{ ...place, day: null, hasYear: false }];
    }
    return [{ ...place, day: dayOf(year, month, day), hasYear: true }];
  });
}

function monthNumber(name: string): number {
  const short = name.slice(0, 3).toLowerCase();
  return /^[a-z]{3}/u.test(short) ? months.findIndex((month) => month.startsWith(short)) + 1 : 0;
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d+$/u.test(text)) return Number(text);
  const digits = "〇一二三四五六七八九";
  const folded = text.replaceAll("零", "〇");
  if (folded.length === 4 || (folded.length === 2 && !folded.includes("十")))
    return Number(Array.from(folded, (sign) => digits.indexOf(sign)).join(""));
  const value = guessChineseInteger(text);
  return value === null ? null : Number(value);
}
