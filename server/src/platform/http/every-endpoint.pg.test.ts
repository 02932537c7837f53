/**
 * What must hold for every endpoint that any slice ever adds, without its author writing a test: made from the
 * descriptors and policies that the server runs.
 */
import { must } from "@parley/base";
import { samplePlaybook } from "@parley/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Schema, sampleOf, unknownId, wrongType } from "../../../../test/support/sample-input.ts";
import { type TestServer, startTestServer } from "../../../../test/support/server.ts";
import { type EndpointFace, joinEndpoints, listEndpoints } from "./describe-api.ts";

/** The only endpoints that answer somebody who has not signed in. A new one is added here on purpose or not at all. */
const publicEndpoints = [
  "people.guests.enter",
  "people.guests.face",
  "people.guests.requestCode",
  "people.setUp",
  "people.start",
];

/** The only endpoints without a document in their path that do not refuse a guest. */
const guestEndpoints = [
  "documents.kinds",
  "documents.list",
  "documents.review.all",
  "people.guests.leave",
  "people.me.get",
  "people.me.revokeSession",
  "people.me.sessions",
  "people.me.update",
];

/** What a description cannot say: that one of several optional things is needed. */
const alsoNeeded: Readonly<Record<string, object>> = {
  "contracts.approval.delegate": { toId: unknownId, fromDay: "2030-01-01", untilDay: "2030-01-02" },
  "contracts.checks.tryRule": { rule: samplePlaybook[0], text: "Sample" },
  "contracts.starting.startFromFile": {
    request: JSON.stringify({
      categoryId: unknownId,
      title: "Sample",
      ourParty: { id: unknownId },
      counterparties: [{ id: unknownId }],
      direction: "none",
    }),
  },
  "documents.shares.create": { link: "company" },
  "people.directory.importCsv": { csv: "name,email\n" },
};

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly messages: unknown;
}

type Headers = Readonly<Record<string, string>>;

let server: TestServer;
let endpoints: readonly EndpointFace[];
let operations: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const as: { administrator: Headers; member: Headers; guest: Headers; nobody: Headers } = {
  administrator: {},
  member: {},
  guest: {},
  nobody: {},
};
/** A document of somebody else's. */
let othersDocumentId = unknownId;

const operationOf = (endpoint: EndpointFace): Operation =>
  must(operations[endpoint.path]?.[endpoint.method.toLowerCase()], `${endpoint.name} is described`);

const bodySchema = (endpoint: EndpointFace): Schema | null => {
  const content = operationOf(endpoint).requestBody?.content ?? {};
  return Object.values(content)[0]?.schema ?? null;
};

const isUpload = (endpoint: EndpointFace): boolean =>
  "multipart/form-data" in (operationOf(endpoint).requestBody?.content ?? {}) && hasRequiredFile(endpoint);

function hasRequiredFile(endpoint: EndpointFace): boolean {
  const schema = bodySchema(endpoint);
  return (schema?.required ?? []).some((name) => schema?.properties?.[name]?.contentMediaType !== undefined);
}

/** The path with its parameters filled, and the required query. */
function addressOf(endpoint: EndpointFace, ids: Readonly<Record<string, string>> = {}): string {
  const { parameters = [] } = operationOf(endpoint);
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const parameter = parameters.find((candidate) => candidate.name === name && candidate.in === "path");
    return encodeURIComponent(ids[name] ?? String(sampleOf(parameter?.schema ?? { type: "string", minLength: 20 })));
  });
  const query = parameters.filter((parameter) => parameter.in === "query" && parameter.required === true);
  return `/api${path}${query.length > 0 ? `?${query.map(({ name, schema }) => `${name}=${String(sampleOf(schema))}`).join("&")}` : ""}`;
}

async function call(method: string, address: string, init: RequestInit): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set("host", "localhost");
  if (method !== "GET") headers.set("origin", "http://localhost");
  const response = await server.app.hono.request(`http://localhost${address}`, { ...init, method, headers });
  const text = await response.text();
  const body =
    response.headers.get("content-type")?.includes("json") && text !== ""
      ? (JSON.parse(text) as Record<string, unknown>)
      : {};
  return { status: response.status, code: body["code"], messages: body["messages"] };
}

/** Calls the endpoint with an input that its descriptor allows. */
function callWell(
  endpoint: EndpointFace,
  credentials: Headers,
  ids: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const schema = bodySchema(endpoint);
  if (endpoint.method === "GET" || !schema)
    return call(endpoint.method, addressOf(endpoint, ids), { headers: credentials });
  const sample = { ...(sampleOf(schema) as Record<string, unknown>), ...alsoNeeded[endpoint.name] };
  if (isUpload(endpoint)) {
    const form = new FormData();
    for (const [name, value] of Object.entries(sample))
      form.append(name, value instanceof File ? value : String(value));
    return call(endpoint.method, addressOf(endpoint, ids), { headers: credentials, body: form });
  }
  const headers = { ...credentials, "content-type": "application/json" };
  return call(endpoint.method, addressOf(endpoint, ids), { headers, body: JSON.stringify(sample) });
}

