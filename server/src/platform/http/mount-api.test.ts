import { type Language, type PersonId, type SessionId, declareRefusals, must } from "@parley/base";
import type { Standing } from "@parley/people";
import { oc } from "@orpc/contract";
import { Hono } from "hono";
import { pino } from "pino";
import { expect, test } from "vitest";
import { z } from "zod";
import { readConfig } from "../../config.ts";
import type { Caller } from "../caller.ts";
import { endpoint } from "./endpoint.ts";
import type { ErrorBody } from "./error-answer.ts";
import { mountApi } from "./mount-api.ts";
import { administrator, anyone, colleague, signedIn } from "./policies.ts";

const { refuse } = declareRefusals({
  "things/locked": { status: 423, en: "Thing {name} is locked.", zh: "{name} 已锁定。" },
});

const thingsApi = {
  hello: oc
    .route({ method: "GET", path: "/hello" })
    .input(z.object({ name: z.string().max(10).optional() }))
    .output(z.object({ said: z.string() })),
  make: oc
    .route({ method: "POST", path: "/things" })
    .input(z.object({ name: z.string().min(1), size: z.number().int() }))
    .output(z.object({ name: z.string() })),
  upload: oc
    .route({ method: "POST", path: "/upload" })
    .input(z.object({ file: z.file() }))
    .output(z.object({ bytes: z.number() })),
  colleagues: oc.route({ method: "GET", path: "/colleagues" }).output(z.object({ name: z.string() })),
  administrators: oc.route({ method: "GET", path: "/administrators" }).output(z.object({ name: z.string() })),
  locked: oc
    .route({ method: "GET", path: "/locked/{name}" })
    .input(z.object({ name: z.string() }))
    .output(z.object({ name: z.string() })),
  broken: oc.route({ method: "GET", path: "/broken" }).output(z.object({ name: z.string() })),
  lying: oc.route({ method: "GET", path: "/lying" }).output(z.object({ name: z.string() })),
  cookie: oc.route({ method: "POST", path: "/cookie" }).output(z.object({ name: z.string() })),
};

const things = {
  hello: endpoint(thingsApi.hello, {
    allow: anyone,
    handle: ({ input }) => ({ said: `hello ${input.name ?? ""}`, secret: "not in the descriptor" }),
  }),
  make: endpoint(thingsApi.make, { allow: signedIn, handle: ({ input }) => ({ name: input.name }) }),
  upload: endpoint(thingsApi.upload, { allow: signedIn, handle: ({ input }) => ({ bytes: input.file.size }) }),
  colleagues: endpoint(thingsApi.colleagues, { allow: colleague, handle: ({ grant }) => ({ name: grant.name }) }),
  administrators: endpoint(thingsApi.administrators, {
    allow: administrator,
    handle: ({ grant }) => ({ name: grant.name }),
  }),
  locked: endpoint(thingsApi.locked, {
    allow: signedIn,
    handle: ({ input }) => {
      throw refuse("things/locked", { name: input.name });
    },
  }),
  broken: endpoint(thingsApi.broken, {
    allow: signedIn,
    handle: () => {
      throw new Error("password=hunter2 in a stack trace");
    },
  }),
  lying: endpoint(thingsApi.lying, { allow: signedIn, handle: () => ({ name: 5 as unknown as string }) }),
  cookie: endpoint(thingsApi.cookie, {
    allow: anyone,
    handle: ({ context }) => {
      context.answerHeaders.append("set-cookie", "a=1");
      context.answerHeaders.append("set-cookie", "b=2");
      return { name: "x" };
    },
  }),
};

interface Scene {
  readonly logged: string[];
  readonly call: (
    path: string,
    init?: RequestInit & { as?: Standing; language?: Language },
  ) => Promise<{ status: number; body: ErrorBody & Record<string, unknown>; headers: Headers }>;
}

function scene(): Scene {
  const logged: string[] = [];
  const app = new Hono();
  mountApi(app, {
    slices: [{ name: "things", migrations: [], endpoints: things }],
    config: readConfig({
      PARLEY_PUBLIC_URL: "https://parley.example",
      PARLEY_MAX_BODY_BYTES: "2000",
      PARLEY_MAX_IMPORT_BYTES: "5000",
      PARLEY_MAX_IMAGE_BYTES: "5000",
    }),
    log: pino({ level: "debug" }, { write: (line: string) => void logged.push(line) }),
    version: "0.0.0",
    findCaller: (request) => {
      const standing = request.headers.get("x-as");
      return Promise.resolve(
        standing === null ? null : callerOf(standing as Standing, request.headers.get("x-language") as Language),
      );
    },
  });
  return {
    logged,
    call: async (path, { as, language, ...init } = {}) => {
      const headers = new Headers(init.headers);
      headers.set("host", "localhost:3000");
      if (as) headers.set("x-as", as);
      if (language) headers.set("x-language", language);
      const response = await app.request(`http://localhost:3000${path}`, { ...init, headers });
      const text = await response.text();
      return { status: response.status, body: text === "" ? {} : JSON.parse(text), headers: response.headers };
    },
  };
}

