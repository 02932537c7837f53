/** Where a text says nearly what is looked for. */

export interface NearMatch {
  readonly from: number;
  readonly to: number;
  /** Characters that were put in, left out or exchanged. */
  readonly distance: number;
}

/** One row of the table of distances: the cost of what was looked for so far, and where it began. */
interface Cell {
  readonly cost: number;
  readonly start: number;
}

/**
 * The stretches of `text` that are at most `limit` edits away from `wanted`, best first where they overlap, then without overlaps in order.
 * The time is the product of both lengths.
 */
export function nearMatches(text: string, wanted: string, limit: number): NearMatch[] {
  const ends: NearMatch[] = [];
  let previous: Cell[] = Array.from({ length: wanted.length + 1 }, (_, index) => ({ cost: index, start: 0 }));
  for (let at = 0; at < text.length; at++) {
    const current: Cell[] = [{ cost: 0, start: at + 1 }];
    const sign = text[at];
    for (let index = 1; index <= wanted.length; index++) {
      const diagonal = previous[index - 1] as Cell;
      const above = previous[index] as Cell;
      const left = current[index - 1] as Cell;
      const same = diagonal.cost + (wanted[index - 1] === sign ? 0 : 1);
      const start = index === 1 ? at : diagonal.start;
      if (same <= above.cost + 1 && same <= left.cost + 1) current.push({ cost: same, start });
      else if (above.cost <= left.cost) current.push({ cost: above.cost + 1, start: above.start });
      else current.push({ cost: left.cost + 1, start: left.start });
    }
    const last = current[wanted.length] as Cell;
    if (last.cost <= limit) ends.push({ from: last.start, to: at + 1, distance: last.cost });
    previous = current;
  }
  const kept: NearMatch[] = [];
  for (const match of ends.toSorted((a, b) => a.distance - b.distance || b.to - b.from - (a.to - a.from)))
    if (!kept.some(({ from, to }) => from < match.to && match.from < to)) kept.push(match);
  return kept.toSorted((a, b) => a.from - b.from);
}
