import { describe, expect, test } from "vitest";
import { type Day, daySchema } from "../calendar/day.ts";
import { chinaHolidays, isWorkingDay } from "../calendar/holiday-table.ts";
import { dueRule } from "./reminder-rules.ts";
import { specialDaysOf, withSpecialDays } from "./special-days.ts";

const day = (text: string): Day => daySchema.parse(text);

describe("the company's calendar", () => {
  test("[CP5] takes the company's word for a day before the published one, in both directions", () => {
    const table = withSpecialDays(chinaHolidays, [
      { day: day("2026-02-16"), kind: "work" },
      { day: day("2026-02-14"), kind: "off" },
      { day: day("2026-12-25"), kind: "off" },
      { day: day("2027-01-02"), kind: "work" },
    ]);
    const works = ["2026-02-16", "2026-02-14", "2026-12-25", "2027-01-02", "2026-02-17"].map((each) =>
      isWorkingDay(day(each), table),
    );
    expect(works).toEqual([true, false, false, true, false]);
    expect(isWorkingDay(day("2026-02-16"), chinaHolidays)).toBe(false);
    expect(specialDaysOf(table, 2027)).toEqual([{ day: "2027-01-02", kind: "work" }]);
    expect(specialDaysOf(chinaHolidays, 2026)[0]).toEqual({ day: "2026-01-01", kind: "off" });
  });
});

describe("reminders", () => {
  const rules = [
    { days: 30, unit: "natural" },
    { days: 5, unit: "working" },
  ] as const;
  const on = (today: string, remindedOn: string[] = []) =>
    dueRule(day("2026-05-31"), rules, { today: day(today), remindedOn, holidays: chinaHolidays });

  test("[CP6] [M21] of several that are due the nearest counts, and none once the day is over", () => {
    expect(on("2026-04-30")).toBeNull();
    expect(on("2026-05-01")).toEqual(rules[0]);
    expect(on("2026-05-24")).toEqual(rules[0]);
    expect(on("2026-05-25")).toEqual(rules[1]);
    expect(on("2026-05-31")).toEqual(rules[1]);
    expect(on("2026-06-01")).toBeNull();
  });

  test("[CP6] a rule that is made earlier reminds of nothing that was reminded of since", () => {
    expect(on("2026-05-10", ["2026-05-01"])).toBeNull();
    expect(on("2026-05-10", ["2026-04-30"])).toEqual(rules[0]);
    expect(on("2026-05-26", ["2026-05-01"])).toEqual(rules[1]);
  });
});
