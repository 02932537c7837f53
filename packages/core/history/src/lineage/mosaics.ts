/**
 * Sentences that somebody put together from others' letters.
 *
 * Duty: find, when a row was taken, which standing copies make a _mosaic_: short pieces side by side that did not stand side by side where
 * they were brought from. Each of them may be an honest copy by itself, a half of a split or a letter that moved; together they say what
 * nobody but their maker said, however many rows it took.
 * Invariants:
 * - [LI10] pieces that follow each other where they came from, with nothing in between that stands or was moved, are one piece: they are what
 *   striking the rest would leave. A piece of four characters and more is none of a mosaic.
 * - What stood side by side in one text before was looked at then. Letters between which anything was struck since, here or before they
 *   were brought on, or which had paragraphs of their own, are followed to where they came from: nobody wrote the text that somebody
 *   pasted again and again and struck.
 * - Letters that were typed one right after the other are one piece, wherever each was brought from: an undo may bring some of a word from
 *   where it was joined to, and the others from where it was deleted.
 * - A letter that stands in for another directly beside itself (an undo) was brought if that one was.
 * - A double was brought, whoever decides on it: who proposes may move one short paragraph after the other to the same place.
 * - It looks at the document and the row alone, so the log gives the same answer again, and at a few characters around what came or went.
 */
import * as Y from "yjs";
import type { Attribution } from "../attribution.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "./copied-range.ts";
import type { Lineage } from "./lineage.ts";
import { structsIn } from "./stretches.ts";

/** From so many characters on a piece is words, and not letters. */
const MIN_PIECE_LENGTH = 4;
/** Fewer pieces are no sentence: two that meet may be halves of what was split. */
const MIN_PIECES = 3;
/** How often letters are followed to where they stood before, and how many items are passed between two of them. */
const [MAX_HOPS, MAX_PASSED] = [32, 2_000];
/** How many items are looked at for one row. Short pieces of a row that takes more are its maker's. */
const MAX_STEPS = 200_000;
/** The same for all that is left out of a copy, and for finding what is beside each of it when that was not enough. */
const [MAX_STEPS_LEFT_OUT, FEW_STEPS] = [500_000, 1_000];

/** A row just taken, as far as mosaics depend on it. */
export interface TakenRow {
  readonly copies: readonly CopiedRange[];
  readonly deleted: readonly IdRange[];
  /** Whether its author had not seen these ids: what others put between their words meanwhile does not part them. */
  readonly isUnseen: (range: IdRange) => boolean;
  /** Of a restoration: whether any of these ids was proposed once, and may have been left out. */
  readonly wasProposed?: ((range: IdRange) => boolean) | undefined;
}

interface CopiedDocument {
  readonly ydoc: Y.Doc;
  readonly lineage: Lineage;
  readonly attribution: Attribution;
}

/** [LI10] The copies that are their makers' from this row on, those of earlier rows included. */
export function findMosaics(document: CopiedDocument, row: TakenRow): IdRange[] {
  if (document.lineage.size === 0) return [];
  const search = new MosaicSearch(document, row.isUnseen);
  const { wasProposed } = row;
  for (const { copy } of row.copies)
    if (copy.length < MIN_PIECE_LENGTH && (!wasProposed || search.stoodBeside(copy, wasProposed))) search.look(copy);
  // What is restored was looked at when it first stood so, but for what only waited among it.
  if (!wasProposed) for (const range of row.deleted) search.lookBeside(range);
  return search.found.ranges();
}

/**
 * [PV4] The copies that would count as their makers' with a row that takes away these ids, which stand: what comes together where a text
 * is read without them.
 */
export function findMosaicsWithout(document: CopiedDocument, leftOut: IdSet): IdRange[] {
  if (document.lineage.size === 0 || leftOut.isEmpty) return [];
  const search = new MosaicSearch(document, () => false, leftOut);
  for (const range of leftOut.ranges()) search.lookBesideLeftOut(range);
  return search.found.ranges();
}

/** A standing character: an item, and where in it. */
interface Place {
  readonly item: Y.Item;
  readonly offset: number;
}

/** Two letters that stand, or stood, side by side, and the row with which they came to. */
interface Brought {
  readonly first: Id;
  readonly second: Id;
  readonly seq: number;
  /** The row with which the first of their sources went. What had gone before, they have been side by side without. */
  readonly wentSeq: number;
}

type Side = "left" | "right";

