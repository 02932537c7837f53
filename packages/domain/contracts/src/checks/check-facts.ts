/** What the checks know of a contract beside its text. */
import type { Direction } from "../contract-state.ts";
import type { Money } from "../money/money.ts";

/** A party with what the master data says of it. */
export interface CheckedParty {
  readonly side: "ours" | "counterparty";
  /** How the text calls it. */
  readonly alias: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly creditCode: string | null;
  readonly bankAccount: string | null;
}

/** One line of the record's payment plan. */
export interface PlannedPayment {
  readonly label: string;
  /** A decimal string: `30` for 30 %. */
  readonly percent: string | null;
  readonly amount: Money | null;
}

export interface CheckFacts {
  readonly amount: Money | null;
  /** Days as `YYYY-MM-DD`. */
  readonly startDay: string | null;
  readonly endDay: string | null;
  readonly parties: readonly CheckedParty[];
  readonly payments: readonly PlannedPayment[];
  /** Code of the category. */
  readonly category: string | null;
  readonly direction: Direction | null;
}

/** Nothing is known but the text. */
export const noFacts: CheckFacts = {
  amount: null,
  startDay: null,
  endDay: null,
  parties: [],
  payments: [],
  category: null,
  direction: null,
};
