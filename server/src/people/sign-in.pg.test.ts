import { must } from "@parley/base";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Answer,
  type PeopleScene,
  type Visitor,
  openPeopleScene,
} from "../../../test/scenarios/people/people-scene.ts";

let scene: PeopleScene;
beforeAll(async () => {
  scene = await openPeopleScene(new Hono());
});
afterAll(async () => {
  await scene.close();
});

const signIn = (visitor: Visitor, email: string, password: string): Promise<Answer> =>
  visitor.post("/api/auth/sign-in/email", { email, password });
const askCode = (visitor: Visitor, email: string): Promise<Answer> => {
  // So that the newest mail is the newest by its time, too.
  scene.clock.advance(1_000);
  return visitor.post("/api/auth/email-otp/send-verification-otp", { email, type: "sign-in" });
};
const enterCode = (visitor: Visitor, email: string, otp: string): Promise<Answer> =>
  visitor.post("/api/auth/sign-in/email-otp", { email, otp });
const another = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** Waits for the mail that is written after the answer. */
async function codeFor(email: string): Promise<string> {
  await expect.poll(() => scene.newestCode(email).catch(() => null)).not.toBeNull();
  return scene.newestCode(email);
}

test("Lin Lan signs in by password, with a cookie that no script can read, and sees herself", async () => {
  const lin = scene.visitor();
  const answer = await signIn(lin, " Legal@Parley.example ", "parley-demo");
  expect(answer.status).toBe(200);
  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^parley\.session_token=.*HttpOnly.*SameSite=Lax/);
  const token = must(decodeURIComponent(must(cookie, "a cookie").split("=")[1] ?? "").split(".")[0], "a token");
  expect(JSON.stringify(answer.body)).not.toContain(token);
  const me = await lin.get("/api/me");
  expect(me.body).toMatchObject({
    by: "session",
    demo: true,
    person: { name: "林岚", email: "legal@parley.example", standing: "member" },
  });
});

test("a wrong password and an unknown e-mail sound the same", async () => {
  const wrong = await signIn(scene.visitor(), "finance@parley.example", "not-the-password");
  const unknown = await signIn(scene.visitor(), "nobody@parley.example", "not-the-password");
  expect([wrong.status, wrong.body.code]).toEqual([401, "people/credentials-wrong"]);
  expect({ status: unknown.status, body: unknown.body }).toEqual({ status: wrong.status, body: wrong.body });
});

test("an unknown e-mail takes about as long as a wrong password", async () => {
  const times: Record<string, number[]> = { "rd@parley.example": [], "nobody-at-all@parley.example": [] };
  for (let round = 0; round < 5; round++) {
    // In turns, so that a busy machine slows both.
    for (const [email, taken] of Object.entries(times)) {
      const start = performance.now();
      await signIn(scene.visitor(`198.51.100.${round}`), email, "not-the-password");
      taken.push(performance.now() - start);
    }
  }
  const [known = 0, unknown = 0] = Object.values(times).map((taken) => Math.min(...taken));
  // Without a hash for unknown e-mails the ratio is about thirty.
  expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(6);
});

test("guessing a password from one address ends after ten tries, also with the right one, and the wait is told", async () => {
  const guesser = scene.visitor("192.0.2.66");
  const email = "siqi.luo@parley.example";
  for (let round = 0; round < 10; round++) expect((await signIn(guesser, email, `guess-${round}`)).status).toBe(401);
  const refused = await signIn(guesser, email, "parley-demo");
  expect([refused.status, refused.body.code]).toEqual([429, "people/too-many-tries"]);
  expect(refused.headers.get("retry-after")).toBe("900");
  expect((await signIn(scene.visitor("192.0.2.67"), email, "parley-demo")).status).toBe(200);
  scene.clock.advance(15 * 60_000);
  expect((await signIn(guesser, email, "parley-demo")).status).toBe(200);
});

test("tries at the same time are counted one by one", async () => {
  const guesser = scene.visitor("192.0.2.70");
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, round) => signIn(guesser, "zimo.qin@parley.example", `guess-${round}`)),
  );
  expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(20);
});

test("signing in rightly uses no tries up", async () => {
  for (let round = 0; round < 12; round++) {
    expect((await signIn(scene.visitor("192.0.2.71"), "xiaonan.duan@parley.example", "parley-demo")).status).toBe(200);
  }
});

test("a code from the mail signs in once", async () => {
  const he = scene.visitor();
  const email = "zhixing.he@parley.example";
  expect((await askCode(he, email)).status).toBe(200);
  const code = await codeFor(email);
  expect((await enterCode(he, email, code)).status).toBe(200);
  expect((await he.get("/api/me")).body).toMatchObject({ person: { email } });
  const again = await enterCode(scene.visitor(), email, code);
  expect([again.status, again.body.code]).toEqual([401, "people/sign-in-code-wrong"]);
});

