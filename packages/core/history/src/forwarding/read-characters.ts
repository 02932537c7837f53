/** The characters of one text with everything that ever stood in it, as the author of a row and as everybody else saw them. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { Formatting } from "./draft-update.ts";
import type { RowView } from "./row-view.ts";

export interface Character {
  readonly id: Id;
  readonly unit: string;
  readonly item: Y.Item;
  /** Whether the author saw it before and after the change. */
  readonly before: boolean;
  readonly after: boolean;
  readonly isNew: boolean;
  /** Whether somebody else brought it meanwhile and it stood until this row came. */
  readonly isForeign: boolean;
  readonly stoodBefore: boolean;
  readonly goneMeanwhile: boolean;
  /** Whether it stood when the author last heard of others, and how it was formatted then. */
  readonly atBase: boolean;
  readonly formattingAtBase: Formatting;
  readonly formattingBefore: Formatting;
  readonly formattingAfter: Formatting;
  /** As it was for everybody just before the row. */
  readonly formattingThen: Formatting;
  readonly formattingNow: Formatting;
}

/** Texts up to this length, deleted characters included, are read as a whole. */
const MAX_WHOLE = 3_000;
/** What is read of a longer one: as many characters that the author saw on each side of every change, */
const NEAR = 100;
/** as far as they are found in as many steps on one side, and in all. */
const MAX_STEPS = 2_000;
const MAX_ALL_STEPS = 20_000;
/** Longer texts are not written again as a whole. */
const MAX_WRITTEN = 30_000;

function isLongerThan(text: Y.XmlText, limit: number): boolean {
  let length = 0;
  for (let item = text._start; item !== null && length <= limit; item = item.right) length += item.length;
  return length > limit;
}

export function keyOfId({ client, clock }: Id): string {
  return `${client} ${clock}`;
}

/** Whether a text can be read, and written again, as a whole. */
export function isReadable(text: Y.XmlText): boolean {
  return !isLongerThan(text, MAX_WRITTEN);
}

/**
 * The characters of a text in order, those that are gone included. Of a long text only what the row and others brought meanwhile, and what
 * stands near that or near what they deleted, so that a key costs the same however long the paragraph.
 */
export function readCharacters(text: Y.XmlText, view: RowView): Character[] {
  return readWithin(text, view, isLongerThan(text, MAX_WHOLE) ? near(text, view) : null);
}

/** All characters of a text that `isReadable`. */
export function readAllCharacters(text: Y.XmlText, view: RowView): Character[] {
  return readWithin(text, view, null);
}

/** A part of an item that the row or others changed. */
interface Changed {
  readonly item: Y.Item;
  readonly range: IdRange;
  /** Whether they brought it; what they deleted is only read at its ends. */
  readonly isBrought: boolean;
}

/** Where the row and others changed a text, and what is near: of what was there before only what the row's author saw. */
function near(text: Y.XmlText, view: RowView): IdSet {
  const found = new IdSet();
  const changed = [...changedIn(text, view)];
  for (const { range, isBrought } of changed) {
    const size = isBrought ? range.length : Math.min(range.length, NEAR);
    found.add({ ...range, length: size });
    found.add({ ...range, clock: range.clock + range.length - size, length: size });
  }
  const touched = IdSet.of(changed.map(({ range }) => range));
  let steps = 0;
  for (const { item, range } of changed) {
    for (const side of ["left", "right"] as const) {
      if (steps > MAX_ALL_STEPS || isBesideOther(item, range, side, touched)) continue;
      steps += addNear(item, range, side, view, found);
    }
  }
  addFormatted(text, changed, found);
  return found;
}

function* changedIn(text: Y.XmlText, view: RowView): Generator<Changed> {
  const { inserted, stated, copies } = view.row;
  const sources = copies.map(({ copy, source }) => ({ ...source, length: copy.length }));
  for (const [ranges, isBrought] of [
    [inserted, true],
    [[...stated, ...sources], false],
  ] as const) {
    for (const range of ranges) {
      for (const item of view.structsIn(range)) {
        if (!(item instanceof Y.Item) || item.parent !== text) continue;
        const clock = Math.max(item.id.clock, range.clock);
        const length = Math.min(item.id.clock + item.length, range.clock + range.length) - clock;
        yield { item, range: { client: range.client, clock, length }, isBrought };
      }
    }
  }
  // Who only types meets others where they type.
  for (let item = view.isStructural ? text._start : null; item !== null; item = item.right) {
    const whole = { client: item.id.client, clock: item.id.clock, length: item.length };
    for (const range of view.foreignIn(whole)) yield { item, range, isBrought: true };
    for (const range of view.goneMeanwhile(whole)) yield { item, range, isBrought: false };
  }
}

/** Whether what stands beside a part was changed, too. */
function isBesideOther(
  item: Y.Item,
  { client, clock, length }: IdRange,
  side: "left" | "right",
  touched: IdSet,
): boolean {
  const next = side === "left" ? clock - 1 : clock + length;
  if (next >= item.id.clock && next < item.id.clock + item.length) return touched.has(client, next);
  const other = item[side];
  if (other === null) return true;
  return touched.has(other.id.client, side === "left" ? other.id.clock + other.length - 1 : other.id.clock);
}

