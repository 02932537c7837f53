import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/test-database.ts";
import { createLog } from "../log.ts";
import type { Database } from "../postgres/database.ts";
import { createNotices } from "./notices.ts";

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const log = createLog({ logLevel: "silent" });

test("a notice reaches every other node and not its teller, also after the line to PostgreSQL broke", async () => {
  const [teller, hearer] = [createNotices(database, "teller", log), createNotices(database, "hearer", log)];
  const heard: unknown[] = [];
  let missed = 0;
  teller.on("access", () => heard.push("its own"));
  hearer.on("access", (payload) => heard.push(payload));
  hearer.on("people", () => heard.push("another topic"));
  hearer.onMissed(() => missed++);
  await Promise.all([teller.start(), hearer.start()]);
  await teller.tell("access", { documentId: "one" });
  await expect.poll(() => heard).toEqual([{ documentId: "one" }]);
  expect(missed).toBe(0);
  for (let times = 1; times <= 3; times++) {
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()`;
    await expect.poll(() => missed, { timeout: 10_000 }).toBe(times);
  }
  await teller.tell("access", { documentId: "two" });
  await expect.poll(() => heard).toEqual([{ documentId: "one" }, { documentId: "two" }]);
  await Promise.all([teller.stop(), hearer.stop()]);
});
