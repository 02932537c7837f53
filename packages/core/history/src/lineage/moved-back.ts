/**
 * Undo of a split, a join or a move: what comes back where it had stood was brought elsewhere meanwhile, and goes from there.
 *
 * Duty: what an undo brings back is a copy of what it was moved to when the same update takes that away, so that it counts as moved, and
 * not as deleted and brought back. It is told by ids alone: words that read alike, as those that were typed over others, are no source.
 */
import { IdMap, rowNumber } from "../ids/id-map.ts";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "./copied-range.ts";
import type { CopyInSearch } from "./copy-in-search.ts";
import type { Lineage } from "./lineage.ts";
import type { Stretch } from "./stretches.ts";
import type { TextPool } from "./text-pool.ts";

/** How often words are followed to where they were brought. */
const MAX_HOPS = 64;

/** Makes what returns a copy of what its original was moved to, where that is `removed`; each removed character is moved back once. */
export function moveBack(copies: readonly CopyInSearch[], removed: IdSet, lineage: Pick<Lineage, "copiesOf">): void {
  if (removed.isEmpty) return;
  const left = removed.union(new IdSet());
  for (const copy of copies) copy.refine((entry) => movedBack(entry, left, lineage));
}

function movedBack({ copy, source }: CopiedRange, left: IdSet, lineage: Pick<Lineage, "copiesOf">): CopiedRange[] {
  const parts: CopiedRange[] = [];
  const open = IdSet.of([copy]);
  /** `clock` is where, in the copy, something begins as which the returned words were brought on. */
  const visit = (part: IdRange, clock: number, hops: number): void => {
    for (const { copy: further, source: from } of lineage.copiesOf(part)) {
      const start = clock + from.clock - part.clock;
      const shift = further.clock - start;
      for (const gone of left.slice(further))
        for (const own of open.slice({ client: copy.client, clock: gone.clock - shift, length: gone.length })) {
          const moved = { client: further.client, clock: own.clock + shift };
          parts.push({ copy: own, source: moved });
          open.remove(own);
          left.remove({ ...moved, length: own.length });
        }
      if (hops > 0) visit(further, start, hops - 1);
    }
  };
  visit({ ...source, length: copy.length }, copy.clock, MAX_HOPS);
  for (const own of open.ranges())
    parts.push({ copy: own, source: { client: source.client, clock: source.clock + own.clock - copy.clock } });
  return parts;
}

/** Lets nothing else be a copy of what was moved back, and what is short beside it come from the same words. */
export function takeMovedBack(copies: readonly CopyInSearch[], sources: readonly Stretch[], pool: TextPool): void {
  if (copies.every(({ found }) => found.length === 0)) return;
  const pieces = sources.flatMap((stretch) => stretch.pieces.map((piece) => ({ ...piece, stretch })));
  const places = new IdMap<number>(rowNumber);
  pieces.forEach(({ id, length }, index) => {
    places.set({ ...id, length }, index);
  });
  for (const copied of copies)
    for (const { copy, source } of copied.found)
      for (const { value, clock, length } of places.slice({ ...source, length: copy.length })) {
        const piece = pieces[value];
        if (!piece) continue;
        pool.take(piece.stretch, piece.at + clock - piece.id.clock, length);
        copied.noteSource(piece.stretch);
      }
}
