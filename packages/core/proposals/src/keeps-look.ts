/** Whether formatting marks may go without a character that stays looking otherwise than before. */
import type { Piece } from "@parley/document";
import type { IdRange, IdSet } from "@parley/history";
import * as Y from "yjs";

/**
 * Looks at all marks of one text that go at once: each of two that say the same may go, both may not. `staysOf`
 * gives what of some characters stays.
 */
export function keepsLook(
  text: Y.AbstractType<unknown>,
  marks: ReadonlySet<Y.Item>,
  staysOf: (range: IdRange) => readonly IdRange[],
): boolean {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  /** Marks that the characters from here on have more or fewer of, or with another value. */
  const differing = new Set<string>();
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      const { key } = content;
      const value = JSON.stringify(content.value);
      before.set(key, value);
      if (!marks.has(item)) after.set(key, value);
      if ((before.get(key) ?? NONE) === (after.get(key) ?? NONE)) differing.delete(key);
      else differing.add(key);
    } else if (differing.size > 0 && item.countable) {
      const { client, clock } = item.id;
      if (staysOf({ client, clock, length: item.length }).length > 0) return false;
    }
  }
  return true;
}

/**
 * Whether characters of others look as before once an update has put new marks into a text and taken marks away. `standing` is what will
 * stand in this text then, where Yjs puts it; `isFresh` says what of it the update brings.
 */
export function keepsLookBeside(
  standing: Iterable<Piece>,
  isFresh: (item: Y.Item) => boolean,
  gone: IdSet,
  isOthers: (range: IdRange) => boolean,
): boolean {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const differing = new Set<string>();
  for (const { item, offset, length } of standing) {
    const { content, id } = item;
    const isNew = isFresh(item);
    if (item.deleted && !isNew) continue;
    const range = { client: id.client, clock: id.clock + offset, length };
    if (content instanceof Y.ContentFormat) {
      const { key } = content;
      const value = JSON.stringify(content.value);
      if (!isNew) before.set(key, value);
      if (isNew || gone.missing(range).length > 0) after.set(key, value);
      if ((before.get(key) ?? NONE) === (after.get(key) ?? NONE)) differing.delete(key);
      else differing.add(key);
    } else if (!isNew && differing.size > 0 && item.countable && isOthers(range)) return false;
  }
  return true;
}

/** A mark that ends says the same as none. */
const NONE = "null";
