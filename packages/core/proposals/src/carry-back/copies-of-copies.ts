import { type AnchoredDocument, type CopiedRange, type Id, IdMap, holdsRange, presentRanges } from "@parley/history";
import { eachId } from "./carrying.ts";
import { idValues } from "./copy-tree.ts";

/**
 * Of two copies of a document, which ids of the older one are which of the newer one: what was changed in the older one can so be carried
 * over to the newer one. What has gone from the document meanwhile is in none.
 */
export function copiesOfCopies(
  older: readonly CopiedRange[],
  newer: readonly CopiedRange[],
  document: AnchoredDocument,
): CopiedRange[] {
  const bySource = new IdMap<Id>(idValues);
  for (const { copy, source } of newer) bySource.claim({ ...source, length: copy.length }, copy);
  return older.flatMap(({ copy, source }) =>
    eachId({ ...source, length: copy.length }).flatMap((id, index) => {
      const range = { ...id, length: 1 };
      const present = holdsRange(document.ydoc, range) ? presentRanges(document, [range]) : [];
      const [found] = present.flatMap(eachId).flatMap(({ client, clock }) => bySource.get(client, clock) ?? []);
      return found ? [{ copy: { client: copy.client, clock: copy.clock + index, length: 1 }, source: found }] : [];
    }),
  );
}
