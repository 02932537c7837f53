import { rm } from "node:fs/promises";
import type { Clock, Random } from "@parley/base";
import { type App, type AppParts, createApp } from "../../server/src/app.ts";
import { type Config, readConfig } from "../../server/src/config.ts";
import { listen } from "../../server/src/platform/listen.ts";
import { createLog } from "../../server/src/platform/log.ts";
import type { Database } from "../../server/src/platform/postgres/database.ts";
import { systemClock, systemRandom } from "../../server/src/platform/system.ts";
import { makeScratchFolder } from "./scratch-folder.ts";
import { createTestDatabase } from "./test-database.ts";

/** The whole server on a free port of loopback, with a database and a data folder of its own. */
export interface TestServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly app: App;
  readonly config: Config;
  readonly database: Database;
  /** Drains the server and starts another one on the same database and data folder, at a new address. */
  restart(): Promise<TestServer>;
  /** Drains the server, drops its database and removes its data folder. */
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** Settings, as in the environment. The demo company is off unless asked for. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly clientFolder?: string;
  readonly moreKinds?: AppParts["moreKinds"];
}

/** Starts a server as `main.ts` does, but for signals. Only where `createTestDatabase` works. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = await makeScratchFolder("data");
  const database = await createTestDatabase();
  const config = readConfig({
    PARLEY_PORT: "0",
    PARLEY_DEMO: "0",
    PARLEY_LOG_LEVEL: process.env["PARLEY_TEST_LOG_LEVEL"] ?? "silent",
    ...options.env,
    PARLEY_DATA_DIR: dataDir,
  });
  return open(options, config, database);
}

async function open(options: TestServerOptions, config: Config, database: Database): Promise<TestServer> {
  const app = await createApp({
    config,
    database,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    log: createLog(config),
    ...(options.clientFolder !== undefined && { clientFolder: options.clientFolder }),
    ...(options.moreKinds && { moreKinds: options.moreKinds }),
  });
  await app.start();
  const listening = await listen(app.hono, config);
  const drain = async (): Promise<void> => {
    listening.refuseNew();
    await app.stop();
    await listening.close(1_000);
  };
  return {
    url: `http://127.0.0.1:${listening.port}`,
    app,
    config,
    database,
    restart: async () => {
      await drain();
      return open(options, config, database);
    },
    stop: async () => {
      await drain();
      await database.close();
      await rm(config.dataDir, { recursive: true, force: true });
    },
  };
}
