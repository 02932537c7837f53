/** [CP1] Which relations make a line of descent, and whether a new one would bite its own tail. */
import type { RelationKind } from "../contract-state.ts";

/** One contract is the `kind` of another. */
export interface Relation {
  readonly contractId: string;
  readonly kind: RelationKind;
  readonly otherId: string;
}

/** Kinds that put one contract under another. Whoever refers to somebody may be referred to by them. */
const descending: ReadonlySet<RelationKind> = new Set([
  "supplement",
  "renewal",
  "change",
  "termination",
  "replaces",
  "sub-contract",
]);

/** Whether a contract of this kind stands under the other one. */
export function isDescent(kind: RelationKind): boolean {
  return descending.has(kind);
}

/** [CP1] Whether a contract would come from itself if `added` were, too. */
export function closesCycle(relations: readonly Relation[], added: Relation): boolean {
  if (!isDescent(added.kind)) return false;
  const above = Map.groupBy(
    relations.filter(({ kind }) => isDescent(kind)),
    ({ contractId }) => contractId,
  );
  const seen = new Set<string>();
  const waiting = [added.otherId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === added.contractId) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(above.get(id) ?? []).map(({ otherId }) => otherId));
  }
  return false;
}
