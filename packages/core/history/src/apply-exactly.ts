/** Updates applied to a Y.Doc as the log says them, and nothing else done to it. */
import * as Y from "yjs";

/** Applies an update without Yjs's formatting clean-up, which runs only after transactions that are not local. */
export function applyExactly(ydoc: Y.Doc, updates: readonly Uint8Array[]): void {
  ydoc.transact((transaction) => {
    for (const update of updates) Y.applyUpdate(ydoc, update);
    transaction.local = true;
  });
}

/**
 * The form of a document that clients get: same state vector, same text, deleted content collected.
 * What was typed and deleted never travels.
 */
export function collectDeleted(full: Uint8Array): { state: Uint8Array; stateVector: Uint8Array } {
  const ydoc = new Y.Doc({ gc: true });
  applyExactly(ydoc, [full]);
  const result = { state: Y.encodeStateAsUpdate(ydoc), stateVector: Y.encodeStateVector(ydoc) };
  ydoc.destroy();
  return result;
}
