/** [CK5] Dates exist and stand in order: start before end, signing before delivery and end; the term is that of the record. */
import type { Day } from "../calendar/day.ts";
import type { CheckFacts } from "./check-facts.ts";
import { type CheckedParagraph, type CheckedText, placeIn } from "./checked-text.ts";
import { type WrittenDate, datesIn } from "./dates-in-text.ts";
import type { Finding, FindingPlace } from "./finding.ts";

type DateRole = "signing" | "start" | "end" | "delivery";

interface FoundDate {
  readonly day: Day;
  readonly role: DateRole | null;
  readonly place: FindingPlace;
}

const untilWords =
  /^\s*[(（]?(?:含|当日|起)?[)）]?\s*(?:起)?[\s,，]*(?:至|到|止于|—+|–|-|~|～|to|until|through|till|and (?:ends?|ending|expires?|expiring) on|and continues? until)\s*$/iu;
const termWords = /期限|有效期|合同期|服务期|租赁期|\bterm\b|\bperiod\b/iu;
const roleWords: readonly (readonly [DateRole, RegExp])[] = [
  [
    "signing",
    /(?:签订|签署|签约)(?:日期|时间|日)?[：:为于在\s]*$|(?:dated|signed on|date of (?:signature|signing)|signing date)[:\s]*(?:as of )?$/iu,
  ],
  [
    "delivery",
    /(?:交付|交货|交房|完工|竣工)(?:日期|时间|期限|日)?[：:为于在\s]*(?:不迟于|不晚于)?$|(?:deliver(?:ed|y)?(?: date)?|completion date)[^.;]{0,24}(?:on|by|before|:|than)\s*$/iu,
  ],
  [
    "end",
    /(?:终止|届满|到期|截止|结束)(?:日期|时间|日)?[：:为于在\s]*$|(?:end|expiry|expiration|termination) date[:\s]*(?:is )?$|expires? on\s*$/iu,
  ],
  [
    "start",
    /(?:生效|起始|开始|起租)(?:日期|时间|日)?[：:为于在\s]*$|(?:commencement|start|effective) date[:\s]*(?:is )?$/iu,
  ],
];
const deliveredAfter = /^\s*(?:前|之前|以前)?(?:完成)?(?:交付|交货|完工|竣工)/u;

/** Checks the dates of a text. */
export function checkDates({ paragraphs }: CheckedText, facts: CheckFacts): Finding[] {
  const findings: Finding[] = [];
  const found: FoundDate[] = [];
  let termIsKnown = false;
  for (const paragraph of paragraphs) {
    const dates = datesIn(paragraph.folded);
    for (const date of dates) {
      const place = placeIn(paragraph, date.from, date.to);
      if (date.day === null) findings.push({ code: "date/impossible", place, facts: { date: place.quote }, fix: null });
    }
    const ranges = rangesOf(paragraph, dates);
    for (const { first, last } of ranges) {
      if (first.day > last.day) findings.push(disorder(first, last, "start", "end"));
      else if (!termIsKnown && termWords.test(paragraph.folded.slice(0, first.place.from))) {
        termIsKnown = true;
        findings.push(...againstRecord(first, last, facts));
      }
      found.push({ ...first, role: "start" }, { ...last, role: "end" });
    }
    const inRanges = new Set(ranges.flatMap(({ first, last }) => [first.place.from, last.place.from]));
    for (const date of dates) {
      if (date.day === null || inRanges.has(date.from)) continue;
      found.push({ day: date.day, role: roleOf(paragraph, date), place: placeIn(paragraph, date.from, date.to) });
    }
  }
  return [...findings, ...checkRoles(found, findings)];
}

interface DateRange {
  readonly first: FoundDate;
  readonly last: FoundDate;
}

function rangesOf(paragraph: CheckedParagraph, dates: readonly WrittenDate[]): DateRange[] {
  return dates.flatMap((date, index) => {
    const next = dates[index + 1];
    if (date.day === null || !next || next.day === null) return [];
    if (!untilWords.test(paragraph.folded.slice(date.to, next.from))) return [];
    const first = { day: date.day, role: null, place: placeIn(paragraph, date.from, date.to) };
    return [{ first, last: { day: next.day, role: null, place: placeIn(paragraph, next.from, next.to) } }];
  });
}

function roleOf({ folded }: CheckedParagraph, { from, to }: WrittenDate): DateRole | null {
  const before = folded.slice(Math.max(0, from - 48), from);
  const found = roleWords.find(([, words]) => words.test(before));
  if (found) return found[0];
  return deliveredAfter.test(folded.slice(to)) ? "delivery" : null;
}

function disorder(earlier: FoundDate, later: FoundDate, first: DateRole, last: DateRole): Finding {
  const facts = { first: earlier.place.quote, last: later.place.quote, firstRole: first, lastRole: last };
  return { code: "date/order", place: later.place, facts, fix: null };
}

const orders: readonly (readonly [DateRole, DateRole])[] = [
  ["signing", "delivery"],
  ["signing", "end"],
  ["start", "end"],
];

/** The first date of each role against the first of the other; what a range said already is not said again. */
function checkRoles(found: readonly FoundDate[], told: readonly Finding[]): Finding[] {
  const firstOf = (role: DateRole): FoundDate | undefined =>
    found.find((each) => each.role === role && !told.some(({ place }) => isSame(place, each.place)));
  return orders.flatMap(([first, last]) => {
    const earlier = firstOf(first);
    const later = firstOf(last);
    return earlier && later && earlier.day > later.day ? [disorder(earlier, later, first, last)] : [];
  });
}

const isSame = (one: FindingPlace | null, other: FindingPlace): boolean =>
  one?.paragraph === other.paragraph && one.from === other.from;

function againstRecord(first: FoundDate, last: FoundDate, { startDay, endDay }: CheckFacts): Finding[] {
  const compare = (date: FoundDate, day: string | null, role: DateRole): Finding[] =>
    day === null || day === date.day
      ? []
      : [
          {
            code: "date/field-differs",
            place: date.place,
            facts: { stated: date.place.quote, expected: day, role },
            fix: null,
          },
        ];
  return [...compare(first, startDay, "start"), ...compare(last, endDay, "end")];
}
