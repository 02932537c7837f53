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

/**
 * The stretches that chosen characters form. What is gone for other reasons, and what `isPassable`, does not part them; anything
 * else that is there does. Only the neighbourhood of what is chosen is walked, however long the text.
 */
export function stretchesOf(ydoc: Y.Doc, chosen: IdSet, isPassable: (range: IdRange) => boolean): Stretch[] {
  const stretches: Stretch[] = [];
  const done = new IdSet();
  // An item may be in many stretches, and is taken apart once.
  const known = new Map<Y.Item, Part[]>();
  const parts = (item: Y.Item): Part[] => {
    let own = known.get(item);
    if (!own) known.set(item, (own = item.deleted && !touches(chosen, item) ? [] : partsOf(item, chosen)));
    return own;
  };
  const stops = (part: Part, item: Y.Item): boolean => !part.chosen && !item.deleted && !isPassable(part.range);
  let last: Y.Item | Y.GC | null = null;
  for (const range of chosen.ranges()) {
    for (const struct of structsIn(ydoc, range)) {
      // Many ranges may be in one item.
      if (struct === last) continue;
      last = struct;
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
      if (!(struct.parent instanceof Y.XmlText)) continue;
      for (const [index, part] of parts(struct).entries()) {
        if (!part.chosen || done.covers(part.range)) continue;
        const stretch = collect(leftEnd({ item: struct, index }, parts, stops), struct.parent, parts, stops);
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

/** A part, by its place among those of its item. */
interface PartAt {
  readonly item: Y.Item;
  readonly index: number;
}

/** The first chosen part of the stretch that a part is in. */
function leftEnd(from: PartAt, parts: PartsOf, stops: Stops): PartAt {
  let first = from;
  for (let item: Y.Item | null = from.item; item !== null; item = item.left) {
    if (!(item.content instanceof Y.ContentString)) continue;
    const own = parts(item);
    for (let index = item === from.item ? from.index : own.length - 1; index >= 0; index--) {
      const part = own[index] as Part;
      if (stops(part, item)) return first;
      if (part.chosen) first = { item, index };
    }
  }
  return first;
}

/** Reads a stretch from its first chosen part to the right. */
function collect(from: PartAt, holder: Y.XmlText, parts: PartsOf, stops: Stops): Stretch {
  const stretch = new OpenStretch(holder);
  for (let item: Y.Item | null = from.item; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue;
    const own = parts(item);
    for (let index = item === from.item ? from.index : 0; index < own.length; index++) {
      const part = own[index] as Part;
      if (stops(part, item)) return stretch;
      if (part.chosen) stretch.add(item, part.range);
    }
  }
  return stretch;
}

/** A stretch that grows to the right. */
class OpenStretch implements Stretch {
  text = "";
  readonly pieces: { at: number; id: Id; length: number }[] = [];
  readonly holder: Y.XmlText;

  constructor(holder: Y.XmlText) {
    this.holder = holder;
  }

  add(item: Y.Item, { client, clock, length }: IdRange): void {
    const last = this.pieces.at(-1);
    // However Yjs has cut its items up, the pieces are the same.
    if (last && last.id.client === client && last.id.clock + last.length === clock)
      this.pieces[this.pieces.length - 1] = { ...last, length: last.length + length };
    else this.pieces.push({ at: this.text.length, id: { client, clock }, length });
    const from = clock - item.id.clock;
    this.text += (item.content as Y.ContentString).str.slice(from, from + length);
  }
}

/**
 * The same stretches, but those that are all that stands in the texts of a paragraph as one: texts of one paragraph read as one. Says
 * which those are.
 */
export function joinParagraphs(stretches: readonly Stretch[]): { all: Stretch[]; whole: ReadonlySet<Stretch> } {
  const whole = new Set<Stretch>();
  const all = [...Map.groupBy(stretches, ({ holder }) => holder.parent ?? holder)].flatMap(([paragraph, own]) => {
    const children = paragraph instanceof Y.XmlElement ? paragraph.toArray() : [paragraph];
    const texts = children.filter((child): child is Y.XmlText => child instanceof Y.XmlText && child.length > 0);
    const wholeTexts = new Map(
      own.filter(({ holder, text }) => holder.length === text.length).map((each) => [each.holder, each]),
    );
    const parts = texts.flatMap((text) => wholeTexts.get(text) ?? []);
    const [first] = parts;
    if (!first || parts.length < texts.length) return own;
    const joined = parts.length === 1 ? first : joinStretches(parts, first.holder);
    whole.add(joined);
    return [joined];
  });
  return { all, whole };
}

function joinStretches(parts: readonly Stretch[], holder: Y.XmlText): Stretch {
  const pieces: { at: number; id: Id; length: number }[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const { text, pieces: own } of parts) {
    for (const piece of own) pieces.push({ ...piece, at: length + piece.at });
    texts.push(text);
    length += text.length;
  }
  return { text: texts.join(""), pieces, holder };
}

/** A stretch in the parts between which something stands, or stood, that `isInBetween`. */
export function partStretch(ydoc: Y.Doc, stretch: Stretch, isInBetween: (range: IdRange) => boolean): Stretch[] {
  const { pieces, holder, text } = stretch;
  const chosen = IdSet.of(pieces.map(({ id, length }) => ({ ...id, length })));
  const [first] = pieces;
  const parts: OpenStretch[] = [];
  let [open, left]: [OpenStretch | null, number] = [null, text.length];
  const start = first && (Y.getItem(ydoc.store, Y.createID(first.id.client, first.id.clock)) as Y.Item);
  for (let item: Y.Item | null = start ?? null; item !== null && left > 0; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue;
    for (const part of partsOf(item, chosen)) {
      if (part.chosen) {
        if (!open) parts.push((open = new OpenStretch(holder)));
        open.add(item, part.range);
        left -= part.range.length;
      } else if (open && isInBetween(part.range)) open = null;
    }
  }
  return parts;
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

/** A range in parts that are each in one item. */
export function itemRanges(ydoc: Y.Doc, range: IdRange): IdRange[] {
  return [...structsIn(ydoc, range)].map(({ id, length }) => {
    const clock = Math.max(id.clock, range.clock);
    return { client: range.client, clock, length: Math.min(id.clock + length, range.clock + range.length) - clock };
  });
}
