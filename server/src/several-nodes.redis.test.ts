import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { type DatabasePort, openDatabasePort } from "../../test/support/database-port.ts";
import { type TestRedis, startTestRedis } from "../../test/support/redis.ts";
import { makeScratchFolder } from "../../test/support/scratch-folder.ts";
import { type ServerProcess, startServerProcess } from "../../test/support/server-process.ts";
import { createTestDatabase } from "../../test/support/test-database.ts";
import type { Database } from "./platform/postgres/database.ts";

let redis: TestRedis;
let database: Database;
let port: DatabasePort;
let dataDir: string;
const processes: ServerProcess[] = [];

beforeAll(async () => {
  [redis, database, dataDir] = [await startTestRedis(), await createTestDatabase(), await makeScratchFolder("several")];
  const [row] = await database.sql<{ name: string }[]>`select current_database() as name`;
  port = await openDatabasePort(inject("postgresSocketFolder"), row?.name ?? "");
});
afterEach(async () => {
  for (const { child, ended } of processes.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});
afterAll(async () => {
  await port.close();
  await database.close();
  await redis.stop();
  await rm(dataDir, { recursive: true, force: true });
});

function start(env: Readonly<Record<string, string>> = {}): ServerProcess {
  const secret = "the same on every node, and long enough";
  const started = startServerProcess({
    PARLEY_DATA_DIR: dataDir,
    PARLEY_DATABASE_URL: port.url,
    PARLEY_SECRET: secret,
    ...env,
  });
  processes.push(started);
  return started;
}

const asNode = (): ServerProcess => start({ PARLEY_REDIS_URL: redis.url, PARLEY_DEMO: "1" });

test("nodes start at once on an empty database, make one demo company, and end each for itself", async () => {
  const [east, west] = [asNode(), asNode()];
  const urls = await Promise.all([east.ready, west.ready]);
  for (const url of urls) expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true });
  expect((await database.sql`select count(*) as count from people.company`)[0]).toEqual({ count: 1 });
  east.child.kill("SIGTERM");
  expect(await east.ended).toMatchObject({ code: 0, stderr: "" });
  expect((await fetch(`${urls[1]}/readyz`)).status).toBe(200);
});

test("a server that knows of no others is kept out by a node, and a node by it", async () => {
  const node = asNode();
  await node.ready;
  expect(await start().ended).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is in use by another Parley"),
  });
  node.child.kill("SIGTERM");
  await node.ended;
  await start().ready;
  expect(await asNode().ended).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is in use by another Parley"),
  });
});

test("a Redis that does not answer is told in one sentence", async () => {
  expect(await start({ PARLEY_REDIS_URL: "redis://127.0.0.1:1" }).ended).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The Redis of PARLEY_REDIS_URL cannot be reached \(.*\)\.\n$/),
  });
});
