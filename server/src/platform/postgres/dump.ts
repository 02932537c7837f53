/**
 * Writes every table into files and reads them back.
 *
 * - One file per table, a line of JSON per row, packed with gzip; all from one snapshot, so they fit together while the
 *   server goes on writing. The JSON is PostgreSQL's own both ways, so no value passes through a JavaScript number.
 *   One thing is not kept apart: a column whose whole JSON value is `null` comes back as an SQL null.
 * - Reading back needs the schema that the files were written from: the same migrations, no more and no fewer. Tables are filled
 *   in the order of their references, all in one transaction.
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { assert, must } from "@parley/base";
import type { Database } from "./database.ts";
import type { Transaction } from "./client.ts";

/** A table that was written. */
export interface DumpedTable {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the text before packing, in hex. */
  readonly sha256: string;
}

interface Table {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly references: readonly string[];
}

const fileOf = (folder: string, { schema, table }: Pick<Table, "schema" | "table">): string =>
  path.join(folder, `${schema}.${table}.gz`);

/** Every table but the record of migrations, those that are referred to first. */
async function listTables(tx: Transaction): Promise<readonly Table[]> {
  const tables = await tx<{ schema: string; table: string; columns: string[]; references: string[] }[]>`
    select n.nspname as schema, c.relname as table,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum
      ) as columns,
      array(
        select rn.nspname || '.' || rc.relname from pg_constraint f
        join pg_class rc on rc.oid = f.confrelid join pg_namespace rn on rn.oid = rc.relnamespace
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
      ) as references
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'platform')
    order by 1, 2`;
  const waiting = new Map(tables.map((table) => [`${table.schema}.${table.table}`, table]));
  const ordered: Table[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(([, table]) => table.references.every((name) => !waiting.has(name)));
    assert(free.length > 0, `tables refer to each other in a circle: ${[...waiting.keys()].join(", ")}`);
    for (const [name, table] of free) {
      ordered.push(table);
      waiting.delete(name);
    }
  }
  return ordered;
}

/** Rows are read and written in portions of about this size. */
const portionRows = 50;
const portionLength = 4_000_000;

/** Writes all tables into an existing, empty folder. */
export async function dumpTables(database: Pick<Database, "sql">, folder: string): Promise<readonly DumpedTable[]> {
  return database.sql.begin("isolation level repeatable read read only", async (tx) => {
    const done: DumpedTable[] = [];
    for (const table of await listTables(tx)) done.push(await dumpTable(tx, folder, table));
    return done;
  });
}

async function dumpTable(tx: Transaction, folder: string, { schema, table, columns }: Table): Promise<DumpedTable> {
  const hash = createHash("sha256");
  let rows = 0;
  const portions = tx<{ line: string }[]>`
    select row_to_json(whole)::text as line from (select ${tx(columns)} from ${tx(`${schema}.${table}`)}) whole`.cursor(
    portionRows,
  );
  async function* lines(): AsyncGenerator<string> {
    for await (const portion of portions) {
      for (const { line } of portion) {
        rows += 1;
        hash.update(`${line}\n`);
        yield `${line}\n`;
      }
    }
  }
  await pipeline(
    Readable.from(lines()),
    createGzip(),
    createWriteStream(fileOf(folder, { schema, table }), { mode: 0o600 }),
  );
  return { schema, table, columns, rows, sha256: hash.digest("hex") };
}

/**
 * Fills the tables of a freshly migrated database. All or nothing.
 * @throws when a file does not hold what `tables` says, or the database has other tables
 */
export async function loadTables(
  database: Pick<Database, "sql">,
  folder: string,
  tables: readonly DumpedTable[],
): Promise<void> {
  await database.sql.begin(async (tx) => {
    const known = await listTables(tx);
    const byName = new Map(tables.map((table) => [`${table.schema}.${table.table}`, table]));
    const names = known.map(({ schema, table }) => `${schema}.${table}`);
    const odd = [
      ...names.filter((name) => !byName.has(name)),
      ...[...byName.keys()].filter((name) => !names.includes(name)),
    ];
    if (odd.length > 0) throw new Error(`the backup and the database differ in ${odd.join(", ")}`);
    // A migration may have put rows of its own there; the files hold them, too.
    if (names.length > 0) await tx`truncate ${tx(names)}`;
    for (const name of names) await loadTable(tx, folder, must(byName.get(name), `${name} was listed`));
  });
}

/** The lines of a packed file. Only U+000A ends one: JSON may hold the other line ends of Unicode as they are. */
async function* readLines(file: string): AsyncGenerator<string> {
  const text = createGunzip();
  const ended = pipeline(createReadStream(file), text);
  // Whoever reads the text meets the same error first.
  ended.catch(() => {});
  let parts: string[] = [];
  for await (const chunk of text.setEncoding("utf8") as AsyncIterable<string>) {
    const [first = "", ...more] = chunk.split("\n");
    parts.push(first);
    for (const next of more) {
      yield parts.join("");
      parts = [next];
    }
  }
  await ended;
}

async function loadTable(tx: Transaction, folder: string, table: DumpedTable): Promise<void> {
  const name = `${table.schema}.${table.table}`;
  const hash = createHash("sha256");
  let rows = 0;
  let portion: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (portion.length === 0) return;
    await tx`
      insert into ${tx(name)} (${tx(table.columns)}) overriding system value
      select ${tx(table.columns)} from json_populate_recordset(null::${tx(name)}, ${`[${portion.join(",")}]`}::text::json)`;
    portion = [];
    length = 0;
  };
  for await (const line of readLines(fileOf(folder, table))) {
    rows += 1;
    hash.update(`${line}\n`);
    portion.push(line);
    length += line.length;
    if (portion.length >= 1000 || length >= portionLength) await flush();
  }
  await flush();
  if (hash.digest("hex") !== table.sha256 || rows !== table.rows) throw new Error(`the backup's ${name} is damaged`);
  const sequences = await tx<{ column: string; sequence: string }[]>`
    select a.attname as column, pg_get_serial_sequence(${name}, a.attname) as sequence
    from pg_attribute a
    where a.attrelid = ${name}::regclass and a.attnum > 0 and pg_get_serial_sequence(${name}, a.attname) is not null`;
  for (const { column, sequence } of sequences) {
    await tx`select setval(${sequence}, greatest(1, (select coalesce(max(${tx(column)}), 0) + 1 from ${tx(name)})), false)`;
  }
}
