/** A run of ids of one Yjs client: clocks `clock` to `clock + length - 1`. */
export interface IdRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** One id: the unit that Yjs gives to every inserted character, element and formatting mark. */
export interface Id {
  readonly client: number;
  readonly clock: number;
}

/** Ranges in rising order, those that touch or overlap joined: whoever works through them does so once. */
export function joinRanges(ranges: Iterable<IdRange>): IdRange[] {
  const sorted = [...ranges].sort((a, b) => a.client - b.client || a.clock - b.clock);
  const joined: IdRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && last.client === range.client && range.clock <= last.clock + last.length) {
      const end = Math.max(last.clock + last.length, range.clock + range.length);
      joined[joined.length - 1] = { ...last, length: end - last.clock };
    } else joined.push(range);
  }
  return joined;
}
