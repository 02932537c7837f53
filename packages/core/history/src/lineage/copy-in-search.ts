import type { Id } from "../ids/id-range.ts";
import type { Effort } from "./effort.ts";
import type { CopiedRange } from "./copied-range.ts";
import { type Stretch, pairIds } from "./stretches.ts";
import type { TextMatch } from "./text-pool.ts";
import type { TypedOver } from "./typed-over.ts";

/** A new stretch while its sources are looked for. */
export class CopyInSearch {
  readonly stretch: Stretch;
  readonly found: CopiedRange[] = [];
  private readonly sources = new Set<Stretch>();
  private readonly matched: { from: number; until: number }[] = [];
  private isSorted = true;
  private readonly effort: Effort;

  /** Whether the text that holds it is new, too: a paragraph that was made, not one that was written in. */
  readonly isNew: boolean;

  /** [LI4] What a part of it was typed over, and is no copy of. */
  over: TypedOver | null = null;

  constructor(stretch: Stretch, isNew: boolean, effort: Effort) {
    this.stretch = stretch;
    this.isNew = isNew;
    this.effort = effort;
  }

  get text(): string {
    return this.stretch.text;
  }

  get restLength(): number {
    let length = 0;
    this.eachRest((from, until) => (length += until - from));
    return length;
  }

  /** Whether a source is what its letters from `from` on were typed over. */
  wasOver(source: Stretch, from: number): boolean {
    const { over } = this;
    if (over === null || from < over.from) return false;
    return source.pieces.some(({ id, length }) => over.gone.slice({ ...id, length }).length > 0);
  }

  /** Adds what `find` finds for every part that has no source yet; it is not to find what is `barred`. */
  eachRestIn(
    find: (from: number, until: number, barred?: (stretch: Stretch) => boolean) => readonly TextMatch[],
  ): void {
    this.eachRest((from, until) => {
      const turn = this.over ? Math.min(until, Math.max(from, this.over.from)) : until;
      if (turn > from) this.addAll(find(from, turn));
      if (until > turn) this.addAll(find(turn, until, (stretch) => this.wasOver(stretch, turn)));
    });
  }

  /** Whether a part of it was found to be a copy of this source. */
  cameFrom(source: Stretch): boolean {
    return this.sources.has(source);
  }

  /** Puts what `partsOf` says in the place of what was found; it is copied by the same ids. */
  refine(partsOf: (entry: CopiedRange) => readonly CopiedRange[]): void {
    this.found.push(...this.found.splice(0).flatMap(partsOf));
  }

  /** A part of it was found to be a copy of ids in this source. */
  noteSource(source: Stretch): void {
    this.sources.add(source);
  }

  /** A part is a copy of ids that follow each other. */
  addIds(copyAt: number, length: number, { client, clock }: Id): void {
    for (const { at, id, length: all } of this.stretch.pieces) {
      const [from, until] = [Math.max(at, copyAt), Math.min(at + all, copyAt + length)];
      if (from >= until) continue;
      const copy = { client: id.client, clock: id.clock + from - at, length: until - from };
      this.found.push({ copy, source: { client, clock: clock + from - copyAt } });
    }
    this.noteMatched(copyAt, length);
  }

  /** The id of a character. */
  idAt(offset: number): Id | undefined {
    const piece = this.stretch.pieces.find(({ at, length }) => offset >= at && offset < at + length);
    return piece && { client: piece.id.client, clock: piece.id.clock + offset - piece.at };
  }

  /** What a character was found to be a copy of. */
  sourceAt(offset: number): Id | undefined {
    const id = this.effort.takePairs(this.found.length) ? this.idAt(offset) : undefined;
    const entry = this.found.find(({ copy }) => {
      const ahead = id?.client === copy.client ? id.clock - copy.clock : -1;
      return ahead >= 0 && ahead < copy.length;
    });
    return id && entry && { client: entry.source.client, clock: entry.source.clock + id.clock - entry.copy.clock };
  }

  add(copyAt: number, source: Stretch, sourceAt: number, length: number): void {
    const pairs = pairIds(this.stretch, copyAt, source, sourceAt, length);
    if (!this.effort.takeEntries(pairs.length)) return;
    for (const pair of pairs) this.found.push(pair);
    this.sources.add(source);
    this.noteMatched(copyAt, length);
  }

  private noteMatched(from: number, length: number): void {
    this.isSorted &&= from >= (this.matched.at(-1)?.until ?? 0);
    this.matched.push({ from, until: from + length });
  }

  addAll(matches: readonly TextMatch[]): void {
    for (const { stretch, copyAt, sourceAt, length } of matches) this.add(copyAt, stretch, sourceAt, length);
  }

  /** Calls `visit` for every part that has no source yet. */
  eachRest(visit: (from: number, until: number) => void): void {
    if (!this.isSorted) this.matched.sort((a, b) => a.from - b.from);
    this.isSorted = true;
    const rests: [number, number][] = [];
    let at = 0;
    for (const { from, until } of [...this.matched, { from: this.text.length, until: this.text.length }]) {
      if (from > at) rests.push([at, from]);
      at = until;
    }
    for (const [from, until] of rests) visit(from, until);
  }
}
