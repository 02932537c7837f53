/** Whom a comparison names for words that came. */
import type { PlacedRange } from "../lineage/placements.ts";

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
