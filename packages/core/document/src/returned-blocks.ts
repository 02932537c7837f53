/**
 * Which blocks that somebody else wrote are those that a page had deleted there.
 *
 * Invariants:
 * - A block is back where one that is and reads as it did before one of the page's steps is written in its place.
 * - What is written is taken for one deleted block only of those that stood at one moment.
 */
import * as Y from "yjs";
import { nodeSpecs } from "./schema.ts";
import { type Lifetime, type StepLifetimes, stoodBefore, stoodTogether } from "./step-lifetimes.ts";

/** How many moments of a block are looked at. */
const MOST_MOMENTS = 24;

/** A deleted block and the one that somebody else wrote for it. */
export interface ReturnedBlock {
  readonly gone: Y.Item;
  readonly written: Y.Item;
  readonly life: Lifetime;
}

type List = Y.AbstractType<unknown>;
type Counts = (item: Y.Item) => boolean;

/** Finds for which of some deleted blocks those stand that a change wrote. */
export function returnedBlocks(
  gone: readonly Y.Item[],
  written: readonly Y.Item[],
  lifetimes: StepLifetimes,
): ReturnedBlock[] {
  const takenFor = new Map<Y.Item, Lifetime[]>();
  const gapOf = gapsAround(new Set(written));
  const found = new Map<Y.Item, ReturnedBlock>();
  const within = new Set<Y.Item>();
  const byDepth = [...Map.groupBy(gone, depthOf)].sort(([a], [b]) => a - b);
  for (const [, items] of byDepth) {
    const open: { item: Y.Item; life: Lifetime; gap: Gap; place: number }[] = [];
    for (const item of items) {
      // What went along with a block comes back with it.
      const holder = (item.parent as List)._item;
      if (holder !== null && (within.has(holder) || found.has(holder))) {
        within.add(item);
        continue;
      }
      const [life, gap] = [lifetimes.of(item.id), gapOf(item)];
      if (life && gap.written.length > 0) open.push({ item, life, gap, place: gap.places.get(item) ?? 0 });
    }
    // From the end on: of several that are alike the nearest before each is then its own.
    for (const { item, life, gap } of open.sort((a, b) => b.place - a.place)) {
      const isFree = (other: Y.Item): boolean =>
        !(takenFor.get(other) ?? []).some((taken) => stoodTogether(taken, life));
      const back = nearestIn(gap, item, looksOf(item, life, lifetimes), isFree);
      if (back === undefined) continue;
      takenFor.set(back, [...(takenFor.get(back) ?? []), life]);
      found.set(item, { gone: item, written: back, life });
    }
  }
  return [...found.values()];
}

function depthOf({ parent }: Y.Item): number {
  let depth = 0;
  for (let at = (parent as List)._item; at !== null; at = (at.parent as List)._item) depth++;
  return depth;
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

/** The nearest of what is free of a gap that looks so: before what is gone if there is any, else behind. */
function nearestIn(gap: Gap, gone: Y.Item, looks: Iterable<string>, isFree: Counts): Y.Item | undefined {
  const byLook = (gap.byLook ??= Map.groupBy(gap.written, (each) => lookOf(each, standsNow)));
  const placeOf = (item: Y.Item): number => gap.places.get(item) ?? 0;
  for (const look of looks) {
    const alike = byLook.get(look) ?? [];
    const nearest = alike.findLast((each) => placeOf(each) < placeOf(gone) && isFree(each)) ?? alike.find(isFree);
    if (nearest) return nearest;
  }
  return undefined;
}

/** How a block read before each of the page's steps that changed it, the last one first. */
function* looksOf(block: Y.Item, life: Lifetime, lifetimes: StepLifetimes): Generator<string> {
  const moments = new Set([life.gone]);
  // Items are parted where what a step deleted ends, but not where what it brought does.
  const isWhole = ({ id }: Y.Item): boolean => !lifetimes.hasBrought(id.client);
  for (const id of idsWithin(block, isWhole))
    for (const step of [lifetimes.bornAt(id), lifetimes.of(id)?.gone ?? -1])
      if (stoodBefore(life, step)) moments.add(step);
  for (const step of [...moments].sort((a, b) => b - a).slice(0, MOST_MOMENTS)) {
    const counts = (id: Y.ID): boolean => {
      const own = lifetimes.of(id);
      return own !== null && stoodBefore(own, step);
    };
    const look = lookOf(block, { counts, isWhole });
    if (look !== null) yield look;
  }
}

/** What is counted of a block. */
interface Standing {
  readonly counts: (id: Y.ID, item: Y.Item) => boolean;
  /** Whether all letters of an item count if the first one does. */
  readonly isWhole: (item: Y.Item) => boolean;
}

const standsNow: Standing = { counts: (_id, item) => !item.deleted, isWhole: () => true };

/** What a block is and reads, with what is counted of it; `null` for words of which none are. What has no words in it is its attributes. */
function lookOf(block: Y.Item, standing: Standing): string | null {
  const look = partOf(block, standing);
  return look === "" ? null : JSON.stringify(look);
}

function partOf(item: Y.Item, standing: Standing): unknown {
  const { content } = item;
  const { counts } = standing;
  if (content instanceof Y.ContentString && standing.isWhole(item)) return counts(item.id, item) ? content.str : "";
  if (content instanceof Y.ContentString)
    return [...idsOf(item)].map((id, at) => (counts(id, item) ? content.str.charAt(at) : "")).join("");
  if (!(content instanceof Y.ContentType)) return "";
  const { type } = content;
  const parts: unknown[] = [];
  for (let at = type._start; at !== null; at = at.right) {
    const part = at.content instanceof Y.ContentString || counts(at.id, at) ? partOf(at, standing) : "";
    const before = parts.at(-1);
    if (typeof part === "string" && typeof before === "string") parts[parts.length - 1] = before + part;
    else parts.push(part);
  }
  if (!(type instanceof Y.XmlElement)) return parts.join("");
  const told = parts.filter((part) => part !== "");
  const isLeaf = Object.hasOwn(nodeSpecs, type.nodeName) && nodeSpecs[type.nodeName]?.content === null;
  return [type.nodeName, isLeaf ? attributesOf(type, counts) : told];
}

function attributesOf({ _map }: Y.XmlElement, counts: Standing["counts"]): unknown[] {
  return [..._map]
    .flatMap(([key, last]) => {
      for (let value: Y.Item | null = last; value !== null; value = value.left)
        if (counts(value.id, value)) return [{ key, is: value.content.getContent() }];
      return [];
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function* idsOf({ id: { client, clock }, length }: Y.Item): Generator<Y.ID> {
  for (let at = 0; at < length; at++) yield Y.createID(client, clock + at);
}

function* idsWithin(block: Y.Item, isWhole: Counts): Generator<Y.ID> {
  for (const item of itemsWithin(block))
    if (isWhole(item)) yield item.id;
    else yield* idsOf(item);
}

/** A block and all that ever stood in it. */
export function* itemsWithin(block: Y.Item): Generator<Y.Item> {
  yield block;
  if (!(block.content instanceof Y.ContentType)) return;
  const { _start, _map } = block.content.type;
  for (let at = _start; at !== null; at = at.right) yield* itemsWithin(at);
  for (const last of _map.values())
    for (let at: Y.Item | null = last; at !== null; at = at.left) yield* itemsWithin(at);
}
