import { type DocumentId, newId } from "@parley/base";
import { expect, test } from "vitest";
import { type Actor, type Answer, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, finance, rd } = await stageDocumentsScene(["legal", "finance", "rd"]);

const dayMs = 86_400_000;
const share = (id: string, body: unknown, by = legal): Promise<Answer> =>
  by.call("POST", `/documents/${id}/shares`, body);
const sharesOf = async (id: string, by = legal) => (await by.call("GET", `/documents/${id}/shares`)).body;
const roleOf = async (actor: Actor, id: string): Promise<string | null> =>
  (await scene.library.findAccess(id as DocumentId, actor.id))?.role ?? null;
const codes = (answers: Answer[]): string[] => answers.map((answer) => answer.body.code ?? String(answer.status));

test("a colleague's e-mail, whatever its case, becomes their share; a second one is refused and the first can be changed", async () => {
  const id = await scene.addDocument(legal);
  const made = await share(id, { email: " RD@Parley.Example ", role: "comment" });
  expect(made.status).toBe(201);
  expect(made.body.url).toBeNull();
  expect(made.body.share).toMatchObject({
    role: "comment",
    party: "ours",
    target: { type: "person", personId: rd.id, name: rd.name },
  });
  const again = await share(id, { personId: rd.id, role: "edit" });
  expect([again.status, again.body.code, again.body.facts]).toEqual([
    409,
    "documents/already-shared",
    { name: rd.name },
  ]);
  expect(await roleOf(rd, id)).toBe("comment");
  const changed = await legal.call("PATCH", `/documents/${id}/shares/${made.body.share.id}`, {
    role: "edit",
    party: "counsel",
  });
  expect(changed.body).toMatchObject({ role: "edit", party: "counsel" });
  expect(await scene.library.findAccess(id, rd.id)).toEqual({ role: "edit", party: "counsel" });
  expect((await sharesOf(id)).map((row: { role: string }) => row.role)).toEqual(["own", "edit"]);
  expect((await legal.call("DELETE", `/documents/${id}/shares/${made.body.share.id}`)).body).toEqual({ done: true });
  expect(await roleOf(rd, id)).toBeNull();
  const gone = await legal.call("DELETE", `/documents/${id}/shares/${made.body.share.id}`);
  expect([gone.status, gone.body.code]).toEqual([404, "documents/share-not-found"]);
});

test("two owners' same share at the same time is made once", async () => {
  const id = await scene.addDocument(legal);
  const answers = await Promise.all(Array.from({ length: 6 }, () => share(id, { personId: rd.id, role: "view" })));
  expect(codes(answers).toSorted()).toEqual(["201", ...Array.from({ length: 5 }, () => "documents/already-shared")]);
  expect(await sharesOf(id)).toHaveLength(2);
  const invited = await Promise.all(
    Array.from({ length: 4 }, () => share(id, { email: "twin@outside.example", role: "view" })),
  );
  expect(codes(invited).toSorted()).toEqual(["201", ...Array.from({ length: 3 }, () => "documents/already-shared")]);
  expect(await sharesOf(id)).toHaveLength(3);
});

test("a department's share reaches the departments below it, and ends when somebody leaves", async () => {
  const id = await scene.addDocument(legal);
  const admin = await scene.colleague("ceo");
  const { body: departments } = await admin.call("GET", "/departments");
  const person = await scene.app.people.findPerson(rd.id);
  const own = departments.find((department: { id: string }) => department.id === person?.departmentIds[0]);
  const rootId = own.parentId ?? own.id;
  const made = await share(id, { departmentId: rootId, role: "suggest" });
  expect(made.body.share.target).toMatchObject({ type: "department", departmentId: rootId });
  expect(await roleOf(rd, id)).toBe("suggest");
  expect(await roleOf(finance, id)).toBeNull();
  const unknown = await share(id, { departmentId: newId(scene.random), role: "view" });
  expect([unknown.status, unknown.body.code]).toEqual([404, "people/department-not-found"]);
  const [first] = await scene.app.people.peopleOfDepartment(rootId);
  expect(first).toBeDefined();
  const mentionable = (await legal.call("GET", `/documents/${id}/people`)).body;
  expect(mentionable.map((entry: { id: string }) => entry.id)).toEqual(expect.arrayContaining([legal.id, rd.id]));
});

