/** What the checks find in a contract's text. */
import type { BlockContent } from "@parley/document";

/** Every check, by the code of what it finds. Playbook rules have one code together. */
export const checkCodes = [
  "amount/capitals-differ",
  "amount/capitals-spelling",
  "amount/capitals-unreadable",
  "amount/figures-malformed",
  "amount/field-differs",
  "variable/differs",
  "plan/percent-sum",
  "plan/amount-sum",
  "plan/line-differs",
  "plan/total-row",
  "plan/record-sum",
  "date/impossible",
  "date/order",
  "date/field-differs",
  "party/name-differs",
  "party/name-form",
  "party/unknown",
  "party/missing",
  "party/credit-code-invalid",
  "party/credit-code-differs",
  "party/bank-differs",
  "alias/undefined",
  "term/undefined",
  "term/unused",
  "reference/dead",
  "reference/plain",
  "leftover/bracket",
  "leftover/blank",
  "leftover/placeholder",
  "leftover/empty-variable",
  "playbook",
] as const;
export type CheckCode = (typeof checkCodes)[number];

/**
 * How heavy a finding is. `blocking`: the contract does not go into approval with it. `warning`: somebody should look. `hint`: the text
 * is right and could be better.
 */
export const severities = ["blocking", "warning", "hint"] as const;
export type Severity = (typeof severities)[number];

/** A stretch of one paragraph: which one in reading order, the way to it through the blocks, and characters of its stored text. */
export interface FindingPlace {
  readonly paragraph: number;
  /** Index of the block; in a table followed by row, cell and block in the cell. */
  readonly path: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly quote: string;
}

/** One stretch that is to read otherwise. */
export interface FixEdit {
  readonly paragraph: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What would settle a finding. */
export type Fix =
  | { readonly kind: "replace"; readonly edits: readonly FixEdit[] }
  /** Makes the words a reference to the clause that begins at a paragraph. */
  | { readonly kind: "reference"; readonly target: number }
  /** Puts blocks behind a paragraph. */
  | { readonly kind: "insert"; readonly after: number; readonly blocks: readonly BlockContent[] };

/** Values that a finding's sentence names. */
type FindingFacts = Readonly<Record<string, string>>;

export interface Finding {
  readonly code: CheckCode;
  /** `null` for what is about the whole contract. */
  readonly place: FindingPlace | null;
  readonly facts: FindingFacts;
  readonly fix: Fix | null;
  /** The playbook rule that found it. */
  readonly rule?: string;
}

/** Severities as a company has them before it sets its own. */
export const defaultSeverities: Readonly<Record<CheckCode, Severity>> = {
  "amount/capitals-differ": "blocking",
  "amount/capitals-spelling": "warning",
  "amount/capitals-unreadable": "blocking",
  "amount/figures-malformed": "blocking",
  "amount/field-differs": "blocking",
  "variable/differs": "blocking",
  "plan/percent-sum": "blocking",
  "plan/amount-sum": "blocking",
  "plan/line-differs": "blocking",
  "plan/total-row": "blocking",
  "plan/record-sum": "blocking",
  "date/impossible": "blocking",
  "date/order": "blocking",
  "date/field-differs": "warning",
  "party/name-differs": "blocking",
  "party/name-form": "warning",
  "party/unknown": "blocking",
  "party/missing": "warning",
  "party/credit-code-invalid": "blocking",
  "party/credit-code-differs": "blocking",
  "party/bank-differs": "blocking",
  "alias/undefined": "warning",
  "term/undefined": "warning",
  "term/unused": "warning",
  "reference/dead": "blocking",
  "reference/plain": "hint",
  "leftover/bracket": "blocking",
  "leftover/blank": "blocking",
  "leftover/placeholder": "blocking",
  "leftover/empty-variable": "blocking",
  playbook: "warning",
};