function callerOf(standing: Standing, language: Language | null): Caller {
  return {
    personId: "00000000-0000-4000-8000-000000000001" as PersonId,
    name: "Lin Lan",
    email: "lin@parley.example",
    standing,
    language: language ?? "en",
    by: "session",
    credentialId: "00000000-0000-4000-8000-000000000002" as SessionId,
  };
}

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers: { "content-type": "application/json", ...headers },
});

test("an answer is stripped to its descriptor and never cached", async () => {
  const { status, body, headers } = await scene().call("/api/hello?name=Lin");
  expect({ status, body }).toEqual({ status: 200, body: { said: "hello Lin" } });
  expect(headers.get("cache-control")).toBe("no-store");
});

test("a refusal is told with its code, both sentences and its facts, in the caller's language", async () => {
  const { status, body } = await scene().call("/api/locked/%E7%94%B2", { as: "member", language: "zh" });
  expect(status).toBe(423);
  expect(body).toEqual({
    code: "things/locked",
    message: "甲 已锁定。",
    messages: { en: "Thing 甲 is locked.", zh: "甲 已锁定。" },
    facts: { name: "甲" },
  });
});

test("an anonymous caller is told no in the language the browser asks for", async () => {
  const zh = await scene().call("/api/colleagues", { headers: { "accept-language": "zh-CN,en;q=0.8" } });
  const en = await scene().call("/api/colleagues", { headers: { "accept-language": "en-US,zh;q=0.5" } });
  expect([zh.status, zh.body.message]).toEqual([401, "请先登录。"]);
  expect(en.body.message).toBe("Please sign in first.");
});

test("an unknown route is refused as such, with or without sign-in", async () => {
  for (const path of ["/api/nothing", "/api/", "/api/hello/more", "/api/HELLO"]) {
    const { status, body } = await scene().call(path);
    expect([path, status, body.code]).toEqual([path, 404, "request/unknown-route"]);
  }
});

test("a failure is logged whole and answered without detail", async () => {
  const { logged, call } = scene();
  const { status, body } = await call("/api/broken", { as: "member" });
  expect([status, body.code]).toEqual([500, "request/failed"]);
  expect(JSON.stringify(body)).not.toContain("hunter2");
  expect(logged.join("")).toContain("hunter2");
});

test("an answer that breaks its descriptor is a failure, not a malformed request", async () => {
  const { status, body } = await scene().call("/api/lying", { as: "member" });
  expect([status, body.code]).toEqual([500, "request/failed"]);
});

test("an anonymous caller is refused before the body is read", async () => {
  const never = new ReadableStream({ start: () => undefined });
  const { status } = await scene().call("/api/things", { method: "POST", body: never, duplex: "half" } as RequestInit);
  expect(status).toBe(401);
});

test("malformed bodies are refused with a reason", async () => {
  const { call } = scene();
  const bodies: [string, RequestInit["body"], string][] = [
    ["not JSON", "{name:", "application/json"],
    ["wrong types", JSON.stringify({ name: 5, size: "x" }), "application/json"],
    ["an array", "[]", "application/json"],
    ["nothing", "", "application/json"],
    ["plain text", "hello", "text/plain"],
    [
      "invalid UTF-8",
      Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('","size":1}')]),
      "application/json",
    ],
    ["a NUL", JSON.stringify({ name: "a\u0000b", size: 1 }), "application/json"],
    ["half a surrogate pair", '{"name":"\\ud83d","size":1}', "application/json"],
    ["a broken form", "--x\r\nnothing", "multipart/form-data; boundary=y"],
  ];
  for (const [what, body, type] of bodies) {
    const answer = await call("/api/things", {
      method: "POST",
      as: "member",
      body: must(body, "a body"),
      headers: { "content-type": type },
    });
    expect([what, answer.status, answer.body.code]).toEqual([what, 400, "request/malformed"]);
    expect(answer.body.messages.zh).toContain("请求格式不正确");
  }
  const named = await call("/api/things", { as: "member", ...json({ name: "", size: 1.5 }) });
  expect(named.body.issues?.map((issue) => issue.path)).toEqual(["name", "size"]);
});

test("an address that is not UTF-8 is refused", async () => {
  const { status, body } = await scene().call("/api/locked/%ff", { as: "member" });
  expect([status, body.code]).toEqual([400, "request/malformed"]);
  const query = await scene().call("/api/hello?name=%c3%28");
  expect(query.status).toBe(400);
});

