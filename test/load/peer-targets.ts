/**
 * The servers that Parley is measured beside. They are no dependency of Parley: npm installs each into `.tools/peers` on
 * first use, in the versions that the package.json under `peers/` names.
 */
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startCluster } from "../../server/src/platform/postgres/cluster.ts";
import type { DocumentAddress } from "./load-client.ts";
import { type KillScope, type ServerCommand, ServerProcess } from "./server-process.ts";
import type { RunningTarget, RunPlace, Target } from "./target.ts";
import type { Protocol } from "./wire.ts";

const run = promisify(execFile);
const checkout = fileURLToPath(new URL("../..", import.meta.url));

function installedIn(peer: string): string {
  return join(checkout, ".tools", "peers", peer);
}

/** Installs a peer unless exactly this package.json is installed already. */
async function install(peer: string): Promise<void> {
  const source = fileURLToPath(new URL(`peers/${peer}`, import.meta.url));
  const folder = installedIn(peer);
  const manifest = join(folder, "package.json");
  const server = join(source, "server.mjs");
  const isCurrent =
    existsSync(join(folder, "node_modules")) &&
    existsSync(manifest) &&
    readFileSync(manifest, "utf8") === readFileSync(join(source, "package.json"), "utf8");
  mkdirSync(folder, { recursive: true });
  if (existsSync(server)) copyFileSync(server, join(folder, "server.mjs"));
  if (isCurrent) return;
  copyFileSync(join(source, "package.json"), manifest);
  // Peer ranges of the y-websocket server match only pre-releases and would refuse every pinned version.
  await run("npm", ["install", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
}

function freshName(): string {
  return `bench-${Math.random().toString(36).slice(2, 12)}`;
}

interface PeerShape {
  readonly name: string;
  readonly protocol: Protocol;
  readonly keepsData: boolean;
  readonly command: (place: RunPlace) => ServerCommand;
  /** What must run before the server starts, at every start. */
  readonly beforeStart?: (place: RunPlace) => Promise<unknown>;
}

async function startPeer(shape: PeerShape, place: RunPlace): Promise<RunningTarget> {
  const server = new ServerProcess(shape.command(place));
  const startAgain = async (): Promise<void> => {
    await shape.beforeStart?.(place);
    await server.start();
  };
  await startAgain();
  const address = (): DocumentAddress => {
    const name = freshName();
    const base = `ws://127.0.0.1:${place.port}`;
    return { protocol: shape.protocol, name, url: shape.protocol === "stock" ? `${base}/${name}` : base };
  };
  return {
    name: shape.name,
    keepsData: shape.keepsData,
    newDocument: () => Promise.resolve(address()),
    acknowledging: (document) => (shape.protocol === "hocuspocus" ? document : null),
    usage: () => server.usage(),
    liveMemory: () => server.liveMemory(),
    storeCpuS: () => server.storeCpuS(),
    startMs: () => server.startMs,
    output: () => server.output,
    kill: (scope: KillScope) => server.kill(scope),
    startAgain,
    restart: async () => {
      await server.stop();
      await startAgain();
    },
    dispose: () => server.dispose(),
  };
}

function nodeServer(
  shape: { readonly peer: string; readonly script: string; readonly env: Readonly<Record<string, string>> },
  place: RunPlace,
): ServerCommand {
  return {
    name: shape.peer,
    command: [process.execPath, ...place.nodeArguments, shape.script],
    cwd: installedIn(shape.peer),
    env: { PORT: String(place.port), HOST: "127.0.0.1", ...shape.env },
    port: place.port,
    folder: place.folder,
  };
}

const stockScript = "node_modules/@y/websocket-server/src/server.js";

/** The y-websocket server of today, on a Yjs 14 pre-release, in memory only: it keeps nothing. */
const yWebsocketServer: Target = {
  name: "y-websocket-server 0.1.5 (memory)",
  skips: ["crash", "cold"],
  prepare: () => install("y-websocket-server"),
  start: (place) =>
    startPeer(
      {
        name: "y-websocket-server 0.1.5 (memory)",
        protocol: "stock",
        keepsData: false,
        command: (at) => nodeServer({ peer: "y-websocket-server", script: stockScript, env: {} }, at),
      },
      place,
    ),
};

/** The last y-websocket server on Yjs 13, with its LevelDB store. */
const yWebsocketServerLeveldb: Target = {
  name: "y-websocket-server 0.1.1 (LevelDB)",
  skips: [],
  prepare: () => install("y-websocket-server-leveldb"),
  start: (place) =>
    startPeer(
      {
        name: "y-websocket-server 0.1.1 (LevelDB)",
        protocol: "stock",
        keepsData: true,
        command: (at) =>
          nodeServer(
            {
              peer: "y-websocket-server-leveldb",
              script: stockScript,
              env: { YPERSISTENCE: join(at.folder, "leveldb") },
            },
            at,
          ),
      },
      place,
    ),
};

/** Hocuspocus with its database extension on the same PostgreSQL, with the same settings, as Parley's own. */
const hocuspocus: Target = {
  name: "Hocuspocus 4.7.0 (PostgreSQL)",
  skips: [],
  prepare: () => install("hocuspocus"),
  start: (place) =>
    startPeer(
      {
        name: "Hocuspocus 4.7.0 (PostgreSQL)",
        protocol: "hocuspocus",
        keepsData: true,
        command: (at) =>
          nodeServer(
            { peer: "hocuspocus", script: "server.mjs", env: { PGSOCK: join(at.folder, "run", ".s.PGSQL.5432") } },
            at,
          ),
        beforeStart: (at) => startCluster({ root: at.folder, binFolder: null, tell: () => {} }),
      },
      place,
    ),
};

export const peers: readonly Target[] = [yWebsocketServer, yWebsocketServerLeveldb, hocuspocus];
