import { readerZone } from "../../ui/format-moment.ts";

function tag(language: string): string {
  return language === "zh" ? "zh-CN" : "en-GB";
}

/** The day of a moment where the reader is, as YYYY-MM-DD. */
export function dayOf(at: string | number, timeZone = readerZone()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(at),
  );
}

/** A day (YYYY-MM-DD) with its weekday. */
export function formatWholeDay(day: string, language: string): string {
  return new Intl.DateTimeFormat(tag(language), {
    weekday: "long",
    year: "numeric",
    month: "long",
    day: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}

/** From when to when, in the reader's zone: one time where both are the same minute. */
export function formatSpan(from: string, to: string, language: string, timeZone = readerZone()): string {
  const format = new Intl.DateTimeFormat(tag(language), {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone,
  });
  const [start, end] = [format.format(new Date(from)), format.format(new Date(to))];
  return start === end ? start : `${start}–${end}`;
}