async function json(
  method: string,
  path: string,
  credentials: Headers,
  body?: object,
): Promise<{ body: Record<string, unknown>; cookie: string }> {
  const headers = { ...credentials, host: "localhost", origin: "http://localhost", "content-type": "application/json" };
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  const response = await server.app.hono.request(`http://localhost${path}`, init);
  if (response.status >= 300) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return {
    body: (await response.json()) as Record<string, unknown>,
    cookie: response.headers.getSetCookie()[0]?.split(";")[0] ?? "",
  };
}

async function signIn(account: string): Promise<Headers> {
  const { cookie } = await json(
    "POST",
    "/api/auth/sign-in/email",
    {},
    { email: `${account}@parley.example`, password: "parley-demo" },
  );
  return { cookie };
}

/** A guest, invited to one document and come in by the code from the mailbox. */
async function guestOf(documentId: string, owner: Headers): Promise<Headers> {
  const { body } = await json("POST", `/api/documents/${documentId}/shares`, owner, {
    link: "guests",
    role: "edit",
    party: "counterparty",
  });
  const invitation = `/api/invitations/${String(body["url"]).split("/").at(-1)}`;
  await json("POST", `${invitation}/code`, {}, { email: "guest@elsewhere.example" });
  const { body: mails } = await json("GET", "/api/mailbox", as.administrator);
  const letter = (mails as unknown as { to: string; text: string }[]).find(
    ({ to }) => to === "guest@elsewhere.example",
  );
  const code = /^ {4}(\d{6})$/m.exec(letter?.text ?? "")?.[1];
  const { cookie } = await json(
    "POST",
    `${invitation}/enter`,
    {},
    { email: "guest@elsewhere.example", code, name: "Guest" },
  );
  return { cookie };
}

beforeAll(async () => {
  server = await startTestServer({ env: { PARLEY_DEMO: "1" } });
  endpoints = listEndpoints(joinEndpoints(server.app.slices));
  as.administrator = await signIn("ceo");
  as.member = await signIn("xiaonan.duan");
  const owner = await signIn("legal");
  const description = (await json("GET", "/api/openapi.json", {})).body;
  operations = description["paths"] as typeof operations;
  const shared = String(
    (await json("POST", "/api/documents", owner, { kind: "note", title: "Shared with a guest" })).body["id"],
  );
  othersDocumentId = String(
    (await json("POST", "/api/documents", owner, { kind: "note", title: "Nobody else's" })).body["id"],
  );
  as.guest = await guestOf(shared, owner);
});
afterAll(async () => {
  await server.stop();
});