test("an unknown e-mail is invited by mail, comes in by code, and may do what the share says and nothing else", async () => {
  const id = await scene.addDocument(legal, { title: "共享合同", lines: ["甲方", "乙方"] });
  const other = await scene.addDocument(legal, { title: "Internal", lines: ["secret"] });
  const made = await share(id, { email: "wang@partner.example", role: "comment" });
  expect(made.status).toBe(201);
  expect(made.body.share).toMatchObject({
    role: "comment",
    party: "counterparty",
    target: { type: "link", audience: "guests", email: "wang@partner.example", usedBy: [] },
  });
  expect(Date.parse(made.body.share.target.expiresAt) - scene.clock.nowMs()).toBe(30 * dayMs);
  expect(await scene.newestLetter("wang@partner.example")).toContain(made.body.url);

  const wang = await scene.guest(made.body.url, "wang@partner.example", "王经理");
  expect((await sharesOf(id))[1].target.usedBy).toEqual([
    {
      personId: wang.id,
      name: "王经理",
      email: "wang@partner.example",
      since: new Date(scene.clock.nowMs()).toISOString(),
    },
  ]);
  const list = (await wang.call("GET", "/documents?view=all")).body.documents;
  expect(list).toMatchObject([
    { id, role: "comment", party: "counterparty", shareCount: 0, folderId: null, owner: { name: legal.name } },
  ]);
  expect((await wang.call("GET", `/documents?search=secret`)).body.documents).toEqual([]);
  const { spans } = (await wang.call("GET", `/documents/${id}/attribution?deleted=1`)).body;
  expect(spans.map((span: { text: string }) => span.text)).toEqual(["甲方", "乙方"]);
  expect((await wang.call("GET", `/documents/${id}/text`)).body).toBe("甲方\n乙方");
  expect((await wang.call("GET", `/documents/${id}/people`)).body.map((entry: { name: string }) => entry.name)).toEqual(
    [legal.name, "王经理"],
  );
  expect((await wang.call("GET", "/kinds")).status).toBe(200);

  const forbidden: [string, string, unknown][] = [
    ["GET", `/documents/${id}/shares`, undefined],
    ["POST", `/documents/${id}/shares`, { email: "x@y.example", role: "view" }],
    ["GET", `/documents/${id}/log`, undefined],
    ["PATCH", `/documents/${id}`, { title: "Ours now" }],
    ["POST", `/documents/${id}/duplicate`, {}],
    ["DELETE", `/documents/${id}`, undefined],
    ["POST", "/documents", { kind: "note", title: "x" }],
    ["GET", "/folders", undefined],
    ["POST", "/folders", { name: "x" }],
    ["GET", "/people", undefined],
    ["POST", `/links/${"x".repeat(32)}/open`, undefined],
  ];
  for (const [method, address, body] of forbidden) {
    const answer = await wang.call(method, address, body);
    expect([address, answer.status]).toEqual([address, 403]);
  }
  expect((await wang.call("GET", `/documents/${other}`)).status).toBe(404);

  await legal.call("PATCH", `/documents/${id}/shares/${made.body.share.id}`, { role: "edit" });
  expect(await roleOf(wang, id)).toBe("edit");
  await legal.call("DELETE", `/documents/${id}/shares/${made.body.share.id}`);
  expect(await roleOf(wang, id)).toBeNull();
  expect([401, 404]).toContain((await wang.call("GET", `/documents/${id}`)).status);
  const face = await scene.nobody.call("GET", `/invitations/${made.body.url.split("/").at(-1)}`);
  expect(face.body.code).toBe("people/invitation-revoked");
});

test("a guest who is in two documents loses only the one that is taken back", async () => {
  const [first, second] = [await scene.addDocument(legal), await scene.addDocument(legal)];
  const a = (await share(first, { link: "guests", role: "view", party: "counsel" })).body;
  const b = (await share(second, { link: "guests", role: "view" })).body;
  const counsel = await scene.guest(a.url, "zhou@law.example", "Zhou");
  const same = await scene.guest(b.url, "zhou@law.example", "Zhou");
  expect(same.id).toBe(counsel.id);
  expect(await scene.library.findAccess(first, counsel.id)).toEqual({ role: "view", party: "counsel" });
  await legal.call("DELETE", `/documents/${first}/shares/${a.share.id}`);
  expect(await roleOf(same, first)).toBeNull();
  expect((await same.call("GET", `/documents/${second}`)).body.role).toBe("view");
});

