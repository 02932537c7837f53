/** At how many places an update cuts what stands in one piece. */
import * as Y from "yjs";
import type { DecodedStructs } from "./schema-violation.ts";

/**
 * Yjs keeps the pieces of one client id in a list, so each cut costs as much as that is long. A text that one person wrote offline from its
 * first key to its last (137,000 edits) has 15,000 pieces altogether.
 */
const MAX_CUT_PLACES = 20_000;

/** [GU8] Whether the structs of an update come between the units of items at more places than anybody at work cuts in one message. */
export function cutsTooManyPlaces(structs: DecodedStructs, itemAt: (id: Y.ID) => Y.Item | Y.GC | null): boolean {
  // Each cuts two at the most.
  if (structs.length * 2 <= MAX_CUT_PLACES) return false;
  const places = new Map<number, Set<number>>();
  let count = 0;
  const note = (id: Y.ID, from: number): void => {
    const item = itemAt(id);
    if (!(item instanceof Y.Item) || from <= item.id.clock || from >= item.id.clock + item.length) return;
    const clocks = places.get(id.client) ?? new Set();
    places.set(id.client, clocks);
    if (clocks.has(from)) return;
    clocks.add(from);
    count++;
  };
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    const { origin, rightOrigin } = struct;
    if (origin) note(origin, origin.clock + 1);
    if (rightOrigin) note(rightOrigin, rightOrigin.clock);
    if (count > MAX_CUT_PLACES) return true;
  }
  return false;
}
