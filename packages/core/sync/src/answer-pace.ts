import type { Clock } from "@parley/base";

/** Between two answers to one connection lies so many times what the first one took, within a bound. */
const REST_FACTOR = 50;
const LONGEST_REST_MS = 5_000;

/**
 * [SY4] When the state vectors of one connection are answered: at once, but right after an answer that took its time only the newest of
 * several, a while later. A few bytes make the server read the whole document, and one answer says all.
 */
export class AnswerPace {
  private readonly clock: Clock;
  private readonly answer: (stateVector: Uint8Array) => void;
  private fromMs = 0;
  private waiting: Uint8Array | null = null;

  /** @param answer answers a state vector, at once; it finds by itself whether anybody is still there to be answered */
  constructor(clock: Clock, answer: (stateVector: Uint8Array) => void) {
    this.clock = clock;
    this.answer = answer;
  }

  /** A state vector came. */
  ask(stateVector: Uint8Array): void {
    const { clock } = this;
    const isPlanned = this.waiting !== null;
    const startMs = clock.nowMs();
    if (isPlanned || startMs < this.fromMs) {
      this.waiting = stateVector;
      if (!isPlanned) clock.schedule(() => this.askWaiting(), this.fromMs - startMs);
      return;
    }
    this.answer(stateVector);
    const endMs = clock.nowMs();
    this.fromMs = endMs + Math.min(LONGEST_REST_MS, (endMs - startMs) * REST_FACTOR);
  }

  private askWaiting(): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting !== null) this.ask(waiting);
  }
}
