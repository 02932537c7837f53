/** [CP6] Which rule reminds of a due day. */
import type { Day } from "../calendar/day.ts";
import type { HolidayTable } from "../calendar/holiday-table.ts";
import { type DayKind, remindOn } from "../calendar/periods.ts";

/** So many days before a due day. */
export interface ReminderRule {
  readonly days: number;
  readonly unit: DayKind;
}

export const reminderKinds = ["end", "payment"] as const;
/** Of what one is reminded: the end of a contract, or a payment. */
export type ReminderKind = (typeof reminderKinds)[number];

/** The rules of a company that has said nothing else. */
export const usualReminderRules: Readonly<Record<ReminderKind, ReminderRule[]>> = {
  end: [{ days: 30, unit: "natural" }],
  payment: [{ days: 5, unit: "working" }],
};

/**
 * [CP6] Which of the rules reminds today: of those whose day has come the nearest to the due day, so that a reminder that comes late comes once.
 * `null` while none has, once the due day is over, and when one went out on that rule's day or later.
 */
export function dueRule(
  dueDay: Day,
  rules: readonly ReminderRule[],
  {
    today,
    remindedOn,
    holidays,
  }: { readonly today: Day; readonly remindedOn: readonly string[]; readonly holidays: HolidayTable },
): ReminderRule | null {
  if (today > dueDay) return null;
  const [nearest] = rules
    .map((rule) => ({ rule, day: remindOn(dueDay, rule.days, rule.unit, holidays) }))
    .filter(({ day }) => day <= today)
    .toSorted((a, b) => (a.day < b.day ? 1 : -1));
  if (!nearest || remindedOn.some((day) => day >= nearest.day)) return null;
  return nearest.rule;
}
