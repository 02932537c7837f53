import { expect, test } from "vitest";
import { relativeMoment } from "./format-moment.ts";

const now = Date.parse("2026-03-10T12:00:00Z");

test.each([
  ["2026-03-10T11:59:40Z", "just now", "刚刚"],
  ["2026-03-10T12:00:30Z", "just now", "刚刚"],
  ["2026-03-10T11:55:00Z", "5 minutes ago", "5分钟前"],
  ["2026-03-10T09:00:00Z", "3 hours ago", "3小时前"],
  ["2026-03-09T11:00:00Z", "yesterday", "昨天"],
  ["2026-03-13T13:00:00Z", "in 3 days", "3天后"],
  ["2026-01-05T12:00:00Z", "5 Jan", "1月5日"],
  ["2024-12-05T12:00:00Z", "5 Dec 2024", "2024年12月5日"],
])("%s reads as “%s” and “%s”", (iso, english, chinese) => {
  expect(relativeMoment(iso, now, "en")).toBe(english);
  expect(relativeMoment(iso, now, "zh")).toBe(chinese);
});