test("a guest's access ends at its day, and the e-mail can then be invited again", async () => {
  const id = await scene.addDocument(legal);
  const made = (await share(id, { email: "li@partner.example", role: "view", expiresInDays: 1 })).body;
  const li = await scene.guest(made.url, "li@partner.example", "Li");
  expect(await roleOf(li, id)).toBe("view");
  expect((await share(id, { email: "li@partner.example", role: "view" })).body.code).toBe("documents/already-shared");
  scene.clock.advance(dayMs);
  expect(await roleOf(li, id)).toBeNull();
  const again = await share(id, { email: "li@partner.example", role: "edit" });
  expect(again.status).toBe(201);
  expect(await sharesOf(id)).toHaveLength(2);
  const back = await scene.guest(again.body.url, "li@partner.example", "Li");
  expect(back.id).toBe(li.id);
  expect(await roleOf(back, id)).toBe("edit");
});

test("a company link lets every colleague in who has it, and taking it back reaches all of them", async () => {
  const id = await scene.addDocument(legal);
  const made = (await share(id, { link: "company", role: "comment" })).body;
  expect(made.url).toMatch(/^http:\/\/localhost:3000\/link\/[\w-]{32}$/);
  expect(JSON.stringify(await sharesOf(id))).not.toContain(made.url.split("/").at(-1));
  const open = (actor: Actor, secret = made.url.split("/").at(-1)): Promise<Answer> =>
    actor.call("POST", `/links/${secret}/open`);
  expect(await roleOf(rd, id)).toBeNull();
  expect((await open(rd)).body).toEqual({ documentId: id });
  expect((await open(rd)).body).toEqual({ documentId: id });
  await open(finance);
  expect([await roleOf(rd, id), await roleOf(finance, id)]).toEqual(["comment", "comment"]);
  expect((await sharesOf(id))[1].target.usedBy).toMatchObject([{ name: rd.name }, { name: finance.name }]);
  expect((await open(rd, "x".repeat(32))).status).toBe(404);
  expect((await open(scene.nobody)).status).toBe(401);
  await legal.call("DELETE", `/documents/${id}`);
  expect((await open(rd)).status).toBe(404);
  await legal.call("POST", `/documents/${id}/restore`);
  await legal.call("DELETE", `/documents/${id}/shares/${made.share.id}`);
  expect([await roleOf(rd, id), await roleOf(finance, id)]).toEqual([null, null]);
  expect((await open(rd)).body.code).toBe("documents/not-found");
});

test("a wish for a share that names nobody, two at once, or too much is refused", async () => {
  const id = await scene.addDocument(legal);
  const wrong: [Record<string, unknown>, string][] = [
    [{ role: "view" }, "request/malformed"],
    [{ personId: rd.id, departmentId: newId(scene.random), role: "view" }, "request/malformed"],
    [{ email: "a@b.example", link: "company", role: "view" }, "request/malformed"],
    [{ email: "not an address", role: "view" }, "request/malformed"],
    [{ personId: rd.id, role: "admin" }, "request/malformed"],
    [{ personId: rd.id, role: "view", expiresInDays: 0 }, "request/malformed"],
    [{ personId: newId(scene.random), role: "view" }, "people/not-found"],
    [{ link: "company", role: "own" }, "documents/guest-may-not-own"],
    [{ link: "guests", role: "own" }, "documents/guest-may-not-own"],
    [{ email: "a@b.example", role: "own" }, "documents/guest-may-not-own"],
    [{ personId: rd.id, role: "own", expiresInDays: 3 }, "documents/ownership-unending"],
    [{ personId: legal.id, role: "view" }, "documents/already-shared"],
  ];
  for (const [body, code] of wrong) expect([body, (await share(id, body)).body.code]).toEqual([body, code]);
  expect(await sharesOf(id)).toHaveLength(1);
  const link = (await share(id, { link: "guests", role: "view" })).body.share.id;
  expect((await legal.call("PATCH", `/documents/${id}/shares/${link}`, { role: "own" })).body.code).toBe(
    "documents/guest-may-not-own",
  );
  const ending = (await share(id, { personId: rd.id, role: "view", expiresInDays: 3 })).body.share.id;
  expect((await legal.call("PATCH", `/documents/${id}/shares/${ending}`, { role: "own" })).body.code).toBe(
    "documents/ownership-unending",
  );
});

