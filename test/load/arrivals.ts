import { Latencies } from "./latencies.ts";
import { insertedRanges } from "./wire.ts";

/**
 * Measures the time from a typed character to its arrival at every other client, whatever the server does in between:
 * forward, merge or batch. Each character has a Yjs clock of its own, and its arrival is looked up by (client id, clock).
 *
 * Invariants: a character counts once per receiver, however often it is sent; a sender's own echo does not count; only
 * characters announced by `typed` count, so what a scene puts in beforehand stays out.
 */
export class Arrivals {
  latencies = new Latencies();
  /** Arrivals seen so far; whole when `typedCount * (receivers - 1)`. */
  count = 0;
  typedCount = 0;
  readonly #typedAt = new Map<number, Map<number, number>>();
  readonly #seen = new Map<string, Set<number>>();

  /** Forgets everything so far: characters typed before no longer count, late as they may come. */
  restart(): void {
    this.latencies = new Latencies();
    this.count = 0;
    this.typedCount = 0;
    this.#typedAt.clear();
    this.#seen.clear();
  }

  /** The character with this id is being sent now. */
  typed(clientId: number, clock: number, at: number): void {
    let times = this.#typedAt.get(clientId);
    if (!times) {
      times = new Map();
      this.#typedAt.set(clientId, times);
    }
    times.set(clock, at);
    this.typedCount++;
  }

  /** This update reached the receiver `receiver` (any number of its own), which types as `ownClientId` if it types. */
  arrived(receiver: number, ownClientId: number | null, update: Uint8Array, at: number): void {
    for (const { clientId, from, to } of insertedRanges(update)) {
      const times = this.#typedAt.get(clientId);
      if (times === undefined || clientId === ownClientId) continue;
      const key = `${receiver}/${clientId}`;
      let seen = this.#seen.get(key);
      if (!seen) {
        seen = new Set();
        this.#seen.set(key, seen);
      }
      for (let clock = from; clock < to; clock++) {
        const typedAt = times.get(clock);
        if (typedAt === undefined || seen.has(clock)) continue;
        seen.add(clock);
        this.count++;
        this.latencies.add(at - typedAt);
      }
    }
  }
}
