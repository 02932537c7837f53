import { setTimeout as delay } from "node:timers/promises";
import { StartProblem } from "../start-problem.ts";
import { type DatabaseTarget, openSql } from "./client.ts";
import { whatRuns } from "./postmaster-file.ts";

/**
 * Who opens a database: the `server`, alone; a `node`, beside other nodes; a `tool` beside any of them; or a tool that needs it for
 * itself (`sole-tool`).
 */
export type DatabaseUser = "server" | "node" | "tool" | "sole-tool";

const lockKey = 727_001;
/** In place of the user's name, of a holder that is about to end. */
const ending = "ending";

/** The right to be the only server of a database, or one of its nodes. PostgreSQL takes it back when the connection ends, however it ends. */
export interface ServerLock {
  /** Tells once when the connection, and with it the lock, is lost. */
  onLost(listener: () => void): void;
  /** Lets others know that the holder is about to end, so that they wait instead of giving up. */
  announceEnd(): Promise<void>;
  end(): Promise<void>;
}

/**
 * Takes the lock, waiting a few seconds for a holder that is about to end: a tool, or a killed server whose connection
 * PostgreSQL has yet to notice.
 * @param what how the sentence names the database
 * @throws StartProblem when another server holds it
 */
export async function takeServerLock(target: DatabaseTarget, what: string, user: DatabaseUser): Promise<ServerLock> {
  let listener = (): void => {};
  let held = false;
  const sql = openSql(target, {
    max: 1,
    steady: true,
    name: `parley ${user} ${process.pid}`,
    onClosed: () => {
      if (!held) return;
      held = false;
      listener();
    },
  });
  const untilMs = Date.now() + 10_000;
  try {
    for (;;) {
      const [row] =
        user === "node"
          ? await sql<{ taken: boolean }[]>`select pg_try_advisory_lock_shared(${lockKey}) as taken`
          : await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(${lockKey}) as taken`;
      if (row?.taken === true) break;
      const [holder] = await sql<{ name: string }[]>`
        select application_name as name from pg_stat_activity
        join pg_locks on pg_locks.pid = pg_stat_activity.pid
        where locktype = 'advisory' and objid = ${lockKey} and granted and datname = current_database()`;
      // Nobody any more, somebody who is about to end, or a killed server whose connection PostgreSQL has yet to notice.
      const [, holdingUser, pid] = /^parley ([\w-]+) (\d+)$/.exec(holder?.name ?? "") ?? [];
      const passing =
        pid === undefined ||
        holdingUser === "tool" ||
        holdingUser === ending ||
        (await whatRuns(Number(pid))) === "nothing";
      if (!passing || Date.now() > untilMs) throw inUse(what, pid);
      await delay(50);
    }
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
  held = true;
  return {
    onLost: (lost) => (listener = lost),
    announceEnd: async () => {
      await sql`select set_config('application_name', ${`parley ${ending} ${process.pid}`}, false)`;
    },
    end: async () => {
      held = false;
      await sql.end({ timeout: 1 });
    },
  };
}

function inUse(what: string, pid: string | undefined): StartProblem {
  const who = pid === undefined ? "another Parley" : `another Parley (process ${pid})`;
  return new StartProblem(
    `${what} is in use by ${who}; stop that one or give this one its own (PARLEY_DATA_DIR, PARLEY_DATABASE_URL).`,
  );
}
