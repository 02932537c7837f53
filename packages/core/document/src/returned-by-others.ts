/**
 * What a page had deleted and somebody else has put back, as who restores a version does: undo would put it in a second time.
 *
 * Why: Yjs only knows of what came back by its own undo. What others write again are new words and new blocks to it.
 *
 * Invariants:
 * - Words are back where the same letters are written directly beside the deleted ones, two or more of them or nothing else beside them.
 * - A block is back where one that reads the same is written in its place, and then all that went with it is.
 * - What is back is only never written again. Nothing is deleted for it: what somebody else put back is theirs to take away.
 */
import * as Y from "yjs";
import type { UndoStep } from "./returning-items.ts";

type List = Y.AbstractType<unknown>;
type Deletions = UndoStep["deletions"];

/** How many letters have to be the same where others are written with them. */
const LETTERS_ALIKE = 2;
/** How many deleted letters are looked at beside some, for each of these and for all. */
const DELETED_FOR_EACH = 8;
const DELETED_FOR_ALL = 400;

interface Range {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

interface Letter {
  readonly id: Y.ID;
  readonly unit: string;
}

/** Notes what others put back of what some steps deleted. */
export class ReturnedByOthers {
  #ranges: Deletions = Y.createDeleteSet();
  #writtenFor: Deletions = Y.createDeleteSet();
  /** What one change put back, until all of it is known. */
  #news: { readonly gone: Range[]; readonly written: Range[]; readonly keys: Set<string> } = noNews();

