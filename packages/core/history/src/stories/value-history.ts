/** Who gave something the value that it has: the last row whose coming or going changed it. */

/** A value that counted from one row on and until another; of several that count at once the last of a list wins. */
export interface ValueEntry {
  readonly value: unknown;
  readonly insertedSeq: number;
  /** The row that took it away; `Infinity` while it stands. */
  readonly goneSeq: number;
}

/** Rows that only wrote the same value again are passed over, but not more of them than this. */
const MAX_STEPS = 64;

/** What counts after row `seq`; `null` for nothing. */
export function valueAt(entries: readonly ValueEntry[], seq: number): unknown {
  return entries.findLast((entry) => entry.insertedSeq <= seq && entry.goneSeq > seq)?.value ?? null;
}

/**
 * The row after `since` and up to `seq` that made the value what it is after row `seq`; `null` when it has been so all along.
 * Rows that wrote the same value again, as Yjs does beside every change, made nothing.
 */
export function rowOfValue(entries: readonly ValueEntry[], since: number, seq: number): number | null {
  const value = JSON.stringify(valueAt(entries, seq));
  let at = seq;
  for (let step = 0; step < MAX_STEPS; step++) {
    const changed = newestChange(entries, at);
    if (changed <= since) return null;
    if (JSON.stringify(valueAt(entries, changed - 1)) !== value) return changed;
    at = changed - 1;
  }
  return null;
}

/** The newest row up to `seq` with which an entry began or ceased to count; 0 for none. */
function newestChange(entries: readonly ValueEntry[], seq: number): number {
  let newest = 0;
  for (let index = entries.length - 1; index >= 0; index--) {
    const { insertedSeq, goneSeq } = entries[index] as ValueEntry;
    if (insertedSeq > seq) continue;
    if (goneSeq > seq) return Math.max(newest, insertedSeq);
    newest = Math.max(newest, goneSeq);
  }
  return newest;
}
