/**
 * The server's database: an external PostgreSQL where one is set, else the embedded one, started here.
 *
 * - One server at a time on a database, or several that know of each other (nodes). The lock is PostgreSQL's own, held by a connection, so it ends with
 *   the process that held it, whatever ended that process.
 * - A command-line tool takes no lock. It stops PostgreSQL afterwards only if it may: nobody holds the lock.
 * - An embedded PostgreSQL that ends while the server runs is started again; an external one is waited for.
 */
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { assert } from "@parley/base";
import type { Config } from "../../config.ts";
import type { Log } from "../log.ts";
import { StartProblem, errorCode } from "../start-problem.ts";
import { type ClientOptions, type DatabaseTarget, type Sql, openSql } from "./client.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { type DatabaseUser, type ServerLock, takeServerLock } from "./server-lock.ts";

export type { DatabaseUser } from "./server-lock.ts";

export interface Database {
  /** The general pool. */
  readonly sql: Sql;
  /** A client of one's own: an appender (`max: 1`), or one with a search path. Closed with the database, or earlier by its `end()`. */
  openClient(options?: ClientOptions): Sql;
  /** Waits for running queries for a few seconds, then closes every client; stops PostgreSQL where it is ours to stop. */
  close(): Promise<void>;
}

const endLimitS = 5;
/** How long an external database may be away before the server gives up. */
const returnLimitMs = 120_000;

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

interface Options {
  readonly log: Log;
  readonly user: DatabaseUser;
  /** Called once when the database is lost and does not come back. */
  readonly onLost?: (error: unknown) => void;
}

type Settings = Pick<Config, "databaseUrl" | "databaseConnections" | "dataDir" | "postgresBin">;

/** Where the database comes from. */
interface Source {
  readonly target: DatabaseTarget;
  /** How sentences name it. */
  readonly what: string;
  /** Makes it answer again after it was lost. */
  restart(): Promise<void>;
  /** Ends it, where that is ours to do. */
  stop(): Promise<void>;
  /** Whether this very process started it. */
  startedHere(): boolean;
}

/**
 * Opens the database of the settings; the embedded one is made, adopted or started first.
 * @throws StartProblem when it cannot be reached or another server uses it
 */
export async function openDatabase(config: Settings, options: Options): Promise<Database> {
  const { log, user } = options;
  const { source, lock: first } = await claim(config, options);
  const { target, what } = source;
  let lock = first;
  const database = connectDatabase(target, { max: config.databaseConnections });
  let closing = false;
  const keepUp = async (): Promise<void> => {
    try {
      if (closing) return;
      log.error("the connection to PostgreSQL was lost");
      await source.restart();
      lock = await takeServerLock(target, what, user);
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
      // Without an answer the lock is gone already, which is as good.
      await lock
        ?.announceEnd()
        .catch((error: unknown) => log.debug({ err: error }, "the lock was lost before the end"));
      await database.close();
      // A tool that started PostgreSQL ends it, unless a server has come to use it meanwhile.
      if (lock === null && source.startedHere()) lock = await takeServerLock(target, what, "tool").catch(() => null);
      if (lock === null) return;
      await source.stop();
      await lock.end();
    },
  };
}

/** What a connection ends with when PostgreSQL is going down, or is down already. */
const goneCodes = new Set([
  "57P01",
  "57P02",
  "57P03",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
]);

/** Starts or reaches the database and takes the lock; again, when another server was just taking its PostgreSQL down. */
async function claim(config: Settings, { log, user }: Options): Promise<{ source: Source; lock: ServerLock | null }> {
  const untilMs = Date.now() + returnLimitMs;
  for (;;) {
    try {
      const source =
        config.databaseUrl === null ? await startEmbedded(config, log) : await reachGiven(config.databaseUrl);
      return { source, lock: user === "tool" ? null : await takeServerLock(source.target, source.what, user) };
    } catch (error) {
      if (!goneCodes.has(errorCode(error) ?? "") || Date.now() > untilMs) throw error;
    }
    await delay(100);
  }
}

async function startEmbedded(config: Settings, log: Log): Promise<Source> {
  const start = (): Promise<Cluster> =>
    startCluster({ root: config.dataDir, binFolder: config.postgresBin, tell: (sentence) => log.info(sentence) });
  let cluster = await start();
  await createDatabase(cluster, "parley");
  return {
    target: { socketFolder: cluster.socketFolder, database: "parley" },
    what: `The data folder ${path.resolve(config.dataDir)}`,
    restart: async () => {
      cluster = await start();
    },
    stop: () => cluster.stop(),
    startedHere: () => !cluster.adopted,
  };
}

async function reachGiven(url: string): Promise<Source> {
  const reach = async (): Promise<void> => {
    const sql = openSql({ url }, { max: 1 });
    try {
      await sql`select 1`;
    } finally {
      await sql.end({ timeout: 1 });
    }
  };
  const unreachable = (error: unknown): StartProblem =>
    new StartProblem(`The database of PARLEY_DATABASE_URL cannot be reached (${errorCode(error) ?? "no answer"}).`, {
      cause: error,
    });
  await reach().catch((error: unknown) => {
    throw unreachable(error);
  });
  return {
    target: { url },
    what: "The database of PARLEY_DATABASE_URL",
    restart: async () => {
      const untilMs = Date.now() + returnLimitMs;
      for (;;) {
        try {
          return await reach();
        } catch (error) {
          if (Date.now() > untilMs) throw unreachable(error);
        }
        await delay(250);
      }
    },
    stop: async () => {},
    startedHere: () => false,
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
