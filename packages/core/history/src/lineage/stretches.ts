/** Text of chosen ids in reading order, with the way back from each character to its id. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdMap, rowNumber } from "../ids/id-map.ts";
import { IdSet } from "../ids/id-set.ts";

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

/** A run of an item's characters that are all chosen, or all not. */
interface Part {
  readonly range: IdRange;
  readonly chosen: boolean;
}

function partsOf(item: Y.Item, chosen: IdSet): Part[] {
  const parts: Part[] = [];
  let { clock } = item.id;
  const until = (end: number, isChosen: boolean): void => {
    if (end > clock) parts.push({ range: { client: item.id.client, clock, length: end - clock }, chosen: isChosen });
    clock = end;
  };
  for (const part of chosen.slice({ client: item.id.client, clock, length: item.length })) {
    until(part.clock, false);
    until(part.clock + part.length, true);
  }
  until(item.id.clock + item.length, false);
  return parts;
}

/** What parts characters that are not side by side: by default nothing that is gone, and everything that is there. */
export interface Parting {
  /** Whether characters that are there do not part the others. */
  readonly isPassable?: (range: IdRange) => boolean;
  /** Whether characters that are gone do part them. */
  readonly isInBetween?: ((range: IdRange) => boolean) | undefined;
}

/**
 * The stretches that chosen characters form: only what the parting says comes between them.
 * Only the neighbourhood of what is chosen is walked, however long the text.
 */
export function stretchesOf(ydoc: Y.Doc, chosen: IdSet, { isPassable, isInBetween }: Parting = {}): Stretch[] {
  const stretches: Stretch[] = [];
  const done = new IdSet();
  const parts = (item: Y.Item): Part[] =>
    item.deleted && !isInBetween && !touches(chosen, item) ? [] : partsOf(item, chosen);
  const stops = (part: Part, item: Y.Item): boolean => {
    if (part.chosen) return false;
    return item.deleted ? isInBetween?.(part.range) === true : isPassable?.(part.range) !== true;
  };
  for (const range of chosen.ranges()) {
    for (const struct of structsIn(ydoc, range)) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
      if (!(struct.parent instanceof Y.XmlText)) continue;
      for (const part of partsOf(struct, chosen)) {
        if (!part.chosen || done.covers(part.range)) continue;
        const stretch = collect(leftEnd(struct, part, parts, stops), struct.parent, parts, stops);
        for (const { id, length } of stretch.pieces) done.add({ ...id, length });
        stretches.push(stretch);
      }
    }
  }
  return inReadingOrder(stretches);
}

/** Several stretches of one text in the order of their words; which are compared first decides what is a copy of what. */
function inReadingOrder(stretches: readonly Stretch[]): Stretch[] {
  return [...Map.groupBy(stretches, ({ holder }) => holder)].flatMap(([holder, own]) => {
    if (own.length < 2) return own;
    const starts = new IdMap<number>(rowNumber);
    own.forEach(({ pieces }, index) => {
      for (const { id } of pieces.slice(0, 1)) starts.set({ ...id, length: 1 }, index);
    });
    const ordered: Stretch[] = [];
    for (let item = holder._start; item !== null && ordered.length < own.length; item = item.right) {
      for (const { value } of starts.slice({ client: item.id.client, clock: item.id.clock, length: item.length }))
        ordered.push(own[value] as Stretch);
    }
    return ordered;
  });
}

function touches(chosen: IdSet, item: Y.Item): boolean {
  return chosen.slice({ client: item.id.client, clock: item.id.clock, length: item.length }).length > 0;
}

type PartsOf = (item: Y.Item) => Part[];
type Stops = (part: Part, item: Y.Item) => boolean;

/** The first chosen part of the stretch that a part is in. */
function leftEnd(item: Y.Item, part: Part, parts: PartsOf, stops: Stops): { item: Y.Item; clock: number } {
  let first = { item, clock: part.range.clock };
  for (let at: Y.Item | null = item; at !== null; at = at.left) {
    if (!(at.content instanceof Y.ContentString)) continue;
    for (const each of parts(at).toReversed()) {
      if (at === item && each.range.clock > part.range.clock) continue;
      if (stops(each, at)) return first;
      if (each.chosen) first = { item: at, clock: each.range.clock };
    }
  }
  return first;
}

/** Reads a stretch from its first chosen part to the right. */
function collect(from: { item: Y.Item; clock: number }, holder: Y.XmlText, parts: PartsOf, stops: Stops): Stretch {
  let text = "";
  const pieces: { at: number; id: Id; length: number }[] = [];
  for (let item: Y.Item | null = from.item; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue;
    for (const part of parts(item)) {
      if (item === from.item && part.range.clock < from.clock) continue;
      if (stops(part, item)) return { text, pieces, holder };
      if (!part.chosen) continue;
      const { client, clock, length } = part.range;
      const last = pieces.at(-1);
      // However Yjs has cut its items up, the pieces are the same.
      if (last && last.id.client === client && last.id.clock + last.length === clock)
        pieces[pieces.length - 1] = { ...last, length: last.length + length };
      else pieces.push({ at: text.length, id: { client, clock }, length });
      text += item.content.str.slice(clock - item.id.clock, clock - item.id.clock + length);
    }
  }
  return { text, pieces, holder };
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
