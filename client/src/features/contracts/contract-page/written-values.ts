import type { Language } from "@parley/base";
import { type MoneyOnWire, formatMoney, moneyFromWire } from "@parley/contracts";

/** A day of the calendar as the reader writes days; it has no zone. */
export function dayInWords(day: string, language: Language): string {
  const style = { year: "numeric", month: language === "zh" ? "long" : "short", day: "numeric" } as const;
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** An amount with its currency. */
export function moneyInWords(amount: MoneyOnWire, language: Language): string {
  return formatMoney(moneyFromWire(amount), language);
}
