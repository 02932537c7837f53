/** [CV18] What a text means as a variable in a form: the other direction of render.ts, and wider, since people type. */
import { dayOf, readDay } from "../calendar/day.ts";
import { type DayKind, longestPeriodDays } from "../calendar/periods.ts";
import { guessCapitals, readCapitals } from "../money/capitals.ts";
import { readChineseInteger } from "../money/chinese-integer.ts";
import { type Decimal, readDecimal, writeDecimal } from "../money/decimal.ts";
import { readEnglishAmount, readEnglishInteger } from "../money/english-amount.ts";
import { foldWidth } from "../money/fold-width.ts";
import { type Money, moneyToWire } from "../money/money.ts";
import { type FiguresFault, readFigures } from "../money/read-figures.ts";
import { type CreditCodeFault, creditCodeFault, normalCreditCode } from "../parties/credit-code.ts";
import { isBlank } from "./blank.ts";
import { readChineseDecimal } from "./chinese-decimal.ts";
import { type PartyParticular, type VariableShape, formOf, partyParticulars, yesNoChoices } from "./definition.ts";
import { monthNames } from "./render.ts";
import { type VariableValue, variableValueSchema } from "./value.ts";

/** Why a text does not read as a value. */
export type ReadingFault =
  /** Still to be filled in. */
  | "variables/blank"
  /** The variable's kind has no such form. */
  | "variables/unknown-form"
  | "variables/not-text"
  | "variables/not-a-number"
  | "variables/not-capitals"
  /** Capitals whose meaning is clear and whose spelling the rule does not allow; `meant` is what they mean. */
  | "variables/capitals-spelling"
  | "variables/not-words"
  | "variables/not-a-date"
  | "variables/no-such-choice"
  | "variables/not-a-percentage"
  | "variables/not-days"
  | "variables/other-currency"
  | FiguresFault
  | CreditCodeFault;

export type VariableReading =
  | { readonly value: VariableValue }
  | { readonly fault: ReadingFault; readonly meant?: VariableValue };

/** Reads a text as a variable of this shape in this form, the kind's first when `null`. */
export function readVariable(shape: VariableShape, text: string, form: string | null): VariableReading {
  const known = formOf(shape.kind, form);
  if (known === null) return { fault: "variables/unknown-form" };
  if (isBlank(text)) return { fault: "variables/blank" };
  switch (shape.kind) {
    case "text":
      return checked({ kind: "text", text: text.trim() });
    case "number":
      return readNumberValue(foldWidth(text), known);
    case "money":
      return readMoney(shape, text, known);
    case "date":
      return readDate(foldWidth(text), known);
    case "party":
      return readParticular(text.trim(), known);
    case "choice":
      return readChoice(shape, text.trim());
    case "percent":
      return readPercent(foldWidth(text), known);
    case "days":
      return readDays(foldWidth(text), known);
  }
}

/** Words that are too long or have odd characters are no value. */
function checked(value: VariableValue): VariableReading {
  return variableValueSchema.safeParse(value).success ? { value } : { fault: "variables/not-text" };
}

/** A decimal whose commas, if any, part thousands: `-1,286,400.50`. */
function readGrouped(text: string): Decimal | null {
  const [whole = "", fraction] = text.split(".");
  if (whole.includes(",") && !/^-?\d{1,3}(?:,\d{3})+$/.test(whole)) return null;
  return readDecimal(whole.replaceAll(",", "") + (fraction === undefined ? "" : `.${text.slice(whole.length + 1)}`));
}

function readNumberValue(text: string, form: string): VariableReading {
  if (form === "figures" || form === "plain" || form === "chinese") {
    const decimal = form === "chinese" ? readChineseDecimal(text) : readGrouped(text.replace("−", "-"));
    return decimal === null
      ? { fault: "variables/not-a-number" }
      : { value: { kind: "number", number: writeDecimal(decimal) } };
  }
  const whole = form === "words" ? readEnglishInteger(text) : readChineseInteger(text, "capital");
  if (whole !== null) return { value: { kind: "number", number: whole.toString() } };
  return { fault: form === "words" ? "variables/not-words" : "variables/not-capitals" };
}

