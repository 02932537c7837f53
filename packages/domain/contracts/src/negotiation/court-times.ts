import type { EpochMs, Party } from "@parley/base";

/** From when on it was whose turn. */
export interface Turn {
  readonly party: Party;
  readonly sinceMs: EpochMs;
}

/** How long the ball was in the court of each party, in milliseconds. */
export type CourtTimes = Readonly<Record<Party, number>>;

/**
 * [CN1] How long it was each party's turn: every moment from the first turn to the end belongs to exactly one party, so the times add up to the whole.
 * @param turns in the order in which they began
 * @param untilMs now, or when the negotiation was closed
 */
export function courtTimes(turns: readonly Turn[], untilMs: EpochMs): CourtTimes {
  const times: Record<Party, number> = { ours: 0, counterparty: 0, counsel: 0 };
  for (const [index, { party, sinceMs }] of turns.entries()) {
    const endMs = Math.min(turns[index + 1]?.sinceMs ?? untilMs, untilMs);
    times[party] += Math.max(0, endMs - sinceMs);
  }
  return times;
}
