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
    for (const run of runsOf(written)) this.#noteWords(run, steps);
    const blocks = written.filter(({ content }) => content instanceof Y.ContentType);
    if (blocks.length > 0) this.#noteBlocks(transaction, blocks, steps);
  }

  #isGone(id: Y.ID, steps: readonly UndoStep[]): boolean {
    return (
      steps.some(({ deletions, insertions }) => Y.isDeleted(deletions, id) && !Y.isDeleted(insertions, id)) &&
      !Y.isDeleted(this.#ranges, id)
    );
  }

  #add(gone: readonly Range[], written: readonly Range[]): void {
    this.#ranges = withRanges(this.#ranges, gone);
    this.#writtenFor = withRanges(this.#writtenFor, written);
  }

  #noteWords(run: readonly Y.Item[], steps: readonly UndoStep[]): void {
    const all = run.flatMap(lettersOf);
    let written = all.map(({ unit }) => unit).join("");
    const [first, last] = [run[0], run.at(-1)];
    const most = written.length * DELETED_FOR_EACH + DELETED_FOR_ALL;
    const before = lettersBeside(first?.left ?? null, "left", most);
    const behind = lettersBeside(last?.right ?? null, "right", most);
    if (before === null || behind === null) return;
    const isGone = ({ id }: Letter): boolean => this.#isGone(id, steps);
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

  #noteBlocks(transaction: Y.Transaction, written: Y.Item[], steps: readonly UndoStep[]): void {
    const left = new Set(written);
    const isGone = (item: Y.Item): boolean => item.deleted && this.#isGone(item.id, steps);
    for (const { deletions, insertions } of steps) {
      const gone: Y.Item[] = [];
      Y.iterateDeletedStructs(transaction, deletions, (item) => {
        if (item instanceof Y.Item && item.content instanceof Y.ContentType && item.redone === null) gone.push(item);
      });
      const wentNow = ({ id, deleted }: Y.Item): boolean =>
        deleted && Y.isDeleted(deletions, id) && !Y.isDeleted(insertions, id);
      for (const item of gone) {
        if (!wentNow(item) || !isGone(item)) continue;
        // What was deleted of it before may have come back with it.
        const looks = [wentNow, isGone].map((counts) => lookOf(item, counts)).filter((look) => look !== null);
        const back = blocksBeside(item, new Set(written)).find(
          (each) => left.has(each) && looks.includes(lookOf(each, ({ deleted }) => !deleted) ?? ""),
        );
        if (back === undefined) continue;
        left.delete(back);
        this.#add(rangesWithin(item), rangesWithin(back));
      }
    }
  }
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

/** What a change wrote between a block that is gone and what stood on both sides of it. */
function blocksBeside(gone: Y.Item, written: ReadonlySet<Y.Item>): Y.Item[] {
  return (["left", "right"] as const).flatMap((side) => {
    const found: Y.Item[] = [];
    for (let at = gone[side]; at !== null && (at.deleted || written.has(at)); at = at[side])
      if (written.has(at)) found.push(at);
    return found;
  });
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
