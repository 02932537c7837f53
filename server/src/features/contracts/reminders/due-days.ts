import { type Day, type HolidayTable, type PaymentLine, daysAfter, readDay } from "@parley/contracts";

/** The day on which a payment is due; `null` while it is not known. */
export function dueDayOf(due: PaymentLine["due"], holidays: HolidayTable): Day | null {
  if (due.kind === "day") return readDay(due.day);
  if (due.kind === "open" || due.conditionDay === null) return null;
  const from = readDay(due.conditionDay);
  return from && daysAfter(from, due.days, due.unit, holidays);
}
