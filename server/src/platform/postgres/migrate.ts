import { createHash } from "node:crypto";
import { assert } from "@parley/base";
import type { Slice } from "../slice.ts";
import { StartProblem } from "../start-problem.ts";
import type { Database } from "./database.ts";
import type { Sql } from "./client.ts";

const lockKey = 727_002;

type MigratingSlice = Pick<Slice, "name" | "migrations">;

/**
 * Brings the database to what the slices need. Each slice has the schema of its name, which is made here; each migration runs in
 * its own transaction, in the order of the slices, then of the names, and is recorded with a checksum. Several nodes at
 * once take turns.
 * @returns the migrations that ran, as `slice/name`
 * @throws StartProblem when an applied migration was changed, or the database knows one that this program does not
 */
export async function migrate(database: Database, slices: readonly MigratingSlice[]): Promise<readonly string[]> {
  const sql = database.openClient({ max: 1, steady: true, name: "parley migrate" });
  try {
    await sql`select pg_advisory_lock(${lockKey})`;
    await sql`create schema if not exists platform`;
    await sql`
      create table if not exists platform.migration (
        slice text not null,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now(),
        primary key (slice, name)
      )`;
    const rows = await sql<AppliedMigration[]>`
      select slice, name, checksum from platform.migration`;
    const applied = new Map(rows.map((row) => [`${row.slice}/${row.name}`, row.checksum]));
    refuseUnknown(applied, slices);
    const ran: string[] = [];
    for (const slice of slices) ran.push(...(await migrateSlice(sql, slice, applied)));
    return ran;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A migration that the database has. */
export interface AppliedMigration {
  readonly slice: string;
  readonly name: string;
  readonly checksum: string;
}

/** What this database has been brought to; empty for a new one. Nothing is written. */
export async function listApplied(database: Pick<Database, "sql">): Promise<readonly AppliedMigration[]> {
  const [there] = await database.sql`select to_regclass('platform.migration') is not null as there`;
  if (there?.["there"] !== true) return [];
  return database.sql<AppliedMigration[]>`
    select slice, name, checksum from platform.migration order by applied_at, slice, name`;
}

function refuseUnknown(applied: ReadonlyMap<string, string>, slices: readonly MigratingSlice[]): void {
  const known = new Set(slices.flatMap((slice) => slice.migrations.map(({ name }) => `${slice.name}/${name}`)));
  const unknown = [...applied.keys()].find((key) => !known.has(key));
  if (unknown === undefined) return;
  throw new StartProblem(
    `The database was used by a newer Parley (it has ${unknown}, which is unknown here); start that version or restore a backup.`,
  );
}

async function migrateSlice(sql: Sql, slice: MigratingSlice, applied: ReadonlyMap<string, string>): Promise<string[]> {
  assert(/^[a-z][a-z_]*$/.test(slice.name), `${slice.name} is no name for a slice`);
  await sql`create schema if not exists ${sql(slice.name)}`;
  const ran: string[] = [];
  let previous = "";
  for (const migration of slice.migrations) {
    const key = `${slice.name}/${migration.name}`;
    assert(migration.name > previous, `migration ${key} must sort after ${previous}`);
    previous = migration.name;
    const checksum = createHash("sha256").update(migration.sql).digest("hex");
    const recorded = applied.get(key);
    if (recorded !== undefined && recorded !== checksum) {
      throw new StartProblem(
        `Migration ${key} was changed after it had been applied to this database; undo the change and add a new migration instead.`,
      );
    }
    if (recorded !== undefined) continue;
    assert(
      ran.length > 0 || isNewest(slice.name, migration.name, applied),
      `migration ${key} must come after those that are applied`,
    );
    await sql.begin(async (tx) => {
      await tx.unsafe(migration.sql);
      await tx`insert into platform.migration (slice, name, checksum) values (${slice.name}, ${migration.name}, ${checksum})`;
    });
    ran.push(key);
  }
  return ran;
}

function isNewest(slice: string, name: string, applied: ReadonlyMap<string, string>): boolean {
  return [...applied.keys()].filter((key) => key.startsWith(`${slice}/`)).every((key) => key < `${slice}/${name}`);
}
