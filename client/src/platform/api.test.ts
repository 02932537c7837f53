import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { peopleApi } from "@parley/people";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ApiError, UNREACHABLE } from "./api-error.ts";
import { type Endpoints, createEndpoints, onSignedOut } from "./api.ts";
import { connectivity } from "./connectivity.ts";

let server: Server;
let api: Endpoints<typeof peopleApi>;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

function refuse(status: number, body: unknown): void {
  answer = (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
}

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api = createEndpoints("people", peopleApi, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(() => {
  answer = (_request, response) => response.end("{}");
});

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call did not fail");
}

test("a refusal keeps its code, its facts and its sentence in both languages", async () => {
  refuse(409, {
    code: "people/email-taken",
    message: "a@b.example already belongs to someone.",
    messages: { en: "a@b.example already belongs to someone.", zh: "a@b.example 已被使用。" },
    facts: { email: "a@b.example" },
  });
  const error = await failureOf(api.directory.createPerson.call({ name: "A", email: "a@b.example" }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: "people/email-taken", status: 409, facts: { email: "a@b.example" } });
  expect((error as ApiError).sentence("zh")).toBe("a@b.example 已被使用。");
});

test("a malformed request names its fields", async () => {
  refuse(400, { code: "request/malformed", message: "no", issues: [{ path: ["departmentIds", 0], message: "bad" }] });
  expect(await failureOf(api.start.call())).toMatchObject({
    status: 400,
    issues: [{ path: "departmentIds.0", message: "bad" }],
  });
});

test("a gateway's page is an error with its status, not a crash, and the server counts as away", async () => {
  answer = (_request, response) => {
    response.writeHead(502, { "content-type": "text/html" });
    response.end("<h1>Bad gateway</h1>");
  };
  expect(await failureOf(api.start.call())).toMatchObject({ status: 502 });
  expect(connectivity()).toBe("away");
  refuse(404, { code: "people/not-found", message: "" });
  await failureOf(api.start.call());
  expect(connectivity()).toBe("reachable");
});

test("a call that reaches nobody says so, and the server counts as away", async () => {
  answer = (request) => request.socket.destroy();
  expect(await failureOf(api.start.call())).toMatchObject({ code: UNREACHABLE, status: 0 });
  expect(connectivity()).toBe("away");
});

test("an aborted call is an abort and never a lost server", async () => {
  await api.start.call();
  const abort = new AbortController();
  answer = () => abort.abort();
  const error = await failureOf(api.start.call(undefined, { signal: abort.signal }));
  expect(error).toMatchObject({ name: "AbortError" });
  expect(connectivity()).toBe("reachable");
});

test("an ended session is told; a wrong password is not one", async () => {
  let told = 0;
  const stop = onSignedOut(() => told++);
  refuse(401, { code: "people/credentials-wrong", message: "" });
  await failureOf(api.me.get.call());
  expect(told).toBe(0);
  refuse(401, { code: "people/not-signed-in", message: "" });
  await failureOf(api.me.get.call());
  expect(told).toBe(1);
  stop();
  await failureOf(api.me.get.call());
  expect(told).toBe(1);
});

test("values of a path are escaped, empty filters are left out", async () => {
  let asked = "";
  answer = (request, response) => {
    asked = request.url ?? "";
    response.setHeader("content-type", "application/json");
    response.end("[]");
  };
  await api.directory.people.call({ search: "林 & co" });
  expect(asked).toBe("/api/people?search=%E6%9E%97+%26+co");
  await api.guests.face.call({ secret: "../../me?x=1" });
  expect(asked).toBe("/api/invitations/..%2F..%2Fme%3Fx%3D1");
});
