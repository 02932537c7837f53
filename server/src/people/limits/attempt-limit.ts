/**
 * Bounds how often something may be tried. Counts live in the database, so that a restart forgives nothing and several
 * nodes count together.
 */
import { createHash } from "node:crypto";
import type { Clock } from "@parley/base";
import { refusePeople } from "@parley/people";
import type { Sql } from "../../platform/postgres/client.ts";
import { countAttempt, deleteEndedWindows, uncountAttempt } from "./attempt-store.ts";

/** At most `max` tries of one thing by one subject in `windowMs`. */
export interface AttemptRule {
  readonly name: string;
  readonly max: number;
  readonly windowMs: number;
}

/** A rule and whom it is counted for. */
export type Attempt = readonly [rule: AttemptRule, ...subject: readonly string[]];

const quarterHourMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** Every limit of sign-in. Offices share one address, so limits by address are wide and those by e-mail narrow. */
export const attemptRules = {
  passwordByEmailAndAddress: { name: "password/email+address", max: 10, windowMs: quarterHourMs },
  passwordByEmail: { name: "password/email", max: 50, windowMs: quarterHourMs },
  passwordByAddress: { name: "password/address", max: 200, windowMs: quarterHourMs },
  codeSentByEmail: { name: "code-sent/email", max: 5, windowMs: quarterHourMs },
  codeSentByAddress: { name: "code-sent/address", max: 60, windowMs: quarterHourMs },
  codeTriedByEmail: { name: "code-tried/email", max: 10, windowMs: quarterHourMs },
  codeTriedByEmailADay: { name: "code-tried/email/day", max: 50, windowMs: dayMs },
  codeTriedByAddress: { name: "code-tried/address", max: 100, windowMs: quarterHourMs },
  setUpByAddress: { name: "set-up/address", max: 20, windowMs: quarterHourMs },
} as const satisfies Record<string, AttemptRule>;

export class AttemptLimit {
  readonly #sql: Sql;
  readonly #clock: Clock;

  constructor(sql: Sql, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  /**
   * Counts one try of each, in their order, up to the first that is used up: who is shut out already uses up nobody else's
   * tries. It is counted before it happens, so that tries at the same time cannot slip through together.
   * @throws Refusal `people/too-many-tries` with the seconds to wait
   */
  async take(attempts: readonly Attempt[]): Promise<void> {
    const nowMs = this.#clock.nowMs();
    for (const [rule, ...subject] of attempts) {
      const windowEndsAt = new Date(nowMs + rule.windowMs);
      const counted = await countAttempt(this.#sql, keyOf(rule, subject), new Date(nowMs), windowEndsAt);
      if (counted.count <= rule.max) continue;
      throw refusePeople("people/too-many-tries", {
        seconds: Math.ceil((counted.windowEndsAt.getTime() - nowMs) / 1000),
      });
    }
  }

  /** Takes a try back that turned out to be right. */
  async giveBack(attempts: readonly Attempt[]): Promise<void> {
    for (const [rule, ...subject] of attempts) await uncountAttempt(this.#sql, keyOf(rule, subject));
  }

  /** Forgets windows that have ended. */
  async tidy(): Promise<void> {
    await deleteEndedWindows(this.#sql, new Date(this.#clock.nowMs()));
  }
}

function keyOf(rule: AttemptRule, subject: readonly string[]): Uint8Array {
  return createHash("sha256")
    .update([rule.name, ...subject].join("\n"))
    .digest();
}
