/** [CV10] Days of the calendar: `YYYY-MM-DD`, without hours and zones. What day it is now, a caller knows; nothing here does. */
import { z } from "zod";

declare const brand: unique symbol;
/** A day that exists, from 1900-01-01 to 2999-12-31. Days compare as strings. */
export type Day = string & { readonly [brand]: "day" };

const firstYear = 1900;
const lastYear = 2999;

/** Days of a month; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The day of that year, month (from 1) and day of the month, or `null` when there is none. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | null {
  if (![year, month, dayOfMonth].every(Number.isInteger)) return null;
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return null;
  if (dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return null;
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${year}-${two(month)}-${two(dayOfMonth)}` as Day;
}

/** Reads `YYYY-MM-DD`; `null` for other texts and days that do not exist. */
export function readDay(text: string): Day | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return found === null ? null : dayOf(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** A day on the wire: `YYYY-MM-DD`, one that exists. */
export const daySchema = z.iso.date().refine((text) => readDay(text) !== null) as unknown as z.ZodType<Day, Day>;

/** Year, month (from 1) and day of the month. */
export function partsOfDay(day: Day): { readonly year: number; readonly month: number; readonly dayOfMonth: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), dayOfMonth: Number(day.slice(8, 10)) };
}

/** How many days the day is after 0000-03-01; years begin in March so that the leap day is a year's last. */
function ordinal(day: Day): number {
  const { year, month, dayOfMonth } = partsOfDay(day);
  const marchYear = month > 2 ? year : year - 1;
  const beforeYear =
    marchYear * 365 + Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return beforeYear + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
}

/** The day so many days later, earlier when negative. Throws a `RangeError` when that leaves the calendar or `count` is no whole number. */
export function addDays(day: Day, count: number): Day {
  const target = ordinal(day) + count;
  // A first guess of the year that is never too late, then forward.
  let year = Math.floor(target / 366);
  let month = 3;
  let left = target - ordinalOfMarch(year);
  while (left >= daysInMonth(year, month)) {
    left -= daysInMonth(year, month);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  const found = dayOf(year, month, left + 1);
  if (found === null) throw new RangeError(`no day ${count} days after ${day}`);
  return found;
}

const ordinalOfMarch = (year: number): number =>
  year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);

/** Days from one day to another: 0 for the same, negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return ordinal(to) - ordinal(from);
}

/** Day of the week, Monday 1 to Sunday 7. */
export function weekdayOf(day: Day): number {
  // 0000-03-01 was a Wednesday.
  return ((ordinal(day) + 2) % 7) + 1;
}
