/**
 * Parley itself, as it is started for real: `node server/src/main.ts` on an empty data folder with the embedded database
 * and the demo company. Documents are made over HTTP; clients show a personal access token.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SCHEMA_VERSION } from "@parley/document";
import type { DocumentAddress } from "./load-client.ts";
import { type KillScope, ServerProcess } from "./server-process.ts";
import type { RunningTarget, RunPlace, Target } from "./target.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));
const demoPerson = { email: "legal@parley.example", password: "parley-demo" };

/**
 * Bounds that a load generator passes by its nature, as it plays many people over one account: connections and requests of
 * one person and updates of one connection. Rooms are unloaded sooner, so that the memory scene need not wait. All else is default.
 */
const settings = {
  PARLEY_SYNC_MAX_CONNECTIONS_PER_PERSON: "10000",
  PARLEY_SYNC_MAX_UPDATES_PER_SECOND: "1000000",
  PARLEY_SYNC_UPDATE_BURST: "1000000",
  PARLEY_SYNC_IDLE_ROOM_MS: "3000",
  PARLEY_MAX_REQUESTS_PER_MINUTE: "1000000",
  PARLEY_LOG_LEVEL: "warn",
};

/** Signs the demo's legal colleague in and answers the cookies. */
async function signIn(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify(demoPerson),
  });
  if (!response.ok) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** Asks once more when the connection broke: the server closes kept connections that a busy generator left idle. */
async function askTwice(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch {
    return await fetch(url, request);
  }
}

async function newDocument(origin: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const response = await askTwice(`${origin}/api/documents`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ kind: "note", title: `Bench ${randomUUID().slice(0, 8)}` }),
  });
  if (!response.ok) throw new Error(`making a document answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/** The same document for a client that speaks as Parley's own editor does: numbered rows and acknowledgements. */
function asOwnEditor(document: DocumentAddress): DocumentAddress {
  return { ...document, protocol: "parley", url: `${document.url}?parley=1&schema=${SCHEMA_VERSION}` };
}

async function start(name: string, ownEditor: boolean, place: RunPlace): Promise<RunningTarget> {
  const origin = `http://127.0.0.1:${place.port}`;
  const server = new ServerProcess({
    name: "Parley",
    command: [process.execPath, ...place.nodeArguments, join(checkout, "server", "src", "main.ts")],
    cwd: checkout,
    env: {
      ...settings,
      PARLEY_PORT: String(place.port),
      PARLEY_HOST: "127.0.0.1",
      PARLEY_DATA_DIR: join(place.folder, "data"),
      PARLEY_PUBLIC_URL: origin,
      PARLEY_DEMO: "1",
    },
    port: place.port,
    folder: place.folder,
    readyPath: "/readyz",
  });
  await server.start(120_000);
  const headers = { origin, cookie: await signIn(origin) };
  return {
    name,
    keepsData: true,
    newDocument: async (): Promise<DocumentAddress> => {
      const id = await newDocument(origin, headers);
      const document: DocumentAddress = {
        protocol: "stock",
        name: id,
        url: `ws://127.0.0.1:${place.port}/sync/${id}`,
        headers,
      };
      return ownEditor ? asOwnEditor(document) : document;
    },
    acknowledging: (document) => (ownEditor ? document : asOwnEditor(document)),
    usage: () => server.usage(),
    liveMemory: () => server.liveMemory(),
    storeCpuS: () => server.storeCpuS(),
    startMs: () => server.startMs,
    output: () => server.output,
    kill: (scope: KillScope) => server.kill(scope),
    startAgain: () => server.start(),
    restart: async () => {
      await server.stop();
      await server.start();
    },
    dispose: () => server.dispose(),
  };
}

/** Parley as the stock y-websocket client meets it: like for like with the peers. */
export const parley: Target = {
  name: "Parley",
  skips: [],
  prepare: () => Promise.resolve(),
  start: (place) => start("Parley", false, place),
};

/** Parley as its own editor meets it; the scenes where that makes a difference. */
export const parleyOwnEditor: Target = {
  name: "Parley (own editor)",
  skips: ["presence", "throughput", "intake", "cold", "join-storm", "memory", "crash"],
  prepare: () => Promise.resolve(),
  start: (place) => start("Parley (own editor)", true, place),
};
