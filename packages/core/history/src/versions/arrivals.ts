/** Whom a comparison names for what came. */
import type { Id } from "../ids/id-range.ts";
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
