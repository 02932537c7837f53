/** For tests: what a browser made for it sends. */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";

/** An update that says, too, that single ids are deleted. */
export function alsoDeleting(update: Uint8Array, client: number, clocks: readonly number[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clocks.length);
  for (const clock of clocks) {
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint(encoder, 1);
  }
  return Y.mergeUpdates([update, encoding.toUint8Array(encoder)]);
}
