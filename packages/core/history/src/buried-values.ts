/**
 * Values under a key that have another right of them from the beginning, in one piece, as only a program of its own writes and no row brings
 * any more [GU14].
 *
 * Why: Yjs deletes such a value only where the piece is parted when it is loaded. A server that has followed the rows would hold it as standing,
 * versions would show it, and whoever loads the document afresh would be the one who deletes it.
 */
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import type { IdRange } from "./ids/id-range.ts";

/** The ids of such values among new structs: all but the last of each piece. */
export function buriedValues(structs: readonly (Y.Item | Y.GC | Y.Skip)[]): IdRange[] {
  return structs.flatMap((struct) => {
    // The schema has such content under keys only.
    const isBurying = struct instanceof Y.Item && struct.content instanceof Y.ContentAny && struct.length > 1;
    return isBurying ? [{ client: struct.id.client, clock: struct.id.clock, length: struct.length - 1 }] : [];
  });
}

/** The update that says that these ids are deleted. */
export function deletionOf(ranges: readonly IdRange[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  const byClient = Map.groupBy(ranges, ({ client }) => client);
  encoding.writeVarUint(encoder, byClient.size);
  for (const [client, own] of byClient) {
    for (const number of [client, own.length, ...own.flatMap(({ clock, length }) => [clock, length])])
      encoding.writeVarUint(encoder, number);
  }
  return encoding.toUint8Array(encoder);
}
