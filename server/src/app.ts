/**
 * Puts the server together. This is the only list of slices; nothing else knows them all.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Clock, Random } from "@parley/base";
import { Hono } from "hono";
import { Registry } from "prom-client";
import { type Config, projectFolder } from "./config.ts";
import { type DocumentKind, type Documents, createDocuments } from "./documents/index.ts";
import { createContracts } from "./features/contracts/index.ts";
import { type People, createPeople } from "./people/index.ts";
import { mountClientFiles } from "./platform/client-files.ts";
import type { Nodes } from "./platform/fan-out/nodes.ts";
import { type Readiness, measureRequests, mountHealth } from "./platform/health.ts";
import { mountApi } from "./platform/http/mount-api.ts";
import type { Log } from "./platform/log.ts";
import { createMail } from "./platform/mail/mail.ts";
import type { Database } from "./platform/postgres/database.ts";
import { migrate } from "./platform/postgres/migrate.ts";
import { securityHeaders } from "./platform/security-headers.ts";
import type { Slice } from "./platform/slice.ts";

/** What the whole server is made from. Tests bring their own clock and randomness. */
export interface AppParts {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The other nodes on the database; without it this is the only one. */
  readonly nodes?: Nodes;
  /** Metrics are collected here; without it, in a registry of the app's own. */
  readonly metrics?: Registry;
  /** Kinds of documents beside those of the slices; tests bring their own. */
  readonly moreKinds?: readonly DocumentKind[];
  /** Where the built client lies. */
  readonly clientFolder?: string;
}

/** The server without its port. */
export interface App {
  /** Answers requests, also `hono.request(...)` in tests. */
  readonly hono: Hono;
  readonly slices: readonly Slice[];
  readonly people: People;
  readonly documents: Documents;
  /** Migrates the database, then starts the slices in their order. */
  start(): Promise<void>;
  /** Fills the demo company with work where there is none, through the API; call it once the server has started. */
  seedDemo(): Promise<void>;
  /** Drains: `/readyz` says no, and the slices stop in reverse order. The database stays open. */
  stop(): Promise<void>;
}

interface Composition {
  /** In the order in which they migrate and start. */
  readonly slices: readonly Slice[];
  readonly people: People;
  readonly documents: Documents;
  readonly seedDemo: (app: Hono) => Promise<void>;
}

/** The only list of slices. */
function composeSlices(parts: AppParts & { readonly metrics: Registry }): Composition {
  const mail = createMail(parts);
  const people = createPeople({ ...parts, mail });
  const nodes = parts.nodes ?? null;
  const contracts = createContracts({ ...parts, people, mail });
  const kinds = [...contracts.documentKinds, ...(parts.moreKinds ?? [])];
  const documents = createDocuments({ ...parts, nodes, people, mail, kinds });
  return {
    slices: [mail.slice, people.slice, documents.slice, contracts.open(documents)],
    people,
    documents,
    seedDemo: (app) => contracts.seedDemo(app, documents),
  };
}

const { version } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as { version: string };

/** Builds the server. Nothing is written before `start()`. */
export async function createApp(parts: AppParts): Promise<App> {
  const { config, database, clock, log } = parts;
  const metrics = parts.metrics ?? new Registry();
  const readiness: Readiness = { started: false, draining: false };
  const { slices, people, documents, seedDemo } = composeSlices({ ...parts, metrics });
  const hono = new Hono();
  hono.use(measureRequests(metrics), securityHeaders(config));
  mountHealth(hono, {
    sql: database.sql,
    readiness,
    metrics,
    log,
    hasLine: () => parts.nodes?.fanOut.isUp ?? true,
  });
  for (const slice of slices) slice.mount?.(hono);
  mountApi(hono, { slices, findCaller: people.findCaller, config, clock, log, version });
  await mountClientFiles(hono, parts.clientFolder ?? path.join(projectFolder, "client/dist"));
  hono.onError((error, context) => {
    log.error({ err: error, path: context.req.routePath }, "a request failed");
    return context.text("Something went wrong on the server.", 500);
  });
  return {
    hono,
    slices,
    people,
    documents,
    start: async () => {
      const ran = await migrate(database, slices);
      if (ran.length > 0) log.info({ migrations: ran.length }, "The database is up to date");
      for (const slice of slices) await slice.start?.();
      readiness.started = true;
    },
    seedDemo: () => seedDemo(hono),
    stop: async () => {
      readiness.draining = true;
      for (const slice of slices.toReversed()) {
        try {
          await slice.stop?.();
        } catch (error) {
          // The others must still be drained.
          log.error({ err: error, slice: slice.name }, "a slice did not stop cleanly");
        }
      }
    },
  };
}
