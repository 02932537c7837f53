import { type DocumentId, newId, seededRandom } from "@parley/base";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Answer,
  type PeopleScene,
  type Visitor,
  openPeopleScene,
} from "../../../test/scenarios/people/people-scene.ts";

const dayMs = 24 * 60 * 60_000;
let scene: PeopleScene;
beforeAll(async () => {
  scene = await openPeopleScene(new Hono());
});
afterAll(async () => {
  await scene.close();
});

/** Lin Lan invites somebody for `days`. */
async function invite(
  options: { email?: string; days?: number; subjectId?: DocumentId } = {},
): Promise<{ id: string; secret: string; path: string }> {
  const lin = await scene.people.findPersonByEmail("legal@parley.example");
  const { invitation, url } = await scene.people.createInvitation({
    subjectId: options.subjectId ?? scene.subjectId,
    subjectTitle: "临床前研究服务合同",
    inviterId: lin?.id as never,
    role: "edit",
    party: "counterparty",
    email: options.email ?? null,
    expiresAt: new Date(scene.clock.nowMs() + (options.days ?? 10) * dayMs),
  });
  const secret = url.split("/").at(-1) ?? "";
  return { id: invitation.id, secret, path: `/api/invitations/${secret}` };
}

const askCode = (visitor: Visitor, path: string, email: string): Promise<Answer> => {
  scene.clock.advance(1_000);
  return visitor.post(`${path}/code`, { email, language: "en" });
};
const enter = (visitor: Visitor, path: string, email: string, code: string, name = "Chen Mei"): Promise<Answer> =>
  visitor.post(`${path}/enter`, { email, code, name, organisation: "Jinjiang CRO" });
const another = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** Asks for a code, reads the mail and enters. */
async function comeIn(visitor: Visitor, path: string, email: string): Promise<Answer> {
  const asked = await askCode(visitor, path, email);
  if (asked.status !== 200) return asked;
  return enter(visitor, path, email, await scene.newestCode(email));
}

test("Chen Mei opens the link, proves her e-mail by code and is a guest who sees nothing of the directory", async () => {
  const { path } = await invite();
  const mei = scene.visitor();
  expect((await mei.get(path)).body).toMatchObject({
    documentTitle: "临床前研究服务合同",
    inviterName: "林岚",
    companyName: "蓉城生物 Rongcheng Biotech",
    role: "edit",
    party: "counterparty",
    emailHint: null,
  });
  expect((await askCode(mei, path, "Mei@CRO.example")).body).toEqual({ sent: true, expiresInSeconds: 600 });
  const answer = await enter(mei, path, "mei@cro.example", await scene.newestCode("mei@cro.example"));
  expect(answer.body).toEqual({ documentId: scene.subjectId });
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^parley\.guest=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/,
  );
  expect((await mei.get("/api/me")).body).toMatchObject({
    by: "guest-session",
    person: { name: "Chen Mei", email: "mei@cro.example", standing: "guest", organisation: "Jinjiang CRO" },
  });
  expect(scene.grants.at(-1)).toMatchObject({ subjectId: scene.subjectId, role: "edit", party: "counterparty" });
  for (const closed of ["/api/people", "/api/departments", "/api/me/tokens", "/api/mailbox"]) {
    expect([closed, (await mei.get(closed)).status]).toEqual([closed, 403]);
  }
  expect((await mei.post("/api/me/tokens", { name: "sneaky" })).status).toBe(403);
  expect(
    (await mei.post("/api/auth/change-password", { currentPassword: "x", newPassword: "long enough for it" })).status,
  ).toBe(401);
});

test("the same e-mail is the same person, by whichever link it comes", async () => {
  const first = scene.visitor();
  await comeIn(first, (await invite()).path, "same@cro.example");
  const second = scene.visitor();
  await comeIn(second, (await invite()).path, "SAME@cro.example");
  const id = async (visitor: Visitor): Promise<unknown> =>
    ((await visitor.get("/api/me")).body["person"] as { id: string }).id;
  expect(await id(second)).toBe(await id(first));
});

