import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { type Database, connectDatabase, createDatabase } from "../../server/src/platform/postgres/database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the run's PostgreSQL listens; the global set-up in `cluster.ts` provides it. */
    readonly postgresSocketFolder: string;
  }
}

/**
 * An empty database of the run's PostgreSQL, for one test file. Call it in `beforeAll` and `close()` in `afterAll`; closing
 * drops it. Only in `*.pg.test.ts`, browser and long tests.
 */
export async function createTestDatabase(): Promise<Database> {
  const socketFolder = inject("postgresSocketFolder");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await createDatabase({ socketFolder }, name);
  const database = connectDatabase({ socketFolder, database: name }, { max: 5 });
  return {
    ...database,
    close: async () => {
      await database.close();
      const admin = connectDatabase({ socketFolder, database: "postgres" }, { max: 1 });
      await admin.sql`drop database ${admin.sql(name)} with (force)`;
      await admin.close();
    },
  };
}
