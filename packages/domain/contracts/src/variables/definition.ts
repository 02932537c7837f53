/** [CV17] What a variable of a template or contract is: its kind, its names, what it may hold, and the forms in which text shows it. */
import { z } from "zod";
import { readDay } from "../calendar/day.ts";
import { compareDecimals, readDecimal } from "../money/decimal.ts";
import { currencySchema } from "../money/money.ts";
import { isBlank } from "./blank.ts";

export const variableKinds = ["text", "number", "money", "date", "party", "choice", "percent", "days"] as const;
export type VariableKind = (typeof variableKinds)[number];

/** The particulars of a party that text may show; also the forms of a variable of that kind. */
export const partyParticulars = [
  "name",
  "alias",
  "creditCode",
  "address",
  "bankName",
  "bankAccount",
  "contact",
  "representative",
] as const;
export type PartyParticular = (typeof partyParticulars)[number];

/**
 * [CV18] The forms of each kind; the first one is meant where a place names none.
 * - `figures` has sign or unit (`¥1,286,400.50`, `15%`, `30个工作日`), `plain` the digits alone; of a number, `figures` parts thousands.
 * - `capitals` are 壹贰叁, `chinese` 一二三, `words` English.
 */
export const variableForms = {
  text: ["text"],
  number: ["figures", "plain", "chinese", "capitals", "words"],
  money: ["figures", "plain", "capitals", "words"],
  date: ["iso", "zh", "en"],
  party: partyParticulars,
  choice: ["label"],
  percent: ["figures", "chinese"],
  days: ["figures", "chinese"],
} as const satisfies Readonly<Record<VariableKind, readonly [string, ...string[]]>>;

/** Names begin with a letter of any script and have no spaces: `amount`, `交付日期`, `late-fee`. */
const namePattern = /^\p{L}[\p{L}\p{N}_-]{0,63}$/u;

const labelsSchema = z.object({ en: z.string().trim().min(1).max(120), zh: z.string().trim().min(1).max(120) });
const choiceSchema = z.object({ value: z.string().regex(namePattern), labels: labelsSchema });
export type VariableChoice = z.infer<typeof choiceSchema>;

/** What a choice offers whose definition lists nothing. */
export const yesNoChoices: readonly VariableChoice[] = [
  { value: "yes", labels: { en: "yes", zh: "是" } },
  { value: "no", labels: { en: "no", zh: "否" } },
];

const fieldsSchema = z.object({
  name: z.string().regex(namePattern),
  kind: z.enum(variableKinds),
  /** Unique among a template's variables only by `name`; labels are what people read. */
  labels: labelsSchema,
  required: z.boolean(),
  /** Of a choice; absent is yes and no. */
  choices: z.array(choiceSchema).min(2).max(100).optional(),
  /**
   * Inclusive bounds, in the kind's own terms: number and percent a decimal string, money a decimal string of main units, date a day,
   * days and text a count (of days, of characters). Other kinds have none.
   */
  min: z.string().max(40).optional(),
  max: z.string().max(40).optional(),
  /** Of money: the only currency allowed, and what bare figures mean. Absent allows all, and bare figures mean yuan. */
  currency: currencySchema.optional(),
});

type Fields = z.infer<typeof fieldsSchema>;

/** Whether a bound is one for this kind. */
function isBound(kind: VariableKind, bound: string): boolean {
  switch (kind) {
    case "number":
    case "percent":
    case "money":
      return readDecimal(bound) !== null;
    case "date":
      return readDay(bound) !== null;
    case "days":
    case "text":
      return /^(?:0|[1-9]\d{0,4})$/.test(bound);
    case "party":
    case "choice":
      return false;
  }
}

/** Order of two bounds of a kind: of days as strings, of the others as numbers. */
export function compareBounds(kind: VariableKind, one: string, other: string): -1 | 0 | 1 {
  if (kind === "date") return one < other ? -1 : one > other ? 1 : 0;
  const [left, right] = [readDecimal(one), readDecimal(other)];
  if (left === null || right === null) throw new RangeError(`no bounds of ${kind}: ${one}, ${other}`);
  return compareDecimals(left, right);
}

function areBoundsRight({ kind, min, max }: Fields): boolean {
  if ([min, max].some((bound) => bound !== undefined && !isBound(kind, bound))) return false;
  return min === undefined || max === undefined || compareBounds(kind, min, max) <= 0;
}

/** Whether text can tell the choices apart, and from a blank: no value twice, and no words of one that are words of another. */
function areChoicesApart({ choices = [] }: Fields): boolean {
  const words = choices.map(({ labels }) => new Set([labels.en.toLowerCase(), labels.zh.toLowerCase()]));
  const all = words.flatMap((one) => [...one]);
  return (
    new Set(choices.map(({ value }) => value)).size === choices.length &&
    new Set(all).size === all.length &&
    !all.some(isBlank)
  );
}

/** A variable's definition as templates store it and the wire has it. */
export const variableDefinitionSchema = fieldsSchema
  .refine(areBoundsRight, { path: ["min"], message: "bounds that this kind does not have, or none between them" })
  .refine(areChoicesApart, { path: ["choices"], message: "two choices that cannot be told apart" })
  .refine(({ kind, choices }) => kind === "choice" || choices === undefined, {
    path: ["choices"],
    message: "no choice",
  })
  .refine(({ kind, currency }) => kind === "money" || currency === undefined, {
    path: ["currency"],
    message: "no money",
  });
export type VariableDefinition = Fields;

/** What rendering and reading need to know of a definition. */
export type VariableShape = Pick<VariableDefinition, "kind" | "choices" | "currency">;

/** The form that a place's mark names, the kind's first when it names none, or `null` when the kind has no such form. */
export function formOf(kind: VariableKind, named: string | null): string | null {
  const forms: readonly [string, ...string[]] = variableForms[kind];
  return named === null ? forms[0] : (forms.find((form) => form === named) ?? null);
}
