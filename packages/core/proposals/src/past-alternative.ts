import type { IdRange } from "@parley/history";

/** What one of several alternatives of a place is shown by, from one row on and until another; `null` where it lasts. */
export interface PastAlternative {
  /** Its place among them by age. */
  readonly index: number;
  readonly fromSeq: number;
  readonly untilSeq: number | null;
  /** What it brings; where it brings nothing, what it is about. */
  readonly texts: readonly IdRange[];
  readonly blocks: readonly IdRange[];
}
