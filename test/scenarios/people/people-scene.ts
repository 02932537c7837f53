/** A company of its own for one test file: the people slice and mail on a fresh database, a clock that is moved by hand, and visitors with a cookie jar each. */
import { type DocumentId, type VirtualClock, must, newId, seededRandom, virtualClock } from "@parley/base";
import { readConfig } from "../../../server/src/config.ts";
import { type InvitationSubjects, type People, createPeople } from "../../../server/src/people/index.ts";
import { mountApi } from "../../../server/src/platform/http/mount-api.ts";
import { createLog } from "../../../server/src/platform/log.ts";
import { type Mail, createMail } from "../../../server/src/platform/mail/mail.ts";
import type { Database } from "../../../server/src/platform/postgres/database.ts";
import { migrate } from "../../../server/src/platform/postgres/migrate.ts";
import { createTestDatabase } from "../../support/test-database.ts";

/** An answer, read. */
export interface Answer {
  readonly status: number;
  /** The JSON body; `code` is the refusal's where there is one. */
  readonly body: Record<string, unknown> & { code?: string; facts?: Record<string, unknown> };
  readonly headers: Headers;
}

/** A browser: keeps cookies, says where its requests come from. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly patch: (path: string, body: unknown) => Promise<Answer>;
  readonly delete: (path: string) => Promise<Answer>;
  readonly send: (path: string, init: RequestInit) => Promise<Answer>;
}

/** What `grant` was called with. */
export type Grant = { subjectId: DocumentId; personId: string; role: string; party: string; invitationId: string };

export interface PeopleScene {
  readonly people: People;
  readonly mail: Mail;
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly app: HonoApp;
  readonly grants: Grant[];
  readonly ended: string[];
  readonly accessChanged: string[];
  readonly subjectId: DocumentId;
  readonly visitor: (address?: string) => Visitor;
  /** A visitor signed in with the demo's password. */
  readonly colleague: (account: string, address?: string) => Promise<Visitor>;
  /** The six digits of the newest mail to the address. */
  readonly newestCode: (email: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The server's own type of app: its framework belongs to the server, so the test that lives there makes it. */
export type HonoApp = Parameters<typeof mountApi>[0];

export const origin = "http://localhost:3000";

export async function openPeopleScene(app: HonoApp, env: Readonly<Record<string, string>> = {}): Promise<PeopleScene> {
  const database = await createTestDatabase();
  const config = readConfig({
    PARLEY_DEMO: "1",
    PARLEY_LOG_LEVEL: process.env["PARLEY_TEST_LOG_LEVEL"] ?? "silent",
    ...env,
  });
  const log = createLog(config, { readable: false });
  const clock = virtualClock(Date.now());
  const random = seededRandom(Date.now());
  const parts = { config, database, clock, random, log };
  const mail = createMail(parts);
  const people = createPeople({ ...parts, mail });
  const subjectId = newId<"document">(random);
  const grants: Grant[] = [];
  const subjects: InvitationSubjects = {
    describe: (id) => Promise.resolve(id === subjectId ? { title: "临床前研究服务合同" } : null),
    grant: (id, personId, { role, party, invitationId }) => {
      grants.push({ subjectId: id, personId, role, party, invitationId });
      return Promise.resolve();
    },
  };
  people.setInvitationSubjects(subjects);
  const ended: string[] = [];
  const accessChanged: string[] = [];
  people.onCredentialEnded(({ credentialId }) => void ended.push(credentialId));
  people.onAccessChanged(({ personIds }) => void accessChanged.push(...personIds));
  const slices = [mail.slice, people.slice];
  await migrate(database, slices);
  for (const slice of slices) await slice.start?.();
  people.slice.mount?.(app);
  mountApi(app, { slices, findCaller: people.findCaller, config, clock, log, version: "0.0.0" });

  const visitor = (address = "192.0.2.1"): Visitor => createVisitor(app, address);
  return {
    people,
    mail,
    database,
    clock,
    app,
    grants,
    ended,
    accessChanged,
    subjectId,
    visitor,
    colleague: async (account, address) => {
      const someone = visitor(address);
      const answer = await someone.post("/api/auth/sign-in/email", {
        email: `${account}@parley.example`,
        password: "parley-demo",
      });
      if (answer.status !== 200) throw new Error(`${account} cannot sign in: ${JSON.stringify(answer.body)}`);
      return someone;
    },
    newestCode: async (email) => {
      const letter = (await mail.listUndelivered(200)).find((candidate) => candidate.recipient === email.toLowerCase());
      return must(/^ {4}(\d{6})$/m.exec(must(letter, `a mail to ${email}`).text)?.[1], "the mail has a code");
    },
    close: async () => {
      for (const slice of slices.toReversed()) await slice.stop?.();
      await database.close();
    },
  };
}

function createVisitor(app: HonoApp, address: string): Visitor {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = new Headers(init.headers);
    if (!headers.has("host")) headers.set("host", "localhost:3000");
    if (!headers.has("origin") && (init.method ?? "GET") !== "GET") headers.set("origin", origin);
    if (cookies.size > 0 && !headers.has("cookie"))
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await app.request(
      `${origin}${path}`,
      { ...init, headers },
      { incoming: { socket: { remoteAddress: address } } },
    );
    for (const cookie of answer.headers.getSetCookie()) keepCookie(cookies, cookie);
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : {},
    };
  };
  const withBody =
    (method: string) =>
    (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method,
        body: JSON.stringify(body ?? {}),
        headers: { "content-type": "application/json", ...headers },
      });
  return {
    cookies,
    send,
    get: (path, headers = {}) => send(path, { headers }),
    post: withBody("POST"),
    patch: withBody("PATCH"),
    delete: (path) => send(path, { method: "DELETE" }),
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const at = pair.indexOf("=");
  if (/max-age=0\b/i.test(line)) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}
