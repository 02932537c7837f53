/** [CA40] [CA41] What a contract's record and text say, as flows ask for it and as approvals are bound to it. */
import type { TermKind } from "../contract-state.ts";
import { type Day, addDays, partsOfDay } from "../calendar/day.ts";
import type { ContractFacts } from "./condition.ts";
import type { FieldChange } from "./judgement.ts";
import { type ScopeTable, defaultScopes, scopesOfField } from "./scopes.ts";

/** What a record says, as far as it matters for approval. Amounts are in the smallest unit. */
export interface ApprovedRecord {
  readonly categoryId: string;
  readonly direction: string;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly baseAmountMinor: bigint | null;
  readonly taxRate: number | null;
  readonly termKind: TermKind;
  readonly startDay: Day | null;
  readonly endDay: Day | null;
  readonly tags: readonly string[];
  readonly parties: readonly {
    readonly legalPartyId: string;
    readonly side: "ours" | "counterparty";
    readonly name: string;
  }[];
  /** Values of variables as the agreed text has them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What is known beside the record. */
export interface TextKnowledge {
  /** Whether every place of the text that stands for the amount says the same. */
  readonly isAmountCertain: boolean;
  readonly templateDeviations: number | null;
  readonly findings: readonly string[] | null;
}

const MINOR_DIGITS = 2;

/** [CA40] The facts of a contract: amounts in the base currency, exactly. What the text does not say for certain is not known. */
export function contractFacts(record: ApprovedRecord, text: TextKnowledge): ContractFacts {
  const { termKind, startDay, endDay } = record;
  return {
    amount: text.isAmountCertain ? baseAmount(record) : null,
    termMonths: termKind === "fixed" && startDay && endDay ? String(monthsOf(startDay, endDay)) : null,
    templateDeviations: text.templateDeviations === null ? null : String(text.templateDeviations),
    category: [record.categoryId],
    counterparties: record.parties.flatMap(({ side, legalPartyId }) => (side === "counterparty" ? [legalPartyId] : [])),
    direction: [record.direction],
    tags: record.tags,
    findings: text.findings,
  };
}

function baseAmount({ direction, amountMinor, baseAmountMinor }: ApprovedRecord): string | null {
  if (baseAmountMinor !== null) return decimalOf(baseAmountMinor);
  return direction === "none" && amountMinor === null ? "0" : null;
}

function decimalOf(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(MINOR_DIGITS + 1, "0");
  return `${minor < 0n ? "-" : ""}${digits.slice(0, -MINOR_DIGITS)}.${digits.slice(-MINOR_DIGITS)}`;
}

/** Months from the first day to the last one, both included; one that is begun counts. */
function monthsOf(start: Day, end: Day): number {
  const [from, until] = [partsOfDay(start), partsOfDay(addDays(end, 1))];
  const whole = (until.year - from.year) * 12 + until.month - from.month;
  return Math.max(0, whole + (until.dayOfMonth > from.dayOfMonth ? 1 : 0));
}

/** The fields that an approval is bound to, each as a text; those of the record by their names, variables of the text below `variables`. */
export interface ApprovedFields {
  readonly record: Readonly<Record<string, string | null>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** [CA41] Everything of a record that an approval covers. */
export function approvedFields(record: ApprovedRecord): ApprovedFields {
  const { amountMinor, currency, taxRate, termKind, startDay, endDay, direction } = record;
  const named = (side: "ours" | "counterparty"): string | null =>
    record.parties.flatMap((party) => (party.side === side ? [party.name] : [])).join("、") || null;
  return {
    record: {
      amount: amountMinor === null ? null : decimalOf(amountMinor),
      currency,
      tax: taxRate === null ? null : String(taxRate),
      direction,
      termKind,
      start: startDay,
      end: endDay,
      ourParties: named("ours"),
      counterparties: named("counterparty"),
    },
    variables: record.fields,
  };
}

/** The one form in which fields are hashed: JSON with sorted names and without spaces. */
export function canonicalFields(fields: ApprovedFields): string {
  return JSON.stringify(sorted({ form: "parley:fields:v1", ...fields }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}

/**
 * [CA41] What differs between the record's fields of two moments. Variables are not among them: they stand in clauses, and a clause whose variable has
 * another value is a changed clause.
 */
export function fieldChanges(
  before: ApprovedFields,
  after: ApprovedFields,
  table: ScopeTable = defaultScopes,
): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before.record), ...Object.keys(after.record)])];
  return names.flatMap((field) => {
    const [was, is] = [before.record[field] ?? null, after.record[field] ?? null];
    return was === is ? [] : [{ field, scopes: [...scopesOfField(field, table)], before: was, after: is }];
  });
}
