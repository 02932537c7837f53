/** The characters of one text with everything that ever stood in it, as the author of a row and as everybody else saw them. */
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
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

/** What meets in a longer paragraph, deleted characters included, is left where Yjs puts it: reading it costs time for each row. */
const MAX_CHARACTERS = 3_000;

/** Whether a text is short enough to be read character by character. */
export function isShortEnough(text: Y.XmlText): boolean {
  let length = 0;
  for (let item = text._start; item !== null && length <= MAX_CHARACTERS; item = item.right) length += item.length;
  return length <= MAX_CHARACTERS;
}

export function keyOfId({ client, clock }: Id): string {
  return `${client} ${clock}`;
}

/** Every character of a text in order, those that are gone included. */
export function readCharacters(text: Y.XmlText, view: RowView): Character[] {
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
      for (let offset = 0; offset < item.length; offset++) {
        const id = { client: item.id.client, clock: item.id.clock + offset };
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
