import { partsCharacter } from "@parley/document";
import type { IdRange, UpdateRefusal } from "@parley/history";
import * as Y from "yjs";

/**
 * Refuses records that name one half of a character outside the basic plane: what they ask for cannot be carried out without destroying
 * the character, so nothing could be accepted along with them. `ranges` are joined; `structs` come with the records.
 */
export function findCutCharacter(
  ydoc: Y.Doc,
  structs: readonly unknown[],
  ranges: readonly IdRange[],
): UpdateRefusal | null {
  const ends = ranges.flatMap(({ client, clock, length }) => [
    { client, clock },
    { client, clock: clock + length },
  ]);
  const cuts = ({ client, clock }: { client: number; clock: number }): boolean => {
    if (clock < 1 || clock >= Y.getState(ydoc.store, client)) return false;
    const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return item instanceof Y.Item && isParted(item, clock - item.id.clock);
  };
  const names = new Set(ends.map(({ client, clock }) => `${client} ${clock}`));
  const isCut = (struct: unknown): boolean => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return false;
    const { client, clock } = struct.id;
    for (let at = 1; at < struct.length; at++)
      if (isParted(struct, at) && names.has(`${client} ${clock + at}`)) return true;
    return false;
  };
  return ends.some(cuts) || structs.some(isCut) ? { code: "schema", reason: "a record cuts a character in two" } : null;
}

/** Whether the two halves of a character stand on both sides of an offset. */
function isParted({ content }: Y.Item, at: number): boolean {
  return content instanceof Y.ContentString && partsCharacter(content.str, at);
}
