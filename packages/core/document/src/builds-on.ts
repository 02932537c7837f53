/**
 * What a new struct builds on: the ids that it names, and what these name in turn.
 *
 * Why: Yjs places a struct by what it names, among others by their ids. One that crosses what it does not build on stands where it would
 * if its author had not seen that, alike in whatever order a document is loaded; structs of one client id come in their order everywhere.
 */
import * as Y from "yjs";
import type { Piece } from "./standing-pieces.ts";

export class BuildsOn {
  private readonly structAt: (id: Y.ID) => Y.Item | Y.GC | null;
  private readonly maxSteps: number;
  private steps = 0;

  /** `structAt` finds what holds an id, in the document or the update. No more than `maxSteps` structs are looked at altogether. */
  constructor(structAt: (id: Y.ID) => Y.Item | Y.GC | null, maxSteps: number) {
    this.structAt = structAt;
    this.maxSteps = maxSteps;
  }

  /** Whether a struct builds on some of a piece; also `true` when too much would have to be looked at to say. */
  includes(struct: Y.Item, { item, offset }: Piece): boolean {
    /** Up to which clock an item is built on: each of its units builds on those before it. */
    const ground = new Map<Y.Item, number>();
    const waiting = namedBy(struct);
    for (let id = waiting.pop(); id; id = waiting.pop()) {
      if (++this.steps > this.maxSteps) return true;
      const held = this.structAt(id);
      // Of what was collected nothing is known, and nothing needed.
      if (!(held instanceof Y.Item)) continue;
      const before = ground.get(held);
      if (before === undefined) waiting.push(...namedBy(held));
      ground.set(held, Math.max(before ?? 0, id.clock));
    }
    return (ground.get(item) ?? -1) >= item.id.clock + offset;
  }
}

/** The ids that a struct names, of an update or as the document holds it. */
function namedBy({ origin, rightOrigin, parent }: Y.Item): Y.ID[] {
  const held: unknown = parent;
  const holder = held instanceof Y.AbstractType ? (held._item?.id ?? null) : held instanceof Y.ID ? held : null;
  return [origin, rightOrigin, holder].filter((id) => id !== null);
}