test("asking for a code sounds the same for an unknown e-mail, and sends nothing", async () => {
  const known = await askCode(scene.visitor(), "yutong.bai@parley.example");
  const unknown = await askCode(scene.visitor(), "stranger@elsewhere.example");
  expect({ status: unknown.status, body: unknown.body }).toEqual({ status: known.status, body: known.body });
  await codeFor("yutong.bai@parley.example");
  expect(
    (await scene.mail.listUndelivered(200)).some((letter) => letter.recipient === "stranger@elsewhere.example"),
  ).toBe(false);
});

test("an expired code, an older code and a sixth try are refused alike", async () => {
  const email = "zhiqiu.ye@parley.example";
  await askCode(scene.visitor(), email);
  const first = await codeFor(email);
  await scene.database.sql`update auth.verification set "expiresAt" = now() - interval '1 second'`;
  const expired = await enterCode(scene.visitor(), email, first);
  expect([expired.status, expired.body.code]).toEqual([401, "people/sign-in-code-wrong"]);

  await askCode(scene.visitor(), email);
  await expect.poll(() => scene.newestCode(email)).not.toBe(first);
  const second = await scene.newestCode(email);
  await askCode(scene.visitor(), email);
  await expect.poll(() => scene.newestCode(email)).not.toBe(second);
  const third = await scene.newestCode(email);
  expect((await enterCode(scene.visitor(), email, second)).status).toBe(401);
  for (let round = 0; round < 4; round++)
    expect((await enterCode(scene.visitor(), email, another(third))).status).toBe(401);
  expect((await enterCode(scene.visitor(), email, third)).status).toBe(401);
});

test("a code is not in the database as it was sent", async () => {
  const email = "licheng.han@parley.example";
  await askCode(scene.visitor(), email);
  const code = await codeFor(email);
  const rows = await scene.database.sql<{ value: string }[]>`select value from auth.verification`;
  expect(rows.length).toBeGreaterThan(0);
  for (const { value } of rows) expect(value).not.toContain(code);
});

