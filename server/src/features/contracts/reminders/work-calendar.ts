/** Which days people work on: weekdays, the published holidays, and what the company says of single days. */
import { type HolidayTable, type SpecialDay, chinaHolidays, specialDaysOf, withSpecialDays } from "@parley/contracts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { listOwnDays, setOwnDay } from "./calendar-store.ts";

export interface WorkCalendar {
  /** The calendar as it holds now. */
  readHolidays(): Promise<HolidayTable>;
  /** Days of a year that are not as their weekday says, and of which the company said something, in order. */
  listSpecialDays(year: number): Promise<SpecialDay[]>;
  /** Says that a day is off or worked on; `null`: as it is by default. */
  setDay(day: string, kind: SpecialDay["kind"] | null, name: string): Promise<void>;
}

export function createWorkCalendar(sql: Sql): WorkCalendar {
  return {
    async readHolidays() {
      return withSpecialDays(chinaHolidays, await listOwnDays(sql));
    },
    async listSpecialDays(year) {
      const own = (await listOwnDays(sql)).filter(({ day }) => day.startsWith(`${year}-`));
      const said = new Set(own.map(({ day }) => day));
      const published = specialDaysOf(chinaHolidays, year).filter(({ day }) => !said.has(day));
      return [
        ...own.map((each) => ({ ...each, own: true })),
        ...published.map((each) => ({ ...each, name: "", own: false })),
      ].toSorted((a, b) => (a.day < b.day ? -1 : 1));
    },
    setDay: (day, kind, name) => setOwnDay(sql, day, kind, name),
  };
}
