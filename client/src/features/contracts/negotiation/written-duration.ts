import type { TFunction } from "i18next";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time as a clock of a negotiation shows it: minutes below an hour, hours below two days, then days and hours. */
export function writtenDuration(lengthMs: number, t: TFunction): string {
  if (lengthMs < MINUTE_MS) return t("contracts.negotiation.time.none");
  if (lengthMs < HOUR_MS) return t("contracts.negotiation.time.minutes", { count: Math.floor(lengthMs / MINUTE_MS) });
  if (lengthMs < 2 * DAY_MS) return t("contracts.negotiation.time.hours", { count: Math.floor(lengthMs / HOUR_MS) });
  const days = Math.floor(lengthMs / DAY_MS);
  const hours = Math.floor((lengthMs % DAY_MS) / HOUR_MS);
  return t("contracts.negotiation.time.days", { days, hours });
}
