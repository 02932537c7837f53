/**
 * Stretches of text that others may be copies of, and the search for the longest common part.
 *
 * A window of `gram` characters is looked up first, then the match is grown to both sides. Windows of a stretch are kept at
 * every `stride`-th offset: with stride 1 every common part of `gram` characters is found, with a longer one every part of
 * `gram + stride - 1` characters, and a stretch that is copied whole.
 */
import type { Stretch } from "./stretches.ts";

export interface TextMatch {
  readonly stretch: Stretch;
  /** Offsets of the common part in the copy and in the stretch, and its length. */
  readonly copyAt: number;
  readonly sourceAt: number;
  readonly length: number;
}

interface Window {
  readonly stretch: Stretch;
  readonly at: number;
}

/** Candidates that are looked at for one window; text that repeats one phrase over and over has more, all alike. */
const MAX_CANDIDATES = 64;

export class TextPool {
  private readonly gram: number;
  private readonly stride: number;
  private readonly windows = new Map<string, Window[]>();
  private readonly taken = new Map<Stretch, { from: number; until: number }[]>();

  constructor(options: { gram: number; stride: number }) {
    this.gram = options.gram;
    this.stride = options.stride;
  }

  add(stretch: Stretch): void {
    for (let at = 0; at + this.gram <= stretch.text.length; at += this.stride) {
      const key = stretch.text.slice(at, at + this.gram);
      const list = this.windows.get(key);
      if (list) list.push({ stretch, at });
      else this.windows.set(key, [{ stretch, at }]);
    }
  }

  drop(stretch: Stretch): void {
    for (let at = 0; at + this.gram <= stretch.text.length; at += this.stride) {
      const key = stretch.text.slice(at, at + this.gram);
      const rest = (this.windows.get(key) ?? []).filter((window) => window.stretch !== stretch);
      if (rest.length > 0) this.windows.set(key, rest);
      else this.windows.delete(key);
    }
  }

  /** Nothing else may be found to be a copy of this part any more. */
  take(stretch: Stretch, from: number, length: number): void {
    const list = this.taken.get(stretch) ?? [];
    list.push({ from, until: from + length });
    this.taken.set(stretch, list);
  }

  /** Common parts of `text` from `from` to `until`, in order, greedily the longest at each place. What is found is taken. */
  match(text: string, from: number, until: number, mayTakeTwice: boolean): TextMatch[] {
    const matches: TextMatch[] = [];
    let free = from;
    let before: TextMatch | null = null;
    for (let at = from; at + this.gram <= until;) {
      const best = this.longestAt(text, at, free, until, before);
      if (best === null) {
        at++;
        continue;
      }
      matches.push(best);
      if (!mayTakeTwice) this.take(best.stretch, best.sourceAt, best.length);
      at = free = best.copyAt + best.length;
      before = best;
    }
    return matches;
  }

  /** The parts of a stretch that nothing has been found to be a copy of. */
  rests(stretch: Stretch): { from: number; until: number }[] {
    const rests: { from: number; until: number }[] = [];
    let at = 0;
    const end = { from: stretch.text.length, until: stretch.text.length };
    for (const { from, until } of [...(this.taken.get(stretch) ?? []), end].sort((a, b) => a.from - b.from)) {
      if (from > at) rests.push({ from: at, until: from });
      at = Math.max(at, until);
    }
    return rests;
  }

  private longestAt(
    text: string,
    at: number,
    free: number,
    until: number,
    before: TextMatch | null,
  ): TextMatch | null {
    const candidates = this.windows.get(text.slice(at, at + this.gram));
    if (!candidates) return null;
    let best: TextMatch | null = null;
    // The newest first: of equal candidates the one that was cut last is meant.
    for (let i = candidates.length - 1, looked = 0; i >= 0 && looked < MAX_CANDIDATES; i--, looked++) {
      const window = candidates[i] as Window;
      const grown = this.grow(text, at, free, until, window);
      if (grown === null) continue;
      const goesOn = before?.stretch === grown.stretch && before.sourceAt + before.length <= grown.sourceAt;
      if (best === null || grown.length > best.length || (grown.length === best.length && goesOn)) best = grown;
    }
    return best;
  }

  private grow(text: string, at: number, free: number, until: number, { stretch, at: sourceAt }: Window): TextMatch | null {
    const [low, high] = this.freeAround(stretch, sourceAt);
    if (sourceAt + this.gram > high) return null;
    let start = 0;
    while (at - start > free && sourceAt - start > low && text[at - start - 1] === stretch.text[sourceAt - start - 1])
      start++;
    let end = this.gram;
    while (at + end < until && sourceAt + end < high && text[at + end] === stretch.text[sourceAt + end]) end++;
    return { stretch, copyAt: at - start, sourceAt: sourceAt - start, length: start + end };
  }

  /** The part around an offset that is not taken; an empty one when the offset itself is. */
  private freeAround(stretch: Stretch, at: number): [number, number] {
    let low = 0;
    let high = stretch.text.length;
    for (const { from, until } of this.taken.get(stretch) ?? []) {
      if (from <= at && at < until) return [at, at];
      if (until <= at) low = Math.max(low, until);
      else high = Math.min(high, from);
    }
    return [low, high];
  }
}