const idOf = ({ item, offset }: Place): Id => ({ client: item.id.client, clock: item.id.clock + offset });
/** What takes no place on the page, or next to none, however many of it stand together. */
const isInvisible = (character: string): boolean =>
  /^[\p{C}\p{Mn}\p{Default_Ignorable_Code_Point}\u2800]$/u.test(character);
const isBlank = (character: string): boolean => /^\s$/u.test(character);
const characterAt = ({ item, offset }: Place): string => (item.content as Y.ContentString).str[offset] ?? "";
const isText = (item: Y.Item): boolean => item.content instanceof Y.ContentString;
const isBlock = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentType && !(content.type instanceof Y.XmlText);

class MosaicSearch {
  readonly found = new IdSet();
  private readonly ydoc: Y.Doc;
  private readonly lineage: Lineage;
  private readonly attribution: Attribution;
  private readonly isUnseen: (range: IdRange) => boolean;
  /** What stands and is passed as if it were gone. */
  private readonly leftOut: IdSet;
  private steps = MAX_STEPS;
  private stepsLeftOut = MAX_STEPS_LEFT_OUT;

  constructor(
    { ydoc, lineage, attribution }: CopiedDocument,
    isUnseen: (range: IdRange) => boolean,
    leftOut: IdSet = new IdSet(),
  ) {
    this.leftOut = leftOut;
    this.ydoc = ydoc;
    this.lineage = lineage;
    this.attribution = attribution;
    this.isUnseen = isUnseen;
  }

  /** Looks at the piece that a copied character is in. */
  look(id: Id): void {
    const at = this.placeOf(id);
    if (!at || at.item.deleted) return;
    if (this.steps <= 0) this.found.add({ ...id, length: 1 });
    else this.lookAround(at);
  }

  /** Whether something that was proposed stood beside what these ids are a copy of, where their neighbours stood. */
  stoodBeside(range: IdRange, wasProposed: (range: IdRange) => boolean): boolean {
    const first = this.placeOf(range);
    const last = this.placeOf({ client: range.client, clock: range.clock + range.length - 1 });
    if (!first || !last) return false;
    const [before, after] = [this.nextStanding(first, "left"), this.nextStanding(last, "right")];
    return (
      (before !== null && this.hasBetween(idOf(before), idOf(first), wasProposed)) ||
      (after !== null && this.hasBetween(idOf(last), idOf(after), wasProposed))
    );
  }

  /** Whether anything like that is between what two neighbours are copies of. */
  private hasBetween(before: Id, after: Id, isLike: (range: IdRange) => boolean): boolean {
    const [from, until] = [
      this.lineage.sourceOf(before.client, before.clock),
      this.lineage.sourceOf(after.client, after.clock),
    ];
    const [first, last] = [from && this.itemAt(from), until && this.itemAt(until)];
    if (!from || !until || !first || !last) return false;
    for (let item: Y.Item | null = first; item !== null && this.steps-- > 0; item = nextItem(item)) {
      const start = item === first ? from.clock + 1 : item.id.clock;
      const end = item === last ? until.clock : item.id.clock + item.length;
      if (end > start && isText(item) && isLike({ client: item.id.client, clock: start, length: end - start }))
        return true;
      if (item === last) return false;
    }
    return false;
  }

  private lookAround(at: Place): void {
    if (!this.isBrought(at)) return;
    const piece = this.pieceAround(at);
    if (piece === null) return;
    const pieces = [piece, ...this.shortBeside(piece, "left"), ...this.shortBeside(piece, "right")];
    if (pieces.length < MIN_PIECES) return;
    for (const each of pieces.flat()) this.found.add({ ...idOf(each), length: 1 });
  }

  /** The short pieces that follow one to a side, up to the first that is words. */
  private shortBeside(piece: readonly Place[], side: Side): Place[][] {
    const pieces: Place[][] = [];
    for (let from = piece; ;) {
      const end = side === "left" ? from.at(0) : from.at(-1);
      const beside = end && this.nextBrought(end, side);
      const other = beside && this.pieceFrom(beside, side);
      if (!other) return pieces;
      pieces.push((from = side === "left" ? other.toReversed() : other));
    }
  }

  /** Looks at what came to stand side by side because something between it went. Ids in one piece may have stood apart. */
  lookBeside(range: IdRange): void {
    let last: Y.Item | null = null;
    for (const item of structsIn(this.ydoc, range)) {
      if (this.steps-- <= 0) return;
      // What went may begin with the end of a format, or be a text of its own. Paragraphs are not put together by what goes between them.
      if (!(item instanceof Y.Item) || isBlock(item)) continue;
      if (last === null || item.left !== last) this.lookBesideItem(item);
      last = item;
    }
  }

