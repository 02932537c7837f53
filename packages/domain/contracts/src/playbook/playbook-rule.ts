/** [CK13] A playbook: what a company wants its contracts to say, as data that people edit. */
import { idSchema } from "@parley/people";
import { z } from "zod";
import { directions } from "../contract-state.ts";
import { readDecimal } from "../money/decimal.ts";

const bothLanguages = (max: number) => z.object({ en: z.string().max(max), zh: z.string().max(max) });
const keyword = z.string().trim().min(1).max(80);
/** Words of both languages; any of them is meant. */
const keywordsSchema = z.object({ en: z.array(keyword).max(30), zh: z.array(keyword).max(30) });
const someKeywords = keywordsSchema.refine(({ en, zh }) => en.length + zh.length > 0, "no word");
const decimal = z.string().refine((text) => readDecimal(text) !== null, "not a decimal");

/** What a limit measures. */
export const measureKinds = ["percent", "amount", "days"] as const;
export type MeasureKind = (typeof measureKinds)[number];

/** A number beside keywords that may not be over, or under, a bound. Amounts are of the contract's own currency. */
const limitSchema = z
  .object({
    type: z.literal("limit"),
    measure: z.enum(measureKinds),
    /** What the sentence is about. */
    about: someKeywords,
    /** What stands before or after the number: not more than, within. */
    beside: someKeywords,
    max: decimal.nullable(),
    min: decimal.nullable(),
  })
  .refine(({ max, min }) => max !== null || min !== null, "no bound");

/** A clause that has to be there, or must not: taken from a clause of the library, or by its words. */
const clauseSchema = z
  .object({
    type: z.literal("clause"),
    presence: z.enum(["required", "forbidden"]),
    library: z.string().max(64).nullable(),
    keywords: keywordsSchema,
  })
  .refine(({ library, keywords: { en, zh } }) => library !== null || en.length + zh.length > 0, "names no clause");

/** Words that have to be there, or must not. With `about`, only in sentences that have one of those. */
const wordsSchema = z.object({
  type: z.literal("words"),
  presence: z.enum(["required", "forbidden"]),
  words: someKeywords,
  about: keywordsSchema,
});

/** A variable of the text compared with values. */
const variableSchema = z.object({
  type: z.literal("variable"),
  name: z.string().trim().min(1).max(64),
  is: z.enum(["one-of", "none-of", "at-most", "at-least"]),
  values: z.array(z.string().trim().min(1).max(200)).min(1).max(30),
});

const playbookConditionSchema = z.discriminatedUnion("type", [limitSchema, clauseSchema, wordsSchema, variableSchema]);
export type PlaybookCondition = z.infer<typeof playbookConditionSchema>;

/** One rule. */
export const playbookRuleSchema = z.object({
  /** Stays when a rule is changed; flows and the trail name it. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  label: z.object({ en: z.string().trim().min(1).max(200), zh: z.string().trim().min(1).max(200) }),
  reason: bothLanguages(1_000),
  /** Empty lists are "all". */
  appliesTo: z.object({
    /** Codes of categories. */
    categories: z.array(z.string().max(12)).max(50),
    directions: z.array(z.enum(directions)).max(4),
    languages: z.array(z.enum(["en", "zh"])).max(2),
    /** What our side is called in the text: 甲方, Buyer. */
    roles: z.array(z.string().trim().min(1).max(60)).max(20),
  }),
  condition: playbookConditionSchema,
  severity: z.enum(["blocking", "warning", "off"]),
  /** Paragraphs to put in as a proposal; empty for none. */
  fallback: z.object({
    en: z.array(z.string().trim().min(1).max(5_000)).max(10),
    zh: z.array(z.string().trim().min(1).max(5_000)).max(10),
  }),
  /** Who has to approve a contract in which the rule finds something. */
  approver: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("person"), id: idSchema }),
      z.object({ kind: z.literal("department"), id: idSchema }),
    ])
    .nullable(),
});
export type PlaybookRule = z.infer<typeof playbookRuleSchema>;
export type PlaybookApprover = NonNullable<PlaybookRule["approver"]>;

/** All rules of a version; no two have one id. */
export const playbookRulesSchema = z
  .array(playbookRuleSchema)
  .max(200)
  .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, "two rules with one id");
