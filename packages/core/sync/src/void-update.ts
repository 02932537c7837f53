/** The update that says nothing: no structs, no deletions. Every new client answers with it, and it must not load a document. */
export function isVoid(update: Uint8Array): boolean {
  return update.length === 2 && update[0] === 0 && update[1] === 0;
}
