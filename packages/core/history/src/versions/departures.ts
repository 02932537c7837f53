/**
 * Whom a comparison names for what went between two versions.
 *
 * Words that went and came back, by a restoring or an undo, stand there as copies of what they were; so do words that somebody split,
 * joined or moved. They are gone by the row with which the last of these copies went, whoever had taken an earlier one away.
 */
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { ComparedBlock } from "./comparison.ts";
import type { VersionedDocument } from "./version-tree.ts";

/** Ids of one range that went alike: by whom, and with which row where that carried out what had been proposed. */
export interface Departure {
  readonly part: IdRange;
  readonly deletedSeq: number;
  readonly goneSeq: number;
}

type Document = Pick<VersionedDocument, "attribution" | "lineage" | "standings" | "wasPending">;

/** The versions between which something went: it stood in the first and does not in the second. */
interface Between {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/**
 * By which rows the words of a range are gone from the newer version, in parts; what nobody deleted is left out. Costs time in proportion
 * to how often they were written again.
 */
export function departuresOf(document: Document, range: IdRange, between: Between): Departure[] {
  const { attribution, lineage } = document;
  const all: Departure[] = attribution.deletedBy(range).flatMap(({ seq: deletedSeq, ...deleted }) =>
    attribution
      .goneSince(deleted)
      .filter(({ seq }) => seq <= between.toSeq)
      .map(({ client, clock, length, seq: goneSeq }) => ({ part: { client, clock, length }, deletedSeq, goneSeq })),
  );
  const moved = lineage.decidedAway(range);
  const copies = [...lineage.copiesOf(range), ...moved.flatMap((part) => lineage.doublesOf(part))];
  for (const { copy, source } of copies)
    for (const { seq, ...placed } of attribution.insertedBy(copy)) {
      // What was there beside them in the older version went for itself.
      if (seq <= between.fromSeq || seq > between.toSeq) continue;
      for (const { part, ...rows } of departuresOf(document, placed, between))
        for (const { clock, length } of agreedBefore(document, part, rows.goneSeq))
          all.push({ part: { ...source, clock: source.clock + clock - copy.clock, length }, ...rows });
    }
  return lastOf(all);
}

/** The row that removed a block for good, and the one that carried that out where it had been proposed. */
export function removingRows(
  document: Document,
  id: Id,
  between: Between,
): Pick<ComparedBlock, "removedSeq" | "carriedOutSeq"> {
  const [gone] = departuresOf(document, { client: id.client, clock: id.clock, length: 1 }, between);
  if (!gone) return { removedSeq: null, carriedOutSeq: null };
  return { removedSeq: gone.deletedSeq, carriedOutSeq: gone.goneSeq === gone.deletedSeq ? null : gone.goneSeq };
}

/** The parts that had been agreed on when they went: the going of what only waited takes nothing from the text. */
function agreedBefore(document: Document, range: IdRange, goneSeq: number): IdRange[] {
  return document
    .standings(range)
    .map(({ range: part }) => part)
    .filter((part) => !document.wasPending(part, goneSeq - 1));
}

/** Of what is told of the same ids what went last, in order. */
function lastOf(all: readonly Departure[]): Departure[] {
  if (all.length < 2) return [...all];
  const told = new IdSet();
  return all
    .toSorted((a, b) => b.goneSeq - a.goneSeq)
    .flatMap((each) => told.add(each.part).map((part) => ({ ...each, part })))
    .sort((a, b) => a.part.clock - b.part.clock);
}
