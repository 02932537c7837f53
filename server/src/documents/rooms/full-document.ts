/** Whether an update may still enter a document that is as large as it may be. */
import * as Y from "yjs";

/** How far beyond its bound a document may grow by what makes room in it: deletions are written down, too. */
const ROOM_FOR_DELETIONS = 1.1;

/**
 * Whoever fills a document must not thereby keep everybody from deleting and rejecting what fills it. `usedBytes` is what the document takes
 * already.
 */
export function mayEnter(
  update: Uint8Array,
  {
    usedBytes,
    maxBytes,
    isDecision,
  }: { readonly usedBytes: number; readonly maxBytes: number; readonly isDecision: boolean },
): boolean {
  const bytes = usedBytes + update.length;
  if (bytes <= maxBytes) return true;
  return bytes <= maxBytes * ROOM_FOR_DELETIONS && (isDecision || onlyDeletes(update));
}

function onlyDeletes(update: Uint8Array): boolean {
  try {
    return Y.decodeUpdate(update).structs.length === 0;
  } catch {
    // Bytes that say nothing make no room.
    return false;
  }
}
