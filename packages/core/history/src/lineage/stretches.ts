/** Text of chosen ids in reading order, with the way back from each character to its id. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { IdSet } from "../ids/id-set.ts";

/** Characters of chosen ids that stand, or stood, side by side in one text: nothing that remained comes between them. */
export interface Stretch {
  readonly text: string;
  /** Where each piece of the text has its ids: pieces in order, `at` is an offset in `text`. */
  readonly pieces: readonly { readonly at: number; readonly id: Id; readonly length: number }[];
  /** The shared text that holds it. */
  readonly holder: Y.XmlText;
}

/** The items and collected runs of a range, in order of their ids. */
export function* structsIn(ydoc: Y.Doc, range: IdRange): Generator<Y.Item | Y.GC> {
  const end = range.clock + range.length;
  for (let clock = range.clock; clock < end;) {
    const struct = Y.getItem(ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
    yield struct;
    clock = struct.id.clock + struct.length;
  }
}

/** Shared texts that hold any of the ranges' characters. */
export function textsHolding(ydoc: Y.Doc, ranges: readonly IdRange[]): Set<Y.XmlText> {
  const holders = new Set<Y.XmlText>();
  for (const range of ranges) {
    for (const struct of structsIn(ydoc, range)) {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString && struct.parent instanceof Y.XmlText)
        holders.add(struct.parent);
    }
  }
  return holders;
}

/**
 * The stretches of `chosen` in a text. What is gone for other reasons, and what `isPassable`, does not part them;
 * anything else that is there does.
 */
export function stretchesIn(holder: Y.XmlText, chosen: IdSet, isPassable: (range: IdRange) => boolean): Stretch[] {
  const stretches: Stretch[] = [];
  let text = "";
  let pieces: { at: number; id: Id; length: number }[] = [];
  const close = (): void => {
    if (text !== "") stretches.push({ text, pieces, holder });
    text = "";
    pieces = [];
  };
  for (let item = holder._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue;
    const whole: IdRange = { client: item.id.client, clock: item.id.clock, length: item.length };
    let clock = whole.clock;
    const pass = (until: number): void => {
      const between = { client: whole.client, clock, length: until - clock };
      if (until > clock && !(item as Y.Item).deleted && !isPassable(between)) close();
    };
    for (const part of chosen.slice(whole)) {
      pass(part.clock);
      const last = pieces.at(-1);
      // However Yjs has cut its items up, the pieces are the same.
      if (last && last.id.client === part.client && last.id.clock + last.length === part.clock)
        pieces[pieces.length - 1] = { ...last, length: last.length + part.length };
      else pieces.push({ at: text.length, id: { client: part.client, clock: part.clock }, length: part.length });
      text += item.content.str.slice(part.clock - whole.clock, part.clock - whole.clock + part.length);
      clock = part.clock + part.length;
    }
    pass(whole.clock + whole.length);
  }
  close();
  return stretches;
}

/** Pairs equally long parts of two stretches, id run by id run. */
export function pairIds(
  copy: Stretch,
  copyAt: number,
  source: Stretch,
  sourceAt: number,
  length: number,
): { copy: IdRange; source: Id }[] {
  const pairs: { copy: IdRange; source: Id }[] = [];
  for (let done = 0; done < length;) {
    const to = idAt(copy, copyAt + done);
    const from = idAt(source, sourceAt + done);
    const run = Math.min(to.left, from.left, length - done);
    pairs.push({ copy: { ...to.id, length: run }, source: from.id });
    done += run;
  }
  return pairs;
}

/** The id of the character at an offset, and how many ids follow it in its piece, itself included. */
function idAt({ pieces }: Stretch, offset: number): { id: Id; left: number } {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  if (!piece) throw new RangeError(`no character at ${offset}`);
  const inside = offset - piece.at;
  return { id: { client: piece.id.client, clock: piece.id.clock + inside }, left: piece.length - inside };
}
