/**
 * Of what a restoration brings back, the words that somebody had split, joined or moved since: they stand elsewhere until this very
 * change takes them from there. They are copies of what stood, so nobody is told that whoever restores has deleted them (ST1). Words
 * that were split, joined or moved before somebody deleted them come back from where they were deleted.
 */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import type { Lineage } from "../lineage/lineage.ts";
import type { AttributedDocument } from "../reading.ts";

/** `copies` with what stood, and goes with the update, in the place of what it came from. Each standing character is the source of one at most. */
export function namingWhatStood(
  document: Pick<AttributedDocument, "attribution" | "lineage">,
  update: Uint8Array,
  copies: readonly CopiedRange[],
): CopiedRange[] {
  const { lineage } = document;
  const leaving = deletedIn(update);
  const named = new IdSet();
  return copies.flatMap(({ copy, source }) => {
    const stood = standing(lineage, leaving, { ...source, length: copy.length })
      .filter((part) => named.add(part.copy).length === 1)
      .sort((a, b) => a.source.clock - b.source.clock);
    const parts: CopiedRange[] = [];
    let at = 0;
    const add = (until: number, from: (at: number) => CopiedRange["source"]): void => {
      const part = { copy: { ...copy, clock: copy.clock + at, length: until - at }, source: from(at) };
      if (until > at) parts.push(...(from === asIs ? lastDeleted(document, part) : [part]));
      at = Math.max(at, until);
    };
    const asIs = (offset: number): CopiedRange["source"] => ({ ...source, clock: source.clock + offset });
    for (const part of stood) {
      const from = part.source.clock - source.clock;
      if (from < at) continue;
      add(from, asIs);
      add(from + part.copy.length, () => ({ client: part.copy.client, clock: part.copy.clock }));
    }
    add(copy.length, asIs);
    return parts;
  });
}

/** A copy with the ids under which its words stood last, where those are gone, too. */
function lastDeleted(
  document: Pick<AttributedDocument, "attribution" | "lineage">,
  { copy, source }: CopiedRange,
): CopiedRange[] {
  const { attribution, lineage } = document;
  const at = (clock: number): number => copy.clock + clock - source.clock;
  const named = new IdSet();
  const later = lineage
    .copiesOf({ ...source, length: copy.length })
    .flatMap((each) =>
      attribution.deletedBy(each.copy).map(({ clock, length }) => ({
        gone: { client: each.copy.client, clock },
        range: { ...source, clock: each.source.clock + clock - each.copy.clock, length },
        seq: attribution.insertingRow(each.copy.client, clock) ?? 0,
      })),
    )
    .sort((a, b) => b.seq - a.seq)
    .flatMap(({ gone, range }) =>
      named.add(range).flatMap(({ clock, length }) =>
        lastDeleted(document, {
          copy: { ...copy, clock: at(clock), length },
          source: { ...gone, clock: gone.clock + clock - range.clock },
        }),
      ),
    );
  const rest = named.missing({ ...source, length: copy.length }).map(({ clock, length }) => ({
    copy: { ...copy, clock: at(clock), length },
    source: { ...source, clock },
  }));
  return [...later, ...rest].sort((a, b) => a.copy.clock - b.copy.clock);
}

/**
 * Which ids, of those that go, are copies of a range, or copies of such; each with the id of the range. What a decision moved stands where
 * its double does.
 */
function standing(lineage: Lineage, leaving: IdSet, range: IdRange): CopiedRange[] {
  const doubles = lineage.decidedAway(range).flatMap((part) => lineage.wordDoublesOf(part));
  return [...lineage.copiesOf(range), ...doubles].flatMap(({ copy, source }) => {
    const here = leaving.slice(copy).map((part) => ({
      copy: part,
      source: { client: source.client, clock: source.clock + part.clock - copy.clock },
    }));
    const further = standing(lineage, leaving, copy).map((part) => ({
      copy: part.copy,
      source: { client: source.client, clock: source.clock + part.source.clock - copy.clock },
    }));
    return [...here, ...further];
  });
}

/** What an update says it deletes. */
export function deletedIn(update: Uint8Array): IdSet {
  const { ds } = Y.decodeUpdate(update);
  return IdSet.of(
    [...ds.clients].flatMap(([client, ranges]) => ranges.map(({ clock, len }) => ({ client, clock, length: len }))),
  );
}
