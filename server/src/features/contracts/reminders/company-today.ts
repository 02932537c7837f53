import type { Clock } from "@parley/base";
import { type Day, readDay } from "@parley/contracts";
import type { People } from "../../../people/index.ts";

/** Asks which day it is where the company is. */
export function companyToday(people: Pick<People, "findTimeZone">, clock: Clock): () => Promise<Day> {
  return async () => {
    const timeZone = await people.findTimeZone();
    // The Swedish way to write a day is the one of ISO 8601.
    const written = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(clock.nowMs());
    const day = readDay(written);
    if (day === null) throw new RangeError(`no day: ${written}`);
    return day;
  };
}
