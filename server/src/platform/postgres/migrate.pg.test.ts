import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/test-database.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";

describe("migrations", () => {
  let database: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  const first = {
    name: "0001-thing",
    sql: "create table things.thing (id bigint primary key, at timestamptz, facts jsonb)",
  };
  const second = {
    name: "0002-colour",
    sql: "alter table things.thing add colour text; create index on things.thing (colour)",
  };

  test("each runs once, in its slice's schema", async () => {
    expect(await migrate(database, [{ name: "things", migrations: [first] }])).toEqual(["things/0001-thing"]);
    expect(await migrate(database, [{ name: "things", migrations: [first, second] }])).toEqual(["things/0002-colour"]);
    expect(await migrate(database, [{ name: "things", migrations: [first, second] }])).toEqual([]);
  });

  test("a value comes back as it was put in", async () => {
    const at = new Date("2026-03-04T05:06:07.089Z");
    const facts = { list: [1, "二"], nothing: null };
    await database.sql`insert into things.thing ${database.sql({ id: 9_007_199_254_740_991, at, facts, colour: null })}`;
    const [row] = await database.sql`select id, at, facts, colour, lower('ÄÖ') as low from things.thing`;
    expect(row).toEqual({ id: 9_007_199_254_740_991, at, facts, colour: null, low: "äö" });
  });

  test("a bigint that no number can hold is an error, not a wrong number", async () => {
    await expect(database.sql`select 9007199254740993::bigint as big`).rejects.toThrow("does not fit a number");
  });

  test("two at once take turns", async () => {
    const slice = { name: "turns", migrations: [{ name: "0001-a", sql: "create table turns.a (id int)" }] };
    const ran = await Promise.all([migrate(database, [things, slice]), migrate(database, [things, slice])]);
    expect(ran.flat()).toEqual(["turns/0001-a"]);
  });

  test("an applied migration that was changed is refused in one sentence", async () => {
    const changed = { ...second, sql: `${second.sql};` };
    await expect(migrate(database, [{ name: "things", migrations: [first, changed] }, turns])).rejects.toThrow(
      "Migration things/0002-colour was changed after it had been applied",
    );
  });

  test("a database of a newer program is refused", async () => {
    await expect(migrate(database, [{ name: "things", migrations: [first] }, turns])).rejects.toThrow(
      "newer Parley (it has things/0002-colour",
    );
  });

  test("a failing migration leaves nothing behind", async () => {
    const broken = { name: "0003-broken", sql: "create table things.half (id int); select 1 / 0" };
    await expect(migrate(database, [{ name: "things", migrations: [first, second, broken] }, turns])).rejects.toThrow(
      "division by zero",
    );
    const [row] = await database.sql`select to_regclass('things.half') as half`;
    expect(row).toEqual({ half: null });
  });

  const things = { name: "things", migrations: [first, second] };
  const turns = { name: "turns", migrations: [{ name: "0001-a", sql: "create table turns.a (id int)" }] };
});
