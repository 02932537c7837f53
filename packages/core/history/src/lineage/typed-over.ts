/**
 * What was typed over other words: who types over a selection puts the first letter into its middle, and the next ones behind all that goes.
 *
 * Duty: tell such words from words that come back or are pasted, which stand on one side of what is left of them, or between it as one.
 * However much of them a slow line or hours without a connection bring at once, letters that the old and the new have in common are typed
 * anew, and whoever typed them is their author.
 * Invariants:
 * - Nobody gets anything credited by it: it only says of what new words are no copy.
 * - Only letters are looked at that are gone around the new ones; what was brought there from elsewhere is a copy of that.
 */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { Stretch } from "./stretches.ts";

/** How many pieces, and how many letters of what is gone, are looked at on each side. */
const [MAX_PASSED, MAX_LENGTH] = [2_000, 50_000];

/** What a part of a new stretch was typed over: from which offset on, and the letters that are gone around it. */
export interface TypedOver {
  readonly from: number;
  readonly gone: IdSet;
}

/** What a new stretch was typed over; `null` for nothing. `inserted` is what came in the same update. */
export function typedOver(ydoc: Y.Doc, { pieces }: Stretch, inserted: IdSet): TypedOver | null {
  const [first] = pieces;
  const start = first && Y.getItem(ydoc.store, Y.createID(first.id.client, first.id.clock));
  if (!(start instanceof Y.Item)) return null;
  const isOwn = (item: Y.Item): boolean => item.id.client === start.id.client || inserted.covers(rangeOf(item));
  const around = [...besides(start.left, "left", isOwn).toReversed(), start, ...besides(start.right, "right", isOwn)];
  const isGone = (item: Y.Item): boolean => item.deleted && !isOwn(item);
  const before = around.findIndex(isGone);
  const typed = before < 0 ? -1 : around.findIndex((item, at) => at > before && isOwn(item));
  const behind = typed < 0 ? -1 : around.findIndex((item, at) => at > typed && isGone(item));
  if (behind < 0) return null;
  const from = around.slice(behind + 1).flatMap((item) => offsetOf(item, pieces) ?? [])[0];
  return from === undefined ? null : { from, gone: IdSet.of(around.filter((item) => item.deleted).map(rangeOf)) };
}

/** What stands on one side up to somebody else's words, what is gone included. */
function besides(from: Y.Item | null, side: "left" | "right", isOwn: (item: Y.Item) => boolean): Y.Item[] {
  const found: Y.Item[] = [];
  let length = 0;
  for (let item = from; item !== null && found.length < MAX_PASSED && length < MAX_LENGTH; item = item[side]) {
    if (!(item.content instanceof Y.ContentString)) continue;
    if (!item.deleted && !isOwn(item)) break;
    if (item.deleted) length += item.length;
    found.push(item);
  }
  return found;
}

/** Where the first letter of an item that is in a stretch stands in it. */
function offsetOf({ id, length }: Y.Item, pieces: Stretch["pieces"]): number | undefined {
  for (const { at, id: first, length: all } of pieces) {
    if (first.client !== id.client || first.clock >= id.clock + length || first.clock + all <= id.clock) continue;
    return at + Math.max(0, id.clock - first.clock);
  }
  return undefined;
}

const rangeOf = ({ id, length }: Y.Item): IdRange => ({ client: id.client, clock: id.clock, length });
