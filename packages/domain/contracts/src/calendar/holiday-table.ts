/**
 * [CV11] Which days a company rests and works, year by year, as data. A year that is not in the table counts its weekends only:
 * the days of such a year are provisional, and `isPublished` says so.
 */
import { z } from "zod";
import { type Day, addDays, dayOf, daySchema, partsOfDay, weekdayOf } from "./day.ts";

/** What one year has beside its weekends. */
export interface HolidayYear {
  /** Days without work; weekends may be among them. */
  readonly holidays: readonly Day[];
  /** Days of a weekend on which work is made up (调休上班). */
  readonly workingDays: readonly Day[];
}

/** By year. */
export type HolidayTable = Readonly<Record<string, HolidayYear>>;

/** A table on the wire: every day in its year, none both without work and of work. */
export const holidayTableSchema: z.ZodType<HolidayTable> = z
  .record(
    z.string().regex(/^(?:19|2\d)\d\d$/),
    z.object({ holidays: z.array(daySchema).max(366), workingDays: z.array(daySchema).max(366) }),
  )
  .refine((table) => Object.entries(table).every(([year, days]) => isOfYear(year, days)), "a day of another year")
  .refine((table) => Object.values(table).every(isConsistent), "a day both without work and of work");

const isOfYear = (year: string, { holidays, workingDays }: HolidayYear): boolean =>
  [...holidays, ...workingDays].every((day) => day.startsWith(`${year}-`));
const isConsistent = ({ holidays, workingDays }: HolidayYear): boolean =>
  holidays.every((day) => !workingDays.includes(day));

const day = (year: number, month: number, dayOfMonth: number): Day => {
  const found = dayOf(year, month, dayOfMonth);
  if (found === null) throw new RangeError(`no such day: ${year}-${month}-${dayOfMonth}`);
  return found;
};
const days = (from: Day, count: number): Day[] => Array.from({ length: count }, (_, index) => addDays(from, index));

/**
 * The public holidays of mainland China as the State Council published them: for 2025 on 2024-11-12, for 2026 on 2025-11-04
 * (国务院办公厅关于…年部分节假日安排的通知). Later years are left out until their notice is in here; a company can enter them itself.
 */
export const chinaHolidays: HolidayTable = {
  2025: {
    holidays: [
      day(2025, 1, 1),
      ...days(day(2025, 1, 28), 8), // Spring Festival
      ...days(day(2025, 4, 4), 3), // Qingming
      ...days(day(2025, 5, 1), 5), // Labour Day
      ...days(day(2025, 5, 31), 3), // Dragon Boat Festival
      ...days(day(2025, 10, 1), 8), // National Day and Mid-Autumn Festival
    ],
    workingDays: [day(2025, 1, 26), day(2025, 2, 8), day(2025, 4, 27), day(2025, 9, 28), day(2025, 10, 11)],
  },
  2026: {
    holidays: [
      ...days(day(2026, 1, 1), 3),
      ...days(day(2026, 2, 15), 9), // Spring Festival
      ...days(day(2026, 4, 4), 3), // Qingming
      ...days(day(2026, 5, 1), 5), // Labour Day
      ...days(day(2026, 6, 19), 3), // Dragon Boat Festival
      ...days(day(2026, 9, 25), 3), // Mid-Autumn Festival
      ...days(day(2026, 10, 1), 7), // National Day
    ],
    workingDays: [
      day(2026, 1, 4),
      day(2026, 2, 14),
      day(2026, 2, 28),
      day(2026, 5, 9),
      day(2026, 9, 20),
      day(2026, 10, 10),
    ],
  },
};

/** The table of a company: its own years in place of those of `base`, whole. */
export function companyHolidays(base: HolidayTable, own: HolidayTable): HolidayTable {
  return { ...base, ...own };
}

/** Whether people work on that day. */
export function isWorkingDay(on: Day, table: HolidayTable): boolean {
  const year = table[String(partsOfDay(on).year)];
  if (year?.workingDays.includes(on) === true) return true;
  return weekdayOf(on) <= 5 && year?.holidays.includes(on) !== true;
}

/** Whether the table has every year from one day to the other; otherwise what is counted in working days there may still change. */
export function isPublished(from: Day, to: Day, table: HolidayTable): boolean {
  const years = [partsOfDay(from).year, partsOfDay(to).year];
  for (let year = Math.min(...years); year <= Math.max(...years); year++)
    if (table[String(year)] === undefined) return false;
  return true;
}
