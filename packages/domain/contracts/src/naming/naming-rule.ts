/**
 * [CV14] Rules by which contracts get their numbers and names: text with placeholders, `HT-{category}-{yyyy}{mm}-{seq:4}` and
 * `{counterparty} {category} {title}`.
 *
 * In a number: `{category}`, `{department}`, `{company}` (codes), `{yyyy}`, `{yy}`, `{mm}`, `{dd}` of the day it is given, and once
 * `{seq}` or `{seq:n}`, the consecutive number with at least n digits. In a name: `{number}`, `{category}`, `{department}`,
 * `{company}`, `{counterparty}`, `{title}`, `{yyyy}`, `{yy}`, `{mm}`, `{dd}`. A brace as text is written twice.
 */
import { type Day, partsOfDay } from "../calendar/day.ts";

const dateParts = ["yyyy", "yy", "mm", "dd"] as const;
type DatePart = (typeof dateParts)[number];
const codes = ["category", "department", "company"] as const;
const words = ["number", "counterparty", "title"] as const;
/** What a rule may take from a contract. */
export type NamingField = (typeof codes)[number] | (typeof words)[number];

/** What a rule makes. */
export type NamingKind = "number" | "name";

type NamingPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "date"; readonly part: DatePart }
  | { readonly kind: "field"; readonly field: NamingField }
  | { readonly kind: "sequence"; readonly digits: number };

/** A rule that was read without a fault. */
export interface NamingRule {
  readonly kind: NamingKind;
  readonly pieces: readonly NamingPiece[];
}

export type NamingFaultCode =
  | "naming/empty"
  | "naming/too-long"
  /** A brace is opened and not closed, or closed and not opened. */
  | "naming/brace"
  /** A placeholder that this kind of rule does not have. */
  | "naming/unknown-placeholder"
  /** `{seq:n}` with n other than 1 to 9, or `:n` on another placeholder. */
  | "naming/digits"
  /** A number without `{seq}`: two contracts would have the same. */
  | "naming/no-sequence"
  | "naming/two-sequences"
  /** No text parts `{seq}` from a field or a digit beside it: 1 and 12 would look like 11 and 2. */
  | "naming/sequence-not-apart"
  /** Fields stand on both sides of `{seq}`: where it begins and ends cannot be told from the number. */
  | "naming/sequence-between-fields";

/** What is wrong in a rule, and where: `at` and `length` count UTF-16 units of its text. `found` is the text there. */
export interface NamingFault {
  readonly code: NamingFaultCode;
  readonly at: number;
  readonly length: number;
  readonly found: string;
}

/** A rule's text has at most so many characters. */
export const longestNamingRule = 200;

const isOneOf = <T extends string>(list: readonly T[], name: string): name is T => list.some((one) => one === name);

function pieceOf(kind: NamingKind, inside: string): NamingPiece | NamingFaultCode {
  const [name = "", digits, ...more] = inside.split(":");
  if (kind === "number" && name === "seq") {
    if (more.length > 0 || !/^[1-9]$/.test(digits ?? "1")) return "naming/digits";
    return { kind: "sequence", digits: Number(digits ?? 1) };
  }
  const known = isOneOf(dateParts, name) || isOneOf(codes, name) || (kind === "name" && isOneOf(words, name));
  if (!known) return "naming/unknown-placeholder";
  if (digits !== undefined) return "naming/digits";
  return isOneOf(dateParts, name) ? { kind: "date", part: name } : { kind: "field", field: name };
}

/** Reads a rule, or tells everything that is wrong with it, in the order of its text. */
export function readNamingRule(
  kind: NamingKind,
  text: string,
): { readonly rule: NamingRule } | { readonly faults: readonly NamingFault[] } {
  const whole = (code: NamingFaultCode): { faults: NamingFault[] } => ({
    faults: [{ code, at: 0, length: text.length, found: text }],
  });
  if (text.trim() === "") return whole("naming/empty");
  if (text.length > longestNamingRule) return whole("naming/too-long");
  const faults: NamingFault[] = [];
  const placed: { piece: NamingPiece; at: number; found: string }[] = [];
  for (const match of text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    const [found, inside] = match;
    const at = match.index;
    const read: NamingPiece | NamingFaultCode =
      inside !== undefined
        ? pieceOf(kind, inside)
        : found === "{" || found === "}"
          ? "naming/brace"
          : { kind: "text", text: found === "{{" || found === "}}" ? found.charAt(0) : found };
    if (typeof read === "string") faults.push({ code: read, at, length: found.length, found });
    else placed.push({ piece: read, at, found });
  }
  const sequences = placed.filter(({ piece }) => piece.kind === "sequence");
  const told = (code: NamingFaultCode, { at, found }: { at: number; found: string }): number =>
    faults.push({ code, at, length: found.length, found });
  for (const extra of sequences.slice(1)) told("naming/two-sequences", extra);
  const [sequence] = sequences;
  if (sequence !== undefined) {
    const pieces = placed.map(({ piece }) => piece);
    const place = placed.indexOf(sequence);
    const before = pieces.slice(0, place);
    const after = pieces.slice(place + 1);
    const hasField = (some: readonly NamingPiece[]): boolean => some.some(({ kind: one }) => one === "field");
    if (!isApartBefore(before) || !isApartAfter(after)) told("naming/sequence-not-apart", sequence);
    else if (hasField(before) && hasField(after)) told("naming/sequence-between-fields", sequence);
  } else if (kind === "number" && faults.length === 0) return whole("naming/no-sequence");
  if (faults.length > 0) return { faults: faults.toSorted((one, other) => one.at - other.at) };
  return { rule: { kind, pieces: placed.map(({ piece }) => piece) } };
}