function addNear(from: Y.Item, range: IdRange, side: "left" | "right", view: RowView, found: IdSet): number {
  let [seen, steps] = [0, 0];
  for (let item: Y.Item | null = from; item !== null && seen < NEAR && steps < MAX_STEPS; item = item[side]) {
    steps++;
    if (!(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    const start =
      item !== from ? 0 : side === "left" ? clock + item.length - range.clock : range.clock + range.length - clock;
    for (let offset = start; offset < item.length && seen < NEAR && steps < MAX_STEPS; offset++, steps++) {
      const id = { client, clock: side === "left" ? clock + item.length - 1 - offset : clock + offset };
      const isSeen = view.before(id);
      if (isSeen) seen++;
      if (isSeen || view.isNew(id) || view.isForeign(id)) found.add({ ...id, length: 1 });
    }
  }
  return steps;
}

/** Everything between the first and the last mark that was set or taken away. */
function addFormatted(text: Y.XmlText, changed: readonly Changed[], found: IdSet): void {
  const marks = new Set(changed.flatMap(({ item }) => (item.content instanceof Y.ContentFormat ? [item] : [])));
  const left = new Set(marks);
  for (let item = text._start; item !== null && left.size > 0; item = item.right) {
    if (left.size < marks.size) found.add({ client: item.id.client, clock: item.id.clock, length: item.length });
    left.delete(item);
  }
}

function readWithin(text: Y.XmlText, view: RowView, within: IdSet | null): Character[] {
  const characters: Character[] = [];
  let formattingAtBase: Formatting = {};
  let formattingBefore: Formatting = {};
  let formattingAfter: Formatting = {};
  let formattingThen: Formatting = {};
  let formattingNow: Formatting = {};
  for (let item = text._start; item !== null; item = item.right) {
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      const { id } = item;
      if (view.stoodAtBase(id)) formattingAtBase = withMark(formattingAtBase, content);
      if (view.before(id)) formattingBefore = withMark(formattingBefore, content);
      if (view.after(id)) formattingAfter = withMark(formattingAfter, content);
      if (view.stoodBefore(id)) formattingThen = withMark(formattingThen, content);
      if (!item.deleted) formattingNow = withMark(formattingNow, content);
    } else if (content instanceof Y.ContentString) {
      const { client } = item.id;
      for (let offset = 0; offset < item.length; offset++) {
        const id = { client, clock: item.id.clock + offset };
        if (within && !within.has(client, id.clock)) continue;
        const stoodBefore = view.stoodBefore(id);
        characters.push({
          id,
          unit: content.str.charAt(offset),
          item,
          before: view.before(id),
          after: view.after(id),
          isNew: view.isNew(id),
          isForeign: stoodBefore && view.isForeign(id),
          stoodBefore,
          goneMeanwhile: view.isGoneMeanwhile(id),
          atBase: view.stoodAtBase(id),
          formattingAtBase,
          formattingBefore,
          formattingAfter,
          formattingThen,
          formattingNow,
        });
      }
    }
  }
  return characters;
}

function withMark(formatting: Formatting, { key, value }: Y.ContentFormat): Formatting {
  const next: Record<string, unknown> = { ...formatting };
  if (value === null) delete next[key];
  else next[key] = value;
  return next;
}

/** Keys in which two formattings differ, with the value of the second. */
export function differingMarks(from: Formatting, to: Formatting): [key: string, value: unknown][] {
  if (from === to) return [];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((key) => JSON.stringify(from[key] ?? null) !== JSON.stringify(to[key] ?? null))
    .map((key) => [key, to[key] ?? null]);
}

/** How many words at each end stand for a block. */
const MAX_AT_END = 200;

/** Of which characters somebody sees the names; `hides` spares asking for each of many that are gone. */
export interface Names {
  readonly of: (id: Id) => Id | null;
  readonly hides: (range: IdRange) => boolean;
}

/** What the characters at both ends of a block's texts are called, in their order. */
export function namesIn(texts: readonly Y.XmlText[], names: Names): IdRange[] {
  const [starts, ends]: [Id[], Id[]] = [[], []];
  const known = new Set<string>();
  const add = (id: Id, list: Id[]): boolean => {
    const name = known.has(keyOfId(id)) ? null : names.of(id);
    if (name) {
      list.push(name);
      known.add(keyOfId(id));
    }
    return list.length < MAX_AT_END;
  };
  for (const text of texts) visit(text, "right", names, (id) => add(id, starts));
  if (starts.length === MAX_AT_END)
    for (const text of texts.toReversed()) visit(text, "left", names, (id) => add(id, ends));
  const ranges: IdRange[] = [];
  for (const { client, clock } of [...starts, ...ends.toReversed()]) {
    const last = ranges.at(-1);
    if (last && last.client === client && last.clock + last.length === clock)
      ranges[ranges.length - 1] = { ...last, length: last.length + 1 };
    else ranges.push({ client, clock, length: 1 });
  }
  return ranges;
}

/** Walks the characters of a text, from its start to the right or from its end to the left, until it is told to stop. */
function visit(text: Y.XmlText, side: "left" | "right", { hides }: Names, see: (id: Id) => boolean): void {
  let item = text._start;
  while (side === "left" && item?.right) item = item.right;
  for (; item !== null; item = item[side]) {
    if (!(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    if (item.deleted && hides({ client, clock, length: item.length })) continue;
    for (let offset = 0; offset < item.length; offset++)
      if (!see({ client, clock: side === "left" ? clock + item.length - 1 - offset : clock + offset })) return;
  }
}
