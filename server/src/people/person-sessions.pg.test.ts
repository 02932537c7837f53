import type { PersonId } from "@parley/base";
import { must } from "@parley/base";
import { closeCodes } from "@parley/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Colleague, type Company, openCompany } from "../../../test/support/company.ts";
import { openRawSocket } from "../../../test/support/raw-socket.ts";

const password = "a long enough password";
let company: Company;
let owner: Colleague;
let administrator: { call: (method: string, path: string) => Promise<{ status: number; body: never }> };
beforeAll(async () => {
  company = await openCompany();
  owner = await company.colleague("Owner");
  const { people } = company.server.app;
  await people.createPerson({ name: "Boss", email: "boss@parley.example", standing: "administrator", language: "en" });
  const { secret } = await people.createTokenFor("boss@parley.example");
  administrator = {
    call: async (method, path) => {
      const answer = await fetch(`${company.server.url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${secret}` },
      });
      return { status: answer.status, body: (await answer.json()) as never };
    },
  };
});
afterAll(() => company.stop());

interface Face {
  readonly id: string;
  readonly userAgent: string | null;
  readonly current: boolean;
}

const addPerson = async (name: string): Promise<PersonId> => {
  const email = `${name.toLowerCase()}@parley.example`;
  return (await company.server.app.people.createPerson({ name, email, password, language: "en" })).id as PersonId;
};

/** Signs in as a browser would. */
async function signIn(name: string, browser: string): Promise<string> {
  const answer = await fetch(`${company.server.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": browser, origin: company.server.url },
    body: JSON.stringify({ email: `${name.toLowerCase()}@parley.example`, password }),
  });
  expect(answer.status).toBe(200);
  return must(answer.headers.getSetCookie()[0]?.split(";")[0], "a cookie");
}
const meWith = async (cookie: string): Promise<number> =>
  (await fetch(`${company.server.url}/api/me`, { headers: { cookie } })).status;
const sessionsOf = async (id: PersonId): Promise<Face[]> =>
  (await administrator.call("GET", `/people/${id}/sessions`)).body;

test("an administrator sees where a person is signed in and ends one of the sessions, with what is open in it", async () => {
  const id = await addPerson("Mara");
  const [laptop, phone] = [await signIn("Mara", "Laptop/1"), await signIn("Mara", "Phone/1")];
  const made = await owner.call("POST", "/documents", { kind: "note", title: "Open" });
  const documentId = (made.body as { id: string }).id;
  await owner.call("POST", `/documents/${documentId}/shares`, { personId: id, role: "edit" });
  const open = (cookie: string): ReturnType<typeof openRawSocket> =>
    openRawSocket(company.server.url, documentId, { parley: "1", schema: "1" }, { cookie, origin: company.server.url });
  const [lost, kept] = [await open(laptop), await open(phone)];
  await lost.next("hello");
  await kept.next("hello");
  const sessions = await sessionsOf(id);
  expect(sessions.map(({ userAgent }) => String(userAgent)).toSorted((a, b) => a.localeCompare(b))).toEqual([
    "Laptop/1",
    "Phone/1",
  ]);
  expect(sessions.some(({ current }) => current)).toBe(false);
  const lostId = must(sessions.find(({ userAgent }) => userAgent === "Laptop/1")?.id, "the laptop's session");
  const before = Date.now();
  expect((await administrator.call("DELETE", `/people/${id}/sessions/${lostId}`)).body).toEqual({ done: true });
  expect((await lost.closed).code).toBe(closeCodes.notSignedIn);
  expect(Date.now() - before).toBeLessThan(1_000);
  expect([await meWith(laptop), await meWith(phone)]).toEqual([401, 200]);
  expect(kept.socket.readyState).toBe(kept.socket.OPEN);
  expect(await sessionsOf(id)).toHaveLength(1);
  kept.close();
});

test("every session of a person is ended at once; they stay active and can sign in again", async () => {
  const id = await addPerson("Tom");
  const cookies = [await signIn("Tom", "A/1"), await signIn("Tom", "B/1"), await signIn("Tom", "C/1")];
  const { secret } = await company.server.app.people.createTokenFor("tom@parley.example");
  expect((await administrator.call("DELETE", `/people/${id}/sessions`)).body).toEqual({ ended: 3 });
  expect(await Promise.all(cookies.map(meWith))).toEqual([401, 401, 401]);
  const byToken = await fetch(`${company.server.url}/api/me`, { headers: { authorization: `Bearer ${secret}` } });
  expect(byToken.status).toBe(200);
  expect(await meWith(await signIn("Tom", "D/1"))).toBe(200);
});

test("an unknown person, an unknown session and another person's session are refused", async () => {
  const [id, other] = [await addPerson("Una"), await addPerson("Vera")];
  const cookie = await signIn("Vera", "V/1");
  const [session] = await sessionsOf(other);
  const nobody = "00000000-0000-4000-8000-00000000dead";
  const codeOf = async (method: string, path: string): Promise<unknown> => {
    const answer = await administrator.call(method, path);
    return (answer.body as { code?: string }).code;
  };
  expect(await codeOf("GET", `/people/${nobody}/sessions`)).toBe("people/not-found");
  expect(await codeOf("DELETE", `/people/${nobody}/sessions`)).toBe("people/not-found");
  expect(await codeOf("DELETE", `/people/${id}/sessions/${nobody}`)).toBe("people/session-not-found");
  expect(await codeOf("DELETE", `/people/${id}/sessions/${session?.id}`)).toBe("people/session-not-found");
  expect(await meWith(cookie)).toBe(200);
  const byMember = await owner.call("GET", `/people/${id}/sessions`);
  expect(byMember.status).toBe(403);
});