test("a guest cannot pass for a colleague, nor rename the author of what they wrote before", async () => {
  const { path } = await invite();
  const visitor = scene.visitor();
  await askCode(visitor, path, "liar@cro.example");
  const code = await scene.newestCode("liar@cro.example");
  expect((await enter(visitor, path, "liar@cro.example", code, "林\u200b岚")).body.code).toBe("request/malformed");
  expect((await enter(visitor, path, "liar@cro.example", code, "林岚")).status).toBe(200);
  expect((await visitor.get("/api/me")).body["person"]).toMatchObject({ name: "林岚（访客）", standing: "guest" });
  expect((await visitor.patch("/api/me", { name: "林岚" })).body.code).toBe("people/not-permitted");
  await askCode(visitor, path, "liar@cro.example");
  await enter(visitor, path, "liar@cro.example", await scene.newestCode("liar@cro.example"), "Somebody Else");
  expect((await visitor.get("/api/me")).body["person"]).toMatchObject({ name: "林岚（访客）" });
});

test("wrong codes count down, and after five the right one is refused, too", async () => {
  const { path } = await invite();
  const mei = scene.visitor();
  await askCode(mei, path, "five@cro.example");
  const code = await scene.newestCode("five@cro.example");
  const left: unknown[] = [];
  for (let round = 0; round < 5; round++) {
    const answer = await enter(mei, path, "five@cro.example", another(code));
    expect([answer.status, answer.body.code]).toEqual([422, "people/code-wrong"]);
    left.push(answer.body.facts?.["left"]);
  }
  expect(left).toEqual([4, 3, 2, 1, 0]);
  const answer = await enter(mei, path, "five@cro.example", code);
  expect([answer.status, answer.body.code]).toEqual([410, "people/code-expired"]);
});

test("tries at the same time cannot share one of the five", async () => {
  const { path } = await invite();
  const mei = scene.visitor();
  await askCode(mei, path, "parallel@cro.example");
  const code = await scene.newestCode("parallel@cro.example");
  const answers = await Promise.all(
    Array.from({ length: 9 }, () => enter(mei, path, "parallel@cro.example", another(code))),
  );
  expect(answers.filter((answer) => answer.body.code === "people/code-wrong")).toHaveLength(5);
});

test("a code counts once, for its own invitation and e-mail, for ten minutes, and only the newest", async () => {
  const { path } = await invite();
  const other = await invite();
  const mei = scene.visitor();
  await askCode(mei, path, "once@cro.example");
  const code = await scene.newestCode("once@cro.example");
  await askCode(mei, other.path, "once@cro.example");
  const otherCode = await scene.newestCode("once@cro.example");
  expect((await enter(mei, other.path, "once@cro.example", code)).body.code).toBe("people/code-wrong");
  expect((await enter(mei, path, "else@cro.example", code)).body.code).toBe("people/code-expired");
  const together = await Promise.all([1, 2].map(() => enter(scene.visitor(), path, "once@cro.example", code)));
  expect(together.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 410]);
  expect((await enter(mei, path, "once@cro.example", code)).body.code).toBe("people/code-expired");
  scene.clock.advance(10 * 60_000);
  expect((await enter(mei, other.path, "once@cro.example", otherCode)).body.code).toBe("people/code-expired");
});

