/** What of a page's document the server is not known to have, by Yjs ids. */
import * as Y from "yjs";

/** Follows one document. Frames are counted per connection, from 1. */
export class UnsavedIds {
  private readonly ydoc: Y.Doc;
  private readonly from = new Map<number, number>();
  /** Where this page's own ids stood when so many frames had been sent. */
  private sentUpTo: { readonly count: number; readonly clock: number }[] = [];

  constructor(ydoc: Y.Doc) {
    this.ydoc = ydoc;
  }

  /** Yjs client ids, each with its first clock that is not durable. */
  get ids(): ReadonlyMap<number, number> {
    return this.from;
  }

  /** A new connection: nothing has been sent on it. */
  connected(): void {
    this.sentUpTo = [];
  }

  /** The server says what it has; everything beyond is unsaved. */
  compare(stateVector: Uint8Array): void {
    const theirs = Y.decodeStateVector(stateVector);
    this.from.clear();
    for (const client of this.ydoc.store.clients.keys()) {
      const known = theirs.get(client) ?? 0;
      if (Y.getState(this.ydoc.store, client) > known) this.from.set(client, known);
    }
  }

  /** The person changed something. */
  made({ beforeState, afterState }: Y.Transaction): void {
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0;
      if (clock > before && !this.from.has(client)) this.from.set(client, before);
    }
  }

  /** Everything made so far has been sent, in `count` frames. */
  sent(count: number): void {
    this.sentUpTo.push({ count, clock: Y.getState(this.ydoc.store, this.ydoc.clientID) });
  }

  /** The first `count` frames are durable, every one of them. */
  durable(count: number): void {
    const reached = this.sentUpTo.findLast((each) => each.count <= count);
    if (!reached) return;
    this.sentUpTo = this.sentUpTo.filter((each) => each.count > count);
    const { clientID } = this.ydoc;
    if (this.from.has(clientID)) this.from.set(clientID, reached.clock);
  }

  /** Everything is durable. */
  allDurable(): void {
    this.from.clear();
    this.sentUpTo = [];
  }
}
