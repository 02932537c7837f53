import type { DepartmentId, PersonId } from "@parley/base";
import { expect, test } from "vitest";
import { type Actor, type Answer, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { LetterStore } from "../../platform/mail/letter-store.ts";

const { scene, ceo, rd, finance } = await stageDocumentsScene(["ceo", "rd", "finance"]);

let count = 0;
/** Somebody who owns things and can leave. */
async function addOwner(departmentIds: readonly DepartmentId[] = []): Promise<Actor> {
  count += 1;
  const name = `Owner ${count}`;
  await scene.app.people.createPerson({ name, email: `owner${count}@parley.example`, departmentIds });
  return scene.colleague(`owner${count}`);
}
const leave = (person: Actor): Promise<Answer> => ceo.call("PATCH", `/people/${person.id}`, { active: false });
const listed = async (): Promise<Record<string, unknown>[]> => (await ceo.call("GET", "/ownerless-documents")).body;
const isListed = async (id: string): Promise<boolean> => (await listed()).some((document) => document["id"] === id);
const give = (id: string, to: PersonId, by = ceo): Promise<Answer> =>
  by.call("POST", `/ownerless-documents/${id}/owner`, { personId: to });
const lettersOf = async (id: string): Promise<{ recipient: string; subject: string; text: string }[]> =>
  (await new LetterStore(scene.database.sql).listUndelivered(500)).filter(({ text }) => text.includes(id));

test("a document appears when its only owner leaves, with its title and without its text", async () => {
  const owner = await addOwner();
  const id = await scene.addDocument(owner, { title: "Lease", lines: ["nobody's business"] });
  expect(await isListed(id)).toBe(false);
  await leave(owner);
  expect((await listed()).find((document) => document["id"] === id)).toEqual({
    id,
    kind: "note",
    title: "Lease",
    formerOwner: { id: owner.id, name: owner.name },
    changedAt: expect.any(String),
    trashedAt: null,
  });
  for (const path of ["", "/text", "/shares", "/owner-changes", "/export?format=markdown"]) {
    expect([path, (await ceo.call("GET", `/documents/${id}${path}`)).status]).toEqual([path, 404]);
  }
  await ceo.call("PATCH", `/people/${owner.id}`, { active: true });
  expect(await isListed(id)).toBe(false);
});

test("an administrator takes one over, reads it then, and everybody of the document sees and is told that they did", async () => {
  const owner = await addOwner();
  const id = await scene.addDocument(owner, { title: "Supply", lines: ["words"] });
  await owner.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "view" });
  await leave(owner);
  expect((await give(id, ceo.id)).body).toEqual({ done: true });
  expect((await ceo.call("GET", `/documents/${id}`)).body).toMatchObject({ role: "own", owner: { id: ceo.id } });
  expect((await ceo.call("GET", `/documents/${id}/text`)).body).toBe("words");
  expect(await isListed(id)).toBe(false);
  const record = {
    formerOwner: { id: owner.id, name: owner.name },
    owner: { id: ceo.id, name: ceo.name },
    givenBy: { id: ceo.id, name: ceo.name },
    givenAt: new Date(scene.clock.nowMs()).toISOString(),
  };
  expect((await rd.call("GET", `/documents/${id}/owner-changes`)).body).toEqual([record]);
  const letters = (await lettersOf(id)).filter(({ subject }) => subject.includes("所有者现为"));
  expect(letters.map(({ recipient }) => recipient)).toEqual([rd.email]);
  expect(letters[0]?.text).toContain(`管理员${ceo.name}已接管该文档`);
});

test("one is given to a colleague, who had a weaker share that ends, and owns it without end now", async () => {
  const owner = await addOwner();
  const id = await scene.addDocument(owner);
  await owner.call("POST", `/documents/${id}/shares`, {
    personId: rd.id,
    role: "view",
    expiresInDays: 1,
  });
  const guest = await scene.guest(
    (await owner.call("POST", `/documents/${id}/shares`, { link: "guests", role: "view" })).body.url,
    "guest@own.example",
    "Guest",
  );
  await leave(owner);
  const socket = await rd.socket(id);
  await socket.next("hello");
  await give(id, rd.id);
  await socket.next("access", (message) => message.role === "own");
  scene.clock.advance(2 * 86_400_000);
  expect(await scene.library.findAccess(id, rd.id)).toEqual({ role: "own", party: "ours" });
  expect(await scene.library.findAccess(id, ceo.id)).toBeNull();
  const told = (await lettersOf(id)).filter(({ subject }) => subject.includes("所有者现为"));
  expect(told.map(({ recipient }) => recipient)).toEqual([rd.email]);
  expect(told[0]?.text).toContain(`管理员${ceo.name}已将${rd.name}设为新的所有者`);
  expect((await guest.call("GET", `/documents/${id}/owner-changes`)).status).toBe(403);
  socket.close();
});

test("a document that somebody owns is not given: another owner, a new one, or a department with people", async () => {
  const departmentId = (await ceo.call("POST", "/departments", { name: "Own" })).body.id as DepartmentId;
  const [owner, member] = [await addOwner(), await addOwner([departmentId])];
  const id = await scene.addDocument(owner);
  const shared = await scene.addDocument(owner);
  const departments = await scene.addDocument(owner);
  await owner.call("POST", `/documents/${shared}/shares`, { personId: rd.id, role: "own" });
  await owner.call("POST", `/documents/${departments}/shares`, { departmentId, role: "own" });
  expect((await give(id, ceo.id)).body.code).toBe("documents/has-owner");
  await leave(owner);
  expect([await isListed(id), await isListed(shared), await isListed(departments)]).toEqual([true, false, false]);
  expect((await give(shared, ceo.id)).body.code).toBe("documents/has-owner");
  expect((await give(departments, ceo.id)).body.code).toBe("documents/has-owner");
  await leave(member);
  expect(await isListed(departments)).toBe(true);
  const answers = await Promise.all([rd, finance, ceo, rd].map((person) => give(id, person.id)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  const changes = await scene.library.owners.listChanges(id);
  expect(changes).toHaveLength(1);
});

test("one in the trash is given there; only administrators give, and only to active colleagues", async () => {
  const [owner, gone] = [await addOwner(), await addOwner()];
  const id = await scene.addDocument(owner, { title: "Put away" });
  await owner.call("DELETE", `/documents/${id}`);
  await leave(owner);
  await leave(gone);
  const guestLink = (
    await rd.call("POST", `/documents/${await scene.addDocument(rd)}/shares`, { link: "guests", role: "view" })
  ).body.url;
  const guest = await scene.guest(guestLink, "guest@give.example", "Guest");
  expect((await listed()).find((document) => document["id"] === id)).toMatchObject({ trashedAt: expect.any(String) });
  expect((await give(id, rd.id, rd)).body.code).toBe("people/not-permitted");
  expect((await rd.call("GET", "/ownerless-documents")).status).toBe(403);
  for (const nobody of [gone.id, guest.id, "00000000-0000-4000-8000-00000000dead" as PersonId])
    expect((await give(id, nobody)).body.code).toBe("people/not-found");
  expect((await give("00000000-0000-4000-8000-00000000dead", rd.id)).body.code).toBe("documents/not-found");
  await give(id, rd.id);
  expect((await rd.call("GET", "/documents?view=trash")).body.documents).toMatchObject([{ id, title: "Put away" }]);
  expect((await rd.call("POST", `/documents/${id}/restore`)).status).toBe(200);
});
