import type { DepartmentId, PersonId } from "@parley/base";
import { expect, test } from "vitest";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { LetterStore, type StoredLetter } from "../../platform/mail/letter-store.ts";

const { scene, legal, ceo, rd } = await stageDocumentsScene(["legal", "ceo", "rd"]);

const hourMs = 3_600_000;
const share = async (id: string, body: unknown, by = legal): Promise<string> => {
  const answer = await by.call("POST", `/documents/${id}/shares`, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.share.id;
};
/** Letters that name this document, oldest first. */
const lettersOf = async (id: string): Promise<StoredLetter[]> => {
  const letters = await new LetterStore(scene.database.sql).listUndelivered(1_000);
  return letters.filter(({ text }) => text.includes(id)).toReversed();
};
const recipients = async (id: string): Promise<string[]> =>
  (await lettersOf(id)).map(({ recipient }) => recipient).toSorted();
const change = (id: string, shareId: string, role: string): Promise<unknown> =>
  legal.call("PATCH", `/documents/${id}/shares/${shareId}`, { role });

async function departmentOf(name: string, people: number): Promise<{ id: DepartmentId; members: PersonId[] }> {
  const made = await ceo.call("POST", "/departments", { name });
  const members: PersonId[] = [];
  for (let each = 0; each < people; each++) {
    const email = `${name}${each}@parley.example`.toLowerCase();
    const person = await scene.app.people.createPerson({
      name: `${name} ${each}`,
      email,
      departmentIds: [made.body.id],
    });
    members.push(person.id as PersonId);
  }
  return { id: made.body.id, members };
}

test("a colleague is told who shared what with which role, where it is, and in their own language", async () => {
  const id = await scene.addDocument(legal, { title: "Supply\nAgreement 供货" });
  await share(id, { email: "daniel.moreau@parley.example", role: "edit" });
  scene.clock.advance(1_000);
  await share(id, { personId: rd.id, role: "comment" });
  const [english, chinese] = await lettersOf(id);
  expect(english).toMatchObject({
    recipient: "daniel.moreau@parley.example",
    language: "en",
    subject: "林岚 has shared “Supply Agreement 供货” with you",
  });
  expect(english?.text).toContain("Your role: edit.");
  expect(english?.text).toContain(`http://localhost:3000/documents/${id}\n`);
  expect(chinese).toMatchObject({ recipient: rd.email, language: "zh" });
  expect(chinese?.text).toContain("林岚与您共享了");
  expect(chinese?.text).toContain("您的权限：评论。");
});

test("nobody is told of their own act, of a link, or of an end", async () => {
  const id = await scene.addDocument(legal);
  const shareId = await share(id, { personId: rd.id, role: "own" });
  expect(await recipients(id)).toEqual([rd.email]);
  scene.clock.advance(2 * hourMs);
  const own = (await legal.call("GET", `/documents/${id}/shares`)).body[0].id;
  await rd.call("PATCH", `/documents/${id}/shares/${shareId}`, { role: "edit" });
  await legal.call("PATCH", `/documents/${id}/shares/${own}`, { role: "own" });
  await share(id, { link: "company", role: "view" });
  await legal.call("DELETE", `/documents/${id}/shares/${shareId}`);
  expect(await recipients(id)).toEqual([rd.email]);
});

test("a changed role is told, but within an hour nobody gets a second letter about one document", async () => {
  const id = await scene.addDocument(legal, { title: "Roles" });
  const other = await scene.addDocument(legal, { title: "Another" });
  const shareId = await share(id, { personId: rd.id, role: "view" });
  for (const role of ["comment", "edit", "view", "edit"]) await change(id, shareId, role);
  await legal.call("DELETE", `/documents/${id}/shares/${shareId}`);
  const again = await share(id, { personId: rd.id, role: "view" });
  expect(await lettersOf(id)).toHaveLength(1);
  await share(other, { personId: rd.id, role: "view" });
  expect(await lettersOf(other)).toHaveLength(1);
  scene.clock.advance(hourMs);
  await legal.call("PATCH", `/documents/${id}/shares/${again}`, { party: "counsel" });
  await change(id, again, "view");
  expect(await lettersOf(id)).toHaveLength(1);
  await change(id, again, "edit");
  const letters = await lettersOf(id);
  expect(letters).toHaveLength(2);
  expect(letters[1]?.subject).toBe("您在“Roles”中的权限已改为：编辑");
});

test("two owners' changes at the same moment tell once", async () => {
  const id = await scene.addDocument(legal);
  const people = [rd.id];
  const claims = await Promise.all(
    Array.from({ length: 8 }, () => scene.library.notices.claim(id, people, scene.clock.nowMs(), hourMs)),
  );
  expect(claims.flat()).toEqual([rd.id]);
});

test("members of a department are told, but not the sharer, those who have left, nor who has a share already", async () => {
  const { id: departmentId, members } = await departmentOf("Deals", 4);
  await scene.app.people.createPerson({ name: "Deals guestless", email: "elsewhere@parley.example" });
  const [, left, had] = members;
  await ceo.call("PATCH", `/people/${left}`, { active: false });
  await ceo.call("PATCH", `/people/${legal.id}`, { departmentIds: [departmentId] });
  const id = await scene.addDocument(legal, { title: "For Deals" });
  await share(id, { personId: had, role: "view" });
  scene.clock.advance(2 * hourMs);
  await share(id, { departmentId, role: "edit" });
  expect(await recipients(id)).toEqual(["deals0@parley.example", "deals2@parley.example", "deals3@parley.example"]);
  const letter = (await lettersOf(id)).find(({ recipient }) => recipient === "deals0@parley.example");
  expect(letter?.text).toContain("林岚与Deals共享了“For Deals”");
  expect((await lettersOf(id)).filter(({ recipient }) => recipient === "deals2@parley.example")).toHaveLength(1);
});

test("fifty members are told, of fifty-one nobody", async () => {
  const { id: departmentId } = await departmentOf("Fifty", 50);
  const small = await scene.addDocument(legal);
  await share(small, { departmentId, role: "view" });
  expect(await lettersOf(small)).toHaveLength(50);
  await scene.app.people.createPerson({
    name: "One more",
    email: "more@parley.example",
    departmentIds: [departmentId],
  });
  const large = await scene.addDocument(legal);
  await share(large, { departmentId, role: "view" });
  expect(await lettersOf(large)).toEqual([]);
});

test("a share stands although its letter could not be written", async () => {
  const id = await scene.addDocument(legal);
  await scene.database.sql`alter table documents.share_notice rename to share_notice_away`;
  try {
    await share(id, { personId: rd.id, role: "view" });
  } finally {
    await scene.database.sql`alter table documents.share_notice_away rename to share_notice`;
  }
  expect((await rd.call("GET", `/documents/${id}`)).body.role).toBe("view");
  expect(await lettersOf(id)).toEqual([]);
});
