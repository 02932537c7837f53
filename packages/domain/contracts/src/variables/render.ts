/** [CV18] A value as text shows it in a form. */
import type { Language } from "@parley/base";
import { type Day, partsOfDay } from "../calendar/day.ts";
import { chineseCapitals } from "../money/capitals.ts";
import { CHINESE_LIMIT, chineseInteger } from "../money/chinese-integer.ts";
import { readDecimal, writeDecimal } from "../money/decimal.ts";
import { englishAmount, englishInteger } from "../money/english-amount.ts";
import { formatFigure, formatMoney, groupDigits, moneyFromWire } from "../money/money.ts";
import { chineseDecimal } from "./chinese-decimal.ts";
import { type PartyParticular, type VariableShape, formOf, partyParticulars, yesNoChoices } from "./definition.ts";
import type { VariableValue } from "./value.ts";

/** English names of the months. */
export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/**
 * The text of a value in a form; `form` is the kind's first when `null`. What it answers reads back to the value by `readVariable` with
 * the same shape and form (of a party, to that particular).
 * `null` when there is nothing to show: the kind has no such form, the value is of another kind, a choice is not offered, a party has no
 * such particular, a number has no such spelling (capitals of 1.5), or plain figures would be taken for another currency.
 */
export function renderVariable(
  shape: VariableShape,
  value: VariableValue,
  form: string | null,
  language: Language,
): string | null {
  const known = formOf(shape.kind, form);
  if (known === null || value.kind !== shape.kind) return null;
  switch (value.kind) {
    case "text":
      return value.text;
    case "number":
      return renderNumberValue(value.number, known);
    case "money":
      return renderMoney(shape, value, known, language);
    case "date":
      return renderDay(value.day, known);
    case "party":
      return value[partyParticulars.find((key): key is PartyParticular => key === known) ?? "name"] ?? null;
    case "choice":
      return (shape.choices ?? yesNoChoices).find((choice) => choice.value === value.choice)?.labels[language] ?? null;
    case "percent":
      return renderPercent(value.percent, known);
    case "days":
      return renderDays(value, known, language);
  }
}

function renderNumberValue(number: string, form: string): string | null {
  const decimal = readDecimal(number);
  if (decimal === null) return null;
  const plain = writeDecimal(decimal);
  if (form === "figures") return groupDigits(plain);
  if (form === "plain") return plain;
  if (form === "chinese") return chineseDecimal(decimal);
  // Only counts are written out: 一式肆份, “four copies”.
  if (!/^\d+$/.test(plain)) return null;
  const whole = BigInt(plain);
  if (form === "words") return englishInteger(whole);
  return whole < CHINESE_LIMIT ? chineseInteger(whole, "capital") : null;
}

function renderMoney(
  { currency }: VariableShape,
  value: Extract<VariableValue, { kind: "money" }>,
  form: string,
  language: Language,
): string | null {
  const money = moneyFromWire(value);
  if ((currency ?? money.currency) !== money.currency) return null;
  if (form === "capitals") return chineseCapitals(money);
  if (form === "words") return englishAmount(money);
  if (form === "figures") return formatMoney(money, language);
  return money.currency === (currency ?? "CNY") ? formatFigure(money) : null;
}

function renderDay(day: Day, form: string): string {
  const { year, month, dayOfMonth } = partsOfDay(day);
  if (form === "zh") return `${year}年${month}月${dayOfMonth}日`;
  return form === "en" ? `${dayOfMonth} ${monthNames[month - 1] ?? ""} ${year}` : day;
}

function renderPercent(percent: string, form: string): string | null {
  const decimal = readDecimal(percent);
  if (decimal === null) return null;
  if (form === "figures") return `${writeDecimal(decimal)}%`;
  const said = chineseDecimal(decimal);
  return said === null ? null : said.startsWith("负") ? `负百分之${said.slice(1)}` : `百分之${said}`;
}

function renderDays(
  { count, dayKind }: Extract<VariableValue, { kind: "days" }>,
  form: string,
  language: Language,
): string {
  const unit = dayKind === "working" ? "个工作日" : "日";
  if (form === "chinese") return chineseInteger(BigInt(count), "usual") + unit;
  if (language === "zh") return `${count}${unit}`;
  return `${count} ${dayKind === "working" ? "working " : ""}${count === 1 ? "day" : "days"}`;
}
