/**
 * What Yjs's undo writes again where it had to make what held it anew: a paragraph with its words, the cells of a row, letters that had
 * been deleted one by one before their paragraph went.
 *
 * Duty: tell of what each of these is the return. It does not stand beside its original, but in what came back for the element that held
 * that. The flag of an undo comes from the page and proves nothing, so the past of the old element has to agree.
 * Invariants:
 * - An element comes back directly before its deleted original, or in the element that came back for the one which held it.
 * - Words and elements come back between the returned neighbours between which they had stood.
 * - [LI4] words of any length are a return when they are all that stood there at one moment, whoever deleted it in whichever rows since,
 *   or stood directly beside a returned neighbour then; words of four characters and more when they stood side by side there. So nobody
 *   picks single letters.
 */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { IdSet } from "../ids/id-set.ts";
import type { AppliedUpdate } from "./applied-update.ts";
import type { CopyInSearch } from "./copy-in-search.ts";
import type { Effort } from "./effort.ts";
import { OldContent } from "./old-content.ts";
import { partStretch, structsIn } from "./stretches.ts";

/** Shorter words come back only where nothing else was, or directly beside what has come back. */
const MIN_PART_LENGTH = 4;
/** How often an element or a character is followed to what it came back for, and how many items are passed to its neighbour. */
const [MAX_RETURNS, MAX_PASSED] = [64, 2_000];

/** New elements, and the deleted ones that they are again. */
export type ReturnedElements = ReadonlyMap<Y.Item, Y.Item>;

/** Where in old content something comes back: behind one place and before another. */
interface Gap {
  readonly after: number;
  readonly before: number;
}

export class ReturnSearch {
  readonly elements: ReturnedElements;
  private readonly update: AppliedUpdate;
  private readonly inserted: IdSet;
  private readonly effort: Effort;
  private readonly contents = new Map<Y.AbstractType<unknown>, OldContent | null>();
  private readonly found = new Map<Y.Item, Y.Item>();

  constructor(update: AppliedUpdate, inserted: IdSet, effort: Effort) {
    this.update = update;
    this.inserted = inserted;
    this.effort = effort;
    this.elements = this.found;
    this.findElements();
  }

  /** Adds to a stretch of new words those that it brings back. */
  matchWords(copy: CopyInSearch): void {
    const { _item: holder } = copy.stretch.holder;
    if (holder === null || copy.restLength === 0) return;
    const olds = this.formerOf(holder).flatMap((item) => this.contentOf(item, false) ?? []);
    if (olds.length === 0) return;
    const borders = this.bordersOf(copy);
    const addAll = (add: (old: OldContent, part: Part) => void): void => {
      for (const old of olds)
        copy.eachRest((from, until) => {
          for (const part of partsBetween(borders, from, until)) add(old, part);
        });
    };
    addAll((old, part) => this.addWhole(copy, old, part));
    addAll((old, part) => this.addParts(copy, old, part));
    // What is short beside a longer part.
    addAll((old, part) => this.addWhole(copy, old, part));
  }

  /** Words that stood there whole. */
  private addWhole(copy: CopyInSearch, old: OldContent, part: Part): void {
    const gap = this.gapFor(copy, old, part);
    const wanted = copy.text.slice(part.from, part.until);
    const places = gap && old.placesOf(wanted, gap, wanted.length >= MIN_PART_LENGTH, this.effort);
    if (places) addPlaces(copy, old, part.from, places);
  }

  /** Longer parts of words of which somebody else has deleted others since. */
  private addParts(copy: CopyInSearch, old: OldContent, part: Part): void {
    const gap = part.until - part.from < MIN_PART_LENGTH ? null : this.gapFor(copy, old, part);
    if (!gap) return;
    for (const { copyAt, places } of old.partsOf(copy.text, part, gap, MIN_PART_LENGTH, this.effort))
      addPlaces(copy, old, copyAt, places);
  }

