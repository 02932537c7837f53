import * as Y from "yjs";
import { encodeParleyMessage, encodeUpdateFrame } from "./messages.ts";
import type { Peer } from "./room-ports.ts";

/** One change in the stock and in our form, each encoded once however many receive it. */
export class FramePair {
  private readonly updates: readonly Uint8Array[];
  private readonly seq: number;
  private merged: Uint8Array | null = null;
  private stock: Uint8Array | null = null;
  private parley: Uint8Array | null = null;

  constructor(updates: readonly Uint8Array[], seq: number) {
    this.updates = updates;
    this.seq = seq;
  }

  for(peer: Peer): Uint8Array {
    this.merged ??= mergeInChunks(this.updates);
    if (peer.parley)
      return (this.parley ??= encodeParleyMessage({ type: "update", seq: this.seq, update: this.merged }));
    return (this.stock ??= encodeUpdateFrame(this.merged, false));
  }
}

/** Merging many updates at once is quadratic in Yjs; in chunks it is not. */
export function mergeInChunks(updates: readonly Uint8Array[]): Uint8Array {
  let level = [...updates];
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 64) {
      const chunk = level.slice(i, i + 64);
      next.push(chunk.length === 1 ? (chunk[0] as Uint8Array) : Y.mergeUpdates(chunk));
    }
    level = next;
  }
  return level[0] ?? Uint8Array.of(0, 0);
}
