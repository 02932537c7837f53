/**
 * How much was written and deleted between versions.
 *
 * Rules:
 * - [VE11] what no row of a version made counts nothing in it, so its sizes stay whatever comes later.
 * - What was only written again with the rows of one version, by splitting, joining or moving, came and went with none of them.
 */
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
export function changeSizes(document: AttributedDocument, seqs: readonly number[]): ChangeSize[] {
  const sizes = seqs.map((): ChangeSize => ({ inserted: 0, deleted: 0 }));
  const versionOf = (seq: number): number => firstAtLeast(seqs, seq);
  /** What went with a version and came with it again, so far as it has been counted: of several copies one is the words that moved. */
  const moved = new Map<number, IdSet>();
  const add = (name: keyof ChangeSize, version: number, length: number): void => {
    const size = sizes[version];
    if (size) size[name] += length;
  };
  for (const structs of document.ydoc.store.clients.values()) {
    for (const item of structs) {
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) continue;
      const range = { client: item.id.client, clock: item.id.clock, length: item.length };
      for (const { seq, ...part } of document.attribution.insertedBy(range))
        add(
          "inserted",
          versionOf(seq),
          part.length - movedTo(document, part, { version: versionOf(seq), versionOf, moved }),
        );
      if (!item.deleted) continue;
      for (const { seq, ...part } of document.attribution.goneSince(range))
        add("deleted", versionOf(seq), part.length - movedFrom(document, part, versionOf(seq), versionOf));
    }
  }
  return sizes;
}

/** How many characters of what came with a version are the first copies of what went with it. */
function movedTo(
  { attribution, lineage }: AttributedDocument,
  part: IdRange,
  at: { readonly version: number; readonly versionOf: (seq: number) => number; readonly moved: Map<number, IdSet> },
): number {
  const { version, versionOf, moved } = at;
  const claimed = moved.get(version) ?? new IdSet();
  moved.set(version, claimed);
  let length = 0;
  for (const { copy, source } of lineage.sourcesOf(part))
    for (const gone of attribution.goneSince({ ...source, length: copy.length }))
      if (versionOf(gone.seq) === version)
        for (const fresh of claimed.add({ client: source.client, clock: gone.clock, length: gone.length }))
          length += fresh.length;
  return length;
}

/** How many characters of what went with a version came with it as copies. */
function movedFrom(
  { attribution, lineage }: AttributedDocument,
  part: IdRange,
  version: number,
  versionOf: (seq: number) => number,
): number {
  const moved = [...lineage.copiesOf(part), ...lineage.doublesOf(part)].flatMap(({ copy, source }) =>
    attribution
      .insertedBy(copy)
      .filter(({ seq }) => versionOf(seq) === version)
      .map(({ clock, length }) => ({ client: source.client, clock: source.clock + clock - copy.clock, length })),
  );
  if (moved.length === 0) return 0;
  // One that was copied several times is one.
  return IdSet.of(moved)
    .ranges()
    .reduce((sum, { length }) => sum + length, 0);
}

/** The parts of a range that stand nowhere else. */
export function withoutCopied(lineage: AttributedDocument["lineage"], range: IdRange): readonly IdRange[] {
  const copied = lineage.movedFrom(range);
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
