/**
 * A company whose documents slice really runs, for one test file: the demo's people on a fresh database, rooms, log and
 * library, a clock that is moved by hand. Colleagues act by token, guests by the cookie they got with their code.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type DocumentId,
  type PersonId,
  type VirtualClock,
  must,
  newId,
  seededRandom,
  virtualClock,
} from "@parley/base";
import { type DocumentContent, SCHEMA_VERSION } from "@parley/document";
import { type App, type AppParts, createApp } from "../../../server/src/app.ts";
import { type Config, readConfig } from "../../../server/src/config.ts";
import { type Library, createLibrary } from "../../../server/src/documents/library/library.ts";
import { createLog } from "../../../server/src/platform/log.ts";
import { LetterStore } from "../../../server/src/platform/mail/letter-store.ts";
import type { Database } from "../../../server/src/platform/postgres/database.ts";
import { listen } from "../../../server/src/platform/listen.ts";
import { putDocument } from "../../support/put-document.ts";
import { type RawSocket, openRawSocket } from "../../support/raw-socket.ts";
import { createTestDatabase } from "../../support/test-database.ts";
import { afterAll } from "vitest";

/** An answer, read: `body` is the JSON, or the text where the answer is no JSON. */
export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every endpoint
  readonly body: any;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

/** Somebody who calls the API. */
export interface Actor {
  readonly id: PersonId;
  readonly email: string;
  readonly name: string;
  call(method: string, address: string, body?: unknown): Promise<Answer>;
  /** Sends a form with a file. */
  upload(address: string, file: File, fields?: Record<string, string>): Promise<Answer>;
  /** Opens the document as our own editor would. */
  socket(documentId: string): Promise<RawSocket>;
}

export interface DocumentsScene {
  readonly app: App;
  /** The library's stores over the same database. */
  readonly library: Library;
  readonly database: Database;
  readonly config: Config;
  readonly clock: VirtualClock;
  readonly random: ReturnType<typeof seededRandom>;
  readonly nobody: Actor;
  /** A colleague of the demo company by the name before the @. */
  colleague(account: string): Promise<Actor>;
  /** Comes in by an invitation's address as a guest would. `meanwhile` is done while they look for their code. */
  guest(url: string, email: string, name: string, meanwhile?: () => Promise<void>): Promise<Actor>;
  newestLetter(email: string): Promise<string>;
  /** A note of somebody's with these lines; by default empty. */
  addDocument(
    owner: Pick<Actor, "id">,
    wanted?: { title?: string; kind?: string; lines?: readonly string[] },
  ): Promise<DocumentId>;
  close(): Promise<void>;
}

const origin = "http://localhost:3000";

/**
 * The scene of a whole test file and these colleagues by the names of their accounts; to be awaited at the top of the file. It closes
 * by itself after the file's last test.
 */
export async function stageDocumentsScene<Account extends string>(
  accounts: readonly Account[],
  env: Readonly<Record<string, string>> = {},
  moreKinds: NonNullable<AppParts["moreKinds"]> = [],
): Promise<{ readonly scene: DocumentsScene } & Readonly<Record<Account, Actor>>> {
  const scene = await openDocumentsScene(env, moreKinds);
  afterAll(() => scene.close());
  const colleagues = await Promise.all(accounts.map(async (account) => [account, await scene.colleague(account)]));
  return { scene, ...(Object.fromEntries(colleagues) as Readonly<Record<Account, Actor>>) };
}

