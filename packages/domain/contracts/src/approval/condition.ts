/**
 * When a step applies: a small expression over what is known of a contract. Facts are read from the fields bound in the text.
 *
 * [CA2] A fact may be unknown. What cannot be told counts as "the step applies": nobody is left out because nobody knew.
 */
import { z } from "zod";

/** What is known of a contract when its route is computed. `null` is "not known", which is not the same as none. */
export interface ContractFacts {
  /** Its whole amount in the base currency, as a decimal; "0" for a contract without one. */
  readonly amount: string | null;
  /** Its length in months; of a contract without an end, `null`. */
  readonly termMonths: string | null;
  /** How many clauses differ from the template; of a text of the other side's, `null`. */
  readonly templateDeviations: string | null;
  readonly category: readonly string[] | null;
  readonly counterparties: readonly string[] | null;
  readonly direction: readonly string[] | null;
  readonly tags: readonly string[] | null;
  /** The playbook rules that found something in the text. */
  readonly findings: readonly string[] | null;
}

/** Facts that are numbers, compared exactly as decimals. */
export const numberFields = ["amount", "termMonths", "templateDeviations"] as const;
type NumberField = (typeof numberFields)[number];

/** Facts that are names, one or several. */
export const nameFields = ["category", "counterparties", "direction", "tags", "findings"] as const;
type NameField = (typeof nameFields)[number];

/** Ways to compare numbers. */
export const comparisons = ["below", "at-most", "equal", "not-equal", "at-least", "above"] as const;
type Comparison = (typeof comparisons)[number];

/** A number as people type it into the designer: no exponent, no separators. */
const decimalSchema = z
  .string()
  .max(40)
  .regex(/^-?\d+(\.\d+)?$/);

const compareSchema = z.object({
  op: z.literal("compare"),
  field: z.string().max(60),
  is: z.enum(comparisons),
  value: decimalSchema,
});
const inSchema = z.object({
  op: z.literal("in"),
  field: z.string().max(60),
  /** The fact is, or holds, one of these. */
  values: z.array(z.string().max(200)).min(1).max(200),
});
const someSchema = z.object({ op: z.literal("some"), field: z.string().max(60) });

/** An expression; a leaf is one comparison with one fact. */
export type Condition =
  | { op: "and"; of: Condition[] }
  | { op: "or"; of: Condition[] }
  | { op: "not"; of: Condition }
  | z.infer<typeof compareSchema>
  | z.infer<typeof inSchema>
  | z.infer<typeof someSchema>;

/** An expression as it travels. Which fields exist is checked with the flow, so that the designer can point at the place. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ op: z.literal("and"), of: z.array(conditionSchema).min(1).max(50) }),
    z.object({ op: z.literal("or"), of: z.array(conditionSchema).min(1).max(50) }),
    z.object({ op: z.literal("not"), of: conditionSchema }),
    compareSchema,
    inSchema,
    someSchema,
  ]),
);

type Leaf = Exclude<Condition, { of: unknown }>;

/** How one comparison came out: `null` when the fact is not known. */
export interface ComparedFact {
  readonly leaf: Leaf;
  readonly fact: string | readonly string[] | null;
  readonly holds: boolean | null;
}

const isNumberField = (field: string): field is NumberField => numberFields.some((known) => known === field);
const isNameField = (field: string): field is NameField => nameFields.some((known) => known === field);

/** The leaves whose field does not exist or does not fit what is asked of it. */
export function misfits(condition: Condition): readonly Leaf[] {
  if (condition.op === "not") return misfits(condition.of);
  if (condition.op === "and" || condition.op === "or") return condition.of.flatMap(misfits);
  const fits = condition.op === "compare" ? isNumberField(condition.field) : isNameField(condition.field);
  return fits ? [] : [condition];
}

/** [CA2] Whether a condition holds; `null` when that depends on something that is not known. */
export function holds(condition: Condition, facts: ContractFacts): boolean | null {
  switch (condition.op) {
    case "not": {
      const inner = holds(condition.of, facts);
      return inner === null ? null : !inner;
    }
    case "and":
    case "or": {
      // Of three values: one that decides, decides; otherwise what is unknown stays so.
      const deciding = condition.op === "or";
      const results = condition.of.map((each) => holds(each, facts));
      if (results.includes(deciding)) return deciding;
      return results.includes(null) ? null : !deciding;
    }
    case "compare":
    case "in":
    case "some":
      return compared(condition, facts).holds;
  }
}

/** Every comparison of a condition with the fact it met, for whoever asks why a step applies or does not. */
export function comparedFacts(condition: Condition, facts: ContractFacts): readonly ComparedFact[] {
  if (condition.op === "not") return comparedFacts(condition.of, facts);
  if (condition.op === "and" || condition.op === "or")
    return condition.of.flatMap((each) => comparedFacts(each, facts));
  return [compared(condition, facts)];
}

function compared(leaf: Leaf, facts: ContractFacts): ComparedFact {
  if (leaf.op === "compare") {
    const fact = isNumberField(leaf.field) ? facts[leaf.field] : null;
    return { leaf, fact, holds: fact === null ? null : ordered(compareDecimals(fact, leaf.value), leaf.is) };
  }
  const fact = isNameField(leaf.field) ? facts[leaf.field] : null;
  if (fact === null) return { leaf, fact, holds: null };
  return { leaf, fact, holds: leaf.op === "some" ? fact.length > 0 : fact.some((each) => leaf.values.includes(each)) };
}

function ordered(order: number, is: Comparison): boolean {
  switch (is) {
    case "below":
      return order < 0;
    case "at-most":
      return order <= 0;
    case "equal":
      return order === 0;
    case "not-equal":
      return order !== 0;
    case "at-least":
      return order >= 0;
    case "above":
      return order > 0;
  }
}

/** Compares two decimals exactly; amounts are never floats. */
function compareDecimals(one: string, other: string): number {
  const digits = Math.max(fractionOf(one).length, fractionOf(other).length);
  const difference = scaled(one, digits) - scaled(other, digits);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const fractionOf = (decimal: string): string => decimal.split(".")[1] ?? "";

function scaled(decimal: string, digits: number): bigint {
  const [whole = "0"] = decimal.split(".");
  return BigInt(`${whole}${fractionOf(decimal).padEnd(digits, "0")}`);
}
