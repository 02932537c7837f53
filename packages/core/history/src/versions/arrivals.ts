/** Whom a comparison names for what came. */
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { PlacedRange } from "../lineage/placements.ts";
import type { VersionedDocument } from "./version-tree.ts";

/**
 * The row that brought words back which an older version, that of row `since`, has not; `null` where nobody had to. Of what was written
 * before that version it is the first row that put the words there again, of what was written later, and had gone since, the newest.
 * Whoever splits, joins or moves words that stand brings nothing.
 */
export function bringingRow(
  { writtenSeq, placed }: Pick<PlacedRange, "writtenSeq" | "placed">,
  since: number,
): number | null {
  const later = placed.filter(({ seq }) => seq > since);
  const found = writtenSeq <= since ? later.at(-1) : later.find(({ isBack }) => isBack);
  return found?.seq ?? null;
}

/** The row between two versions that agreed on an id which had been proposed; `null` for none. */
export function agreeingRow(
  document: Pick<VersionedDocument, "standings">,
  { client, clock }: Id,
  { fromSeq, toSeq }: { readonly fromSeq: number; readonly toSeq: number },
): number | null {
  const turns = document.standings({ client, clock, length: 1 })[0]?.turns.filter((seq) => seq <= toSeq) ?? [];
  const last = turns.at(-1);
  return turns.length > 1 && last !== undefined && last > fromSeq ? last : null;
}

/**
 * A range of agreed words in parts, in order, each with the row by `toSeq` that agreed on it; `null` for what had not been proposed. With
 * `throughCopies`, words that were split, joined or moved since were agreed on where they stood then.
 */
export function agreeingRows(
  document: Pick<VersionedDocument, "standings" | "lineage">,
  range: IdRange,
  toSeq: number,
  throughCopies: boolean,
): { readonly part: IdRange; readonly seq: number | null }[] {
  return document.standings(range).flatMap(({ range: part, turns }) => {
    const rows = turns.filter((seq) => seq <= toSeq);
    const sources = throughCopies && rows.length === 0 ? document.lineage.sourcesOf(part) : [];
    if (sources.length === 0) return [{ part, seq: rows.length > 1 ? (rows.at(-1) ?? null) : null }];
    const copied = sources.flatMap(({ copy, source }) =>
      agreeingRows(document, { ...source, length: copy.length }, toSeq, true).map(({ part: of, seq }) => ({
        part: { client: copy.client, clock: copy.clock + of.clock - source.clock, length: of.length },
        seq,
      })),
    );
    const rest = IdSet.of(sources.map(({ copy }) => copy)).missing(part);
    return [...copied, ...rest.map((own) => ({ part: own, seq: null }))].sort((a, b) => a.part.clock - b.part.clock);
  });
}
