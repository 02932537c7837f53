/**
 * Which proposals were alternatives to each other in the course of a document: those of a place of which only one could be accepted.
 *
 * Invariants:
 * - [RV2] they are those of the moment, the oldest of each place first.
 * - Whole versions are read at so many moments at most, however long the history is.
 */
import type { PastAlternative } from "./past-alternative.ts";
import { PROPOSALS_NAME, isProposalRecord, recordAuthor } from "@parley/document";
import { IdMap, type IdRange, rowNumber } from "@parley/history";
import { type PastDocument, alternativesAt } from "./past-proposals.ts";
import { valuesOf } from "./record-history.ts";

/** At more moments than these versions are not read: alternatives that stand shorter may then be missed. */
const MOST_MOMENTS = 120;

/** Whether anything in a document ever said that proposals are alternatives. Cheap. */
export function everHadAlternatives(document: Pick<PastDocument, "ydoc" | "attribution">): boolean {
  return linkLives(document).links.length > 0;
}

/** The alternatives at these rows, rising. `decidedSeqs` are rows with which something was decided on, became void, was undone or restored. */
export function pastAlternatives(
  document: PastDocument,
  seqs: readonly number[],
  decidedSeqs: readonly number[],
): PastAlternative[] {
  const { links, turns } = linkLives(document);
  const last = seqs.at(-1);
  if (links.length === 0 || last === undefined) return [];
  const cuts = [...turns, ...decidedSeqs].sort((a, b) => a - b);
  // Between two turns alternatives may grow, but none comes or goes: they are read at the end.
  let next = 0;
  const starts = seqs.filter((seq, index) => {
    const before = next;
    while ((cuts[next] ?? Infinity) <= seq) next++;
    return index === 0 || next > before;
  });
  const moments = starts.flatMap((fromSeq, index) => {
    const untilSeq = starts[index + 1] ?? null;
    const seq = untilSeq === null ? last : (seqs.findLast((each) => each < untilSeq) as number);
    return links.some((link) => link.fromSeq <= seq && (link.untilSeq === null || seq < link.untilSeq))
      ? [{ fromSeq, untilSeq, seq }]
      : [];
  });
  const step = Math.ceil(moments.length / MOST_MOMENTS);
  return moments
    .filter((_, index) => (moments.length - 1 - index) % step === 0)
    .flatMap(({ seq, ...life }) =>
      alternativesAt(document, seq).flatMap((place) =>
        place.map(({ inserted, blocks, records }, index) => {
          const brings = inserted.length + blocks.length > 0;
          const about = records.map(({ record }) => record);
          return {
            index,
            ...life,
            texts: brings ? inserted : about.flatMap((each) => ("ids" in each ? each.ids.map(asRange) : [])),
            blocks: brings
              ? blocks.map((block) => ({ ...block, length: 1 }))
              : about.flatMap((each) => ("block" in each ? [asRange([...each.block, 1])] : [])),
          };
        }),
      ),
    );
}

/** When records stood that may make proposals alternatives, and the rows at which any record came or went. */
function linkLives({ ydoc, attribution }: Pick<PastDocument, "ydoc" | "attribution">): {
  links: { readonly fromSeq: number; readonly untilSeq: number | null }[];
  turns: number[];
} {
  const links: { fromSeq: number; untilSeq: number | null }[] = [];
  const turns: number[] = [];
  const deletions: Deletion[] = [];
  for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map)
    for (const { value, id } of valuesOf(newest)) {
      const fromSeq = attribution.insertingRow(id.client, id.clock);
      if (fromSeq === undefined || !isProposalRecord(value)) continue;
      const untilSeq = attribution.deletingRow(id.client, id.clock) ?? null;
      turns.push(fromSeq, ...(untilSeq === null ? [] : [untilSeq]));
      if (value.do === "counter" || value.do === "move" || value.do === "join") links.push({ fromSeq, untilSeq });
      if (value.do === "delete") deletions.push({ author: recordAuthor(key), ids: value.ids, fromSeq, untilSeq });
    }
  links.push(...rivalDeletions(deletions));
  return { links, turns };
}

interface Deletion {
  readonly author: string | null;
  readonly ids: readonly (readonly [number, number, number])[];
  readonly fromSeq: number;
  readonly untilSeq: number | null;
}

/** Records to delete what somebody else wanted to delete, too, at whatever time. */
function rivalDeletions(deletions: readonly Deletion[]): Deletion[] {
  const first = new IdMap<number>(rowNumber);
  const rivals = new Set<Deletion>();
  deletions.forEach((deletion, at) => {
    for (const range of deletion.ids.map(asRange)) {
      for (const { value } of first.slice(range)) {
        const other = deletions[value];
        if (other && other.author !== deletion.author) rivals.add(deletion).add(other);
      }
      first.claim(range, at);
    }
  });
  return [...rivals];
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
