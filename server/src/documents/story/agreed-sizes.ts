import { type BlocksOfRow, type ChangeSize, type DocumentReplica, agreedBlocks, changeSizes } from "@parley/history";

interface AgreedSize extends ChangeSize {
  readonly blocks: BlocksOfRow;
}

/** By replica and row: what a row changed stays, whatever comes later [VE11]. */
const known = new WeakMap<DocumentReplica, Map<number, AgreedSize>>();

/** What some rows brought into the agreed text and took from it together. */
export interface AgreedSum {
  /** In UTF-16 units. */
  readonly inserted: number;
  readonly deleted: number;
  /** Blocks that are no paragraphs and that came or went in the end. */
  readonly blocks: number;
}

/**
 * What rows brought into the agreed text and took from it: the same that versions say which begin and end with each of them. Rows that
 * were not asked for before are found by walks over everything that the document ever held.
 */
export function agreedSizes(
  replica: DocumentReplica,
  seqs: readonly number[],
): (together: readonly number[]) => AgreedSum {
  const sizes = known.get(replica) ?? new Map<number, AgreedSize>();
  known.set(replica, sizes);
  const wanted = seqs.filter((seq) => !sizes.has(seq));
  if (wanted.length > 0) {
    const versions = [...new Set(wanted.flatMap((seq) => [seq - 1, seq]))].sort((a, b) => a - b);
    const read = changeSizes(replica, versions);
    const blocks = agreedBlocks(replica);
    for (const seq of wanted) {
      const size = read[versions.indexOf(seq)];
      if (size) sizes.set(seq, { ...size, blocks: blocks.get(seq) ?? new Map() });
    }
  }
  return (together) => sumOf(together.flatMap((seq) => sizes.get(seq) ?? []));
}

function sumOf(sizes: readonly AgreedSize[]): AgreedSum {
  const blocks = new Map<string, number>();
  let [inserted, deleted] = [0, 0];
  for (const size of sizes) {
    inserted += size.inserted;
    deleted += size.deleted;
    for (const [name, more] of size.blocks) blocks.set(name, (blocks.get(name) ?? 0) + more);
  }
  return { inserted, deleted, blocks: [...blocks.values()].filter((more) => more !== 0).length };
}
