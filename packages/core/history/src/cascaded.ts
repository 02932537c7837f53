/** Who deleted what went with something around it, without being named. */
import * as Y from "yjs";
import type { Attribution, ClaimedRange } from "./attribution.ts";
import type { IdRange } from "./ids/id-range.ts";
import type { CopiedRange } from "./lineage/copied-range.ts";

/**
 * Claims ids that went with row `seq` without being named, and returns those that were not claimed before. Text typed into a paragraph
 * that someone else had deleted meanwhile was deleted by that person's row, not by the typist's.
 */
export function claimCascaded(
  ydoc: Y.Doc,
  attribution: Attribution,
  ranges: readonly IdRange[],
  seq: number,
): IdRange[] {
  return attribution.claimAllDeleted(
    ranges.flatMap((range) => claimsIn(ydoc, attribution, range, seq)),
    seq,
  );
}

/**
 * Of a row's copies those that were gone at once, since what they were written into was gone, though the row took their source away: it
 * moved nothing. Whoever writes agreed words into what somebody else has deleted, and knew of that, has deleted them. What nobody knew
 * of at the time is carried to where it belongs.
 */
export function buriedCopies(
  attribution: Attribution,
  copies: readonly CopiedRange[],
  seq: number,
  wasKnown: (seq: number) => boolean,
): IdRange[] {
  return copies.flatMap(({ copy, source }) => {
    const shift = copy.clock - source.clock;
    return attribution
      .deletedBy({ ...source, length: copy.length })
      .filter((gone) => gone.seq === seq)
      .map(({ clock, length }) => ({ client: copy.client, clock: clock + shift, length }))
      .flatMap((range) => attribution.deletedBy(range))
      .flatMap((gone) =>
        gone.seq < seq && wasKnown(gone.seq) ? [{ client: gone.client, clock: gone.clock, length: gone.length }] : [],
      );
  });
}

function claimsIn(ydoc: Y.Doc, attribution: Attribution, range: IdRange, seq: number): ClaimedRange[] {
  const claims: ClaimedRange[] = [];
  const end = range.clock + range.length;
  for (let clock = range.clock; clock < end;) {
    const item = Y.getItem(ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
    const until = Math.min(end, item.id.clock + item.length);
    const by = item instanceof Y.Item ? (deletedWith(attribution, item) ?? seq) : seq;
    claims.push({ client: range.client, clock, length: until - clock, seq: by });
    clock = until;
  }
  return claims;
}

/** The row that deleted the nearest deleted ancestor of an item, or `null` when none is known to be. */
function deletedWith(attribution: Attribution, item: Y.Item): number | null {
  let parent: unknown = item.parent;
  while (parent instanceof Y.AbstractType && parent._item !== null) {
    const { id } = parent._item;
    const claim = attribution.deletedBy({ client: id.client, clock: id.clock, length: 1 })[0];
    if (claim) return claim.seq;
    parent = parent._item.parent;
  }
  return null;
}