function readMoney({ currency }: VariableShape, text: string, form: string): VariableReading {
  const valueOf = (money: Money): VariableValue => ({ kind: "money", ...moneyToWire(money) });
  const allowed = (money: Money): VariableReading =>
    (currency ?? money.currency) === money.currency
      ? { value: valueOf(money) }
      : { fault: "variables/other-currency", meant: valueOf(money) };
  if (form === "capitals") {
    const money = readCapitals(text);
    if (money !== null) return allowed(money);
    const meant = guessCapitals(text);
    return meant === null
      ? { fault: "variables/not-capitals" }
      : { fault: "variables/capitals-spelling", meant: valueOf(meant) };
  }
  if (form === "words") {
    const money = readEnglishAmount(text);
    return money === null ? { fault: "variables/not-words" } : allowed(money);
  }
  const signed = readFigures(text, currency ?? null);
  const reading = "fault" in signed && signed.fault === "money/no-currency" ? readFigures(text, "CNY") : signed;
  return "money" in reading ? allowed(reading.money) : reading;
}

function readDate(text: string, form: string): VariableReading {
  const day = form === "zh" ? readChineseDay(text) : form === "en" ? readEnglishDay(text) : readDay(text);
  return day === null ? { fault: "variables/not-a-date" } : { value: { kind: "date", day } };
}

function readChineseDay(text: string): ReturnType<typeof readDay> {
  const found = /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日$/.exec(text);
  return found === null ? null : dayOf(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** `8 April 2026`, `April 8, 2026`, with the month in full or by its first three letters. */
function readEnglishDay(text: string): ReturnType<typeof readDay> {
  const british = /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)\.?,? (\d{4})$/i.exec(text);
  const american = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text);
  const [dayOfMonth, name, year] = british?.slice(1) ?? [american?.[2], american?.[1], american?.[3]];
  if (name === undefined) return null;
  const lower = name.toLowerCase();
  const month = monthNames.findIndex((full) => [full, full.slice(0, 3)].some((one) => one.toLowerCase() === lower));
  return dayOf(Number(year), month + 1, Number(dayOfMonth));
}

function readParticular(text: string, form: string): VariableReading {
  const key: PartyParticular = partyParticulars.find((one) => one === form) ?? "name";
  if (key !== "creditCode") return checked({ kind: "party", [key]: text });
  const code = normalCreditCode(text);
  const fault = creditCodeFault(code);
  return fault === null ? { value: { kind: "party", creditCode: code } } : { fault };
}

function readChoice(shape: VariableShape, text: string): VariableReading {
  const lower = text.toLowerCase();
  const chosen = (shape.choices ?? yesNoChoices).find(({ labels }) =>
    [labels.zh, labels.en].some((label) => label.toLowerCase() === lower),
  );
  return chosen === undefined
    ? { fault: "variables/no-such-choice" }
    : { value: { kind: "choice", choice: chosen.value } };
}

function readPercent(text: string, form: string): VariableReading {
  const [, sign = "", said = ""] = /^(负?)百分之(.+)$/.exec(text) ?? [];
  const decimal =
    form === "chinese"
      ? readChineseDecimal(said.startsWith("负") ? "" : sign + said)
      : readGrouped(/^(.+?) ?%$/.exec(text.replace("−", "-"))?.[1] ?? "");
  return decimal === null
    ? { fault: "variables/not-a-percentage" }
    : { value: { kind: "percent", percent: writeDecimal(decimal) } };
}

const dayUnits: readonly (readonly [RegExp, DayKind])[] = [
  [/ ?(?:个工作日|工作日| (?:working|business) days?)$/i, "working"],
  [/ ?(?:个自然日|自然日|个日历日|日历日|日|天| (?:calendar |natural )?days?)$/i, "natural"],
];

function readDays(text: string, form: string): VariableReading {
  for (const [unit, dayKind] of dayUnits) {
    const found = unit.exec(text);
    if (found === null) continue;
    const said = text.slice(0, found.index);
    const count = form === "chinese" ? readChineseInteger(said, "usual") : /^\d{1,5}$/.test(said) ? BigInt(said) : null;
    if (count === null || count > longestPeriodDays) break;
    return { value: { kind: "days", count: Number(count), dayKind } };
  }
  return { fault: "variables/not-days" };
}
