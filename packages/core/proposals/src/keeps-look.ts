/** Whether formatting marks may go without a character that stays looking otherwise than before. */
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
 * Whether characters of others look as before once an update has put new marks into a text and taken marks away. `fresh` is what it brings
 * into this text, in its order; what others put beside it at the same time may come to stand on its other side.
 */
export function keepsLookBeside(
  text: Y.AbstractType<unknown>,
  fresh: readonly Y.Item[],
  gone: IdSet,
  isOthers: (range: IdRange) => boolean,
): boolean {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const differing = new Set<string>();
  for (const { item, range, isFresh } of partsWith(text, fresh)) {
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      const { key } = content;
      const value = JSON.stringify(content.value);
      if (!isFresh) before.set(key, value);
      if (isFresh || gone.missing(range).length > 0) after.set(key, value);
      if ((before.get(key) ?? NONE) === (after.get(key) ?? NONE)) differing.delete(key);
      else differing.add(key);
    } else if (!isFresh && differing.size > 0 && item.countable && isOthers(range)) return false;
  }
  return true;
}

interface Part {
  readonly item: Y.Item;
  readonly range: IdRange;
  readonly isFresh: boolean;
}

/** What stands in a text, with what is to come right behind its left neighbours. */
function* partsWith(text: Y.AbstractType<unknown>, fresh: readonly Y.Item[]): Generator<Part> {
  const first = fresh.filter(({ origin }) => origin === null);
  const behind = Map.groupBy(fresh, ({ origin }) => (origin ? `${origin.client} ${origin.clock}` : ""));
  const cuts = new Map(
    [...Map.groupBy(fresh, ({ origin }) => origin?.client ?? -1)].map(([client, items]) => [
      client,
      items.map(({ origin }) => origin?.clock ?? 0).sort((a, b) => a - b),
    ]),
  );
  // From the end: what is pushed last comes first.
  const open: Part[] = [];
  for (let item = text._start; item !== null; item = item.right) open.push(partOf(item, false));
  open.reverse();
  for (const item of first.toReversed()) open.push(partOf(item, true));
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { item, range, isFresh } = part;
    const { client, clock } = range;
    const clocks = cuts.get(client) ?? [];
    const at = clocks[firstAtLeast(clocks, clock)] ?? Infinity;
    const length = Math.min(range.length, at + 1 - clock);
    if (isFresh || !item.deleted) yield { item, range: { client, clock, length }, isFresh };
    if (length < range.length)
      open.push({ item, isFresh, range: { client, clock: clock + length, length: range.length - length } });
    if (at >= clock + length) continue;
    for (const each of (behind.get(`${client} ${at}`) ?? []).toReversed()) open.push(partOf(each, true));
  }
}

function firstAtLeast(rising: readonly number[], wanted: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

const partOf = (item: Y.Item, isFresh: boolean): Part => ({
  item,
  range: { client: item.id.client, clock: item.id.clock, length: item.length },
  isFresh,
});

/** A mark that ends says the same as none. */
const NONE = "null";
