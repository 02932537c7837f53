import * as decoding from "lib0/decoding";
import { Latencies } from "./latencies.ts";

/**
 * Measures how stale carets are at one receiver: the time from sending a caret's place until that place or a later one of
 * the same person arrives. A server that drops or gathers carets to save work pays for it here.
 */
export class CaretDelays {
  latencies = new Latencies();
  readonly #waiting = new Map<number, { readonly clock: number; readonly at: number }[]>();

  /** Forgets what was measured so far; carets on their way still count. */
  restart(): void {
    this.latencies = new Latencies();
  }

  sent(clientId: number, clock: number, at: number): void {
    const waiting = this.#waiting.get(clientId);
    if (waiting) waiting.push({ clock, at });
    else this.#waiting.set(clientId, [{ clock, at }]);
  }

  /** An awareness update reached the receiver. */
  arrived(update: Uint8Array, at: number): void {
    const decoder = decoding.createDecoder(update);
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const clientId = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      decoding.readVarUint8Array(decoder); // the state itself
      const waiting = this.#waiting.get(clientId);
      while (waiting?.[0] !== undefined && waiting[0].clock <= clock) {
        this.latencies.add(at - waiting[0].at);
        waiting.shift();
      }
    }
  }
}