/** Whether a reader sees where the sequence begins: dates have a fixed length, fields any. */
function isApartBefore(before: readonly NamingPiece[]): boolean {
  const beside = before.findLast((piece) => piece.kind !== "date");
  return beside === undefined || (beside.kind === "text" && !/\d$/.test(beside.text));
}

function isApartAfter([beside]: readonly NamingPiece[]): boolean {
  return beside === undefined || (beside.kind === "text" && !/^\d/.test(beside.text));
}

/** What a rule is filled with. A number needs a code for each of its fields. */
export type NamingValues = Readonly<Partial<Record<NamingField, string>>>;

function datePart(part: DatePart, day: Day): string {
  const { year, month, dayOfMonth } = partsOfDay(day);
  if (part === "yyyy") return String(year);
  return String(part === "yy" ? year % 100 : part === "mm" ? month : dayOfMonth).padStart(2, "0");
}

/** The fields that a rule takes and that are missing or blank in the values: a number cannot be given without them. */
export function missingFields(rule: NamingRule, values: NamingValues): readonly NamingField[] {
  const fields = rule.pieces.flatMap((piece) => (piece.kind === "field" ? [piece.field] : []));
  return [...new Set(fields.filter((field) => (values[field] ?? "").trim() === ""))];
}

/**
 * [CV15] What the sequence of a number counts within: what stands before it, and the year where the number shows it. Month and day do
 * not begin it anew. Two numbers of different scopes never look the same; within one the sequence tells them apart. Throws as `renderNumber`.
 */
export function sequenceScope(rule: NamingRule, day: Day, values: NamingValues): string {
  checkFilled(rule, values);
  let before = "";
  for (const piece of rule.pieces) {
    if (piece.kind === "sequence") break;
    before +=
      piece.kind === "text" ? piece.text : piece.kind === "field" ? fieldText(piece.field, values) : `{${piece.part}}`;
  }
  const hasYear = rule.pieces.some((piece) => piece.kind === "date" && (piece.part === "yyyy" || piece.part === "yy"));
  return `${before}|${hasYear ? partsOfDay(day).year : ""}`;
}

/** [CV16] The number with this sequence. Throws a `RangeError` when a field is missing, the rule makes names, or `sequence` is no whole number above 0. */
export function renderNumber(rule: NamingRule, day: Day, values: NamingValues, sequence: number): string {
  checkFilled(rule, values);
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new RangeError(`no sequence: ${sequence}`);
  return rule.pieces.map((piece) => render(piece, day, values, sequence)).join("");
}

/** [CV16] The name. What is missing is left out, and with it the space beside it. It may be empty. Throws a `RangeError` when the rule makes numbers. */
export function renderName(rule: NamingRule, day: Day, values: NamingValues): string {
  if (rule.kind !== "name") throw new RangeError("a rule for numbers makes no name");
  const text = rule.pieces.map((piece) => render(piece, day, values, 0)).join("");
  return text.replace(/\s+/g, " ").trim();
}

const fieldText = (field: NamingField, values: NamingValues): string => (values[field] ?? "").trim();

function render(piece: NamingPiece, day: Day, values: NamingValues, sequence: number): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "date":
      return datePart(piece.part, day);
    case "field":
      return fieldText(piece.field, values);
    case "sequence":
      return String(sequence).padStart(piece.digits, "0");
  }
}

function checkFilled(rule: NamingRule, values: NamingValues): void {
  if (rule.kind !== "number") throw new RangeError("a rule for names makes no number");
  const missing = missingFields(rule, values);
  if (missing.length > 0) throw new RangeError(`a number needs ${missing.join(", ")}`);
}
