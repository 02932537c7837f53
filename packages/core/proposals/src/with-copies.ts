import type { IdRange, Lineage } from "@parley/history";

/** Ranges and everything that was copied from them, however often. */
export function withCopies(ranges: readonly IdRange[], ...lineages: readonly Lineage[]): IdRange[] {
  const all: IdRange[] = [];
  const open = [...ranges];
  for (let range = open.pop(); range; range = open.pop()) {
    all.push(range);
    for (const lineage of lineages) for (const { copy } of lineage.copiesOf(range)) open.push(copy);
  }
  return all;
}
