/** What a session has to know of the transactions of a page. */
import type * as Y from "yjs";

/** [SE13] Yjs looks at this after it has told of the transaction. */
export function tidyNothing(transaction: Y.Transaction): void {
  transaction._needFormattingCleanup = false;
}

/** y-indexeddb loads under its own provider as origin; what it loads is counted by `storedUnsaved`, not as typing. */
export function isStorageOrigin(origin: unknown): boolean {
  return typeof origin === "object" && origin !== null && "_storeUpdate" in origin;
}
