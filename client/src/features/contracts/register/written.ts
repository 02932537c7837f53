import type { Language } from "@parley/base";
import { type MoneyOnWire, formatMoney, moneyFromWire } from "@parley/contracts";

const formats = new Map<Language, Intl.DateTimeFormat>();

/** A day of the calendar as the reader writes days; it has no zone. */
export function writtenDay(day: string, language: Language): string {
  let format = formats.get(language);
  if (!format) {
    const style = { year: "numeric", month: language === "zh" ? "long" : "short", day: "numeric" } as const;
    format = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { ...style, timeZone: "UTC" });
    formats.set(language, format);
  }
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** An amount with its currency. */
export function writtenMoney(amount: MoneyOnWire, language: Language): string {
  return formatMoney(moneyFromWire(amount), language);
}
