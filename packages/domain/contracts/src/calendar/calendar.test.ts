import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { type Day, addDays, dayOf, daySchema, daysBetween, readDay, weekdayOf } from "./day.ts";
import { chinaHolidays, companyHolidays, holidayTableSchema, isPublished, isWorkingDay } from "./holiday-table.ts";
import { countDays, dayKinds, daysAfter, remindOn, workingDayFrom } from "./periods.ts";

const day = (text: string): Day => daySchema.parse(text);
const random = seededRandom(1_582);
const randomDay = (): Day => addDays(day("1900-01-01"), random.int(401_000));

describe("days", () => {
  test("[CV10] exist or are refused", () => {
    expect(readDay("2028-02-29")).toBe("2028-02-29");
    for (const none of ["2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-8", "3000-01-01"])
      expect([none, readDay(none)]).toEqual([none, null]);
    expect(readDay("2000-02-29")).toBe("2000-02-29");
    expect(dayOf(2026, 1.5, 1)).toBeNull();
    expect(daySchema.safeParse("2026-02-30").success).toBe(false);
  });

  test("[CV10] follow one another through months and leap years, Mondays every seventh", () => {
    const first = day("1900-01-01");
    let previous = first;
    let passed = 0;
    const wrong: string[] = [];
    for (let year = 1900; year <= 2999; year++)
      for (let month = 1; month <= 12; month++)
        for (let dayOfMonth = 1; dayOfMonth <= 31; dayOfMonth++) {
          const next = dayOf(year, month, dayOfMonth);
          if (next === null || next === first) continue;
          passed += 1;
          const follows = addDays(previous, 1) === next && addDays(next, -1) === previous;
          // 1900-01-01 was a Monday.
          if (!follows || daysBetween(first, next) !== passed || weekdayOf(next) !== (passed % 7) + 1) wrong.push(next);
          previous = next;
        }
    expect(wrong).toEqual([]);
    // 1100 years of 365 days, and the leap days of the Gregorian rule.
    expect(passed + 1).toBe(1_100 * 365 + 275 - 11 + 3);
  });

  test("[CV10] are added and subtracted, and what was added is the difference", () => {
    for (let round = 0; round < 3_000; round++) {
      const from = randomDay();
      const to = randomDay();
      expect(addDays(from, daysBetween(from, to))).toBe(to);
    }
    expect(addDays(day("2026-11-27"), 1_000)).toBe("2029-08-23");
    expect(weekdayOf(day("2026-11-27"))).toBe(5);
    expect(() => addDays(day("2999-12-31"), 1)).toThrow(RangeError);
    expect(() => addDays(day("1900-01-01"), -1)).toThrow(RangeError);
    expect(() => addDays(day("2026-01-01"), 0.5)).toThrow(RangeError);
  });
});

describe("the holidays of China", () => {
  test("[CV11] have the Spring Festival and the Saturdays and Sundays that make up for it", () => {
    const rest = ["2025-01-28", "2025-02-04", "2026-02-15", "2026-02-23", "2026-10-07", "2025-10-08", "2026-01-02"];
    const work = ["2025-01-26", "2025-01-27", "2025-02-08", "2026-02-14", "2026-02-28", "2026-02-24", "2026-09-20"];
    expect(rest.filter((one) => isWorkingDay(day(one), chinaHolidays))).toEqual([]);
    expect(work.filter((one) => !isWorkingDay(day(one), chinaHolidays))).toEqual([]);
  });

  test.each([
    [2025, 248],
    [2026, 248],
  ])("[CV11] leave %i with %i working days", (year, workingDays) => {
    expect(countDays(day(`${year - 1}-12-31`), day(`${year}-12-31`), "working", chinaHolidays)).toBe(workingDays);
  });

  test("[CV11] are a valid table whose make-up days are on weekends", () => {
    expect(holidayTableSchema.parse(chinaHolidays)).toEqual(chinaHolidays);
    const makeUp = Object.values(chinaHolidays).flatMap((year) => year.workingDays);
    expect(makeUp.filter((one) => weekdayOf(one) <= 5)).toEqual([]);
  });

  test("[CV11] of a year that is not published are its weekends, and it is told", () => {
    expect(isWorkingDay(day("2027-10-01"), chinaHolidays)).toBe(true);
    expect(isWorkingDay(day("2027-10-02"), chinaHolidays)).toBe(false);
    expect(isPublished(day("2026-12-01"), day("2027-01-04"), chinaHolidays)).toBe(false);
    expect(isPublished(day("2026-12-31"), day("2025-01-01"), chinaHolidays)).toBe(true);
  });

  test("[CV11] give way to a company's own table, year by year", () => {
    const own = { 2027: { holidays: [day("2027-10-01")], workingDays: [] } };
    const table = companyHolidays(chinaHolidays, own);
    expect(isWorkingDay(day("2027-10-01"), table)).toBe(false);
    expect(isWorkingDay(day("2026-02-16"), table)).toBe(false);
    const without = companyHolidays(chinaHolidays, { 2026: { holidays: [], workingDays: [] } });
    expect(isWorkingDay(day("2026-02-16"), without)).toBe(true);
  });

  test("[CV11] are refused where a day is of another year, or both without work and of work", () => {
    const table = (holidays: string[], workingDays: string[]) => ({ 2026: { holidays, workingDays } });
    expect(holidayTableSchema.safeParse(table(["2026-02-16"], ["2026-02-14"])).success).toBe(true);
    expect(holidayTableSchema.safeParse(table(["2027-02-16"], [])).success).toBe(false);
    expect(holidayTableSchema.safeParse(table(["2026-02-14"], ["2026-02-14"])).success).toBe(false);
    expect(holidayTableSchema.safeParse(table(["2026-02-30"], [])).success).toBe(false);
  });
});

