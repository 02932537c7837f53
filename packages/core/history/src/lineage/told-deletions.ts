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
  const moved = IdSet.of(lineage.decidedAway(range));
  const returns = returnsOf(document, range, moved);
  if (returns.length === 0 && moved.isEmpty) return deleted.map((each) => ({ ...each, backSeqs: [] }));
  return deleted.flatMap(({ seq, goneSeq, ...part }) =>
    IdSet.of([part])
      .difference(moved)
      .ranges()
      .flatMap((left) => cutByReturns(left, returns).map((each) => ({ ...each, seq, goneSeq }))),
  );
}

/** What of a range came back with later rows. What was moved is added to `moved`. */
function returnsOf({ attribution, lineage }: Told, range: IdRange, moved: IdSet): Return[] {
  const returns: Return[] = [];
  for (const { copy, source } of lineage.copiesOf(range)) {
    const shifted = ({ clock, length }: IdRange): IdRange => ({
      client: source.client,
      clock: source.clock + clock - copy.clock,
      length,
    });
    const copied = attribution.insertedBy(copy).map(({ seq, ...part }) => ({ ...shifted(part), seq }));
    const carried = attribution.deletedBy(copy).map(({ seq, ...part }) => ({ ...shifted(part), seq }));
    for (const { seq: bySeq, ...whole } of copied)
      for (const { seq: goneSeq, ...part } of attribution.goneSince(whole)) {
        if (bySeq <= goneSeq) moved.add(part);
        else {
          for (const each of attribution.deletedBy(part)) for (const same of alike(carried, each)) moved.add(same);
          // What came into what was gone already, and was carried at once to where that had gone, was never there to be deleted.
          for (const { seq, ...born } of attribution.insertedBy(part))
            if (seq >= goneSeq && bySeq === seq + 1) moved.add(born);
          returns.push({ ...part, seq: bySeq });
        }
      }
  }
  return returns;
}

/** Where one of some claims is about the same ids as another, and of the same row. */
function alike(claims: readonly ClaimedRange[], { client, clock, length, seq }: ClaimedRange): IdRange[] {
  return claims.flatMap((each) => {
    const from = Math.max(each.clock, clock);
    const until = Math.min(each.clock + each.length, clock + length);
    return each.seq === seq && until > from ? [{ client, clock: from, length: until - from }] : [];
  });
}

function cutByReturns(range: IdRange, returns: readonly Return[]): (IdRange & { backSeqs: number[] })[] {
  const end = range.clock + range.length;
  const here = returns.filter(({ clock, length }) => clock < end && clock + length > range.clock);
  const cuts = [range.clock, ...here.flatMap(({ clock, length }) => [clock, clock + length]), end];
  const bounds = [...new Set(cuts)].filter((cut) => cut >= range.clock && cut <= end).sort((a, b) => a - b);
  return bounds.slice(0, -1).map((clock, at) => ({
    client: range.client,
    clock,
    length: (bounds[at + 1] as number) - clock,
    backSeqs: here
      .filter((each) => each.clock <= clock && clock < each.clock + each.length)
      .map(({ seq }) => seq)
      .sort((a, b) => a - b),
  }));
}
