function tag(language: string): string {
  return language === "zh" ? "zh-CN" : "en-GB";
}

/** The day of a moment in a time zone, as YYYY-MM-DD. */
export function dayIn(timeZone: string, atMs: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(atMs);
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

/** From when to when, in a time zone: one time where both are the same minute. */
export function formatSpan(from: string, to: string, timeZone: string, language: string): string {
  const format = new Intl.DateTimeFormat(tag(language), {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone,
  });
  const [start, end] = [format.format(new Date(from)), format.format(new Date(to))];
  return start === end ? start : `${start}–${end}`;
}