describe("periods", () => {
  test.each([
    ["2026-02-13", 1, "working", "2026-02-14"],
    ["2026-02-13", 2, "working", "2026-02-24"],
    ["2026-02-13", 10, "working", "2026-03-05"],
    ["2026-02-13", 10, "natural", "2026-02-23"],
    ["2026-02-16", 1, "working", "2026-02-24"],
    ["2026-02-16", 0, "working", "2026-02-16"],
    ["2026-02-24", -1, "working", "2026-02-14"],
    ["2026-03-02", -2, "working", "2026-02-27"],
    ["2025-01-26", -1, "working", "2025-01-24"],
  ] as const)("[CV12] [M21] %s and %i %s days is %s", (from, count, kind, to) => {
    expect(daysAfter(day(from), count, kind, chinaHolidays)).toBe(to);
  });

  test("[CV12] are counted back as they were counted on, between working days", () => {
    for (let round = 0; round < 400; round++) {
      const start = workingDayFrom(addDays(day("2025-01-01"), random.int(700)), chinaHolidays);
      const count = random.int(120) - 60;
      for (const kind of dayKinds) {
        const end = daysAfter(start, count, kind, chinaHolidays);
        expect(countDays(start, end, kind, chinaHolidays)).toBe(count);
        expect(countDays(end, start, kind, chinaHolidays)).toBe(count === 0 ? 0 : -count);
        expect(daysAfter(end, -count, kind, chinaHolidays)).toBe(start);
      }
    }
  });

  test("[CV12] that end on a holiday end on the next working day where the law says so", () => {
    expect(workingDayFrom(day("2026-02-15"), chinaHolidays)).toBe("2026-02-24");
    expect(workingDayFrom(day("2026-02-14"), chinaHolidays)).toBe("2026-02-14");
  });

  test("[CV12] of half a day or of centuries are refused", () => {
    expect(() => daysAfter(day("2026-01-01"), 1.5, "working", chinaHolidays)).toThrow(RangeError);
    expect(() => daysAfter(day("2026-01-01"), 40_000, "working", chinaHolidays)).toThrow(RangeError);
  });
});

describe("reminders", () => {
  test("[CV13] [M21] come so many natural or working days before", () => {
    expect(remindOn(day("2026-12-31"), 30, "natural", chinaHolidays)).toBe("2026-12-01");
    expect(remindOn(day("2026-02-25"), 3, "working", chinaHolidays)).toBe("2026-02-13");
    expect(remindOn(day("2026-02-20"), 1, "working", chinaHolidays)).toBe("2026-02-14");
    expect(remindOn(day("2026-02-20"), 0, "working", chinaHolidays)).toBe("2026-02-20");
    expect(() => remindOn(day("2026-02-20"), -1, "natural", chinaHolidays)).toThrow(RangeError);
  });
});
