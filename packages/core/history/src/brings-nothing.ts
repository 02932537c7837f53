import * as Y from "yjs";
import type { IdRange } from "./ids/id-range.ts";
import { inspectUpdate } from "./incoming.ts";

/** Whether a document holds everything that an update says already: its structs, and that what it deletes is deleted. Changes nothing. */
export function bringsNothing(ydoc: Y.Doc, update: Uint8Array): boolean {
  const inspected = inspectUpdate(update, (client) => Y.getState(ydoc.store, client));
  if ("fault" in inspected || inspected.inserted.length > 0) return false;
  return inspected.deleted.every((range) => isDeleted(ydoc, range));
}

function isDeleted(ydoc: Y.Doc, { client, clock, length }: IdRange): boolean {
  const structs = ydoc.store.clients.get(client);
  if (!structs) return false;
  const end = clock + length;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index];
    if (struct === undefined || struct.id.clock >= end) break;
    if (!struct.deleted) return false;
  }
  return true;
}