test("a body over the limit is refused whether or not its length is told", async () => {
  const { call } = scene();
  const told = await call("/api/things", { as: "member", ...json({ name: "x".repeat(3000), size: 1 }) });
  expect([told.status, told.body.code, told.body.facts]).toEqual([
    413,
    "request/too-large",
    { limit: "2 KB", limitBytes: 2000 },
  ]);
  let sent = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      sent += 500;
      controller.enqueue(new Uint8Array(500));
    },
  });
  const untold = await call("/api/things", {
    as: "member",
    method: "POST",
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect(untold.status).toBe(413);
  expect(sent).toBeLessThan(10_000);
});

test("an upload has its own limit", async () => {
  const { call } = scene();
  const form = (bytes: number): FormData => {
    const data = new FormData();
    data.append("file", new File([new Uint8Array(bytes)], "a.docx"));
    return data;
  };
  const fits = await call("/api/upload", { as: "member", method: "POST", body: form(4000) });
  expect([fits.status, fits.body["bytes"]]).toEqual([200, 4000]);
  const large = await call("/api/upload", { as: "member", method: "POST", body: form(100_000) });
  expect(large.status).toBe(413);
});

test("a token in the address, in a cookie or in another scheme is refused", async () => {
  const { call } = scene();
  const token = `parley_${"x".repeat(43)}`;
  const misplaced = [
    call(`/api/hello?token=${token}`),
    call("/api/hello?token=anything"),
    call(`/api/hello?access_token=x`),
    call(`/api/hello?name=${token}`),
    call("/api/hello", { headers: { cookie: `other=1; parley_token=${token}` } }),
    call("/api/hello", { headers: { authorization: `Basic ${token}` } }),
    call("/api/hello", { headers: { authorization: token } }),
  ];
  for (const answer of await Promise.all(misplaced)) {
    expect([answer.status, answer.body.code]).toEqual([400, "people/token-misplaced"]);
  }
  expect((await call("/api/hello", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
});

test("a changing request from another site is refused, one of ours and one with a token is not", async () => {
  const { call } = scene();
  const cookie = { cookie: "parley.session_token=x" };
  const attempt = async (headers: Record<string, string>): Promise<number> =>
    (await call("/api/things", { as: "member", ...json({ name: "a", size: 1 }, headers) })).status;
  expect(await attempt({ ...cookie, origin: "https://evil.example" })).toBe(403);
  expect(await attempt({ ...cookie, origin: "https://parley.example.evil.example" })).toBe(403);
  expect(await attempt({ ...cookie, origin: "http://parley.example" })).toBe(403);
  expect(await attempt({ ...cookie, origin: "null" })).toBe(403);
  expect(await attempt({ ...cookie, "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await attempt({ ...cookie, "sec-fetch-site": "same-site", origin: "https://parley.example" })).toBe(403);
  expect(await attempt(cookie)).toBe(403);
  expect(await attempt({ origin: "https://evil.example" })).toBe(403);
  expect(await attempt({ ...cookie, origin: "https://parley.example" })).toBe(200);
  expect(await attempt({ ...cookie, origin: "http://localhost:3000" })).toBe(200);
  expect(await attempt({ ...cookie, "sec-fetch-site": "same-origin" })).toBe(200);
  expect(await attempt({ authorization: "Bearer x" })).toBe(200);
  const reading = await call("/api/colleagues", {
    as: "member",
    headers: { ...cookie, origin: "https://evil.example" },
  });
  expect(reading.status).toBe(200);
});

test("standing decides: guests are no colleagues, members no administrators", async () => {
  const { call } = scene();
  const statuses = async (path: string): Promise<number[]> =>
    Promise.all((["guest", "member", "administrator"] as const).map(async (as) => (await call(path, { as })).status));
  expect(await statuses("/api/colleagues")).toEqual([403, 200, 200]);
  expect(await statuses("/api/administrators")).toEqual([403, 403, 200]);
});

test("several cookies reach the answer", async () => {
  const { headers } = await scene().call("/api/cookie", { method: "POST" });
  expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

test("the description names every endpoint with its policy", async () => {
  const { body } = await scene().call("/api/openapi.json");
  const paths = body["paths"] as Record<string, Record<string, Record<string, unknown>>>;
  expect(Object.keys(paths)).toHaveLength(Object.keys(thingsApi).length);
  expect(paths["/colleagues"]?.["get"]?.["x-policy"]).toBe("colleagues");
  expect(paths["/hello"]?.["get"]).toMatchObject({ "x-policy": "anyone", security: [], operationId: "things.hello" });
});
