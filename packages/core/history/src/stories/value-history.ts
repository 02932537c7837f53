/** Who gave something the value that it has, or had: the rows whose coming or going changed it. */

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

/** What counted of something while it was one element or one character: from row `since` until it was gone or written again. */
export interface ValueLife {
  readonly entries: readonly ValueEntry[];
  readonly since: number;
  /** The last row with which it stood. */
  readonly last: number;
}

/**
 * What some rows made of a value, told of the lives of one thing, the newest first: what it was before the first of them that changed
 * it, and after the last; `null` when that is the same. With what a thing came is nobody's change, and before it came it was nothing.
 * Later rows change nothing of it.
 */
export function changeOfValue(
  lives: readonly ValueLife[],
  isWanted: (seq: number) => boolean,
): { readonly from: unknown; readonly to: unknown } | null {
  const rows = new Set<number>();
  lives.forEach(({ entries, since, last }, index) => {
    if (index < lives.length - 1 && isWanted(since)) rows.add(since);
    for (const { insertedSeq, goneSeq } of entries)
      for (const seq of [insertedSeq, goneSeq]) if (seq > since && seq <= last && isWanted(seq)) rows.add(seq);
  });
  const after = (seq: number): unknown => {
    const life = lives.find(({ since }) => since <= seq);
    return life ? valueAt(life.entries, Math.min(seq, life.last)) : null;
  };
  const changed = [...rows].filter((seq) => !isSame(after(seq - 1), after(seq))).sort((a, b) => a - b);
  if (changed.length === 0) return null;
  const isNew = isWanted(lives.at(-1)?.since ?? 0);
  const from = isNew ? null : after((changed[0] as number) - 1);
  const to = after(changed.at(-1) as number);
  return isSame(from, to) ? null : { from, to };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
