/**
 * What Yjs's undo writes again: it puts the words that were deleted directly before what is left of them, and names that as their right
 * neighbour.
 *
 * Duty: tell such words, down to a single character, from words that somebody only says to bring back. The flag of an undo comes from the
 * page, so it proves nothing: whoever could take single characters of somebody's deleted words in any order could write in their name.
 * Invariants:
 * - Between what comes back and its original nothing stands. So what is credited to the author of deleted words are these words in their
 *   order, some perhaps left out, which is no more than what deleting the others would have left.
 */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { IdSet } from "../ids/id-set.ts";
import { type Stretch, structsIn } from "./stretches.ts";

/** A part of a stretch, with the id of the first of the characters that come back in it. */
export interface RedonePart {
  readonly copyAt: number;
  readonly length: number;
  readonly source: Id;
}

/** The parts of a new stretch that stand before their deleted originals. `inserted` is what came in the same update. */
export function redoneParts(ydoc: Y.Doc, { pieces }: Stretch, inserted: IdSet): RedonePart[] {
  const parts: RedonePart[] = [];
  for (const { at, id, length } of pieces) {
    for (const struct of structsIn(ydoc, { ...id, length })) {
      if (!(struct instanceof Y.Item) || struct.rightOrigin === null) continue;
      const from = Math.max(struct.id.clock, id.clock);
      const until = Math.min(struct.id.clock + struct.length, id.clock + length);
      const { client, clock } = struct.rightOrigin;
      const source = { client, clock: clock + from - startOf(ydoc, struct, inserted) };
      if (standsBefore(ydoc, struct, { ...source, length: until - from }, from - struct.id.clock))
        parts.push({ copyAt: at + from - id.clock, length: until - from, source });
    }
  }
  return parts;
}

/** The clock at which an item began before Yjs cut it in pieces. */
function startOf(ydoc: Y.Doc, item: Y.Item, inserted: IdSet): number {
  let first = item;
  for (;;) {
    const { client, clock } = first.id;
    if (first.origin?.client !== client || first.origin.clock !== clock - 1 || !inserted.has(client, clock - 1)) break;
    const before = Y.getItem(ydoc.store, first.origin) as Y.Item | Y.GC;
    if (!(before instanceof Y.Item) || !Y.compareIDs(before.rightOrigin, first.rightOrigin)) break;
    first = before;
  }
  return first.id.clock;
}

/** Whether deleted characters that say the same follow an item, with nothing that stands in between. */
function standsBefore(ydoc: Y.Doc, copy: Y.Item, source: IdRange, offset: number): boolean {
  if (
    !(copy.content instanceof Y.ContentString) ||
    source.clock + source.length > Y.getState(ydoc.store, source.client)
  )
    return false;
  let said = "";
  for (const item of structsIn(ydoc, source)) {
    if (!(item instanceof Y.Item) || !item.deleted || !(item.content instanceof Y.ContentString)) return false;
    const from = Math.max(item.id.clock, source.clock) - item.id.clock;
    said += item.content.str.slice(from, Math.min(item.length, source.clock + source.length - item.id.clock));
  }
  if (said !== copy.content.str.slice(offset, offset + source.length)) return false;
  const original = Y.getItem(ydoc.store, Y.createID(source.client, source.clock)) as Y.Item;
  for (let item = copy.right; item !== null; item = item.right) {
    if (item === original) return true;
    if (!item.deleted && item.content instanceof Y.ContentString) return false;
  }
  return false;
}
