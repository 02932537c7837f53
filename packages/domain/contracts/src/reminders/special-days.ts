/** [CP5] What a company says of single days, over the published calendar. */
import { type Day, weekdayOf } from "../calendar/day.ts";
import type { HolidayTable } from "../calendar/holiday-table.ts";

/** A day that is not as its weekday says: without work, or of work. */
export interface SaidOfDay {
  readonly day: Day;
  readonly kind: "off" | "work";
}

/** [CP5] The table in which these days are as it is said of them. */
export function withSpecialDays(table: HolidayTable, said: readonly SaidOfDay[]): HolidayTable {
  const years: Record<string, HolidayTable[string]> = { ...table };
  for (const { day, kind } of said) {
    const year = years[day.slice(0, 4)] ?? { holidays: [], workingDays: [] };
    const holidays = year.holidays.filter((each) => each !== day);
    const workingDays = year.workingDays.filter((each) => each !== day);
    const isWeekend = weekdayOf(day) > 5;
    if (kind === "off" && !isWeekend) holidays.push(day);
    if (kind === "work" && isWeekend) workingDays.push(day);
    years[day.slice(0, 4)] = { holidays, workingDays };
  }
  return years;
}

/** Days of a year that are not as their weekday says, in order. */
export function specialDaysOf(table: HolidayTable, year: number): SaidOfDay[] {
  const { holidays, workingDays } = table[String(year)] ?? { holidays: [], workingDays: [] };
  return [
    ...holidays.filter((day) => weekdayOf(day) <= 5).map((day) => ({ day, kind: "off" }) as const),
    ...workingDays.map((day) => ({ day, kind: "work" }) as const),
  ].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
