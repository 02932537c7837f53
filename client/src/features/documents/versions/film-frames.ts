import { type Film, type FilmBlock, type FilmSpan, filmDeeds } from "@parley/documents";

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

/** What a film shows that happened with a frame, whoever did it and why. */
export interface FrameChange {
  /** UTF-16 units that came, those of them included that had stood elsewhere. */
  came: number;
  /** UTF-16 units that stand elsewhere from then on. */
  moved: number;
  /** Paragraphs that came with words, less those that went and whose words stand elsewhere. */
  paragraphs: number;
  /** Something without words came: an empty paragraph, a picture. */
  added: boolean;
  /** Something without words went. */
  removed: boolean;
  /** Something went for good. */
  went: boolean;
  /** Words got another look, paragraphs another layout. */
  formatted: boolean;
  laidOut: boolean;
  /** Anything at all came or got another look, or began or ended to wait. */
  turned: boolean;
}

/** The frames with which something changed, each with what did. */
export type FilmChanges = ReadonlyMap<number, Readonly<FrameChange>>;

export function filmChanges(blocks: readonly FilmBlock[]): FilmChanges {
  const changes = new Map<number, FrameChange>();
  const at = (frame: number): FrameChange => {
    const known = changes.get(frame);
    if (known) return known;
    const change = { ...nothingChanged };
    changes.set(frame, change);
    return change;
  };
  const visit = (block: FilmBlock): void => {
    addBlock(block, at);
    for (const span of block.spans) addSpan(span, at);
    block.children.forEach(visit);
  };
  blocks.forEach(visit);
  return changes;
}

const nothingChanged: Readonly<FrameChange> = {
  came: 0,
  moved: 0,
  paragraphs: 0,
  added: false,
  removed: false,
  went: false,
  formatted: false,
  laidOut: false,
  turned: false,
};

function addBlock({ name, phases, spans, children }: FilmBlock, at: (frame: number) => FrameChange): void {
  for (const [index, { from, attributes }] of phases.entries()) {
    at(from).turned = true;
    const before = phases[index - 1];
    if (before && JSON.stringify(before.attributes) !== JSON.stringify(attributes)) at(from).laidOut = true;
  }
  const [from, until] = [phases[0]?.from, phases.at(-1)?.until ?? null];
  const isParagraph = name === "paragraph";
  if (from !== undefined) {
    if (isParagraph && spans.some((span) => phaseAt(span.phases, from))) at(from).paragraphs++;
    else if (children.length === 0) at(from).added = true;
  }
  if (until === null) return;
  const last = spans.filter((span) => wentAt(span.phases, until));
  if (last.some(({ moved }) => moved)) at(until).paragraphs--;
  else if (last.length === 0 && children.length === 0) at(until).removed = true;
  if (!isParagraph && children.length === 0) at(until).went = true;
}

function addSpan({ text, moved, phases }: FilmSpan, at: (frame: number) => FrameChange): void {
  for (const [index, { from, marks }] of phases.entries()) {
    at(from).turned = true;
    const before = phases[index - 1];
    if (before && JSON.stringify(before.marks) !== JSON.stringify(marks)) at(from).formatted = true;
    if (before?.until !== from) at(from).came += text.length;
  }
  for (const { until } of phases) {
    if (until === null || !wentAt(phases, until)) continue;
    if (moved) at(until).moved += text.length;
    else at(until).went = true;
  }
}

/** What is told of a frame: what its rows say, and what a film shows of them. */
export type ToldDeed =
  | (typeof filmDeeds)[number]
  | "deleted"
  | "split"
  | "joined"
  | "moved"
  | "formatted"
  | "laidOut"
  | "broughtBack";

/** Deeds beside which a film does not show what somebody changed directly: they change the text as well. */
const changing: readonly ToldDeed[] = [
  "accepted",
  "rejected",
  "withdrawn",
  "takenBack",
  "restored",
  "repaired",
  "imported",
  "copied",
  "byProgram",
  "carriedOver",
];

/** What is told of a frame, in order. The rows say who typed; what that did, the film shows. */
export function deedsTold(
  did: Film["frames"][number]["did"],
  frame: number,
  changes: FilmChanges,
): readonly ToldDeed[] {
  const deeds = filmDeeds.filter((deed) => did[deed] !== undefined);
  const change = changes.get(frame) ?? nothingChanged;
  const isAlone = !deeds.some((deed) => changing.includes(deed));
  return deeds.flatMap((deed): readonly ToldDeed[] => {
    if (deed === "written") return isAlone ? directDeeds(change) : writtenBeside(change);
    if (deed === "undone") return isAlone && bringsBack(change) ? ["broughtBack"] : ["undone"];
    if (deed !== "proposed" || !change.went || change.turned) return [deed];
    return did.written === undefined ? ["deleted"] : [];
  });
}

function directDeeds(change: FrameChange): readonly ToldDeed[] {
  const reflowed = Math.min(change.came, change.moved) > 0;
  const told: ToldDeed[] = [];
  if (change.came > change.moved || change.added) told.push("written");
  if (change.went || (change.removed && !reflowed)) told.push("deleted");
  if (reflowed) told.push(change.paragraphs > 0 ? "split" : change.paragraphs < 0 ? "joined" : "moved");
  if (change.formatted) told.push("formatted");
  // A paragraph that is split or joined may be numbered otherwise by that.
  if (change.laidOut && !reflowed) told.push("laidOut");
  return told.length > 0 ? told : ["written"];
}

/** What else happened changed the text, too: what is told of those who wrote is that only. */
function writtenBeside({ went, turned }: FrameChange): readonly ToldDeed[] {
  return !went ? ["written"] : turned ? ["written", "deleted"] : ["deleted"];
}

const bringsBack = ({ came, moved, went }: FrameChange): boolean => came > moved && !went;

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
