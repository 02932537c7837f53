/** What others deleted while somebody wrote who had not yet heard of it. */
import type { Attribution, ClaimedRange } from "./attribution.ts";
import type { IdRange } from "./ids/id-range.ts";

/** What of a range stood at row `baseSeq` and was deleted since, with the rows from which on it is gone. */
export function goneMeanwhile(attribution: Attribution, range: IdRange, baseSeq: number): ClaimedRange[] {
  return goneAfter(attribution, range, baseSeq).flatMap((gone) =>
    attribution
      .insertedBy(gone)
      .filter(({ seq }) => seq <= baseSeq)
      .map((part) => ({ ...part, seq: gone.seq })),
  );
}

/**
 * What an update deletes that somebody else deleted first, without its author having known: both moved the same words. What others
 * wrote since cannot be among it: nobody deletes what they have not seen. `own` are the Yjs client ids under which the update writes.
 */
export function removedMeanwhile(
  attribution: Attribution,
  stated: readonly IdRange[],
  baseSeq: number,
  own: ReadonlySet<number>,
): ClaimedRange[] {
  return stated.flatMap((range) =>
    own.has(range.client) ? goneAfter(attribution, range, baseSeq) : goneMeanwhile(attribution, range, baseSeq),
  );
}

function goneAfter(attribution: Attribution, range: IdRange, baseSeq: number): ClaimedRange[] {
  return attribution.goneSince(range).filter(({ seq }) => seq > baseSeq);
}
