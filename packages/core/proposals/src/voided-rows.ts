/**
 * Which rows took away what may have become void with it, so that only for those the document is read as it was before them: a restored
 * version brings back what thousands of rows took.
 */
import { PROPOSALS_NAME, isProposalRecord } from "@parley/document";
import { type IdRange, IdMap, rowNumber } from "@parley/history";
import type { DirectChange } from "./direct-change.ts";
import { waitingIn } from "./past-ranges.ts";
import { valuesOf } from "./record-history.ts";
import { namedBy } from "./record-ground.ts";
import { withCopies } from "./with-copies.ts";
import type { DecidedDocument } from "./decided-document.ts";

/** [VD3] So many rows are looked at for one change, the newest ones: everybody waits meanwhile. */
const MAX_ROWS = 50;

/** Of the rows with which some ids went those that took what waited, or what records are about that a row of the server's took away later. */
export function rowsThatMayVoid(
  document: DecidedDocument,
  gone: readonly (IdRange & { readonly seq: number })[],
  madeBy: DirectChange["madeBy"],
): ReadonlySet<number> {
  const rows = new Set<number>();
  const rowOf = new IdMap<number>(rowNumber);
  for (const { seq, ...range } of gone) {
    rowOf.claim(range, seq);
    if (!rows.has(seq) && waitingIn(document, range, seq - 1).length > 0) rows.add(seq);
  }
  for (const { about, voidedBy } of voidedRecords(document, madeBy))
    for (const range of about) for (const { value } of rowOf.slice(range)) if (value < voidedBy) rows.add(value);
  return new Set([...rows].sort((a, b) => b - a).slice(0, MAX_ROWS));
}

/** What records were about that went with a row of the server's in the turn of somebody's change. */
function* voidedRecords(
  { ydoc, attribution, lineage }: DecidedDocument,
  madeBy: DirectChange["madeBy"],
): Generator<{ readonly about: IdRange[]; readonly voidedBy: number }> {
  for (const newest of ydoc.getMap(PROPOSALS_NAME)._map.values())
    for (const { value, id } of newest.deleted ? valuesOf(newest) : []) {
      const voidedBy = attribution.deletingRow(id.client, id.clock);
      const made = voidedBy === undefined ? null : madeBy(voidedBy);
      if (voidedBy === undefined || made?.kind !== "decision" || !isProposalRecord(value)) continue;
      if (madeBy(voidedBy - 1)?.personId !== made.personId) continue;
      yield { about: withCopies(namedBy(value), lineage), voidedBy };
    }
}
