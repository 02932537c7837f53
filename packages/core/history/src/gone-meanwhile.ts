/** What others did while somebody wrote who had not yet heard of it. */
import type { Attribution, ClaimedRange } from "./attribution.ts";
import type { IdRange } from "./ids/id-range.ts";

/** What an update deletes that somebody else deleted first, without its author having known: both moved the same words. */
export function removedMeanwhile(
  attribution: Attribution,
  stated: readonly IdRange[],
  baseSeq: number,
): readonly ClaimedRange[] {
  return stated.flatMap((range) => attribution.goneSince(range).filter(({ seq }) => seq > baseSeq));
}

/**
 * The last row that the author of an update must have seen: rows come in order, and nobody names what they have not seen. What they
 * say that they had seen may be less. `own` are the Yjs client ids under which the update writes.
 */
export function lastSeenBy(
  attribution: Attribution,
  stated: readonly IdRange[],
  baseSeq: number,
  own: ReadonlySet<number>,
): number {
  let last = baseSeq;
  for (const range of stated)
    if (!own.has(range.client)) for (const { seq } of attribution.insertedBy(range)) if (seq > last) last = seq;
  return last;
}

/** Whether anything of a range had been seen at row `seenSeq` and was deleted since, before row `seq`. */
export function isGoneMeanwhile(attribution: Attribution, range: IdRange, seenSeq: number, seq: number): boolean {
  return attribution
    .goneSince(range)
    .some(
      (gone) =>
        gone.seq > seenSeq &&
        gone.seq < seq &&
        attribution.insertedBy(gone).some(({ seq: insertedSeq }) => insertedSeq <= seenSeq),
    );
}