  /** Where something stands between the words of a stretch, as its author may not have seen it. */
  private bordersOf({ stretch }: CopyInSearch): ReadonlySet<number> {
    const stands = ({ client, clock }: IdRange): boolean => this.itemAt({ client, clock })?.deleted === false;
    let at = 0;
    return new Set(partStretch(this.update.ydoc, stretch, stands).map(({ text }) => (at += text.length)));
  }

  private findElements(): void {
    const { ydoc, inserted } = this.update;
    for (const range of inserted)
      for (const item of structsIn(ydoc, range)) {
        if (!isElement(item) || this.found.has(item)) continue;
        const original = this.originalBeside(item);
        if (original) this.found.set(item, original);
        else this.findAmongFormer(item);
      }
  }

  /** The deleted element of its kind before which an undo has put an element. */
  private originalBeside(item: Y.Item): Y.Item | null {
    if (item.rightOrigin === null) return null;
    const original = this.itemAt(item.rightOrigin);
    if (!original?.deleted || original.parent !== item.parent || kindOf(original) !== kindOf(item)) return null;
    const isBack = this.update.lineage
      .copiesOf({ client: original.id.client, clock: original.id.clock, length: 1 })
      .some(({ copy }) => this.itemAt(copy)?.deleted === false);
    if (isBack) return null;
    let at = item.right;
    for (let passed = 0; at !== original; at = at.right, passed++) {
      if (at === null || passed > MAX_PASSED) return null;
      const range = { client: at.id.client, clock: at.id.clock, length: at.length };
      if (!at.deleted && !this.inserted.covers(range) && !this.update.isUnseen(range)) return null;
    }
    return original;
  }

  /** Elements side by side that came back in one that came back itself, among those that had stood in the former one. */
  private findAmongFormer(one: Y.Item): void {
    const holder = holderOf(one);
    if (holder === null) return;
    const run = this.runAround(one);
    const [first, last] = [run[0] ?? one, run.at(-1) ?? one];
    const wanted = run.map((each) => OldContent.symbolOf(each)).join("");
    for (const former of this.formerOf(holder)) {
      const old = this.contentOf(former, true);
      const gap = old && gapOf(this.neighbour(old, first.id, "left"), this.neighbour(old, last.id, "right"), old);
      const places = gap && old.placesOf(wanted, gap, true, this.effort);
      if (!places) continue;
      places.forEach((place, index) => {
        const [to, from] = [run[index], old.itemAt(place)];
        if (to && from) this.found.set(to, from);
      });
      return;
    }
  }

  /** The new elements side by side with one. An undo makes them in the order of their ids, not in that in which they stand. */
  private runAround(one: Y.Item): Y.Item[] {
    const collect = (side: "left" | "right"): Y.Item[] => {
      const run: Y.Item[] = [];
      for (let at = one[side]; at !== null; at = at[side]) {
        if (this.isNew(at) && isElement(at) && !this.found.has(at)) run.push(at);
        else if (!at.deleted) break;
      }
      return run;
    };
    return [...collect("left").toReversed(), one, ...collect("right")];
  }

  /** The elements for which one came back, the last one first. */
  private formerOf(item: Y.Item): Y.Item[] {
    const former: Y.Item[] = [];
    let at = this.found.get(item) ?? this.sourceOf(item);
    for (; at?.deleted === true && former.length < MAX_RETURNS; at = this.sourceOf(at)) former.push(at);
    return former;
  }

  private sourceOf({ id }: Y.Item): Y.Item | null {
    const source = this.update.lineage.sourceOf(id.client, id.clock);
    return source ? this.itemAt(source) : null;
  }

  private contentOf({ content }: Y.Item, ofElements: boolean): OldContent | null {
    if (!(content instanceof Y.ContentType)) return null;
    const type = content.type as Y.AbstractType<unknown>;
    let old = this.contents.get(type);
    if (old === undefined) {
      old = OldContent.read(type, ofElements, this.update.attribution, this.effort);
      this.contents.set(type, old);
    }
    return old;
  }