  private lookBesideItem(item: Y.Item): void {
    const brought = this.broughtBefore({ item, offset: 0 });
    if (brought) this.look(idOf(brought));
  }

  /** Looks at what stands side by side without a range that is left out. Too many of them to look at are all taken for separators. */
  lookBesideLeftOut(range: IdRange): void {
    let last: Y.Item | null = null;
    for (const item of structsIn(this.ydoc, range)) {
      if (!(item instanceof Y.Item) || item.deleted || isBlock(item)) continue;
      const follows = last !== null && item.left === last;
      last = item;
      if (follows) continue;
      const isLooking = this.stepsLeftOut > 0;
      const steps = isLooking ? MAX_STEPS : FEW_STEPS;
      this.steps = steps;
      const brought = this.broughtBefore({ item, offset: Math.max(0, range.clock - item.id.clock) });
      const id = brought && idOf(brought);
      // All short pieces beside one that was found were found with it.
      if (id && isLooking && !this.found.has(id.client, id.clock)) this.look(id);
      else if (id && !isLooking && !this.endsWords(id)) this.found.add({ ...id, length: 1 });
      this.stepsLeftOut -= steps - this.steps;
    }
  }

  /** Whether a copied character is the last of several that are a copy of one text. */
  private endsWords({ client, clock }: Id): boolean {
    const length = MIN_PIECE_LENGTH;
    const [copied] = clock < length ? [] : this.lineage.sourcesOf({ client, clock: clock - length + 1, length });
    return copied?.copy.length === length;
  }

  private broughtBefore(at: Place): Place | null {
    const before = this.nextStanding(at, "left");
    return before && (this.isBrought(before) ? before : this.nextBrought(before, "left"));
  }

  /** The characters of a piece, or `null` for one that is long enough to be words. */
  private pieceAround(at: Place): Place[] | null {
    const left = this.pieceFrom(at, "left");
    const right = left && this.pieceFrom(at, "right");
    if (!left || !right) return null;
    const piece = [...left.toReversed(), ...right.slice(1)];
    return piece.length < MIN_PIECE_LENGTH ? piece : null;
  }

  /** The characters of a piece from one of them to a side, that one first; `null` when they are enough to be words. */
  private pieceFrom(at: Place, side: Side): Place[] | null {
    const piece = [at];
    for (let next = this.nextBrought(at, side); next; next = this.nextBrought(next, side)) {
      const [before, after] = side === "left" ? [next, piece.at(-1)] : [piece.at(-1), next];
      if (!before || !after || !this.isOneText(this.standsFor(before), this.standsFor(after))) break;
      piece.push(next);
      if (piece.length >= MIN_PIECE_LENGTH) return null;
    }
    return piece;
  }

  /** The nearest character that somebody brought, when it is no further than a few characters that nobody did. */
  private nextBrought(from: Place, side: Side): Place | null {
    let between = 0;
    let isAfterBlank = false;
    for (let at = this.nextStanding(from, side); at; at = this.nextStanding(at, side)) {
      if (this.isBrought(at)) return at;
      const character = characterAt(at);
      if (isInvisible(character)) continue;
      // However wide a blank, it is one.
      if (!isAfterBlank || !isBlank(character)) between++;
      isAfterBlank = isBlank(character);
      if (between >= MIN_PIECE_LENGTH) return null;
    }
    return null;
  }

  private nextStanding({ item, offset }: Place, side: Side): Place | null {
    const inside = side === "left" ? ([0, offset] as const) : ([offset + 1, item.length] as const);
    const beside = this.edgeWithin(item, inside, side);
    if (beside !== null) return { item, offset: beside };
    for (let at = this.itemBeside(item, side); at !== null; at = this.itemBeside(at, side)) {
      if (this.steps-- <= 0) return null;
      const edge = this.edgeWithin(at, [0, at.length], side);
      if (edge !== null) return { item: at, offset: edge };
    }
    return null;
  }

  /** The first character of a part of an item that stands, when it is read to a side. */
  private edgeWithin(item: Y.Item, [start, end]: readonly [number, number], side: Side): number | null {
    if (item.deleted || !isText(item) || start >= end) return null;
    if (this.leftOut.isEmpty) return side === "left" ? end - 1 : start;
    const parts = this.leftOut.missing({ client: item.id.client, clock: item.id.clock + start, length: end - start });
    this.steps -= parts.length;
    const part = parts.at(side === "left" ? -1 : 0);
    return part ? part.clock - item.id.clock + (side === "left" ? part.length - 1 : 0) : null;
  }

