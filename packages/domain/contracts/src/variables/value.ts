/** [CV17] Values of variables, as they are sent and stored. */
import { z } from "zod";
import { dayKinds, longestPeriodDays } from "../calendar/periods.ts";
import { daySchema } from "../calendar/day.ts";
import { compareDecimals, decimalPattern, readDecimal, writeDecimal } from "../money/decimal.ts";
import { currencySchema, moneyAsDecimal, moneyFromWire, moneySchema } from "../money/money.ts";
import { type CreditCodeFault, creditCodeFault } from "../parties/credit-code.ts";
import { isBlank } from "./blank.ts";
import {
  type PartyParticular,
  type VariableDefinition,
  compareBounds,
  partyParticulars,
  yesNoChoices,
} from "./definition.ts";

/** Words that stand in text: no space around them, no control characters but line breaks, and nothing that looks like a blank to fill in. */
const wordsSchema = (most: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text === text.trim() && !/[^\P{Cc}\n]/u.test(text) && !isBlank(text), "not words");
const decimalSchema = z.string().regex(decimalPattern);
const particular = wordsSchema(300).optional();

const partyValueSchema = z.object({
  kind: z.literal("party"),
  name: particular,
  alias: particular,
  creditCode: particular,
  address: particular,
  bankName: particular,
  bankAccount: particular,
  contact: particular,
  representative: particular,
});

/** A value on the wire. Of a party, what is not known is absent. */
export const variableValueSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: wordsSchema(10_000) }),
  z.object({ kind: z.literal("number"), number: decimalSchema }),
  z
    .object({ kind: z.literal("money"), minor: z.string(), currency: currencySchema })
    .refine((money) => moneySchema.safeParse(money).success, "not an amount"),
  z.object({ kind: z.literal("date"), day: daySchema }),
  partyValueSchema,
  /** One of the definition's choices, by its value. */
  z.object({ kind: z.literal("choice"), choice: z.string().min(1).max(64) }),
  /** `15` is 15 %. */
  z.object({ kind: z.literal("percent"), percent: decimalSchema }),
  z.object({
    kind: z.literal("days"),
    count: z.number().int().min(0).max(longestPeriodDays),
    dayKind: z.enum(dayKinds),
  }),
]);
export type VariableValue = z.infer<typeof variableValueSchema>;
type PartyValue = Extract<VariableValue, { kind: "party" }>;

/** Values by the variable's name. */
export type VariableValues = Readonly<Record<string, VariableValue>>;

/** Why a value does not suit its definition. */
export type ValueFault =
  | "variables/other-kind"
  | "variables/below-min"
  | "variables/above-max"
  | "variables/no-such-choice"
  | "variables/other-currency"
  | CreditCodeFault;

/** Why a checked value does not suit the definition, or `null`. */
export function valueFault(definition: VariableDefinition, value: VariableValue): ValueFault | null {
  if (value.kind !== definition.kind) return "variables/other-kind";
  if (value.kind === "party") return value.creditCode === undefined ? null : creditCodeFault(value.creditCode);
  if (value.kind === "choice") {
    const choices = definition.choices ?? yesNoChoices;
    return choices.some((choice) => choice.value === value.choice) ? null : "variables/no-such-choice";
  }
  if (value.kind === "money" && (definition.currency ?? value.currency) !== value.currency)
    return "variables/other-currency";
  const { min, max } = definition;
  const measure = measureOf(value);
  if (min !== undefined && compareBounds(value.kind, measure, min) < 0) return "variables/below-min";
  return max !== undefined && compareBounds(value.kind, measure, max) > 0 ? "variables/above-max" : null;
}

/** What bounds are compared with. */
function measureOf(value: Exclude<VariableValue, { kind: "party" | "choice" }>): string {
  switch (value.kind) {
    case "text":
      return String(Array.from(value.text).length);
    case "number":
      return value.number;
    case "percent":
      return value.percent;
    case "money":
      return writeDecimal(moneyAsDecimal(moneyFromWire(value)));
    case "date":
      return value.day;
    case "days":
      return String(value.count);
  }
}

/** Whether two values of any kinds are the same; `1.50` and `1.5` are. */
export function sameValue(one: VariableValue, other: VariableValue): boolean {
  const merged = mergeValues(one, other);
  return merged !== null && (one.kind !== "party" || other.kind !== "party" || hasSameParticulars(one, other));
}

/** What both values say together, or `null` when they contradict: parties are merged by particulars, all other values must be the same. */
export function mergeValues(one: VariableValue, other: VariableValue): VariableValue | null {
  if (one.kind === "party" && other.kind === "party") {
    const contradicts = partyParticulars.some(
      (key) => one[key] !== undefined && other[key] !== undefined && one[key] !== other[key],
    );
    return contradicts ? null : { ...one, ...other };
  }
  return isSameScalar(one, other) ? one : null;
}

function isSameScalar(one: VariableValue, other: VariableValue): boolean {
  if (one.kind === "number") return other.kind === "number" && isSameDecimal(one.number, other.number);
  if (one.kind === "percent") return other.kind === "percent" && isSameDecimal(one.percent, other.percent);
  if (one.kind === "money")
    return other.kind === "money" && one.minor === other.minor && one.currency === other.currency;
  if (one.kind === "date") return other.kind === "date" && one.day === other.day;
  if (one.kind === "choice") return other.kind === "choice" && one.choice === other.choice;
  if (one.kind === "text") return other.kind === "text" && one.text === other.text;
  if (one.kind === "days") return other.kind === "days" && one.count === other.count && one.dayKind === other.dayKind;
  return false;
}

const hasSameParticulars = (one: PartyValue, other: PartyValue): boolean =>
  partyParticulars.every((key: PartyParticular) => one[key] === other[key]);

function isSameDecimal(one: string, other: string): boolean {
  const [left, right] = [readDecimal(one), readDecimal(other)];
  return left !== null && right !== null && compareDecimals(left, right) === 0;
}
