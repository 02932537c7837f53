/**
 * The server's database: an external PostgreSQL where one is set, else the embedded one, started here.
 *
 * - One server at a time on an embedded database. The lock is PostgreSQL's own, held by a connection, so it ends with
 *   the process that held it, whatever ended that process.
 * - A command-line tool takes no lock. It stops PostgreSQL afterwards only if it may: nobody holds the lock.
 * - An embedded PostgreSQL that ends while the server runs is started again.
 */
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { assert } from "@parley/base";
import type { Config } from "../../config.ts";
import type { Log } from "../log.ts";
import { StartProblem, errorCode } from "../start-problem.ts";
import { type ClientOptions, type DatabaseTarget, type Sql, openSql } from "./client.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { whatRuns } from "./postmaster-file.ts";

export interface Database {
  /** The general pool. */
  readonly sql: Sql;
  /** A client of one's own: an appender (`max: 1`), or one with a search path. Closed with the database, or earlier by its `end()`. */
  openClient(options?: ClientOptions): Sql;
  /** Waits for running queries for a few seconds, then closes every client; stops PostgreSQL where it is ours to stop. */
  close(): Promise<void>;
}

/** Who opens it: the `server`, alone; a `tool` beside it; or a tool that needs it for itself (`sole-tool`). */
export type DatabaseUser = "server" | "tool" | "sole-tool";

const lockKey = 727_001;
const endLimitS = 5;

/** Opens a database that runs already. */
export function connectDatabase(target: DatabaseTarget, options: { readonly max?: number } = {}): Database {
  const clients = new Set<Sql>();
  const openClient = (clientOptions: ClientOptions = {}): Sql => {
    const client = openSql(target, clientOptions);
    clients.add(client);
    return client;
  };
  const sql = openClient({ max: options.max ?? 10 });
  return {
    sql,
    openClient,
    close: async () => {
      await Promise.all([...clients].map((client) => client.end({ timeout: endLimitS })));
    },
  };
}

/**
 * Opens the database of the settings; the embedded one is made, adopted or started first.
 * @param onLost called once when an embedded PostgreSQL has ended and does not come back
 * @throws StartProblem when it cannot be reached or another server uses it
 */
export async function openDatabase(
  config: Pick<Config, "databaseUrl" | "databaseConnections" | "dataDir" | "postgresBin">,
  options: { readonly log: Log; readonly user: DatabaseUser; readonly onLost?: (error: unknown) => void },
): Promise<Database> {
  if (config.databaseUrl === null) return openEmbedded(config, options);
  const database = connectDatabase({ url: config.databaseUrl }, { max: config.databaseConnections });
  try {
    await database.sql`select 1`;
    return database;
  } catch (error) {
    await database.close();
    throw new StartProblem(
      `The database of PARLEY_DATABASE_URL cannot be reached (${errorCode(error) ?? "no answer"}).`,
      { cause: error },
    );
  }
}

async function openEmbedded(
  config: Parameters<typeof openDatabase>[0],
  options: Parameters<typeof openDatabase>[1],
): Promise<Database> {
  const { log, user } = options;
  const start = (): Promise<Cluster> =>
    startCluster({ root: config.dataDir, binFolder: config.postgresBin, tell: (sentence) => log.info(sentence) });
  let cluster = await start();
  await createDatabase(cluster, "parley");
  const target = { socketFolder: cluster.socketFolder, database: "parley" };
  let lock: SessionLock | null = null;
  if (user !== "tool") lock = await takeLock(target, config.dataDir, user);
  const database = connectDatabase(target, { max: config.databaseConnections });
  let closing = false;
  const keepUp = async (): Promise<void> => {
    try {
      if (closing) return;
      log.error("PostgreSQL ended unexpectedly; starting it again");
      cluster = await start();
      lock = await takeLock(target, config.dataDir, user);
      lock.onLost(() => void keepUp());
      log.info("PostgreSQL is back");
    } catch (error) {
      options.onLost?.(error);
    }
  };
  lock?.onLost(() => void keepUp());
  return {
    ...database,
    close: async () => {
      closing = true;
      await database.close();
      // A tool that started PostgreSQL ends it, unless a server has come to use it meanwhile.
      if (lock === null && !cluster.adopted) lock = await takeLock(target, config.dataDir, "tool").catch(() => null);
      if (lock === null) return;
      await cluster.stop();
      await lock.end();
    },
  };
}

/** Creates an empty database in the cluster, unless it exists. Two at once are fine. */
export async function createDatabase(cluster: Pick<Cluster, "socketFolder">, name: string): Promise<void> {
  assert(/^[a-z][a-z0-9_]*$/.test(name), `${name} is no name for a database`);
  const sql = openSql({ socketFolder: cluster.socketFolder, database: "postgres" }, { max: 1 });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } catch (error) {
    // 42P04, or 23505 from the catalogue: somebody else has just created it.
    if (errorCode(error) !== "42P04" && errorCode(error) !== "23505") throw error;
  } finally {
    await sql.end({ timeout: endLimitS });
  }
}

interface SessionLock {
  onLost(listener: () => void): void;
  end(): Promise<void>;
}

async function takeLock(target: DatabaseTarget, dataDir: string, user: DatabaseUser): Promise<SessionLock> {
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
      const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(${lockKey}) as taken`;
      if (row?.taken === true) break;
      const [holder] = await sql<{ name: string }[]>`
        select application_name as name from pg_stat_activity
        join pg_locks on pg_locks.pid = pg_stat_activity.pid
        where locktype = 'advisory' and objid = ${lockKey} and granted and datname = current_database()`;
      // Nobody any more, a tool that is about to end, or a killed server whose connection PostgreSQL has yet to notice.
      const [, holdingUser, pid] = /^parley ([\w-]+) (\d+)$/.exec(holder?.name ?? "") ?? [];
      const passing = pid === undefined || holdingUser === "tool" || (await whatRuns(Number(pid))) === "nothing";
      if (!passing || Date.now() > untilMs) throw inUse(dataDir, pid);
      await delay(50);
    }
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
  held = true;
  return {
    onLost: (lost) => (listener = lost),
    end: async () => {
      held = false;
      await sql.end({ timeout: 1 });
    },
  };
}

function inUse(dataDir: string, pid: string | undefined): StartProblem {
  const who = pid === undefined ? "another Parley" : `another Parley (process ${pid})`;
  return new StartProblem(
    `The data folder ${path.resolve(dataDir)} is in use by ${who}; stop that one or choose another folder with PARLEY_DATA_DIR.`,
  );
}
