import type { Clock } from "@parley/base";
import type { Log } from "../platform/log.ts";
import type { Sql } from "../platform/postgres/client.ts";
import type { Announcements } from "./announcements.ts";
import { deleteExpired } from "./credentials/session-store.ts";
import { tokensExpiredBetween } from "./credentials/token-store.ts";
import type { AttemptLimit } from "./limits/attempt-limit.ts";

interface TidyingDeps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  readonly announcements: Announcements;
  readonly limit: AttemptLimit;
}

const everyMs = 5 * 60_000;

/**
 * Every five minutes: deletes what has expired and announces the sessions and tokens among it, so that a socket opened
 * with one does not outlive it. Requests need no tidying: they compare the time themselves.
 */
export class Tidying {
  readonly #deps: TidyingDeps;
  #cancelNext = (): void => {};
  #running: Promise<void> = Promise.resolve();
  #tidiedUntilMs: number;

  constructor(deps: TidyingDeps) {
    this.#deps = deps;
    this.#tidiedUntilMs = deps.clock.nowMs();
  }

  /** Tidies once and goes on until `stop`. */
  async run(): Promise<void> {
    const { sql, clock, log, announcements, limit } = this.#deps;
    this.#cancelNext = clock.schedule(() => {
      this.#running = this.run().catch((error: unknown) =>
        log.error({ err: error }, "what expired could not be tidied"),
      );
    }, everyMs);
    const nowMs = clock.nowMs();
    for (const { personId, sessionId } of await deleteExpired(sql, new Date(nowMs))) {
      announcements.credentialsEnded(personId, [sessionId]);
    }
    for (const { personId, tokenId } of await tokensExpiredBetween(
      sql,
      new Date(this.#tidiedUntilMs),
      new Date(nowMs),
    )) {
      announcements.credentialsEnded(personId, [tokenId]);
    }
    this.#tidiedUntilMs = nowMs;
    await limit.tidy();
  }

  async stop(): Promise<void> {
    this.#cancelNext();
    await this.#running;
  }
}
