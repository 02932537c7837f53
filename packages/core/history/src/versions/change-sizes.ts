/** How much was written and deleted between versions. What was only moved counts as neither. */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { AttributedDocument } from "../reading.ts";

/** Characters that came and went with the rows up to one version, since the version before. */
export interface ChangeSize {
  inserted: number;
  deleted: number;
}

/** The size of change of each version of a rising list, the first one since the empty document. */
export function changeSizes({ ydoc, attribution, lineage }: AttributedDocument, seqs: readonly number[]): ChangeSize[] {
  const sizes = seqs.map((): ChangeSize => ({ inserted: 0, deleted: 0 }));
  const sizeAt = (seq: number): ChangeSize | undefined => sizes[firstAtLeast(seqs, seq)];
  for (const structs of ydoc.store.clients.values()) {
    for (const item of structs) {
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) continue;
      const range = { client: item.id.client, clock: item.id.clock, length: item.length };
      for (const { copy, source } of lineage.origins(range)) {
        if (copy.client !== source.client || copy.clock !== source.clock) continue;
        for (const { seq, length } of attribution.insertedBy({ ...source, length: copy.length })) {
          const size = sizeAt(seq);
          if (size) size.inserted += length;
        }
      }
      if (!item.deleted) continue;
      for (const part of withoutCopied(lineage, range)) {
        for (const { seq, length } of attribution.goneSince(part)) {
          const size = sizeAt(seq);
          if (size) size.deleted += length;
        }
      }
    }
  }
  return sizes;
}

/** The parts of a range of which no copy was made. */
export function withoutCopied(lineage: AttributedDocument["lineage"], range: IdRange): readonly IdRange[] {
  const copied = lineage.copiesOf(range).map(({ copy, source }) => ({ ...source, length: copy.length }));
  return copied.length === 0 ? [range] : IdSet.of([range]).difference(IdSet.of(copied)).ranges();
}

function firstAtLeast(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seqs[middle] as number) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