test("codes are not sent without end, nor tried without end", async () => {
  const email = "priya.nair@parley.example";
  const statuses: number[] = [];
  for (let round = 0; round < 7; round++)
    statuses.push((await askCode(scene.visitor(`203.0.113.${round}`), email)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const tries = await Promise.all(
    Array.from({ length: 15 }, (_, round) =>
      enterCode(scene.visitor(`203.0.113.${round}`), "unknown@parley.example", "000000"),
    ),
  );
  expect(tries.filter((answer) => answer.status === 429)).toHaveLength(5);
});

test("signing in never continues a session that was there before", async () => {
  const victim = scene.visitor();
  victim.cookies.set("parley.session_token", "chosen-by-somebody.else");
  victim.cookies.set("parley.guest", "chosen-by-somebody");
  await signIn(victim, "wenbo.jiang@parley.example", "parley-demo");
  const first = victim.cookies.get("parley.session_token");
  expect(first).not.toContain("chosen-by-somebody");
  await signIn(victim, "wenbo.jiang@parley.example", "parley-demo");
  expect(victim.cookies.get("parley.session_token")).not.toBe(first);
});

test("a session cookie that was made up, cut or signed by someone else opens nothing", async () => {
  const lin = await scene.colleague("legal");
  const real = must(lin.cookies.get("parley.session_token"), "a cookie");
  const [token = ""] = decodeURIComponent(real).split(".");
  for (const forged of [
    "x",
    token,
    `${token}.`,
    `${token}.${"A".repeat(43)}=`,
    real.slice(0, -3),
    encodeURIComponent(`${token}.ä`),
    "%ff",
  ]) {
    const stranger = scene.visitor();
    stranger.cookies.set("parley.session_token", forged);
    expect([forged, (await stranger.get("/api/me")).status]).toEqual([forged, 401]);
  }
});

test("a session that has expired opens nothing, even before it is tidied away", async () => {
  const lin = await scene.colleague("legal");
  await scene.database.sql`update auth.session set "expiresAt" = ${new Date(scene.clock.nowMs())}`;
  expect((await lin.get("/api/me")).status).toBe(401);
});

test("signing out ends the session here and everywhere it was copied to", async () => {
  const lin = await scene.colleague("legal");
  const copy = scene.visitor();
  copy.cookies.set("parley.session_token", must(lin.cookies.get("parley.session_token"), "a cookie"));
  expect((await copy.get("/api/me")).status).toBe(200);
  const before = scene.ended.length;
  expect((await lin.post("/api/auth/sign-out")).status).toBe(200);
  expect((await copy.get("/api/me")).status).toBe(401);
  expect(scene.ended.length).toBe(before + 1);
});

test("sessions are listed and can be ended one by one, one's own only", async () => {
  const tang = await scene.colleague("ruoxi.tang", "192.0.2.10");
  const phone = await scene.colleague("ruoxi.tang", "192.0.2.11");
  const list = (await tang.get("/api/me/sessions")).body as unknown as {
    id: string;
    current: boolean;
    address: string;
    kind: string;
  }[];
  expect(list.map(({ current, address, kind }) => ({ current, address, kind }))).toEqual(
    expect.arrayContaining([
      { current: true, address: "192.0.2.10", kind: "session" },
      { current: false, address: "192.0.2.11", kind: "session" },
    ]),
  );
  const other = must(
    list.find((session) => !session.current),
    "the phone's session",
  );
  const stranger = await scene.colleague("legal");
  expect((await stranger.delete(`/api/me/sessions/${other.id}`)).body.code).toBe("people/session-not-found");
  expect((await phone.get("/api/me")).status).toBe(200);
  expect((await tang.delete(`/api/me/sessions/${other.id}`)).status).toBe(200);
  expect((await phone.get("/api/me")).status).toBe(401);
  expect(scene.ended).toContain(other.id);
});

test("a new password ends the other sessions when asked to", async () => {
  const han = await scene.colleague("yifan.shen", "192.0.2.20");
  const phone = await scene.colleague("yifan.shen", "192.0.2.21");
  const weak = await han.post("/api/auth/change-password", { currentPassword: "parley-demo", newPassword: "short" });
  expect(weak.body.code).toBe("request/malformed");
  for (const [newPassword, refused] of [
    ["1234567890", "people/password-plain"],
    ["yifan.shen2026", "people/password-own"],
  ]) {
    const guessed = await han.post("/api/auth/change-password", { currentPassword: "parley-demo", newPassword });
    expect([guessed.status, guessed.body.code]).toEqual([422, refused]);
  }
  const wrong = await han.post("/api/auth/change-password", {
    currentPassword: "not-the-password",
    newPassword: "a much longer one",
  });
  expect(wrong.body.code).toBe("people/credentials-wrong");
  const before = scene.ended.length;
  const changed = await han.post("/api/auth/change-password", {
    currentPassword: "parley-demo",
    newPassword: "a much longer one",
    revokeOtherSessions: true,
  });
  expect(changed.status).toBe(200);
  expect((await phone.get("/api/me")).status).toBe(401);
  expect((await han.get("/api/me")).status).toBe(200);
  expect(scene.ended.length).toBeGreaterThan(before);
});

test("nobody signs up, and nothing else of the sign-in library can be reached", async () => {
  const stranger = scene.visitor();
  const routes = [
    "/api/auth/sign-up/email",
    "/api/auth/email-otp/check-verification-otp",
    "/api/auth/email-otp/reset-password",
    "/api/auth/delete-user",
    "/api/auth/update-user",
    "/api/auth/list-sessions",
    "/api/auth/verify-email",
    "/api/auth/sign-in/email/",
    "/api/auth//sign-in/email",
    "/api/auth/sign-in%2femail",
  ];
  for (const route of routes) {
    const answer = await stranger.post(route, { email: "a@b.example", password: "x".repeat(12), name: "A" });
    expect([route, answer.status, answer.body.code]).toEqual([route, 404, "request/unknown-route"]);
  }
});

test("a sign-in from another site, in a form or with a huge or broken body is refused", async () => {
  const good = JSON.stringify({ email: "legal@parley.example", password: "parley-demo" });
  const attempt = async (body: RequestInit["body"], headers: Record<string, string>): Promise<unknown[]> => {
    const answer = await scene
      .visitor()
      .send("/api/auth/sign-in/email", { method: "POST", body: body ?? null, headers });
    return [answer.status, answer.body.code];
  };
  const json = { "content-type": "application/json" };
  expect(await attempt(good, { ...json, origin: "https://evil.example" })).toEqual([403, "people/wrong-origin"]);
  expect(await attempt(good, { ...json, "sec-fetch-site": "cross-site" })).toEqual([403, "people/wrong-origin"]);
  expect(
    await attempt("email=legal%40parley.example&password=parley-demo", {
      "content-type": "application/x-www-form-urlencoded",
    }),
  ).toEqual([400, "request/malformed"]);
  expect(await attempt(new Uint8Array(10_000_000), json)).toEqual([413, "request/too-large"]);
  expect(await attempt(new Uint8Array([0x7b, 0xff]), json)).toEqual([400, "request/malformed"]);
  expect(await attempt('{"email":"a@b.example","password":"a\\u0000b"}', json)).toEqual([400, "request/malformed"]);
  expect(await attempt('{"email":["a@b.example"],"password":{}}', json)).toEqual([400, "request/malformed"]);
});

test("a personal access token works in its header only, is shown once and stored as a hash", async () => {
  const lin = await scene.colleague("legal");
  const made = await lin.post("/api/me/tokens", { name: "nightly export", expiresInDays: 7 });
  const secret = String(made.body["secret"]);
  expect(secret).toMatch(/^parley_[A-Za-z0-9_-]{43}$/);
  const script = scene.visitor();
  const headers = { authorization: `Bearer ${secret}` };
  expect((await script.get("/api/me", headers)).body).toMatchObject({
    by: "token",
    person: { email: "legal@parley.example" },
  });
  expect((await script.get(`/api/me?token=${secret}`)).body.code).toBe("people/token-misplaced");
  script.cookies.set("token", secret);
  expect((await script.get("/api/me")).body.code).toBe("people/token-misplaced");
  script.cookies.clear();
  const list = (await lin.get("/api/me/tokens")).body;
  expect(JSON.stringify(list)).toContain("nightly export");
  expect(JSON.stringify(list)).not.toContain(secret.slice(10));
  const dump = await scene.database.sql<{ row: string }[]>`select t::text as row from people.token t`;
  expect(dump.map(({ row }) => row).join()).not.toContain(secret.slice(7));

  const mint = await script.post("/api/me/tokens", { name: "longer", expiresInDays: 366 }, headers);
  expect([mint.status, mint.body.code]).toEqual([403, "people/not-permitted"]);
  scene.clock.advance(8 * 24 * 60 * 60_000);
  expect((await script.get("/api/me", headers)).body.code).toBe("people/token-invalid");
});

test("a revoked token and one that never was are refused, also where nobody need sign in", async () => {
  const lin = await scene.colleague("legal");
  const made = await lin.post("/api/me/tokens", { name: "short-lived" });
  const token = made.body["token"] as { id: string };
  const headers = { authorization: `Bearer ${String(made.body["secret"])}` };
  expect((await scene.visitor().get("/api/me", headers)).status).toBe(200);
  const stranger = await scene.colleague("finance");
  expect((await stranger.delete(`/api/me/tokens/${token.id}`)).body.code).toBe("people/token-not-found");
  expect((await lin.delete(`/api/me/tokens/${token.id}`)).status).toBe(200);
  expect(scene.ended).toContain(token.id);
  expect((await scene.visitor().get("/api/me", headers)).body.code).toBe("people/token-invalid");
  const madeUp = await scene.visitor().get("/api/start", { authorization: `Bearer parley_${"A".repeat(43)}` });
  expect([madeUp.status, madeUp.body.code]).toEqual([401, "people/token-invalid"]);
});

test("a socket may bring its token in the address, an API call may not", async () => {
  const { secret } = await scene.people.createTokenFor("legal@parley.example");
  const socket = await scene.people.findCallerForSocket(
    new Request(`http://localhost/sync/x?token=${secret}`),
    "192.0.2.1",
  );
  expect(socket).toMatchObject({ by: "token", email: "legal@parley.example" });
  const plain = await scene.people.findCaller(new Request(`http://localhost/sync/x?token=${secret}`), "192.0.2.1");
  expect(plain).toBeNull();
});

test("an inactive person's sessions and tokens end at once, and neither password nor code lets them in again", async () => {
  const ceo = await scene.colleague("ceo");
  const daniel = await scene.colleague("daniel.moreau");
  const { secret, person } = await scene.people.createTokenFor("daniel.moreau@parley.example");
  expect((await ceo.patch(`/api/people/${person.id}`, { active: false })).status).toBe(200);
  expect((await daniel.get("/api/me")).status).toBe(401);
  expect((await scene.visitor().get("/api/me", { authorization: `Bearer ${secret}` })).status).toBe(401);
  expect(scene.accessChanged).toContain(person.id);
  const byPassword = await signIn(scene.visitor(), "daniel.moreau@parley.example", "parley-demo");
  expect([byPassword.status, byPassword.body.code]).toEqual([403, "people/inactive"]);
  await askCode(scene.visitor(), "daniel.moreau@parley.example");
  const byCode = await enterCode(
    scene.visitor(),
    "daniel.moreau@parley.example",
    await codeFor("daniel.moreau@parley.example"),
  );
  expect(byCode.body.code).toBe("people/inactive");
  await expect(scene.people.createTokenFor("daniel.moreau@parley.example")).rejects.toMatchObject({
    code: "people/not-found",
  });
});
