import { type Film, type FilmBlock, filmDeeds } from "@parley/documents";

interface Phased {
  readonly from: number;
  readonly until: number | null;
}

/** How something looks at a frame; `undefined` where it is not there. */
export function phaseAt<P extends Phased>(phases: readonly P[], frame: number): P | undefined {
  return phases.find(({ from, until }) => from <= frame && (until === null || frame < until));
}

/** How something that went with a frame had looked until then; `undefined` where it did not go. */
export function wentAt<P extends Phased>(phases: readonly P[], frame: number): P | undefined {
  return phaseAt(phases, frame) ? undefined : phases.find(({ until }) => until === frame);
}

/** Whether words, or a block without words, went with a frame for good: what stands elsewhere from then on did not. */
export function losesAt({ name, phases, spans, children }: FilmBlock, frame: number): boolean {
  const isBare = name !== "paragraph" && children.length === 0;
  return (
    (isBare && wentAt(phases, frame) !== undefined) ||
    spans.some((span) => !span.moved && wentAt(span.phases, frame)) ||
    children.some((child) => losesAt(child, frame))
  );
}

/** The frames with which something came or got another look, and those with which something went for good. */
export interface FilmChanges {
  readonly came: ReadonlySet<number>;
  readonly went: ReadonlySet<number>;
}

export function filmChanges(blocks: readonly FilmBlock[]): FilmChanges {
  const came = new Set<number>();
  const went = new Set<number>();
  const add = (phases: readonly Phased[], isLost: boolean): void => {
    for (const { from } of phases) came.add(from);
    for (const { until } of isLost ? phases : []) if (until !== null && wentAt(phases, until)) went.add(until);
  };
  const visit = ({ name, phases, spans, children }: FilmBlock): void => {
    add(phases, name !== "paragraph" && children.length === 0);
    for (const span of spans) add(span.phases, !span.moved);
    children.forEach(visit);
  };
  blocks.forEach(visit);
  return { came, went };
}

/** What is told of a frame, in order. The rows say who typed; whether that wrote or deleted, the film shows. */
export function deedsTold(
  did: Film["frames"][number]["did"],
  frame: number,
  { came, went }: FilmChanges,
): readonly ((typeof filmDeeds)[number] | "deleted")[] {
  const deeds = filmDeeds.filter((deed) => did[deed] !== undefined);
  if (!went.has(frame)) return deeds;
  return deeds.flatMap((deed) => {
    if (deed !== "written" && deed !== "proposed") return [deed];
    if (!came.has(frame)) return deed === "written" || did.written === undefined ? ["deleted" as const] : [];
    return deed === "written" ? [deed, "deleted" as const] : [deed];
  });
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
