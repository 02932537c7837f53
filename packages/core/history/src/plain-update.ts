/** Updates of the log as everybody reads them who was given the document encoded again. */
import { type DecodedStructs, makePlain } from "@parley/document";
import * as Y from "yjs";
import { encodeUpdate } from "./encode-update.ts";

const PROTOTYPE_KEY: readonly number[] = Array.from("__proto__", (character) => character.charCodeAt(0));

/**
 * [GU15] An update without what its values would inherit: rows that hold such values are in the log, and are refused since. The very update
 * where there is nothing of the kind, or where it cannot be read; ids, order and deletions stay as they are.
 */
export function plainUpdate(update: Uint8Array): Uint8Array {
  if (!namesPrototype(update)) return update;
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    // Whoever takes it says so.
    return update;
  }
  const structs = decoded.structs as DecodedStructs;
  // Every one of them has to be made plain, so all are asked.
  if (structs.filter(makePlain).length === 0) return update;
  const deleted = [...decoded.ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  );
  return encodeUpdate(structs, deleted);
}

function namesPrototype(update: Uint8Array): boolean {
  const first = PROTOTYPE_KEY[0] as number;
  for (let at = update.indexOf(first); at >= 0; at = update.indexOf(first, at + 1))
    if (PROTOTYPE_KEY.every((byte, offset) => update[at + offset] === byte)) return true;
  return false;
}
