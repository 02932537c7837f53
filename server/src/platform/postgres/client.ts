import { closeSync, openSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { assert } from "@parley/base";

/**
 * A client of the database: `` sql`select ...` ``. What comes back: `timestamptz` as `Date`, `bigint` as `number`
 * (an error beyond 2^53), `bytea` as `Buffer`, `jsonb` as the value. What goes in: `jsonb` takes `sql.json(value)` or, where
 * the column's type is plain, the object itself; never text made by `JSON.stringify`.
 */
export type Sql = postgres.Sql<{ bigint: number }>;

/** The same inside a transaction: what `sql.begin(async (tx) => ...)` passes on. */
export type Transaction = postgres.TransactionSql<{ bigint: number }>;

/** Where a PostgreSQL is. */
export type DatabaseTarget =
  | { readonly socketFolder: string; readonly database: string }
  /** A URL may name its own database; `database` replaces it. */
  | { readonly url: string; readonly database?: string };

export interface ClientOptions {
  /** Connections at most; 1 keeps the order of everything that is sent. */
  readonly max?: number;
  /** Schemas in which unqualified names are looked up. */
  readonly searchPath?: string;
  /** Shown by PostgreSQL for the connection. */
  readonly name?: string;
  /** Keeps its connections for good. Needed by whoever holds a session lock. */
  readonly steady?: boolean;
  readonly onClosed?: () => void;
}

const socketName = ".s.PGSQL.5432";
/** A Unix socket's path may have about 100 bytes (104 on macOS, 108 on Linux). */
const longestSocketPath = 100;
const openFolders = new Map<string, number>();

/** The path of the cluster's socket, short enough to connect to. */
function socketPath(folder: string): string {
  const direct = path.join(folder, socketName);
  if (Buffer.byteLength(direct) <= longestSocketPath || process.platform !== "linux") return direct;
  const descriptor = openFolders.get(folder) ?? openSync(folder, "r");
  openFolders.set(folder, descriptor);
  return `/proc/self/fd/${descriptor}/${socketName}`;
}

/** Lets go of what long socket paths need; after the cluster's folder is no longer used. */
export function forgetSocketFolder(folder: string): void {
  const descriptor = openFolders.get(folder);
  if (descriptor === undefined) return;
  openFolders.delete(folder);
  closeSync(descriptor);
}

/** Opens a client. Nothing is connected before the first query. */
export function openSql(target: DatabaseTarget, options: ClientOptions = {}): Sql {
  const settings = {
    max: options.max ?? 10,
    connect_timeout: 10,
    max_lifetime: options.steady === true ? null : 3600,
    backoff: (attempt: number) => Math.min(1, 0.05 * 2 ** attempt),
    onnotice: () => {},
    ...(options.onClosed && { onclose: options.onClosed }),
    connection: {
      application_name: options.name ?? "parley",
      TimeZone: "UTC",
      ...(options.searchPath !== undefined && { search_path: options.searchPath }),
    },
    types: { bigint: { to: 20, from: [20], parse: readBigint, serialize: String } },
  };
  return "url" in target
    ? postgres(target.url, { ...settings, ...(target.database !== undefined && { database: target.database }) })
    : postgres({ ...settings, path: socketPath(target.socketFolder), user: "postgres", database: target.database });
}

function readBigint(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `bigint ${text} does not fit a number`);
  return value;
}
