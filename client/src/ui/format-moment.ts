/**
 * How moments read on the pages.
 *
 * Rule: everything on a page is in the reader's own time zone, and says which one where it says more than a distance (on hover).
 * Files are read elsewhere: what is exported names the zone beside the time.
 */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Formats are slow to make, and lists show hundreds of moments. */
const relatives = new Map<string, Intl.RelativeTimeFormat>();
const exacts = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Intl.DateTimeFormat>();

function kept<Format>(formats: Map<string, Format>, language: string, make: (tag: string) => Format): Format {
  let format = formats.get(language);
  if (format === undefined) formats.set(language, (format = make(tag(language))));
  return format;
}

function tag(language: string): string {
  return language === "zh" ? "zh-CN" : "en-GB";
}

let ownZone: string | null = null;

/** The zone (IANA) in which this browser tells the time. */
export function readerZone(): string {
  return (ownZone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** A moment with date and time, in the reader's own time zone. */
export function formatMoment(iso: string, language: string, timeZone = readerZone()): string {
  const exact = kept(
    exacts,
    `${language} ${timeZone}`,
    () => new Intl.DateTimeFormat(tag(language), { dateStyle: "medium", timeStyle: "short", timeZone }),
  );
  return exact.format(new Date(iso));
}

/** The same with how far its zone is from UTC, for titles: "10 Mar 2026, 20:00 (GMT+8)". */
export function formatMomentWithZone(iso: string, language: string, timeZone = readerZone()): string {
  const offset = kept(
    offsets,
    timeZone,
    () => new Intl.DateTimeFormat("en-GB", { hour: "numeric", timeZone, timeZoneName: "shortOffset" }),
  )
    .formatToParts(new Date(iso))
    .find(({ type }) => type === "timeZoneName")?.value;
  const moment = formatMoment(iso, language, timeZone);
  return language === "zh" ? `${moment}（${offset ?? timeZone}）` : `${moment} (${offset ?? timeZone})`;
}

/** A day without its time, in the reader's own time zone. */
export function formatDay(iso: string, language: string): string {
  return new Intl.DateTimeFormat(tag(language), { dateStyle: "medium" }).format(new Date(iso));
}

/**
 * A moment near the present as a distance (“in 3 days”, “yesterday”), a farther one as a day; the year only when it is another.
 * A moment a little in the future (clocks differ) counts as now.
 */
export function relativeMoment(iso: string, nowMs: number, language: string): string {
  const atMs = new Date(iso).getTime();
  const distanceMs = atMs - nowMs;
  const relative = kept(relatives, language, (to) => new Intl.RelativeTimeFormat(to, { numeric: "auto" }));
  const size = Math.abs(distanceMs);
  if (size < minuteMs) return language === "zh" ? "刚刚" : "just now";
  if (size < hourMs) return relative.format(Math.trunc(distanceMs / minuteMs), "minute");
  if (size < dayMs) return relative.format(Math.trunc(distanceMs / hourMs), "hour");
  if (size < 7 * dayMs) return relative.format(Math.trunc(distanceMs / dayMs), "day");
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  return new Intl.DateTimeFormat(
    tag(language),
    sameYear ? { month: "short", day: "numeric" } : { dateStyle: "medium" },
  ).format(new Date(atMs));
}
