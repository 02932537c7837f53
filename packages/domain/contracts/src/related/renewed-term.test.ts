import { expect, test } from "vitest";
import { readDay } from "../calendar/day.ts";
import { renewedTerm } from "./renewed-term.ts";

test("[CP8] a renewal begins the day after the end and lasts as many months, or as many days", () => {
  const renewed = (startDay: string | null, endDay: string | null) =>
    Object.values(renewedTerm({ startDay: readDay(startDay ?? ""), endDay: readDay(endDay ?? "") }));
  expect(renewed("2026-01-01", "2026-12-31")).toEqual(["2027-01-01", "2027-12-31"]);
  expect(renewed("2026-03-15", "2026-06-14")).toEqual(["2026-06-15", "2026-09-14"]);
  expect(renewed("2023-03-01", "2024-02-29")).toEqual(["2024-03-01", "2025-02-28"]);
  expect(renewed("2026-01-10", "2026-01-19")).toEqual(["2026-01-20", "2026-01-29"]);
  expect(renewed(null, "2026-12-31")).toEqual(["2027-01-01", null]);
  expect(renewed("2026-01-01", null)).toEqual([null, null]);
});