test("only an owner changes shares, and a share is changed only through its own document", async () => {
  const [id, other] = [await scene.addDocument(legal), await scene.addDocument(rd)];
  const mine = (await share(id, { personId: rd.id, role: "edit" })).body.share.id;
  expect((await share(id, { personId: finance.id, role: "view" }, rd)).body.code).toBe("documents/role-too-weak");
  expect((await rd.call("PATCH", `/documents/${id}/shares/${mine}`, { role: "own" })).body.code).toBe(
    "documents/role-too-weak",
  );
  expect((await rd.call("PATCH", `/documents/${other}/shares/${mine}`, { role: "own" })).body.code).toBe(
    "documents/share-not-found",
  );
  expect((await rd.call("DELETE", `/documents/${other}/shares/${mine}`)).body.code).toBe("documents/share-not-found");
  expect(await roleOf(rd, id)).toBe("edit");
  expect((await sharesOf(id, rd)).map((row: { role: string }) => row.role)).toEqual(["own", "edit"]);
});

test("ownership is handed over in two steps, and the last owner cannot leave", async () => {
  const id = await scene.addDocument(legal, { title: "Handed over" });
  const [mine] = await sharesOf(id);
  const leave = { role: "view" };
  for (const answer of [
    await legal.call("PATCH", `/documents/${id}/shares/${mine.id}`, leave),
    await legal.call("DELETE", `/documents/${id}/shares/${mine.id}`),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([409, "documents/last-owner"]);
  }
  const theirs = (await share(id, { personId: rd.id, role: "own" })).body.share;
  expect((await legal.call("GET", `/documents/${id}`)).body.owner.id).toBe(legal.id);
  expect((await legal.call("PATCH", `/documents/${id}/shares/${mine.id}`, { role: "edit" })).body.role).toBe("edit");
  expect((await rd.call("GET", `/documents/${id}`)).body).toMatchObject({ role: "own", owner: { id: rd.id } });
  expect((await legal.call("DELETE", `/documents/${id}`)).body.code).toBe("documents/role-too-weak");
  expect((await rd.call("DELETE", `/documents/${id}/shares/${theirs.id}`)).body.code).toBe("documents/last-owner");
});

test("two owners who leave at the same time cannot both go, and an inactive owner does not count", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const id = await scene.addDocument(legal);
      const theirs = (await share(id, { personId: rd.id, role: "own" })).body.share;
      const [mine] = await sharesOf(id);
      const both = await Promise.all([
        legal.call("DELETE", `/documents/${id}/shares/${mine.id}`),
        rd.call("DELETE", `/documents/${id}/shares/${theirs.id}`),
      ]);
      const left = [await roleOf(legal, id), await roleOf(rd, id)].filter((role) => role === "own");
      return [both.filter((answer) => answer.status === 200).length, left.length];
    }),
  );
  expect(outcomes).toEqual(outcomes.map(() => [1, 1]));

  const next = await scene.addDocument(legal);
  const leaver = await scene.app.people.createPerson({ name: "Leaver", email: "leaver@parley.example" });
  await share(next, { personId: leaver.id, role: "own" });
  const admin = await scene.colleague("ceo");
  expect((await admin.call("PATCH", `/people/${leaver.id}`, { active: false })).status).toBe(200);
  const [own] = await sharesOf(next);
  expect((await legal.call("DELETE", `/documents/${next}/shares/${own.id}`)).body.code).toBe("documents/last-owner");
  expect((await share(next, { email: "leaver@parley.example", role: "view" })).body.code).toBe("people/not-found");
});

test("an invitation that cannot be made leaves no share behind", async () => {
  const id = await scene.addDocument(legal);
  await scene.database.sql`alter table people.invitation rename to invitation_away`;
  try {
    const answer = await share(id, { email: "late@partner.example", role: "view" });
    expect([answer.status, answer.body.code]).toEqual([500, "request/failed"]);
  } finally {
    await scene.database.sql`alter table people.invitation_away rename to invitation`;
  }
  expect(await sharesOf(id)).toHaveLength(1);
  expect((await share(id, { email: "late@partner.example", role: "view" })).status).toBe(201);
});
