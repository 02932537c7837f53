import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PeopleScene, openPeopleScene } from "../../../test/scenarios/people/people-scene.ts";

let scene: PeopleScene;
beforeAll(async () => {
  scene = await openPeopleScene(new Hono(), { PARLEY_DEMO: "0", PARLEY_PUBLIC_URL: "https://parley.example" });
});
afterAll(async () => {
  await scene.close();
});

const wanted = (round: number): object => ({
  companyName: `Company ${round}`,
  timeZone: "Europe/Berlin",
  name: "First Administrator",
  email: `first${round}@parley.example`,
  password: "a good password",
  language: "zh",
});

test("an empty server says that it needs setting up, and knows nobody", async () => {
  const visitor = scene.visitor();
  expect((await visitor.get("/api/start")).body).toEqual({ setUp: false, companyName: null, demo: false, oidc: null });
  expect((await visitor.get("/api/people")).status).toBe(401);
});

test("a weak password or a missing name sets nothing up", async () => {
  const visitor = scene.visitor();
  expect((await visitor.post("/api/set-up", { ...wanted(0), password: "short" })).body.code).toBe("request/malformed");
  for (const [password, refused] of [
    ["1234567890", "people/password-plain"],
    ["Password123", "people/password-common"],
    ["first administrator", "people/password-own"],
    ["first0@parley.example", "people/password-own"],
  ]) {
    const answer = await visitor.post("/api/set-up", { ...wanted(0), password });
    expect([password, answer.status, answer.body.code]).toEqual([password, 422, refused]);
    expect(answer.body["messages"]).toEqual({ en: expect.any(String), zh: expect.any(String) });
  }
  expect((await visitor.post("/api/set-up", { ...wanted(0), companyName: " " })).body.code).toBe("request/malformed");
  expect((await visitor.get("/api/start")).body["setUp"]).toBe(false);
});

test("of several set-ups at the same moment one wins, and nothing of the others stays", async () => {
  const answers = await Promise.all([1, 2, 3, 4].map((round) => scene.visitor().post("/api/set-up", wanted(round))));
  expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  expect(answers.filter((answer) => answer.body.code === "people/set-up-done")).toHaveLength(3);
  const winner = answers.findIndex((answer) => answer.status === 200) + 1;
  const administrator = scene.visitor();
  const signedIn = await administrator.post("/api/auth/sign-in/email", {
    email: `first${winner}@parley.example`,
    password: "a good password",
  });
  expect(signedIn.status).toBe(200);
  expect((await administrator.get("/api/me")).body).toMatchObject({
    company: { name: `Company ${winner}` },
    person: { standing: "administrator" },
  });
  expect((await administrator.get("/api/people")).body).toHaveLength(1);
  expect((await scene.visitor().post("/api/set-up", wanted(9))).body.code).toBe("people/set-up-done");
});

test("the administrator says where the company's days begin; a zone that nobody knows is refused", async () => {
  const { sql } = scene.database;
  const [first] = await sql<{ email: string }[]>`select email from people.person`;
  const administrator = scene.visitor();
  await administrator.post("/api/auth/sign-in/email", { email: first?.email, password: "a good password" });
  const zone = async (): Promise<unknown> => (await administrator.get("/api/me")).body["company"];
  // As the browser said at the set-up.
  expect(await zone()).toMatchObject({ timeZone: "Europe/Berlin" });
  expect((await administrator.patch("/api/company", { timeZone: "Asia/Tokyo" })).status).toBe(200);
  expect(await zone()).toMatchObject({ timeZone: "Asia/Tokyo" });
  expect((await administrator.patch("/api/company", { timeZone: "Mars/Base" })).body.code).toBe(
    "people/time-zone-unknown",
  );
  expect(await zone()).toMatchObject({ timeZone: "Asia/Tokyo" });
  expect((await scene.visitor().patch("/api/company", { timeZone: "UTC" })).status).toBe(401);
});

test("with a public https address cookies are sent over TLS only", async () => {
  const { sql } = scene.database;
  const [first] = await sql<{ email: string }[]>`select email from people.person`;
  const signedIn = await scene
    .visitor()
    .post("/api/auth/sign-in/email", { email: first?.email, password: "a good password" });
  expect(signedIn.headers.getSetCookie()[0]).toMatch(/^__Secure-parley\.session_token=.*; Secure/);
});

test("only the administrator reads the mailbox, and it never grows without bound", async () => {
  const { sql } = scene.database;
  const [first] = await sql<{ email: string }[]>`select email from people.person`;
  const administrator = scene.visitor();
  await administrator.post("/api/auth/sign-in/email", { email: first?.email, password: "a good password" });
  await administrator.post("/api/people", {
    name: "Member",
    email: "member@parley.example",
    password: "a good password",
  });
  await scene.mail.send({ to: "somebody@parley.example", subject: "Hello", text: "There", language: "en" });
  expect((await administrator.get("/api/mailbox")).body).toMatchObject([
    { to: "somebody@parley.example", subject: "Hello", text: "There" },
  ]);
  const member = scene.visitor();
  await member.post("/api/auth/sign-in/email", { email: "member@parley.example", password: "a good password" });
  expect((await member.get("/api/mailbox")).status).toBe(403);
  scene.clock.advance(31 * 24 * 60 * 60_000);
  await scene.mail.slice.start?.();
  expect(await scene.mail.listUndelivered(10)).toEqual([]);
});
