import type { PersonId, UpdateKind } from "@parley/base";
import type { IdRange } from "@parley/history";

/** Who made a row, and in which way. */
export interface MadeRow {
  readonly personId: PersonId;
  readonly kind: UpdateKind;
}

/** A row that somebody wrote directly, or with which somebody who only proposes took back some of it. */
export interface DirectChange {
  readonly seq: number;
  readonly by: PersonId;
  /** Whether they only propose: what they take of their own proposals they say themselves. */
  readonly proposes?: boolean;
  readonly deleted: readonly IdRange[];
  /** How an earlier row was made; `null` where that is not known. */
  readonly madeBy: (seq: number) => MadeRow | null;
}
