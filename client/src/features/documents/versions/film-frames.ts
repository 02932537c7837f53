import type { FilmBlock } from "@parley/documents";

interface Phased {
  readonly from: number;
  readonly until: number | null;
}

/** How something looks at a frame; `undefined` where it is not there. */
export function phaseAt<P extends Phased>(phases: readonly P[], frame: number): P | undefined {
  return phases.find(({ from, until }) => from <= frame && (until === null || frame < until));
}

/** The frames at which each block, with everything in it, changes its look. */
export class FilmTurns {
  private readonly turns = new WeakMap<FilmBlock, readonly number[]>();

  /** The last frame up to this one at which the block changed; -1 before the first. */
  lastTurn(block: FilmBlock, frame: number): number {
    const turns = this.turnsOf(block);
    let low = 0;
    let high = turns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((turns[middle] as number) <= frame) low = middle + 1;
      else high = middle;
    }
    return turns[low - 1] ?? -1;
  }

  private turnsOf(block: FilmBlock): readonly number[] {
    const known = this.turns.get(block);
    if (known) return known;
    const frames = new Set<number>();
    const add = ({ from, until }: Phased): void => {
      frames.add(from);
      if (until !== null) frames.add(until);
    };
    block.phases.forEach(add);
    for (const { phases } of block.spans) phases.forEach(add);
    for (const child of block.children) for (const frame of this.turnsOf(child)) frames.add(frame);
    const turns = [...frames].sort((a, b) => a - b);
    this.turns.set(block, turns);
    return turns;
  }
}

/**
 * The frames whose pauses are marked on the line: of those that would stand closer to each other than this share of it, the last one. The
 * present needs no mark: the line ends there.
 */
export function markedPauses(frames: readonly { readonly pause: boolean }[], closest: number): number[] {
  const last = frames.length - 1;
  const marked: number[] = [];
  let next = last;
  for (let at = last - 1; at > 0; at--) {
    if (frames[at]?.pause !== true || (next - at) / last < closest) continue;
    marked.unshift(at);
    next = at;
  }
  return marked;
}

/** The next frame that ends a sitting, in one direction; the first or the last frame where there is none. */
export function nextSitting(frames: readonly { readonly pause: boolean }[], from: number, step: 1 | -1): number {
  for (let at = from + step; at > 0 && at < frames.length - 1; at += step) if (frames[at]?.pause) return at;
  return step > 0 ? Math.max(0, frames.length - 1) : 0;
}