  /** Whether somebody else wrote an id for something that the page had deleted. */
  isWrittenFor(id: Y.ID): boolean {
    return Y.isDeleted(this.#writtenFor, id);
  }

  /** Whether something is back, so that it must not be written again. */
  has({ id }: Y.Item): boolean {
    return Y.isDeleted(this.#ranges, id);
  }

  /** Parts items where what is back ends. */
  partItems(transaction: Y.Transaction): void {
    Y.iterateDeletedStructs(transaction, this.#ranges, () => undefined);
  }

  /** Takes note of somebody else's change. */
  note(transaction: Y.Transaction, steps: readonly UndoStep[]): void {
    if (transaction.local || !steps.some(({ deletions }) => deletions.clients.size > 0)) return;
    const written = writtenIn(transaction);
    let gone: Deletions | null = null;
    const isGone = (id: Y.ID): boolean =>
      Y.isDeleted((gone ??= goneBy(steps)), id) && !Y.isDeleted(this.#ranges, id) && !this.#news.keys.has(keyOf(id));
    for (const run of runsOf(written)) this.#noteWords(run, isGone);
    const blocks = written.filter(({ content }) => content instanceof Y.ContentType);
    if (blocks.length > 0) this.#noteBlocks(transaction, blocks, steps, isGone);
    if (this.#news.gone.length === 0) return;
    this.#ranges = withRanges(this.#ranges, this.#news.gone);
    this.#writtenFor = withRanges(this.#writtenFor, this.#news.written);
    this.#news = noNews();
  }

  #add(gone: readonly Range[], written: readonly Range[]): void {
    for (const range of gone) {
      this.#news.gone.push(range);
      for (let at = 0; at < range.length; at++) this.#news.keys.add(keyOf({ ...range, clock: range.clock + at }));
    }
    for (const range of written) this.#news.written.push(range);
  }

  #noteWords(run: readonly Y.Item[], isGoneId: (id: Y.ID) => boolean): void {
    const all = run.flatMap(lettersOf);
    let written = all.map(({ unit }) => unit).join("");
    const [first, last] = [run[0], run.at(-1)];
    const most = written.length * DELETED_FOR_EACH + DELETED_FOR_ALL;
    const before = lettersBeside(first?.left ?? null, "left", most);
    const behind = lettersBeside(last?.right ?? null, "right", most);
    if (before === null || behind === null) return;
    const isGone = ({ id }: Letter): boolean => isGoneId(id);
    const parts = [before, behind].map((letters) => letters.filter(isGone));
    const pieces = [before, behind].flatMap((letters) => piecesOf(letters, isGone));
    for (const letters of [parts.flat(), ...parts, ...pieces]) {
      const text = letters.map(({ unit }) => unit).join("");
      const at = text === "" ? -1 : written.indexOf(text);
      if (at < 0 || (text.length < LETTERS_ALIKE && text !== written) || !letters.every(isGone)) continue;
      this.#add(letters.map(rangeOfLetter), all.slice(at, at + letters.length).map(rangeOfLetter));
      written = written.slice(0, at) + "\0".repeat(text.length) + written.slice(at + text.length);
    }
  }

  #noteBlocks(
    transaction: Y.Transaction,
    written: readonly Y.Item[],
    steps: readonly UndoStep[],
    isGoneId: (id: Y.ID) => boolean,
  ): void {
    const left = new Set(written);
    const gapOf = gapsAround(new Set(written));
    const isGone = (item: Y.Item): boolean => item.deleted && isGoneId(item.id);
    for (const { deletions, insertions } of steps) {
      const gone: Y.Item[] = [];
      Y.iterateDeletedStructs(transaction, deletions, (item) => {
        if (item instanceof Y.Item && item.content instanceof Y.ContentType && item.redone === null) gone.push(item);
      });
      const wentNow = ({ id, deleted }: Y.Item): boolean =>
        deleted && Y.isDeleted(deletions, id) && !Y.isDeleted(insertions, id);
      for (const item of gone) {
        const gap = gapOf(item);
        if (gap.written.length === 0 || !wentNow(item) || !isGone(item)) continue;
        // What was deleted of it before may have come back with it.
        const looks = [wentNow, isGone].map((counts) => lookOf(item, counts)).filter((look) => look !== null);
        const back = nearestIn(gap, item, looks, left);
        if (back === undefined) continue;
        left.delete(back);
        this.#add(rangesWithin(item), rangesWithin(back));
      }
    }
  }
}

const keyOf = ({ client, clock }: Y.ID): string => `${client}:${clock}`;

const noNews = (): { gone: Range[]; written: Range[]; keys: Set<string> } => ({
  gone: [],
  written: [],
  keys: new Set(),
});

/** What some steps deleted, each but for what it brought itself. */
function goneBy(steps: readonly UndoStep[]): Deletions {
  return Y.mergeDeleteSets(steps.map(({ deletions, insertions }) => withoutRanges(deletions, insertions)));
}

function withoutRanges(known: Deletions, taken: Deletions): Deletions {
  const rest: Range[] = [];
  for (const [client, ranges] of known.clients) {
    const brought = taken.clients.get(client) ?? [];
    let next = 0;
    for (const { clock, len } of ranges) {
      const end = clock + len;
      let from = clock;
      for (let each = brought[next]; each && each.clock < end; each = brought[++next]) {
        if (each.clock > from) rest.push({ client, clock: from, length: each.clock - from });
        from = Math.max(from, each.clock + each.len);
        // It may reach into the next range, too.
        if (from > end) break;
      }
      if (from < end) rest.push({ client, clock: from, length: end - from });
    }
  }
  return withRanges(Y.createDeleteSet(), rest);
}

function withRanges(known: Deletions, ranges: readonly Range[]): Deletions {
  const more = Y.createDeleteSet();
  for (const { client, clock, length } of ranges) {
    const own = more.clients.get(client) ?? [];
    more.clients.set(client, own);
    own.push({ clock, len: length });
  }
  return Y.mergeDeleteSets([known, more]);
}

/** The letters of an item; of what no step deleted Yjs keeps none. */
function lettersOf({ id: { client, clock }, content }: Y.Item): Letter[] {
  if (!(content instanceof Y.ContentString)) return [];
  const { str } = content;
  return Array.from({ length: str.length }, (_, at) => ({ id: Y.createID(client, clock + at), unit: str.charAt(at) }));
}

const rangeOfLetter = ({ id: { client, clock } }: Letter): Range => ({ client, clock, length: 1 });

/** What a change wrote that stands, but for what it wrote into what it wrote. */
function writtenIn({ beforeState, afterState, doc }: Y.Transaction): Y.Item[] {
  const isNew = ({ client, clock }: Y.ID): boolean => clock >= (beforeState.get(client) ?? 0);
  const items: Y.Item[] = [];
  for (const [client, after] of afterState)
    for (let clock = beforeState.get(client) ?? 0; clock < after;) {
      const item: Y.Item | Y.GC = Y.getItem(doc.store, Y.createID(client, clock));
      clock = item.id.clock + item.length;
      if (!(item instanceof Y.Item) || item.deleted || item.parentSub !== null) continue;
      const holder = (item.parent as List)._item;
      if (holder === null || !isNew(holder.id)) items.push(item);
    }
  return items;
}

/** Words of some items, those directly beside each other together. */
function runsOf(items: readonly Y.Item[]): Y.Item[][] {
  const words = new Set(items.filter(({ content }) => content instanceof Y.ContentString));
  const next = (item: Y.Item): Y.Item | null => {
    let at = item.right;
    while (at !== null && at.content instanceof Y.ContentFormat) at = at.right;
    return at !== null && words.has(at) ? at : null;
  };
  const followers = new Set([...words].map(next));
  return [...words]
    .filter((item) => !followers.has(item))
    .map((first) => {
      const run = [first];
      for (let at = next(first); at !== null; at = next(at)) run.push(at);
      return run;
    });
}

/** The deleted letters between an item and what stands on a side of it, in reading order; `null` for more than so many. */
function lettersBeside(beside: Y.Item | null, side: "left" | "right", most: number): Letter[] | null {
  const found: Letter[][] = [];
  let count = 0;
  for (let at = beside; at !== null && (at.deleted || at.content instanceof Y.ContentFormat); at = at[side]) {
    // What came back by undo is asked by its copy.
    const letters = at.redone === null ? lettersOf(at) : [];
    count += letters.length;
    if (count > most) return null;
    found.push(letters);
  }
  return (side === "left" ? found.toReversed() : found).flat();
}

/** The letters that are meant, those that follow each other together. */
function piecesOf(letters: readonly Letter[], isMeant: (letter: Letter) => boolean): Letter[][] {
  const pieces: Letter[][] = [];
  let isOpen = false;
  for (const letter of letters) {
    const meant = isMeant(letter);
    if (meant && isOpen) pieces.at(-1)?.push(letter);
    else if (meant) pieces.push([letter]);
    isOpen = meant;
  }
  return pieces;
}

/** Blocks beside each other that are gone or that a change wrote, between two that stood. */
interface Gap {
  readonly places: ReadonlyMap<Y.Item, number>;
  readonly written: readonly Y.Item[];
  /** What was written, by what it is and reads. */
  byLook: ReadonlyMap<string | null, readonly Y.Item[]> | null;
}

/** In which gap something is that is gone. Each gap is walked through once. */
function gapsAround(written: ReadonlySet<Y.Item>): (gone: Y.Item) => Gap {
  const known = new Map<Y.Item, Gap>();
  const isWithin = (item: Y.Item | null): item is Y.Item => item !== null && (item.deleted || written.has(item));
  return (gone) => {
    const found = known.get(gone);
    if (found) return found;
    let first = gone;
    while (isWithin(first.left)) first = first.left;
    const places = new Map<Y.Item, number>();
    for (let at: Y.Item | null = first; isWithin(at); at = at.right) places.set(at, places.size);
    const gap: Gap = { places, written: [...places.keys()].filter((each) => written.has(each)), byLook: null };
    for (const item of places.keys()) known.set(item, gap);
    return gap;
  };
}

/** The nearest of what is left of a gap that looks so: before what is gone if there is any, else behind. */
function nearestIn(gap: Gap, gone: Y.Item, looks: readonly string[], left: ReadonlySet<Y.Item>): Y.Item | undefined {
  if (looks.length === 0) return undefined;
  const byLook = (gap.byLook ??= Map.groupBy(gap.written, (each) => lookOf(each, ({ deleted }) => !deleted)));
  const placeOf = (item: Y.Item): number => gap.places.get(item) ?? 0;
  const groups = [...new Set(looks)].flatMap((look) => [byLook.get(look) ?? []]).filter(({ length }) => length > 0);
  const alike = groups.flat().filter((each) => left.has(each));
  if (groups.length > 1) alike.sort((a, b) => placeOf(a) - placeOf(b));
  return alike.findLast((each) => placeOf(each) < placeOf(gone)) ?? alike[0];
}

/** What a block is and reads, with what is counted of it; `null` for one that shows nothing. A picture is its attributes. */
function lookOf(block: Y.Item, counts: (item: Y.Item) => boolean): string | null {
  let shows = false;
  const look = ({ content }: Y.Item): unknown => {
    if (content instanceof Y.ContentString) {
      shows = true;
      return content.str;
    }
    if (!(content instanceof Y.ContentType)) return null;
    const { type } = content;
    const parts: unknown[] = [];
    for (let at = type._start; at !== null; at = at.right) {
      const part = counts(at) ? look(at) : null;
      const before = parts.at(-1);
      if (typeof part === "string" && typeof before === "string") parts[parts.length - 1] = before + part;
      else if (part !== null) parts.push(part);
    }
    if (!(type instanceof Y.XmlElement)) return parts;
    if (type.nodeName !== "image") return [type.nodeName, parts];
    shows = true;
    return [...type._map]
      .flatMap(([key, value]) => (counts(value) ? [{ key, is: value.content.getContent() }] : []))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  };
  const told = JSON.stringify(look(block));
  return shows ? told : null;
}

/** A block and all that ever stood in it. */
function rangesWithin({ id: { client, clock }, length, content }: Y.Item): Range[] {
  const ranges: Range[] = [{ client, clock, length }];
  if (!(content instanceof Y.ContentType)) return ranges;
  const { _start, _map } = content.type;
  for (let at = _start; at !== null; at = at.right) ranges.push(...rangesWithin(at));
  for (const value of _map.values())
    for (let at: Y.Item | null = value; at !== null; at = at.left) ranges.push(...rangesWithin(at));
  return ranges;
}