  /** Where a part of a stretch comes back. What has been found of the stretch beside it has come back, too. */
  private gapFor(copy: CopyInSearch, old: OldContent, { from, until, isOpen }: Part): Gap | null {
    const [first, last] = [copy.idAt(from), copy.idAt(until - 1)];
    if (!first || !last) return null;
    const before = isOpen.before ? this.placeIn(old, copy.sourceAt(from - 1)) : undefined;
    const after = isOpen.after ? this.placeIn(old, copy.sourceAt(until)) : undefined;
    return gapOf(before ?? this.neighbour(old, first, "left"), after ?? this.neighbour(old, last, "right"), old);
  }

  /** Where the nearest that stands to a side of an id, and has come back out of the old content, stood there. */
  private neighbour(old: OldContent, { client, clock }: Id, side: "left" | "right"): number | undefined {
    const step = side === "left" ? -1 : 1;
    let at = this.itemAt({ client, clock });
    // Yjs makes one item of what was written one after the other.
    let beside: Id | null = { client, clock: clock + step };
    if (at && (beside.clock < at.id.clock || beside.clock > at.lastId.clock)) beside = null;
    for (let passed = 0; at !== null && passed < MAX_PASSED; passed++) {
      const place = beside && !at.deleted ? this.placeIn(old, this.foundOrSourceOf(at, beside)) : undefined;
      if (place !== undefined) return place;
      at = at[side];
      beside = at && (side === "left" ? at.lastId : at.id);
    }
    return undefined;
  }

  private foundOrSourceOf(item: Y.Item, { client, clock }: Id): Id | undefined {
    return this.found.get(item)?.id ?? this.update.lineage.sourceOf(client, clock);
  }

  /** Where something stood in old content, or what it is a copy of. */
  private placeIn(old: OldContent, id: Id | undefined): number | undefined {
    let at = id;
    for (let hop = 0; at !== undefined && hop < MAX_RETURNS; hop++) {
      const item = this.itemAt(at);
      const place = item ? old.placeOf(item, at) : undefined;
      if (place !== undefined) return place;
      at = this.update.lineage.sourceOf(at.client, at.clock);
    }
    return undefined;
  }

  private isNew({ id, length }: Y.Item): boolean {
    const range: IdRange = { client: id.client, clock: id.clock, length };
    return this.inserted.covers(range);
  }

  private itemAt({ client, clock }: Id): Y.Item | null {
    if (clock >= Y.getState(this.update.ydoc.store, client)) return null;
    const item = Y.getItem(this.update.ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return item instanceof Y.Item ? item : null;
  }
}

/** A part of a stretch between two borders, in offsets, and whether the stretch goes on at its ends without one. */
interface Part {
  readonly from: number;
  readonly until: number;
  readonly isOpen: { readonly before: boolean; readonly after: boolean };
}

function partsBetween(borders: ReadonlySet<number>, from: number, until: number): Part[] {
  const ends = [...[...borders].filter((at) => at > from && at < until).sort((a, b) => a - b), until];
  let start = from;
  return ends.map((end) => {
    const part = { from: start, until: end, isOpen: { before: !borders.has(start), after: !borders.has(end) } };
    start = end;
    return part;
  });
}

function gapOf(after: number | undefined, before: number | undefined, old: OldContent): Gap | null {
  const gap = { after: after ?? -1, before: before ?? old.length };
  return gap.after < gap.before ? gap : null;
}

function addPlaces(copy: CopyInSearch, old: OldContent, from: number, places: readonly number[]): void {
  for (let done = 0; done < places.length;) {
    const id = old.idAt(places[done] as number);
    let length = 1;
    for (; done + length < places.length; length++) {
      const next = old.idAt(places[done + length] as number);
      if (next.client !== id.client || next.clock !== id.clock + length) break;
    }
    copy.addIds(from + done, length, id);
    done += length;
  }
}

function isElement(item: Y.Item | Y.GC): item is Y.Item {
  return item instanceof Y.Item && item.content instanceof Y.ContentType && item.parentSub === null;
}

const kindOf = (item: Y.Item): string => OldContent.symbolOf(item);
const holderOf = (item: Y.Item): Y.Item | null => (item.parent instanceof Y.AbstractType ? item.parent._item : null);
