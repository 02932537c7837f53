import { type ChangeSize, type DocumentReplica, changeSizes } from "@parley/history";

/** By replica and row: what a row changed stays, whatever comes later [VE11]. */
const known = new WeakMap<DocumentReplica, Map<number, ChangeSize>>();

/**
 * What each of some rows brought into the agreed text and took from it, in UTF-16 units: the same that a version says which begins and
 * ends with the row. Rows that were not asked for before are found by one walk over everything that the document ever held.
 */
export function agreedSizes(replica: DocumentReplica, seqs: readonly number[]): (seq: number) => ChangeSize {
  const sizes = known.get(replica) ?? new Map<number, ChangeSize>();
  known.set(replica, sizes);
  const wanted = seqs.filter((seq) => !sizes.has(seq));
  if (wanted.length > 0) {
    const versions = [...new Set(wanted.flatMap((seq) => [seq - 1, seq]))].sort((a, b) => a - b);
    const read = changeSizes(replica, versions);
    for (const seq of wanted) {
      const size = read[versions.indexOf(seq)];
      if (size) sizes.set(seq, size);
    }
  }
  return (seq) => sizes.get(seq) ?? { inserted: 0, deleted: 0, proposed: 0 };
}
