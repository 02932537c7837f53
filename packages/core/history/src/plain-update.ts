/** Updates of the log as everybody reads them who was given the document encoded again. */
import { type DecodedStructs, makePlain } from "@parley/document";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";

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
  return structs.filter(makePlain).length > 0 ? encode(structs, decoded.ds.clients) : update;
}

function namesPrototype(update: Uint8Array): boolean {
  const first = PROTOTYPE_KEY[0] as number;
  for (let at = update.indexOf(first); at >= 0; at = update.indexOf(first, at + 1))
    if (PROTOTYPE_KEY.every((byte, offset) => update[at + offset] === byte)) return true;
  return false;
}

function encode(
  structs: DecodedStructs,
  deleted: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>,
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  const sections = Map.groupBy(structs, ({ id }) => id.client);
  encoding.writeVarUint(restEncoder, sections.size);
  for (const [client, own] of sections) {
    encoding.writeVarUint(restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(restEncoder, own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  encoding.writeVarUint(restEncoder, deleted.size);
  for (const [client, ranges] of deleted) {
    encoding.writeVarUint(restEncoder, client);
    encoding.writeVarUint(restEncoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(restEncoder, clock);
      encoding.writeVarUint(restEncoder, len);
    }
  }
  return encoder.toUint8Array();
}
