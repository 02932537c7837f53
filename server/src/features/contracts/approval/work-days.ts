import type { Clock } from "@parley/base";
import { type Day, type HolidayTable, readDay } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { WorkDays } from "./approval-ports.ts";

/** Days in the company's time zone. */
export function createWorkDays(
  people: Pick<People, "findTimeZone">,
  clock: Clock,
  readHolidays: () => Promise<HolidayTable>,
): WorkDays {
  const dayOf = async (atMs: number): Promise<Day> => {
    const timeZone = await people.findTimeZone();
    // The Swedish way to write a day is the one of ISO 8601.
    const written = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(atMs);
    const day = readDay(written);
    if (day === null) throw new RangeError(`no day: ${written}`);
    return day;
  };
  return { dayOf, today: () => dayOf(clock.nowMs()), readHolidays };
}