describe("every endpoint", () => {
  test("is counted: people and documents are both here", () => {
    expect(endpoints.length).toBeGreaterThan(40);
    expect([...new Set(endpoints.map(({ name }) => name.split(".")[0]))]).toEqual(
      expect.arrayContaining(["people", "documents"]),
    );
  });

  test("refuses who has not signed in, except the few that are public", async () => {
    expect(
      endpoints
        .filter(({ policy }) => policy.public)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(publicEndpoints);
    for (const endpoint of endpoints.filter(({ policy }) => !policy.public)) {
      const answer = await callWell(endpoint, as.nobody);
      expect([endpoint.name, answer.status, answer.code]).toEqual([endpoint.name, 401, "people/not-signed-in"]);
    }
  });

  test("refuses a session or token that is made up, as if nobody had signed in", async () => {
    for (const endpoint of endpoints.filter(({ policy }) => !policy.public)) {
      const byCookie = await callWell(endpoint, { cookie: "parley.session_token=made.up; parley.guest=made-up" });
      const byToken = await callWell(endpoint, { authorization: `Bearer parley_${"x".repeat(43)}` });
      expect([endpoint.name, byCookie.status, byToken.status]).toEqual([endpoint.name, 401, 401]);
    }
  });

  test("refuses a changing call from another site", async () => {
    for (const endpoint of endpoints.filter(({ method }) => method !== "GET")) {
      const response = await server.app.hono.request(`http://localhost${addressOf(endpoint)}`, {
        method: endpoint.method,
        headers: {
          ...as.administrator,
          host: "localhost",
          origin: "https://evil.example",
          "content-type": "text/plain",
        },
        body: "{}",
      });
      expect([endpoint.name, response.status]).toEqual([endpoint.name, 403]);
    }
  });

  test("that is an administrator's refuses a member and a guest", async () => {
    for (const endpoint of endpoints.filter(({ policy }) => policy.label === "administrators")) {
      for (const credentials of [as.member, as.guest]) {
        const answer = await callWell(endpoint, credentials);
        expect([endpoint.name, answer.status, answer.code]).toEqual([endpoint.name, 403, "people/not-permitted"]);
      }
    }
  });

  test("of a document answers a colleague without a share as if there were none", async () => {
    const ofDocuments = endpoints.filter(({ path }) => path.startsWith("/documents/{id}"));
    expect(ofDocuments.length).toBeGreaterThan(10);
    for (const endpoint of ofDocuments) {
      const others = await callWell(endpoint, as.member, { id: othersDocumentId });
      const none = await callWell(endpoint, as.member, { id: unknownId });
      expect([endpoint.name, others.status, others.code]).toEqual([endpoint.name, 404, "documents/not-found"]);
      expect([endpoint.name, none]).toEqual([endpoint.name, others]);
      const byGuest = await callWell(endpoint, as.guest, { id: othersDocumentId });
      expect([endpoint.name, byGuest.status]).toEqual([endpoint.name, byGuest.status === 403 ? 403 : 404]);
    }
  });

  test("gives a guest nothing but their own document and themselves", async () => {
    const open: string[] = [];
    const others = endpoints.filter(({ path, policy }) => !policy.public && !path.startsWith("/documents/{id}"));
    // Leaving ends the session, so it comes last.
    for (const endpoint of others.toSorted(
      (a, b) => Number(a.name.endsWith("leave")) - Number(b.name.endsWith("leave")),
    )) {
      const answer = await callWell(endpoint, as.guest);
      expect([endpoint.name, answer.status]).not.toEqual([endpoint.name, 500]);
      if (answer.status !== 403) open.push(endpoint.name);
    }
    expect(open.toSorted()).toEqual(guestEndpoints);
  });

  test("never fails on an input that its descriptor allows, whoever asks", async () => {
    for (const endpoint of endpoints.filter(({ name }) => name !== "people.guests.leave")) {
      for (const credentials of [as.administrator, as.member]) {
        const answer = await callWell(endpoint, credentials);
        expect([endpoint.name, answer.status]).not.toEqual([endpoint.name, 500]);
      }
    }
  });

  test("with a body refuses a malformed one with a code and both languages", async () => {
    const withBody = endpoints.filter(
      (endpoint) => endpoint.method !== "GET" && bodySchema(endpoint) !== null && !isUpload(endpoint),
    );
    expect(withBody.length).toBeGreaterThan(15);
    for (const endpoint of withBody) {
      for (const [what, body] of malformedBodies(endpoint)) {
        const headers = { ...as.administrator, "content-type": "application/json" };
        const answer = await call(endpoint.method, addressOf(endpoint), { headers, body });
        expect([endpoint.name, what, answer.status, answer.code]).toEqual([
          endpoint.name,
          what,
          400,
          "request/malformed",
        ]);
        expect(answer.messages).toEqual({ en: expect.any(String), zh: expect.any(String) });
      }
    }
  });

  test("that takes a file refuses a request without one, and text in its place", async () => {
    const uploads = endpoints.filter(isUpload);
    expect(uploads.length).toBeGreaterThan(0);
    for (const endpoint of uploads) {
      const form = new FormData();
      form.append("file", "not a file");
      for (const body of [form, new FormData(), "{}"]) {
        const answer = await call(endpoint.method, addressOf(endpoint), { headers: as.administrator, body });
        expect([endpoint.name, answer.status, answer.code]).toEqual([endpoint.name, 400, "request/malformed"]);
      }
    }
  });

  test("with an id in its path refuses what is not the shape of one", async () => {
    for (const endpoint of endpoints.filter(({ path }) => /\{(id|\w+Id)\}/.test(path))) {
      for (const broken of [
        "1",
        "%00",
        "..%2f..",
        "%F0%9F%98%80",
        "00000000-0000-4000-8000-00000000DEAD",
        "x'; drop table people.person; --",
      ]) {
        const path = endpoint.path.replace(/\{\w+\}/g, encodeURIComponent(decodeURIComponent(broken)));
        const answer = await call(endpoint.method, `/api${path}`, { headers: as.administrator });
        // A malformed id of a document or a contract is one that none has; everything else is a malformed request.
        const unknown: Readonly<Record<string, string>> = {
          contracts: "contracts/not-found",
          documents: "documents/not-found",
          quarantine: "documents/not-quarantined",
        };
        const refused = ["request/malformed", unknown[path.split("/")[1] ?? ""]];
        expect([endpoint.name, broken, refused]).toEqual([
          endpoint.name,
          broken,
          expect.arrayContaining([answer.code]),
        ]);
        expect([400, 404]).toContain(answer.status);
      }
    }
  });
});

function malformedBodies(endpoint: EndpointFace): readonly (readonly [what: string, body: RequestInit["body"] & {}])[] {
  const schema = must(bodySchema(endpoint), "a body");
  const sample = sampleOf(schema) as Record<string, unknown>;
  const wrong = Object.keys(schema.properties ?? {}).map(
    (name) => [`${name} of a wrong type`, JSON.stringify({ ...sample, [name]: wrongType })] as const,
  );
  const missing = (schema.required ?? []).map(
    (name) =>
      [
        `without ${name}`,
        JSON.stringify(Object.fromEntries(Object.entries(sample).filter(([key]) => key !== name))),
      ] as const,
  );
  return [
    ["cut JSON", '{"name": "'],
    ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["a NUL", JSON.stringify({ ...sample, stray: "a\u0000b" })],
    ...wrong,
    ...missing,
  ];
}
