/** [CP8] The term of a renewal: it begins the day after the old one ends and lasts as long. */
import { type Day, addDays, dayOf, daysBetween, daysInMonth, partsOfDay } from "../calendar/day.ts";

interface Term {
  readonly startDay: Day | null;
  readonly endDay: Day | null;
}

/** [CP8] Whole months last as many months, everything else as many days. Without a start the end is left open. */
export function renewedTerm({ startDay, endDay }: Term): Term {
  if (endDay === null) return { startDay: null, endDay: null };
  const begins = addDays(endDay, 1);
  if (startDay === null) return { startDay: begins, endDay: null };
  const [from, to] = [partsOfDay(startDay), partsOfDay(begins)];
  const months = (to.year - from.year) * 12 + to.month - from.month;
  if (months <= 0 || from.dayOfMonth !== to.dayOfMonth)
    return { startDay: begins, endDay: addDays(endDay, daysBetween(startDay, begins)) };
  const year = to.year + Math.floor((to.month - 1 + months) / 12);
  const month = ((to.month - 1 + months) % 12) + 1;
  const after = dayOf(year, month, Math.min(to.dayOfMonth, daysInMonth(year, month)));
  return { startDay: begins, endDay: after && addDays(after, -1) };
}
