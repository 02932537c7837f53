import { type Clock, type EpochMs } from "@parley/base";
import type { Caller } from "../caller.ts";
import { networkOf } from "./network-of.ts";
import { refuseRequest } from "./refusals.ts";

/** What one caller may still send, as it was at a moment. */
interface Allowance {
  readonly left: number;
  readonly atMs: EpochMs;
}

const minuteMs = 60_000;
/** So many callers are remembered before those who have their whole allowance again are forgotten. */
const tidyFrom = 10_000;

/**
 * Bounds how many requests one caller sends: a minute's worth at once, and over time so many a minute. A token has an
 * allowance of its own, all of a person's browsers share one, and whoever has proved nothing shares one with their network.
 * Counted in memory: a restart forgives, which costs nothing but a minute.
 */
export class RequestLimit {
  readonly #clock: Clock;
  readonly #perMinute: number;
  readonly #allowances = new Map<string, Allowance>();

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Counts one request. @throws Refusal `request/too-many` with the seconds to wait */
  take(caller: Caller | null, address: string): void {
    const key = keyOf(caller, address);
    const nowMs = this.#clock.nowMs();
    const left = this.#left(this.#allowances.get(key), nowMs);
    if (left < 1) throw refuseRequest("request/too-many", { seconds: Math.ceil(((1 - left) * 60) / this.#perMinute) });
    this.#allowances.set(key, { left: left - 1, atMs: nowMs });
    if (this.#allowances.size >= tidyFrom) this.#tidy(nowMs);
  }

  #left(allowance: Allowance | undefined, nowMs: EpochMs): number {
    if (!allowance) return this.#perMinute;
    const regained = (Math.max(0, nowMs - allowance.atMs) / minuteMs) * this.#perMinute;
    return Math.min(this.#perMinute, allowance.left + regained);
  }

  #tidy(nowMs: EpochMs): void {
    for (const [key, allowance] of this.#allowances) {
      if (this.#left(allowance, nowMs) >= this.#perMinute) this.#allowances.delete(key);
    }
  }
}

function keyOf(caller: Caller | null, address: string): string {
  if (!caller) return `network ${networkOf(address)}`;
  return caller.by === "token" ? `token ${caller.credentialId}` : `person ${caller.personId}`;
}
