/** Several nodes of one Parley: real servers in this process on one database, one data folder and one Redis. */
import { rm } from "node:fs/promises";
import type { PersonId } from "@parley/base";
import { SCHEMA_VERSION } from "@parley/document";
import { type App, createApp } from "../../server/src/app.ts";
import { type Config, readConfig } from "../../server/src/config.ts";
import type { FanOut } from "../../server/src/platform/fan-out/fan-out.ts";
import { connectNodes } from "../../server/src/platform/fan-out/nodes.ts";
import { listen } from "../../server/src/platform/listen.ts";
import { createLog } from "../../server/src/platform/log.ts";
import { type Database, connectDatabase } from "../../server/src/platform/postgres/database.ts";
import { systemClock, systemRandom } from "../../server/src/platform/system.ts";
import { type RawSocket, openRawSocket } from "./raw-socket.ts";
import { type TestRedis, startTestRedis } from "./redis.ts";
import { makeScratchFolder } from "./scratch-folder.ts";
import { createTestDatabase } from "./test-database.ts";
import { inject } from "vitest";

/** One node, with a fault in its hearing when the test wants one. */
export interface TestNode {
  readonly url: string;
  readonly app: App;
  readonly nodeId: string;
  /** While true, no document's message from another node is heard; the line looks fine. */
  deaf: boolean;
  stop(): Promise<void>;
}

/** A person who may be connected to any node. */
export interface Traveller {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  call(
    node: { readonly url: string },
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: never }>;
  socket(node: { readonly url: string }, documentId: string, query?: Record<string, string>): Promise<RawSocket>;
}

export interface Nodes {
  readonly redis: TestRedis;
  readonly database: Database;
  readonly databaseName: string;
  /** Settings of every node. */
  readonly env: Readonly<Record<string, string>>;
  startNode(): Promise<TestNode>;
  traveller(name: string): Promise<Traveller>;
  stop(): Promise<void>;
}

/** Prepares the database, the folder and Redis; nodes are started by the test. The first one must be there before people are. */
export async function prepareNodes(settings: Readonly<Record<string, string>> = {}): Promise<Nodes> {
  const [redis, dataDir, database] = [
    await startTestRedis(),
    await makeScratchFolder("nodes"),
    await createTestDatabase(),
  ];
  const [row] = await database.sql<{ name: string }[]>`select current_database() as name`;
  const databaseName = row?.name ?? "";
  const env = {
    PARLEY_PORT: "0",
    PARLEY_DEMO: "0",
    PARLEY_LOG_LEVEL: process.env["PARLEY_TEST_LOG_LEVEL"] ?? "silent",
    PARLEY_SECRET: "the same on every node, and long enough",
    PARLEY_REDIS_URL: redis.url,
    PARLEY_DATABASE_URL: "postgres://unused",
    ...settings,
    PARLEY_DATA_DIR: dataDir,
  };
  const running = new Set<TestNode>();
  return {
    redis,
    database,
    databaseName,
    env,
    startNode: async () => {
      const node = await startNode(readConfig(env), databaseName, () => running.delete(node));
      running.add(node);
      return node;
    },
    traveller: async (name) => {
      const [node] = running;
      if (!node) throw new Error("no node runs");
      return createTraveller(node.app, name);
    },
    stop: async () => {
      for (const node of running) await node.stop();
      await database.close();
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startNode(config: Config, databaseName: string, onStop: () => void): Promise<TestNode> {
  const database = connectDatabase(
    { socketFolder: inject("postgresSocketFolder"), database: databaseName },
    { max: 5 },
  );
  const parts = { database, clock: systemClock, random: systemRandom, log: createLog(config) };
  const nodes = await connectNodes(config, parts);
  if (nodes === null) throw new Error("the settings are those of one node");
  const hearing = { deaf: false };
  const app = await createApp({ config, ...parts, nodes: { ...nodes, fanOut: hardOfHearing(nodes.fanOut, hearing) } });
  await app.start();
  const listening = await listen(app.hono, config);
  const stop = async (): Promise<void> => {
    onStop();
    listening.refuseNew();
    await app.stop();
    await listening.close(1_000);
    await nodes.fanOut.close();
    await database.close();
  };
  const { nodeId } = nodes.fanOut;
  return Object.assign(hearing, { url: `http://127.0.0.1:${listening.port}`, app, nodeId, stop });
}

function hardOfHearing(fanOut: FanOut, hearing: { readonly deaf: boolean }): FanOut {
  return {
    nodeId: fanOut.nodeId,
    get isUp() {
      return fanOut.isUp;
    },
    publish: (channel, message) => fanOut.publish(channel, message),
    listen: (channel, listener) =>
      fanOut.listen(channel, (message) => {
        if (!hearing.deaf) listener(message);
      }),
    onMissed: (listener) => fanOut.onMissed(listener),
    onNodeGone: (listener) => fanOut.onNodeGone(listener),
    leases: fanOut.leases,
    close: () => fanOut.close(),
  };
}

async function createTraveller(app: App, name: string): Promise<Traveller> {
  const email = `${name.toLowerCase()}@parley.example`;
  const person = await app.people.createPerson({ name, email, language: "en" });
  const { secret } = await app.people.createTokenFor(email);
  return {
    id: person.id as PersonId,
    name,
    email,
    call: async ({ url }, method, path, body) => {
      const answer = await fetch(`${url}/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
      return { status: answer.status, body: (isJson ? JSON.parse(text) : text) as never };
    },
    socket: ({ url }, documentId, query = {}) =>
      openRawSocket(url, documentId, { token: secret, parley: "1", schema: String(SCHEMA_VERSION), ...query }),
  };
}