  /** The next item of a paragraph, which may hold more than one text: they read as one. */
  private itemBeside(item: Y.Item, side: Side): Y.Item | null {
    if (item.parent instanceof Y.XmlText && item[side] !== null) return item[side];
    const text = item.parent instanceof Y.XmlText ? item.parent._item : item;
    for (let at = text?.[side] ?? null; at !== null; at = at[side]) {
      if (this.steps-- <= 0) return null;
      const type: unknown = at.content instanceof Y.ContentType ? at.content.type : null;
      if (at.deleted || !(type instanceof Y.XmlText)) continue;
      let edge = type._start;
      while (side === "left" && edge !== null && edge.right !== null && this.steps-- > 0) edge = edge.right;
      if (edge !== null) return edge;
    }
    return null;
  }

  /** Whether somebody brought a standing character here from somewhere else. */
  private isBrought(at: Place): boolean {
    const { client, clock } = this.standsFor(at);
    return this.lineage.sourceOf(client, clock) !== undefined;
  }

  /** What a character stands in for directly beside itself, or else itself. */
  private standsFor(character: Place): Id {
    let at = character;
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      const source = this.sourceOf(idOf(at));
      const beside =
        source && (this.standsBeside(at, source, "right") || this.standsBeside(at, source, "left"))
          ? this.placeOf(source)
          : null;
      if (!beside) break;
      at = beside;
    }
    return idOf(at);
  }

  /** What a character is a copy of, but for a double: that does not stand in for what it copies. */
  private sourceOf(id: Id): Id | undefined {
    return this.lineage.isDouble(id) ? undefined : this.lineage.sourceOf(id.client, id.clock);
  }

  /** Whether nothing stands between a copy and what it copies, but for what was copied with it. */
  private standsBeside(at: Place, source: Id, side: Side): boolean {
    const original = this.itemAt(source);
    if (!original || original.parent !== at.item.parent) return false;
    let [last, wanted] = [at, source];
    const step = side === "left" ? -1 : 1;
    for (let next = this.nextStanding(at, side); ; next = this.nextStanding(last, side)) {
      // Of what was typed over, the first letter stands before what came, and its original before the next one.
      if (next?.item !== last.item && this.reaches(last.item, original, next?.item ?? null, side)) return true;
      if (!next || !this.isNext(this.sourceOf(idOf(next)), wanted, step)) return false;
      [last, wanted] = [next, { client: wanted.client, clock: wanted.clock + step }];
    }
  }

  private isNext(source: Id | undefined, before: Id, step: number): boolean {
    return source?.client === before.client && source.clock === before.clock + step;
  }

  private reaches(from: Y.Item, wanted: Y.Item, until: Y.Item | null, side: Side): boolean {
    for (let at = side === "left" ? from.left : from.right; at !== until; at = side === "left" ? at.left : at.right) {
      if (at === null || this.steps-- <= 0) return false;
      if (at === wanted) return true;
    }
    return false;
  }

  /** Whether two characters that stand side by side stood so where they came from. */
  private isOneText(before: Id, after: Id): boolean {
    let [first, second] = [before, after];
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      // A double is words where it stands; where it was moved to, its letters may have been put in another order.
      const from = this.lineage.sourceOf(first.client, first.clock);
      const to = this.lineage.sourceOf(second.client, second.clock);
      if (from === undefined || to === undefined) return true;
      const seq = Math.max(this.rowOf(first), this.rowOf(second));
      const distance = this.distanceBetween(from, to, { first, second, seq });
      if (distance !== "apart") return distance === "beside" || this.wereTypedTogether(from, to);
      [first, second] = [from, to];
    }
    return false;
  }

  /** Whether one character was typed right after another one, wherever each of them has been brought from since. */
  private wereTypedTogether(before: Id, after: Id): boolean {
    const [first, second] = [this.lineage.originOf(before), this.lineage.originOf(after)];
    const item = this.itemAt(second);
    if (!item || second.client !== first.client || second.clock !== first.clock + 1) return false;
    // Whoever types in one place and then in another writes ids that follow each other, too.
    return item.id.clock < second.clock || Y.compareIDs(item.origin, Y.createID(first.client, first.clock));
  }

  private wentWith({ client, clock }: Id): number {
    return this.attribution.goneSinceRow(client, clock) ?? Infinity;
  }

  private rowOf({ client, clock }: Id): number {
    return this.attribution.insertingRow(client, clock) ?? 0;
  }

  /**
   * How far one character came after another in the document when they were brought together: beside it in one text; apart, when all in
   * between went since the first of them did, here or where they came to, or they were in two texts; not at all, when anything in
   * between stood, or was brought elsewhere.
   */
  private distanceBetween(before: Id, after: Id, pair: Omit<Brought, "wentSeq">): "beside" | "apart" | "nowhere" {
    const [from, until] = [this.itemAt(before), this.itemAt(after)];
    const brought = { ...pair, wentSeq: Math.min(pair.seq, this.wentWith(before), this.wentWith(after)) };
    if (!from || !until) return "nowhere";
    let isApart = from.parent !== until.parent;
    const pass = (item: Y.Item, start: number, end: number): boolean => {
      const passed = start >= end || !isText(item) ? "passed" : this.pass(item, { start, end }, brought);
      isApart ||= passed === "struck";
      return passed !== "stands";
    };
    const start = before.clock - from.id.clock + 1;
    const end = after.clock - until.id.clock;
    if (from === until) {
      if (end < start || !pass(from, start, end)) return "nowhere";
    } else {
      if (!pass(from, start, from.length) || !pass(until, 0, end)) return "nowhere";
      let item = nextItem(from);
      for (let passed = 0; item !== until; item = nextItem(item), passed++)
        if (item === null || passed > MAX_PASSED || this.steps-- <= 0 || !pass(item, 0, item.length)) return "nowhere";
    }
    return isApart ? "apart" : "beside";
  }

  /**
   * What a part of an item was between two letters that a row brought: nothing, as it had gone before they did or came later; struck,
   * there or after it had come along with them; or something that parts them.
   */
  private pass(
    item: Y.Item,
    { start, end }: { readonly start: number; readonly end: number },
    brought: Brought,
  ): "passed" | "struck" | "stands" {
    const range = { client: item.id.client, clock: item.id.clock + start, length: end - start };
    const gone = this.attribution.goneSince(range);
    this.steps -= gone.length;
    let isStruck = false;
    for (const part of IdSet.of(gone).missing(range)) {
      if (this.isUnseen(part) || this.rowOf(part) >= brought.seq) continue;
      if (!this.cameAlong(part, brought)) return "stands";
      isStruck = true;
    }
    for (const { seq, ...part } of gone) {
      if (this.steps <= 0) return "stands";
      if (seq < brought.wentSeq || this.rowOf(part) >= brought.seq) continue;
      const copies = this.lineage.copiesOf(part);
      if (copies.some(({ copy }) => !this.isBetween(copy, brought))) return "stands";
      isStruck = true;
    }
    return isStruck ? "struck" : "passed";
  }

  /** Whether doubles of all of a range are in the text between two letters: what they copy stands until somebody decides. */
  private cameAlong(range: IdRange, brought: Brought): boolean {
    const doubles = this.lineage.wordDoublesOf(range);
    this.steps -= doubles.length;
    const between = doubles.filter(({ copy }) => this.isBetween(copy, brought));
    return IdSet.of(between.map(({ copy, source }) => ({ ...source, length: copy.length }))).covers(range);
  }

  /** Whether an id is in the text between two letters. */
  private isBetween(id: Id, { first, second }: Brought): boolean {
    const [wanted, until] = [this.itemAt(id), this.itemAt(second)];
    for (let item = this.itemAt(first); item !== null; item = item.right) {
      if (item === wanted) return true;
      if (item === until || this.steps-- <= 0) return false;
    }
    return false;
  }

  private placeOf(id: Id): Place | null {
    const item = this.itemAt(id);
    return item && isText(item) ? { item, offset: id.clock - item.id.clock } : null;
  }

  private itemAt({ client, clock }: Id): Y.Item | null {
    const item = Y.getItem(this.ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return item instanceof Y.Item ? item : null;
  }
}

/** The item after one in the order of the document: first what is in it, then what follows it, then what follows that around it. */
function nextItem(item: Y.Item): Y.Item | null {
  if (item.content instanceof Y.ContentType && item.content.type._start !== null) return item.content.type._start;
  for (let at: Y.Item | null = item; at !== null; at = at.parent instanceof Y.AbstractType ? at.parent._item : null)
    if (at.right !== null) return at.right;
  return null;
}
