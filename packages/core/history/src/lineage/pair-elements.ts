/** Which new elements are copies of elements that the same update deletes (rule LI6), or doubles of such that it proposes to (LI8). */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import type { AppliedUpdate } from "./applied-update.ts";
import type { CopiedRange } from "./copied-range.ts";
import type { ReturnedElements } from "./returned.ts";
import { structsIn } from "./stretches.ts";

const same = (item: Y.Item): IdRange => ({ client: item.id.client, clock: item.id.clock, length: 1 });

/**
 * Pairs elements by the text that moved between them, from the inside out, then those that an undo is known to have `returned`, then leaves by what they show. `isLeaving` says whether an
 * element is gone, or is to go.
 */
export function pairElements(
  update: Pick<AppliedUpdate, "ydoc" | "inserted" | "removed">,
  texts: readonly CopiedRange[],
  {
    isLeaving = ({ deleted }) => deleted,
    returned = new Map(),
  }: {
    readonly isLeaving?: ((element: Y.Item) => boolean) | undefined;
    readonly returned?: ReturnedElements | undefined;
  } = {},
): CopiedRange[] {
  const fresh = newElements(update);
  if (fresh.size === 0) return [];
  const pairs = new ElementPairs(fresh, isLeaving);
  for (const { copy, source } of texts) {
    const to = itemAt(update.ydoc, copy.client, copy.clock);
    const from = itemAt(update.ydoc, source.client, source.clock);
    if (to && from) pairs.pairHolders(to, from);
  }
  for (const [copy, source] of returned) pairs.pair(copy, source);
  const gone = goneLeaves(update).filter(({ item }) => !fresh.has(item));
  for (const leaf of fresh) {
    const element = elementOf(leaf);
    if (!element || element.length > 0 || pairs.hasSource(leaf)) continue;
    const at = gone.findIndex((each) => each.look === lookOf(element));
    const source = gone[at];
    if (!source) continue;
    gone.splice(at, 1);
    pairs.pair(leaf, source.item);
    pairs.pairHolders(leaf, source.item);
  }
  return pairs.found;
}

class ElementPairs {
  readonly found: CopiedRange[] = [];
  private readonly sources = new Set<Y.Item>();
  private readonly copies = new Set<Y.Item>();
  private readonly fresh: ReadonlySet<Y.Item>;
  private readonly isLeaving: (element: Y.Item) => boolean;

  constructor(fresh: ReadonlySet<Y.Item>, isLeaving: (element: Y.Item) => boolean) {
    this.fresh = fresh;
    this.isLeaving = isLeaving;
  }

  hasSource(item: Y.Item): boolean {
    return this.copies.has(item);
  }

  /** Pairs what holds a copy with what held its source, as far up as both are of a kind, the one new and the other gone. */
  pairHolders(copy: Y.Item, source: Y.Item): void {
    let [to, from] = [holderOf(copy), holderOf(source)];
    while (to && from && this.pair(to, from)) [to, from] = [holderOf(to), holderOf(from)];
  }

  /** Records a pair unless one of the two has another already; says whether they belong together. */
  pair(copy: Y.Item, source: Y.Item): boolean {
    // [LI2] What comes and goes in one update is older than nothing in it, itself least of all.
    if (!this.fresh.has(copy) || this.fresh.has(source)) return false;
    if (!this.isLeaving(source) || kindOf(copy) !== kindOf(source)) return false;
    if (this.copies.has(copy) || this.sources.has(source)) return false;
    this.copies.add(copy);
    this.sources.add(source);
    this.found.push({ copy: same(copy), source: source.id });
    this.pairAttributes(copy, source);
    return true;
  }

  /** An attribute that came along unchanged was set by who set it on the original. */
  private pairAttributes(copy: Y.Item, source: Y.Item): void {
    const [to, from] = [elementOf(copy), elementOf(source)];
    if (!to || !from) return;
    for (const [name, item] of to._map) {
      const before = lastValue(from._map.get(name));
      if (before && item.length === 1 && JSON.stringify(valueOf(item)) === JSON.stringify(valueOf(before)))
        this.found.push({ copy: same(item), source: before.lastId });
    }
  }
}

/** The value an attribute had when its element was deleted: the newest that was not itself replaced. */
function lastValue(item: Y.Item | undefined): Y.Item | null {
  return item && item.content instanceof Y.ContentAny ? item : null;
}

function valueOf({ content }: Y.Item): unknown {
  return content instanceof Y.ContentAny ? content.arr.at(-1) : undefined;
}

function newElements(update: Pick<AppliedUpdate, "ydoc" | "inserted">): Set<Y.Item> {
  const fresh = new Set<Y.Item>();
  for (const range of update.inserted) {
    for (const struct of structsIn(update.ydoc, range))
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) fresh.add(struct);
  }
  return fresh;
}

/** Deleted elements without text or children of their own, in the order of their ids. */
function goneLeaves(update: Pick<AppliedUpdate, "ydoc" | "removed">): { item: Y.Item; look: string }[] {
  const leaves: { item: Y.Item; look: string }[] = [];
  for (const range of update.removed) {
    for (const struct of structsIn(update.ydoc, range)) {
      const element = struct instanceof Y.Item ? elementOf(struct) : null;
      if (element && struct instanceof Y.Item && !hasText(element))
        leaves.push({ item: struct, look: lookOf(element) });
    }
  }
  return leaves;
}

function hasText(element: Y.XmlElement): boolean {
  return element._start !== null;
}

function lookOf(element: Y.XmlElement): string {
  const attributes = [...element._map]
    .map(([name, item]): [string, unknown] => [name, valueOf(item)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([element.nodeName, attributes]);
}

function elementOf(item: Y.Item): Y.XmlElement | null {
  return item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement ? item.content.type : null;
}

function kindOf(item: Y.Item): string | null {
  if (!(item.content instanceof Y.ContentType)) return null;
  const { type } = item.content;
  return type instanceof Y.XmlElement ? type.nodeName : type instanceof Y.XmlText ? "#text" : null;
}

function holderOf(item: Y.Item): Y.Item | null {
  return item.parent instanceof Y.AbstractType ? item.parent._item : null;
}

function itemAt(ydoc: Y.Doc, client: number, clock: number): Y.Item | null {
  const struct = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return struct instanceof Y.Item ? struct : null;
}
