/**
 * Stretches of text that others may be copies of, and the search for the longest common part.
 *
 * A window of `gram` characters is looked up first, then the match is grown to both sides. Windows of a stretch are kept at
 * every `stride`-th offset: with stride 1 every common part of `gram` characters is found, with a longer one every part of
 * `gram + stride - 1` characters, and a stretch that is copied whole. No common part has half a character at an end.
 */
import { partsCharacter } from "@parley/document";
import type { Effort } from "./effort.ts";
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

/** Where in a text a common part is looked for: around `at`, not before `free`, not behind `until`. */
interface Searched {
  readonly text: string;
  readonly at: number;
  readonly free: number;
  readonly until: number;
  readonly barred: (stretch: Stretch) => boolean;
}

const none = (): boolean => false;

/** Candidates that are looked at for one window; text that repeats one phrase over and over has more, all alike. */
const MAX_CANDIDATES = 64;

export class TextPool {
  private readonly gram: number;
  private readonly stride: number;
  /** Those of one stretch stand together, in the order in which stretches came. */
  private readonly windows = new Map<string, Window[]>();
  private readonly held = new Set<Stretch>();
  /** For each character of a stretch of which any is taken, whether it is. */
  private readonly taken = new Map<Stretch, Uint8Array>();
  private readonly restsOf = new Map<Stretch, readonly { from: number; until: number }[]>();

  constructor(options: { gram: number; stride: number }) {
    this.gram = options.gram;
    this.stride = options.stride;
  }

  /** A stretch is added once. */
  add(stretch: Stretch): void {
    this.held.add(stretch);
    for (let at = 0; at + this.gram <= stretch.text.length; at += this.stride) {
      const key = stretch.text.slice(at, at + this.gram);
      const list = this.windows.get(key);
      if (list) list.push({ stretch, at });
      else this.windows.set(key, [{ stretch, at }]);
    }
  }

  /** Costs little for the stretch that came first, however many others are like it. */
  drop(stretch: Stretch): void {
    if (!this.held.delete(stretch)) return;
    const keys = new Set<string>();
    for (let at = 0; at + this.gram <= stretch.text.length; at += this.stride)
      keys.add(stretch.text.slice(at, at + this.gram));
    for (const key of keys) {
      const list = this.windows.get(key) ?? [];
      const from = list.findIndex((window) => window.stretch === stretch);
      let until = from;
      while (list[until]?.stretch === stretch) until++;
      if (until - from === list.length) this.windows.delete(key);
      else list.splice(from, until - from);
    }
  }

  /** Nothing else may be found to be a copy of this part any more. */
  take(stretch: Stretch, from: number, length: number): void {
    const taken = this.taken.get(stretch) ?? new Uint8Array(stretch.text.length);
    this.taken.set(stretch, taken.fill(1, from, from + length));
    this.restsOf.delete(stretch);
  }

  /** Whether something has been found to be a copy of any part of a stretch. */
  hasTaken(stretch: Stretch): boolean {
    return this.taken.has(stretch);
  }

  /**
   * Common parts of `text` from `from` to `until`, in order, greedily the longest at each place, but none with stretches that are `barred`.
   * What is found is taken.
   */
  match(
    text: string,
    from: number,
    until: number,
    mayTakeTwice: boolean,
    effort: Effort,
    barred: (stretch: Stretch) => boolean = none,
  ): TextMatch[] {
    const matches: TextMatch[] = [];
    let free = from;
    let before: TextMatch | null = null;
    for (let at = from; at + this.gram <= until && effort.takePlace();) {
      const best = this.longestAt({ text, at, free, until, barred }, before, effort);
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
  rests(stretch: Stretch, effort: Effort): readonly { from: number; until: number }[] {
    const known = this.restsOf.get(stretch);
    if (known) return known;
    const rests: { from: number; until: number }[] = [];
    const taken = this.taken.get(stretch);
    const end = stretch.text.length;
    effort.takePairs(end >> 3);
    for (let at = 0; at < end;) {
      const from = taken ? taken.indexOf(0, at) : at;
      if (from < 0) break;
      const until = taken ? taken.indexOf(1, from) : -1;
      at = until < 0 ? end : until;
      rests.push({ from, until: at });
    }
    this.restsOf.set(stretch, rests);
    return rests;
  }

  private longestAt(place: Searched, before: TextMatch | null, effort: Effort): TextMatch | null {
    const { text, at } = place;
    const candidates = this.windows.get(text.slice(at, at + this.gram));
    if (!candidates) return null;
    let best: TextMatch | null = null;
    // The newest first: of equal candidates the one that was cut last is meant.
    for (let i = candidates.length - 1, looked = 0; i >= 0 && looked < MAX_CANDIDATES; i--, looked++) {
      if (best !== null && !effort.hasChoice) break;
      if (place.barred((candidates[i] as Window).stretch)) continue;
      const grown = this.grow(place, candidates[i] as Window);
      if (grown === null) continue;
      effort.noteCompared(grown.length);
      const goesOn = before?.stretch === grown.stretch && before.sourceAt + before.length <= grown.sourceAt;
      if (best === null || grown.length > best.length || (grown.length === best.length && goesOn)) best = grown;
    }
    return best;
  }

  private grow({ text, at, free, until }: Searched, { stretch, at: sourceAt }: Window): TextMatch | null {
    const taken = this.taken.get(stretch);
    const isSame = (offset: number): boolean =>
      taken?.[sourceAt + offset] !== 1 && text[at + offset] === stretch.text[sourceAt + offset];
    for (let offset = 0; offset < this.gram; offset++) if (taken?.[sourceAt + offset] === 1) return null;
    let start = 0;
    while (at - start > free && sourceAt - start > 0 && isSame(-start - 1)) start++;
    let end = this.gram;
    while (at + end < until && sourceAt + end < stretch.text.length && isSame(end)) end++;
    // Two characters outside the basic plane may have one half in common.
    if (partsCharacter(text, at - start)) start--;
    if (partsCharacter(text, at + end)) end--;
    if (start + end < this.gram) return null;
    return { stretch, copyAt: at - start, sourceAt: sourceAt - start, length: start + end };
  }
}
