/** The characters of one text with everything that ever stood in it, as the author of a row and as everybody else saw them. */
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
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
/** Where a row takes something to pieces, it costs in proportion to that anyway, so more is read. */
const MAX_WHOLE_RESTRUCTURED = 30_000;
/** What is read of a longer one: as many characters that the author saw on each side of what was touched, */
const NEAR = 100;
/** as far as they are found in as many steps on one side, and in all. */
const MAX_STEPS = 2_000;
const MAX_ALL_STEPS = 20_000;

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
  return !isLongerThan(text, MAX_WHOLE_RESTRUCTURED);
}

/**
 * The characters of a text in order, those that are gone included. Of a long text only what stands near what the row touched, so that a key
 * costs the same however long the paragraph.
 */
export function readCharacters(text: Y.XmlText, view: RowView): Character[] {
  const limit = view.isStructural ? MAX_WHOLE_RESTRUCTURED : MAX_WHOLE;
  return readWithin(text, view, isLongerThan(text, limit) ? near(text, view) : null);
}

/** All characters of a text that `isReadable`. */
export function readAllCharacters(text: Y.XmlText, view: RowView): Character[] {
  return readWithin(text, view, null);
}

/** What the row touched in a text, and what is near: of what was there before only what the row's author saw. */
function near(text: Y.XmlText, view: RowView): IdSet {
  const touched: Y.Item[] = [];
  const found = new IdSet();
  for (const range of view.touched) {
    for (const struct of view.structsIn(range)) {
      if (!(struct instanceof Y.Item) || struct.parent !== text) continue;
      touched.push(struct);
      found.add({ client: struct.id.client, clock: struct.id.clock, length: struct.length });
    }
  }
  const own = new Set(touched);
  let steps = 0;
  for (const item of touched) {
    for (const side of ["left", "right"] as const) {
      const next = item[side];
      if (next !== null && !own.has(next) && steps < MAX_ALL_STEPS) steps += addNear(item, side, view, found);
    }
  }
  return found;
}

function addNear(from: Y.Item, side: "left" | "right", view: RowView, found: IdSet): number {
  let [seen, steps] = [0, 0];
  for (let item = from[side]; item !== null && seen < NEAR && steps < MAX_STEPS; item = item[side]) {
    steps++;
    if (!(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    for (let offset = 0; offset < item.length && seen < NEAR && steps < MAX_STEPS; offset++, steps++) {
      const id = { client, clock: side === "left" ? clock + item.length - 1 - offset : clock + offset };
      const isSeen = view.before(id);
      if (isSeen) seen++;
      if (isSeen || view.isNew(id) || view.isForeign(id)) found.add({ ...id, length: 1 });
    }
  }
  return steps;
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