test("codes are not sent without end, from one address or to one e-mail", async () => {
  const { path } = await invite();
  const statuses: number[] = [];
  for (let round = 0; round < 7; round++)
    statuses.push((await askCode(scene.visitor(`198.51.100.${round}`), path, "flood@cro.example")).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const spray: number[] = [];
  for (let round = 0; round < 65; round++)
    spray.push((await askCode(scene.visitor("198.51.100.99"), path, `spray${round}@cro.example`)).status);
  expect(spray.filter((status) => status === 200)).toHaveLength(60);
});

test("guessing codes for one e-mail ends, however many links and addresses are used", async () => {
  const links = await Promise.all([1, 2, 3].map(() => invite()));
  const statuses: number[] = [];
  for (const { path } of links) {
    await askCode(scene.visitor("203.0.113.1"), path, "guess@cro.example");
    for (let round = 0; round < 5; round++) {
      statuses.push((await enter(scene.visitor(`203.0.113.${round}`), path, "guess@cro.example", "000000")).status);
    }
  }
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
});

test("an invitation for one address is refused to another, and shows its own only masked", async () => {
  const { path } = await invite({ email: "Counsel@Firm.example" });
  const stranger = scene.visitor();
  expect((await stranger.get(path)).body["emailHint"]).toBe("c***@firm.example");
  const answer = await askCode(stranger, path, "stranger@firm.example");
  expect([answer.status, answer.body.code]).toEqual([403, "people/invitation-for-someone-else"]);
  const letter = (await scene.mail.listUndelivered(200)).find(
    (candidate) => candidate.recipient === "counsel@firm.example",
  );
  expect(letter?.text).toContain(`/invite/`);
  expect((await comeIn(scene.visitor(), path, "counsel@firm.example")).status).toBe(200);
});

test("an expired invitation is refused by name of who can renew it, and its sessions have ended", async () => {
  const { path } = await invite({ days: 2 });
  const mei = scene.visitor();
  const entered = await comeIn(mei, path, "expiring@cro.example");
  const maxAge = Number(/Max-Age=(\d+)/.exec(entered.headers.getSetCookie()[0] ?? "")?.[1]);
  expect(maxAge).toBeGreaterThan(2 * 86_400 - 60);
  expect(maxAge).toBeLessThanOrEqual(2 * 86_400);
  await askCode(mei, path, "late@cro.example");
  scene.clock.advance(2 * dayMs);
  expect((await mei.get("/api/me")).status).toBe(401);
  for (const answer of [
    await mei.get(path),
    await askCode(mei, path, "late@cro.example"),
    await enter(mei, path, "late@cro.example", "123456"),
  ]) {
    expect([answer.status, answer.body.code, answer.body.facts]).toEqual([
      410,
      "people/invitation-expired",
      { inviter: "林岚" },
    ]);
  }
});

test("a guest session that expires is announced, so that its sockets close", async () => {
  const { path } = await invite({ days: 1 });
  await comeIn(scene.visitor(), path, "fading@cro.example");
  const [session] = await scene.database.sql<{ id: string }[]>`
    select s.id from people.guest_session s join people.person p on p.id = s.person_id where p.email = 'fading@cro.example'`;
  scene.clock.advance(dayMs + 5 * 60_000);
  await expect.poll(() => scene.ended).toContain(session?.id);
});

test("withdrawing an invitation ends its sessions at once, and its link", async () => {
  const { id, path } = await invite();
  const kept = await invite();
  const mei = scene.visitor();
  const other = scene.visitor();
  await comeIn(mei, path, "withdrawn@cro.example");
  await comeIn(other, kept.path, "withdrawn@cro.example");
  const before = scene.ended.length;
  await scene.people.revokeInvitation(id as never);
  expect(scene.ended.length).toBe(before + 1);
  expect((await mei.get("/api/me")).status).toBe(401);
  expect((await other.get("/api/me")).status).toBe(200);
  const answer = await mei.get(path);
  expect([answer.status, answer.body.code]).toEqual([410, "people/invitation-revoked"]);
  await scene.people.revokeInvitation(id as never);
  expect(
    (await scene.people.listInvitations(scene.subjectId)).map((invitation) => String(invitation.id)),
  ).not.toContain(id);
});

test("an invitation whose code was asked for before it was withdrawn lets nobody in", async () => {
  const { id, path } = await invite();
  const mei = scene.visitor();
  await askCode(mei, path, "between@cro.example");
  const code = await scene.newestCode("between@cro.example");
  await scene.people.revokeInvitation(id as never);
  expect((await enter(mei, path, "between@cro.example", code)).body.code).toBe("people/invitation-revoked");
});

test("a colleague's e-mail is told to sign in, but only to who can read its mail", async () => {
  const { path } = await invite();
  const prober = scene.visitor();
  const known = await askCode(prober, path, "finance@parley.example");
  const unknown = await askCode(prober, path, "no-colleague@cro.example");
  expect({ status: known.status, body: known.body }).toEqual({ status: unknown.status, body: unknown.body });
  const code = await scene.newestCode("finance@parley.example");
  expect((await enter(prober, path, "finance@parley.example", another(code))).body.code).toBe("people/code-wrong");
  const grants = scene.grants.length;
  const answer = await enter(prober, path, "finance@parley.example", code);
  expect([answer.status, answer.body.code]).toEqual([409, "people/member-as-guest"]);
  expect(prober.cookies.size).toBe(0);
  expect(scene.grants).toHaveLength(grants);
});

test("a link that was made up, or whose document is gone, leads nowhere", async () => {
  const stranger = scene.visitor();
  for (const secret of ["x".repeat(43), "../../../../etc/passwd", "%00".repeat(20), "legal@parley.example"]) {
    expect([400, 404]).toContain((await stranger.get(`/api/invitations/${encodeURIComponent(secret)}`)).status);
  }
  const gone = await invite({ subjectId: newId<"document">(seededRandom(1)) });
  expect((await stranger.get(gone.path)).body.code).toBe("people/invitation-not-found");
});

test("neither the link's secret, the code nor the cookie is in the database", async () => {
  const { path, secret } = await invite();
  const mei = scene.visitor();
  await askCode(mei, path, "stored@cro.example");
  const code = await scene.newestCode("stored@cro.example");
  const tables = ["invitation", "guest_code", "guest_session"];
  const dump = async (): Promise<string> => {
    const parts = await Promise.all(
      tables.map(
        (table) =>
          scene.database.sql<{ row: string }[]>`select t::text as row from ${scene.database.sql(`people.${table}`)} t`,
      ),
    );
    return parts
      .flat()
      .map(({ row }) => row)
      .join("\n");
  };
  expect(await dump()).toContain("stored@cro.example");
  expect(await dump()).not.toContain(secret);
  expect(await dump()).not.toMatch(new RegExp(`\\b${code}\\b`));
  await enter(mei, path, "stored@cro.example", code);
  expect(await dump()).not.toContain(mei.cookies.get("parley.guest"));
});

test("leaving ends the session, also a copied one", async () => {
  const mei = scene.visitor();
  await comeIn(mei, (await invite()).path, "leaving@cro.example");
  const copy = scene.visitor();
  copy.cookies.set("parley.guest", mei.cookies.get("parley.guest") ?? "");
  const sessions = (await mei.get("/api/me/sessions")).body as unknown as { kind: string; current: boolean }[];
  expect(sessions.map(({ kind, current }) => ({ kind, current }))).toEqual([{ kind: "guest-session", current: true }]);
  expect((await mei.post("/api/guest/leave")).status).toBe(200);
  expect(mei.cookies.has("parley.guest")).toBe(false);
  expect((await copy.get("/api/me")).status).toBe(401);
});

test("a guest who becomes a colleague stays the same person and must sign in", async () => {
  const mei = scene.visitor();
  await comeIn(mei, (await invite()).path, "hired@cro.example");
  const guest = await scene.people.findPersonByEmail("hired@cro.example");
  const ceo = await scene.colleague("ceo");
  const made = await ceo.post("/api/people", { name: "陈梅", email: "hired@cro.example", title: "研究员" });
  expect(made.body).toMatchObject({ id: guest?.id, standing: "member", organisation: null });
  expect((await mei.get("/api/me")).status).toBe(401);
});

test("an administrator ends a guest's access for good", async () => {
  const { path } = await invite();
  const mei = scene.visitor();
  await comeIn(mei, path, "barred@cro.example");
  const guest = await scene.people.findPersonByEmail("barred@cro.example");
  const ceo = await scene.colleague("ceo");
  expect((await ceo.patch(`/api/people/${guest?.id}`, { name: "Renamed" })).body.code).toBe("people/not-permitted");
  expect((await ceo.patch(`/api/people/${guest?.id}`, { active: false })).status).toBe(200);
  expect((await mei.get("/api/me")).status).toBe(401);
  expect((await comeIn(mei, path, "barred@cro.example")).body.code).toBe("people/inactive");
});

test("a session cookie that somebody planted is not taken over", async () => {
  const { path } = await invite();
  const victim = scene.visitor();
  victim.cookies.set("parley.guest", "A".repeat(43));
  await comeIn(victim, path, "fixed@cro.example");
  expect(victim.cookies.get("parley.guest")).not.toBe("A".repeat(43));
});
