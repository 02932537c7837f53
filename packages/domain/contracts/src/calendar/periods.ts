/** [CV12] Periods in natural and in working days. The day on which a period begins is not counted (Civil Code, Article 201). */
import { type Day, addDays, daysBetween } from "./day.ts";
import { type HolidayTable, isWorkingDay } from "./holiday-table.ts";

export const dayKinds = ["natural", "working"] as const;
/** How days are counted: every day (自然日), or those on which people work (工作日). */
export type DayKind = (typeof dayKinds)[number];

/** A period is not longer than this many days. */
export const longestPeriodDays = 36_500;

/**
 * The last day of a period: so many days after `start`, before it when `count` is negative. 0 is the day itself, whatever day that is;
 * a working day counts from the next one on. Throws a `RangeError` when `count` is no whole number within `longestPeriodDays` or the
 * period leaves the calendar.
 */
export function daysAfter(start: Day, count: number, kind: DayKind, table: HolidayTable): Day {
  if (!Number.isInteger(count) || Math.abs(count) > longestPeriodDays) throw new RangeError(`no period: ${count} days`);
  if (kind === "natural") return addDays(start, count);
  const step = Math.sign(count);
  let left = Math.abs(count);
  let day = start;
  while (left > 0) {
    day = addDays(day, step);
    if (isWorkingDay(day, table)) left -= 1;
  }
  return day;
}

/** The day itself when people work on it, else the next on which they do: where a period ends on a holiday (Civil Code, Article 203). */
export function workingDayFrom(day: Day, table: HolidayTable): Day {
  let found = day;
  while (!isWorkingDay(found, table)) found = addDays(found, 1);
  return found;
}

/** Days of that kind after `from` up to and with `to`; as many, but negative, the other way round. */
export function countDays(from: Day, to: Day, kind: DayKind, table: HolidayTable): number {
  if (kind === "natural") return daysBetween(from, to);
  if (from > to) return -countDays(to, from, kind, table);
  let count = 0;
  for (let day = from; day < to;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, table)) count += 1;
  }
  return count;
}

/**
 * [CV13] The day to remind of something that is due: so many natural or working days before. A day of reminder in working days is a
 * working day, unless `daysBefore` is 0. Throws a `RangeError` when `daysBefore` is negative, and as `daysAfter`.
 */
export function remindOn(dueDay: Day, daysBefore: number, kind: DayKind, table: HolidayTable): Day {
  if (daysBefore < 0) throw new RangeError(`a reminder comes before: ${daysBefore}`);
  return daysAfter(dueDay, -daysBefore, kind, table);
}
