import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeScratchFolder } from "../../../../test/support/scratch-folder.ts";
import { createTestDatabase } from "../../../../test/support/test-database.ts";
import type { Database } from "./database.ts";
import { dumpTables, loadTables } from "./dump.ts";
import { migrate } from "./migrate.ts";

const slice = {
  name: "zoo",
  migrations: [
    {
      name: "0001-all",
      // `animal` sorts before what it refers to, `user` is a reserved word, and the numbers are beyond JavaScript's.
      sql: `
        create table zoo."user" (id bigint generated always as identity primary key, boss bigint references zoo."user"(id));
        create table zoo.animal (
          keeper bigint not null references zoo."user"(id), name text, "camelCase" jsonb, bytes bytea, at timestamptz,
          big numeric, list text[], ratio double precision, length int generated always as (length(name)) stored);
        insert into zoo."user" (boss) values (null);`,
    },
  ],
};

describe("tables in files", () => {
  let from: Database;
  let to: Database;
  let folder: string;
  beforeEach(async () => {
    [from, to] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    folder = await makeScratchFolder("dump");
    await migrate(from, [slice]);
    await migrate(to, [slice]);
    await from.sql`insert into zoo."user" (boss) select 1 from generate_series(1, 2500)`;
    await from.sql`
      insert into zoo.animal values
        (2, ${'a\n\\.\t"quoted" 龙\u2028'}, ${from.sql.json({ a: [1, null, "\\"] })}, '\\x00ff0a5c', '2026-01-02T03:04:05.678901Z',
          12345678901234567890.123456789, array['x', null, '{,}'], 0.1),
        (3, null, '[null]', '\\x', 'infinity', 'NaN', '{}', 'Infinity')`;
  });
  afterEach(async () => {
    await Promise.all([from.close(), to.close()]);
    await rm(folder, { recursive: true });
  });

  const animals = (database: Database): Promise<unknown> =>
    database.sql`select animal::text as whole, "camelCase"::text from zoo.animal order by keeper`;

  test("come back exactly as they were, and new rows get new numbers", async () => {
    const tables = await dumpTables(from, folder);
    expect(tables.map(({ table, rows }) => [table, rows])).toEqual([
      ["user", 2501],
      ["animal", 2],
    ]);
    await loadTables(to, folder, tables);
    expect(await animals(to)).toEqual(await animals(from));
    const [added] = await to.sql`insert into zoo."user" (boss) values (1) returning id`;
    expect(added?.["id"]).toBe(2502);
  });

  test("a damaged or missing file loads nothing at all", async () => {
    const tables = await dumpTables(from, folder);
    const file = path.join(folder, "zoo.animal.gz");
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, whole.length - 20));
    await expect(loadTables(to, folder, tables)).rejects.toThrow("unexpected end of file");
    await rm(file);
    await expect(loadTables(to, folder, tables)).rejects.toThrow("ENOENT");
    await writeFile(file, await readFile(path.join(folder, "zoo.user.gz")));
    await expect(loadTables(to, folder, tables)).rejects.toThrow("null value");
    expect(await to.sql`select id from zoo."user"`).toHaveLength(1);
  });

  test("a database with other tables is refused", async () => {
    const tables = await dumpTables(from, folder);
    await to.sql`create table zoo.more (id int)`;
    await expect(loadTables(to, folder, tables)).rejects.toThrow("differ in zoo.more");
  });
});