async function openDocumentsScene(
  env: Readonly<Record<string, string>>,
  moreKinds: NonNullable<AppParts["moreKinds"]>,
): Promise<DocumentsScene> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "parley-documents-"));
  const database = await createTestDatabase();
  const level = process.env["PARLEY_TEST_LOG_LEVEL"] ?? "silent";
  const config = readConfig({
    PARLEY_DEMO: "1",
    PARLEY_PORT: "0",
    PARLEY_PUBLIC_URL: origin,
    PARLEY_LOG_LEVEL: level,
    ...env,
    PARLEY_DATA_DIR: dataDir,
  });
  const log = createLog(config, { readable: false });
  const clock = virtualClock(Date.now());
  const random = seededRandom(20_261_123);
  const app = await createApp({ config, database, clock, random, log, moreKinds });
  await app.start();
  const listening = await listen(app.hono, config);
  const parts = { app, url: `http://127.0.0.1:${listening.port}` };
  const { people } = app;
  const { live } = app.documents;
  const library = createLibrary({ sql: database.sql, people, clock });
  const letters = new LetterStore(database.sql);

  const newestLetter = async (email: string): Promise<string> => {
    const letter = (await letters.listUndelivered(200)).find((candidate) => candidate.recipient === email);
    return must(letter, `a mail to ${email}`).text;
  };
  const nobody = createActor(parts, {}, { id: newId<"person">(random), email: "", name: "" });
  return {
    app,
    library,
    database,
    config,
    clock,
    random,
    nobody,
    newestLetter,
    colleague: async (account) => {
      const { secret, person } = await people.createTokenFor(`${account}@parley.example`);
      const who = { id: person.id as PersonId, email: person.email, name: person.name };
      return createActor(parts, { authorization: `Bearer ${secret}` }, who);
    },
    guest: async (url, email, name, meanwhile) => {
      const address = `/invitations/${must(url.split("/").at(-1), "an address ends with its secret")}`;
      clock.advance(60_000);
      const asked = await nobody.call("POST", `${address}/code`, { email, language: "en" });
      if (asked.status !== 200) throw new Error(JSON.stringify(asked.body));
      const code = must(/\d{6}/.exec(await newestLetter(email))?.[0], "the mail has a code");
      await meanwhile?.();
      const entered = await nobody.call("POST", `${address}/enter`, { email, code, name });
      if (entered.status !== 200) throw new Error(JSON.stringify(entered.body));
      const [cookie = ""] = entered.headers.getSetCookie();
      const person = must(await people.findPersonByEmail(email), "the guest is a person now");
      const who = { id: person.id as PersonId, email, name };
      return createActor(parts, { cookie: cookie.split(";")[0] ?? "", origin }, who);
    },
    addDocument: async (owner, { title = "Note", kind = "note", lines = [] } = {}) => {
      const blocks = lines.map((text) => ({ type: "paragraph" as const, runs: text === "" ? [] : [{ text }] }));
      const content: DocumentContent = { blocks: blocks.length > 0 ? blocks : [{ type: "paragraph", runs: [] }] };
      const shelf = { library, live, random, nowMs: () => clock.nowMs() };
      return putDocument(shelf, owner.id, { kind, title, content, via: "api" });
    },
    close: async () => {
      listening.refuseNew();
      await app.stop();
      await listening.close(1_000);
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function createActor(
  { app, url }: { readonly app: App; readonly url: string },
  credentials: Readonly<Record<string, string>>,
  who: { id: PersonId; email: string; name: string },
): Actor {
  const send = async (address: string, init: RequestInit): Promise<Answer> => {
    const headers = new Headers({ host: "localhost:3000", ...credentials });
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const peer = { incoming: { socket: { remoteAddress: "192.0.2.1" } } };
    const answer = await app.hono.request(`${origin}/api${address}`, { ...init, headers }, peer);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") ?? false;
    return { status: answer.status, headers: answer.headers, bytes, body: isJson ? JSON.parse(text) : text };
  };
  return {
    ...who,
    socket: (documentId) =>
      openRawSocket(url, documentId, { parley: "1", schema: String(SCHEMA_VERSION) }, credentials),
    call: (method, address, body) =>
      send(address, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      }),
    upload: (address, file, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set("file", file);
      return send(address, { method: "POST", body: form });
    },
  };
}
