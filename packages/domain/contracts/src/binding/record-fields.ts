/** [CT5] Which field of a contract's record a variable of its text stands for, and what the record learns from the text. */
import type { Day } from "../calendar/day.ts";
import type { Money } from "../money/money.ts";
import { moneyFromWire } from "../money/money.ts";
import type { VariableKind } from "../variables/definition.ts";
import type { VariableInText } from "../variables/places.ts";
import { type VariableValue, type VariableValues, mergeValues } from "../variables/value.ts";

/** Fields of the record that a variable can be bound to, with the kind that it must have. */
export const recordFieldKinds = {
  title: "text",
  amount: "money",
  taxRate: "percent",
  startDay: "date",
  endDay: "date",
  ourParty: "party",
  counterparty: "party",
} as const satisfies Readonly<Record<string, VariableKind>>;
export type RecordField = keyof typeof recordFieldKinds;
export const recordFields = Object.keys(recordFieldKinds) as [RecordField, ...RecordField[]];

/** Variables by their names, with the field that each is bound to. */
export type Bindings = Readonly<Record<string, RecordField>>;

type PartyValue = Extract<VariableValue, { kind: "party" }>;

/** What a record says of the fields that can be bound; `null` where it says nothing. */
export interface BoundRecord {
  readonly title: string | null;
  readonly amount: Money | null;
  /** Per cent. */
  readonly taxRate: number | null;
  readonly startDay: Day | null;
  readonly endDay: Day | null;
  readonly ourParty: Omit<PartyValue, "kind"> | null;
  readonly counterparty: Omit<PartyValue, "kind"> | null;
}

/** The values that bound variables have by a record. */
export function valuesOfRecord(bindings: Bindings, record: Partial<BoundRecord>): VariableValues {
  const values: Record<string, VariableValue> = {};
  for (const [name, field] of Object.entries(bindings)) {
    const value = valueOfField(field, record);
    if (value !== null) values[name] = value;
  }
  return values;
}

function valueOfField(field: RecordField, record: Partial<BoundRecord>): VariableValue | null {
  switch (field) {
    case "title":
      return record.title ? { kind: "text", text: record.title } : null;
    case "amount":
      return record.amount
        ? { kind: "money", minor: record.amount.minor.toString(), currency: record.amount.currency }
        : null;
    case "taxRate":
      return typeof record.taxRate === "number" ? { kind: "percent", percent: String(record.taxRate) } : null;
    case "startDay":
    case "endDay": {
      const day = record[field];
      return day ? { kind: "date", day } : null;
    }
    case "ourParty":
    case "counterparty": {
      const party = record[field];
      return party ? { kind: "party", ...party } : null;
    }
  }
}

/** What the text says of bound fields; a field of which it says nothing certain is absent. */
export interface ReadRecord {
  readonly title?: string;
  readonly amount?: Money;
  readonly taxRate?: number;
  readonly startDay?: Day;
  readonly endDay?: Day;
  readonly ourParty?: string;
  readonly counterparty?: string;
}

/**
 * What a variable says: its value where all places agree. Of a party, particulars that are still to be filled in contradict nothing, so what the
 * others say counts.
 */
export function settledValue({ state, value, places }: VariableInText): VariableValue | null {
  if (state === "agreed") return value;
  if (state !== "unreadable") return null;
  let settled: VariableValue | null = null;
  for (const { reading } of places) {
    if (reading === null) return null;
    if ("fault" in reading && reading.fault !== "variables/blank") return null;
    if (!("value" in reading)) continue;
    settled = settled === null ? reading.value : mergeValues(settled, reading.value);
    if (settled?.kind !== "party") return null;
  }
  return settled;
}

/** [CT5] What the record learns from a text: of each bound variable whose places agree, the value. */
export function readRecord(bindings: Bindings, read: readonly VariableInText[]): ReadRecord {
  const found: { -readonly [Field in keyof ReadRecord]: ReadRecord[Field] } = {};
  for (const variable of read) {
    const { name } = variable;
    const value = settledValue(variable);
    const field = Object.hasOwn(bindings, name) ? bindings[name] : undefined;
    if (field === undefined || value === null || value.kind !== recordFieldKinds[field]) continue;
    if (value.kind === "text") found.title = value.text;
    else if (value.kind === "money") found.amount = moneyFromWire(value);
    else if (value.kind === "percent") found.taxRate = Number(value.percent);
    else if (value.kind === "date") found[field === "startDay" ? "startDay" : "endDay"] = value.day;
    else if (value.kind === "party" && value.name !== undefined)
      found[field === "ourParty" ? "ourParty" : "counterparty"] = value.name;
  }
  return found;
}

/**
 * [CT5] The values to keep after a text was read: what is agreed as it reads now, what is in conflict or unreadable as it was kept before, and
 * nothing of what is blank or has no place.
 */
export function keptValues(before: VariableValues, read: readonly VariableInText[]): VariableValues {
  const kept: Record<string, VariableValue> = {};
  for (const variable of read) {
    const { name, state } = variable;
    const value = settledValue(variable);
    const earlier = Object.hasOwn(before, name) ? before[name] : undefined;
    if (value !== null) kept[name] = value;
    else if ((state === "conflict" || state === "unreadable") && earlier) kept[name] = earlier;
  }
  return kept;
}
