import { expect, test } from "vitest";
import { formatMoment, formatMomentWithZone, readerZone } from "../../ui/format-moment.ts";
import { dayOf, formatSpan } from "./day-words.ts";

/** Still the evening of the ninth in New York, the tenth in Shanghai. */
const moment = "2026-03-10T03:05:00Z";

test("the history, the versions and the story tell a moment in one zone: the reader's", () => {
  expect(dayOf(moment, "America/New_York")).toBe("2026-03-09");
  expect(formatSpan(moment, moment, "en", "America/New_York")).toBe("23:05");
  expect(formatMoment(moment, "en", "America/New_York")).toBe("9 Mar 2026, 23:05");
  expect(dayOf(moment, "Asia/Shanghai")).toBe("2026-03-10");
  expect(formatSpan(moment, moment, "zh", "Asia/Shanghai")).toBe("11:05");
  expect(formatMoment(moment, "zh", "Asia/Shanghai")).toBe("2026年3月10日 11:05");
  // Nobody has to say which zone that is.
  expect([dayOf(moment), formatSpan(moment, moment, "en"), formatMoment(moment, "en")]).toEqual([
    dayOf(moment, readerZone()),
    formatSpan(moment, moment, "en", readerZone()),
    formatMoment(moment, "en", readerZone()),
  ]);
});

test("the zone is told on hover, as it was at that moment", () => {
  expect(formatMomentWithZone(moment, "en", "Asia/Shanghai")).toBe("10 Mar 2026, 11:05 (GMT+8)");
  expect(formatMomentWithZone(moment, "zh", "Asia/Shanghai")).toBe("2026年3月10日 11:05（GMT+8）");
  expect(formatMomentWithZone("2026-07-01T12:00:00Z", "en", "Europe/Berlin")).toBe("1 Jul 2026, 14:00 (GMT+2)");
});
