/**
 * Which of what is gone counts as deleted, and by whom: what was only moved does not.
 *
 * Invariants:
 * - [ST1] what counts as deleted once does so for good: words that come back with a later row are brought back by that row, and the
 *   deletion stays what it was. What the row that took words away, or an earlier one, has written again was moved.
 * - Where somebody moved words while another deleted them, the deletion is carried to the copy: it counts there, once.
 */
import type { ClaimedRange } from "../attribution.ts";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";

/** Ids that were deleted, by row `seq`. */
export interface ToldDeletion extends ClaimedRange {
  /** The row from which on they were gone: where that one carried out what row `seq` had proposed, or wanted, it is another. */
  readonly goneSeq: number;
  /** The later rows that brought them back, rising; none for what never came back. */
  readonly backSeqs: readonly number[];
}

type Told = Pick<AttributedDocument, "attribution" | "lineage">;

/** A part of a range that came back with row `seq`. */
type Return = ClaimedRange;

/** The parts of a range that count as deleted, in order. Costs time in proportion to how often they were written again. */
export function toldDeletions(document: Told, range: IdRange): ToldDeletion[] {
  const { attribution, lineage } = document;
  const deleted = attribution.deletedBy(range).flatMap(({ seq, ...part }) =>
    attribution.goneSince(part).flatMap(({ seq: goneSeq, ...gone }) =>
      // What came into what somebody had deleted before was not there for them to delete.
      attribution
        .insertedBy(gone)
        .flatMap(({ seq: insertedSeq, ...left }) =>
          insertedSeq >= goneSeq && seq < insertedSeq ? [] : [{ ...left, seq, goneSeq }],
        ),
    ),
  );
  if (deleted.length === 0) return [];
  const { returns, moved } = returnsOf(document, range);
  const away = IdSet.of([...lineage.decidedAway(range), ...moved]);
  if (returns.length === 0 && away.isEmpty) return deleted.map((each) => ({ ...each, backSeqs: [] }));
  const cuts = new Cuts(returns);
  return deleted.flatMap(({ seq, goneSeq, ...part }) =>
    away.missing(part).flatMap((left) => cuts.partsOf(left).map((each) => ({ ...each, seq, goneSeq }))),
  );
}

/** What of a range came back with later rows, and what was moved. */
function returnsOf({ attribution, lineage }: Told, range: IdRange): { returns: Return[]; moved: IdRange[] } {
  const returns: Return[] = [];
  const moved: IdRange[] = [];
  for (const { copy, source } of lineage.copiesOf(range)) {
    const ofSource = ({ clock, length }: IdRange): IdRange => ({
      client: source.client,
      clock: source.clock + clock - copy.clock,
      length,
    });
    for (const { seq: bySeq, ...written } of attribution.insertedBy(copy))
      for (const { seq: goneSeq, ...part } of attribution.goneSince(ofSource(written))) {
        if (bySeq <= goneSeq) moved.push(part);
        else {
          for (const { seq, clock, length } of attribution.deletedBy(part)) {
            const again = { client: copy.client, clock: copy.clock + clock - source.clock, length };
            for (const carried of attribution.deletedBy(again)) if (carried.seq === seq) moved.push(ofSource(carried));
          }
          // What came into what was gone already, and was carried at once to where that had gone, was never there to be deleted.
          for (const { seq, ...born } of attribution.insertedBy(part))
            if (seq >= goneSeq && bySeq === seq + 1) moved.push(born);
          returns.push({ ...part, seq: bySeq });
        }
      }
  }
  return { returns, moved };
}

/** Where returns of one client's ids begin and end, and which there are between: however many there are, they are gone through once. */
class Cuts {
  private readonly bounds: number[] = [];
  /** The rows of the returns between a bound and the next, rising. */
  private readonly seqs: (readonly number[])[] = [];

  constructor(returns: readonly Return[]) {
    const turns = returns
      .flatMap(({ clock, length, seq }) => [
        { at: clock, seq, by: 1 },
        { at: clock + length, seq, by: -1 },
      ])
      .sort((a, b) => a.at - b.at);
    const open = new Map<number, number>();
    turns.forEach(({ at, seq, by }, index) => {
      const count = (open.get(seq) ?? 0) + by;
      if (count === 0) open.delete(seq);
      else open.set(seq, count);
      if (turns[index + 1]?.at === at) return;
      this.bounds.push(at);
      this.seqs.push([...open.keys()].sort((a, b) => a - b));
    });
  }

  partsOf({ client, clock, length }: IdRange): (IdRange & { readonly backSeqs: readonly number[] })[] {
    const end = clock + length;
    const parts: (IdRange & { readonly backSeqs: readonly number[] })[] = [];
    let next = firstAfter(this.bounds, clock);
    for (let from = clock; from < end; next++) {
      const until = Math.min(this.bounds[next] ?? end, end);
      parts.push({ client, clock: from, length: until - from, backSeqs: this.seqs[next - 1] ?? [] });
      from = until;
    }
    return parts;
  }
}

/** Index of the first of rising numbers that is greater than one. */
function firstAfter(numbers: readonly number[], than: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) > than) high = middle;
    else low = middle + 1;
  }
  return low;
}
