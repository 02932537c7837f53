import { newId } from "@parley/base";
import type { AttributionSpan } from "@parley/documents";
import { expect, test } from "vitest";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { pngBytes } from "../../../../test/support/sample-pictures.ts";

const { scene, legal, finance, rd } = await stageDocumentsScene(["legal", "finance", "rd"]);

const shown = (excerpt: string | null): string | null =>
  excerpt === null ? null : excerpt.replaceAll("\u0002", "[").replaceAll("\u0003", "]");
const titles = async (actor: Actor, query: string): Promise<string[]> => {
  const answer = await actor.call("GET", `/documents?${query}`);
  expect(answer.status).toBe(200);
  return answer.body.documents.map((card: { title: string }) => card.title);
};
const search = async (actor: Actor, text: string): Promise<[string, string | null][]> => {
  const answer = await actor.call("GET", `/documents?view=all&search=${encodeURIComponent(text)}`);
  expect(answer.status).toBe(200);
  return answer.body.documents.map((card: { title: string; excerpt: string | null }) => [
    card.title,
    shown(card.excerpt),
  ]);
};
const count = async (): Promise<number> => {
  const [row] = await scene.database.sql<{ count: number }[]>`select count(*)::int as count from documents.document`;
  return row?.count ?? -1;
};

test("a new document is empty, its maker's, and opened by them", async () => {
  const made = await legal.call("POST", "/documents", { kind: "contract", title: "  服务合同\u0007 " });
  expect(made.status).toBe(201);
  const card = await legal.call("GET", `/documents/${made.body.id}`);
  expect(card.body).toMatchObject({
    kind: "contract",
    title: "服务合同",
    role: "own",
    party: "ours",
    owner: { id: legal.id, name: legal.name },
    shareCount: 0,
    trashedAt: null,
  });
  expect(card.body.openedAt).not.toBeNull();
  const text = await legal.call("GET", `/documents/${made.body.id}/text`);
  expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(text.body).toBe("");
  const log = await legal.call("GET", `/documents/${made.body.id}/log`);
  expect(log.body.rows).toHaveLength(1);
  expect(log.body.rows[0]).toMatchObject({
    seq: 1,
    authorId: legal.id,
    authorName: legal.name,
    kind: "api",
    role: "own",
  });
});

test("what cannot be made is refused with a code and leaves nothing behind", async () => {
  const folder = await finance.call("POST", "/folders", { name: "Budget" });
  const before = await count();
  const wrong: [Record<string, unknown>, number, string][] = [
    [{ kind: "poem", title: "x" }, 422, "documents/unknown-kind"],
    [{ kind: "note", title: "x", folderId: folder.body.id }, 404, "documents/folder-not-found"],
    [{ kind: "note", title: "x", folderId: newId(scene.random) }, 404, "documents/folder-not-found"],
    [{ kind: "note", title: " \u200b\u0007" }, 400, "request/malformed"],
    [{ kind: "note", title: "x".repeat(301) }, 400, "request/malformed"],
    [{ kind: "note" }, 400, "request/malformed"],
    [{ kind: 7, title: "x" }, 400, "request/malformed"],
  ];
  for (const [body, status, code] of wrong) {
    const answer = await legal.call("POST", "/documents", body);
    expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
    expect(answer.body.messages.zh).not.toBe("");
  }
  expect(await count()).toBe(before);
});

test("lists show what was opened, what is one's own, what is shared, by kind and by folder", async () => {
  const [ceo, other] = [await scene.colleague("ceo"), legal];
  const mine = await scene.addDocument(ceo, { title: "Mine" });
  scene.clock.advance(1_000);
  const theirs = await scene.addDocument(other, { title: "Theirs", kind: "contract" });
  await other.call("POST", `/documents/${theirs}/shares`, { personId: ceo.id, role: "comment", party: "counsel" });
  expect(await titles(ceo, "")).toEqual(["Theirs", "Mine"]);
  scene.clock.advance(1_000);
  await scene.library.documents.noteOpened(mine, ceo.id, scene.clock.nowMs());
  expect(await titles(ceo, "view=recent")).toEqual(["Mine", "Theirs"]);
  expect(await titles(ceo, "view=mine")).toEqual(["Mine"]);
  expect(await titles(ceo, "view=shared")).toEqual(["Theirs"]);
  expect(await titles(ceo, "view=all&kind=contract")).toEqual(["Theirs"]);
  const card = (await ceo.call("GET", `/documents/${theirs}`)).body;
  expect(card).toMatchObject({ role: "comment", party: "counsel", openedAt: null });
  expect((await other.call("GET", `/documents/${theirs}`)).body.shareCount).toBe(1);

  const folder = (await ceo.call("POST", "/folders", { name: "Board" })).body.id;
  await ceo.call("PATCH", `/documents/${theirs}`, { folderId: folder });
  expect(await titles(ceo, `view=all&folderId=${folder}`)).toEqual(["Theirs"]);
  expect((await other.call("GET", `/documents/${theirs}`)).body.folderId).toBeNull();
  expect((await other.call("GET", `/documents?folderId=${folder}`)).body.code).toBe("documents/folder-not-found");
  await ceo.call("PATCH", `/documents/${theirs}`, { folderId: null });
  expect(await titles(ceo, `view=all&folderId=${folder}`)).toEqual([]);
});

test("a long list comes page by page, each document once, also when times are equal", async () => {
  const owner = await scene.colleague("siqi.luo");
  const made = new Set<string>();
  for (let index = 0; index < 7; index++) {
    if (index % 3 === 0) scene.clock.advance(10);
    made.add(await scene.addDocument(owner, { title: `Page ${index}` }));
  }
  const seen: string[] = [];
  let cursor = "";
  do {
    const page = (await owner.call("GET", `/documents?view=mine&limit=3${cursor && `&cursor=${cursor}`}`)).body;
    seen.push(...page.documents.map((card: { id: string }) => card.id));
    cursor = page.nextCursor ?? "";
  } while (cursor !== "");
  expect(seen).toHaveLength(7);
  expect(new Set(seen)).toEqual(made);
  for (const wrong of ["x", "MS4x", Buffer.from("2.5.zz").toString("base64url")]) {
    expect((await owner.call("GET", `/documents?cursor=${wrong}`)).body.code).toBe("documents/malformed");
  }
});

test("search finds Chinese and English by any part, whatever the case and width, and shows the place", async () => {
  const lines = ["第一条 定义", "乙方应承担违约责任，Liability is capped at 100%_of the price.", "附件"];
  const id = await scene.addDocument(rd, { title: "临床前研究 Agreement", kind: "contract", lines });
  await scene.addDocument(finance, { title: "秘密 违约", lines: ["违约责任"] });
  expect(await search(rd, "违约")).toEqual([
    ["临床前研究 Agreement", "乙方应承担[违约]责任，Liability is capped at 100%_of the price. 附件"],
  ]);
  expect(await search(rd, "款")).toEqual([]);
  for (const wanted of [
    "LIABILITY 违约",
    "ｌｉａｂｉｌｉｔｙ　责任",
    "iabil",
    "责",
    "100%_of",
    "agreement 定义",
    "前研究",
  ]) {
    const found = (await search(rd, wanted)).map(([title]) => title);
    expect([wanted, found]).toEqual([wanted, ["临床前研究 Agreement"]]);
  }
  expect((await search(rd, "前研究"))[0]?.[1]).toBe("临床[前研究] Agreement");
  for (const missing of ["100%xof", "责违", "liability 不存在", "' or 1=1 --", "\\"]) {
    expect([missing, await search(rd, missing)]).toEqual([missing, []]);
  }
  expect((await search(rd, "%"))[0]?.[1]).toContain("100[%]_of");

  const change = { atMs: scene.clock.nowMs() + 5, by: rd.id, text: "第二条 保密义务" };
  await scene.library.documents.noteChanged(id, change);
  expect(await search(rd, "违约")).toEqual([]);
  expect(await search(rd, "保密")).toEqual([["临床前研究 Agreement", "第二条 [保密]义务"]]);
  // Older news, as another node may bring late, changes nothing.
  await scene.library.documents.noteChanged(id, { ...change, atMs: change.atMs - 1, text: "违约" });
  expect(await search(rd, "违约")).toEqual([]);
  await rd.call("PATCH", `/documents/${id}`, { title: "Renamed 合作协议" });
  expect(await search(rd, "agreement")).toEqual([]);
  expect(await search(rd, "合作 保密")).toEqual([["Renamed 合作协议", "第二条 [保密]义务"]]);
});

test("a hit far inside a long text is shown with what stands around it, and a title hit comes first", async () => {
  const owner = await scene.colleague("ceo");
  const filler = "甲乙丙丁戊己庚辛".repeat(200);
  await scene.addDocument(owner, { title: "Needle in the title" });
  scene.clock.advance(1_000);
  await scene.addDocument(owner, { title: "Long", lines: [`${filler}needle${filler}`] });
  const [first, second] = await search(owner, "needle");
  expect(first).toEqual(["Needle in the title", "[Needle] in the title"]);
  expect(second?.[1]).toMatch(/^…[甲乙丙丁戊己庚辛]{40}\[needle\][甲乙丙丁戊己庚辛]{114}…$/);
});

test("an editor renames, a viewer only keeps it in a folder of theirs", async () => {
  const id = await scene.addDocument(legal, { title: "Draft" });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "edit" });
  await legal.call("POST", `/documents/${id}/shares`, { personId: finance.id, role: "suggest" });
  scene.clock.advance(1_000);
  const renamed = await rd.call("PATCH", `/documents/${id}`, { title: "Final" });
  expect(renamed.body).toMatchObject({ title: "Final", changedBy: { id: rd.id }, role: "edit" });
  const refused = await finance.call("PATCH", `/documents/${id}`, { title: "Mine" });
  expect([refused.status, refused.body.code]).toEqual([403, "documents/role-too-weak"]);
  expect(refused.body.facts).toEqual({ role: "suggest", needed: "edit" });
  const folder = (await finance.call("POST", "/folders", { name: "Legal things" })).body.id;
  expect((await finance.call("PATCH", `/documents/${id}`, { folderId: folder })).body.folderId).toBe(folder);
  const foreign = await rd.call("PATCH", `/documents/${id}`, { folderId: folder });
  expect(foreign.body.code).toBe("documents/folder-not-found");
});

test("the trash hides a document from everybody but its owner, who may only look until it is restored", async () => {
  const id = await scene.addDocument(legal, { title: "Old", lines: ["words"] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "edit" });
  expect((await rd.call("DELETE", `/documents/${id}`)).body.code).toBe("documents/role-too-weak");
  expect((await legal.call("POST", `/documents/${id}/restore`)).body.code).toBe("documents/not-in-trash");
  expect((await legal.call("DELETE", `/documents/${id}`)).body).toEqual({ done: true });
  expect((await legal.call("DELETE", `/documents/${id}`)).body.code).toBe("documents/in-trash");
  expect(await rd.call("GET", `/documents/${id}`)).toMatchObject({
    status: 404,
    body: { code: "documents/in-owners-trash" },
  });
  expect((await rd.call("POST", `/documents/${id}/restore`)).body.code).toBe("documents/in-owners-trash");
  expect((await finance.call("GET", `/documents/${id}`)).body.code).toBe("documents/not-found");
  expect(await titles(rd, "view=trash")).toEqual([]);
  expect(await titles(legal, "view=trash")).toEqual(["Old"]);
  expect(await titles(legal, "view=mine&search=words")).toEqual([]);
  expect((await legal.call("GET", `/documents/${id}`)).body).toMatchObject({ role: "view" });
  expect((await legal.call("GET", `/documents/${id}/text`)).body).toBe("words");
  const writes: [string, string, unknown][] = [
    ["PATCH", "", { title: "New" }],
    ["POST", "/duplicate", {}],
    ["POST", "/shares", { personId: finance.id, role: "view" }],
  ];
  for (const [method, address, body] of writes) {
    const answer = await legal.call(method, `/documents/${id}${address}`, body);
    expect([address, answer.status]).toEqual([address, 409]);
    expect(answer.body.code).toBe("documents/in-trash");
  }
  expect((await legal.call("POST", `/documents/${id}/restore`)).body).toEqual({ done: true });
  expect((await rd.call("GET", `/documents/${id}`)).body.role).toBe("edit");
});

test("a copy has the words and its own pictures, belongs to who made it, and is shared with nobody", async () => {
  const markdown = `# 标题\n\n正文一\n\n![p](data:image/png;base64,${Buffer.from(pngBytes(20, 10)).toString("base64")})\n`;
  const file = new File([markdown], "第一稿.md", { type: "text/markdown" });
  const imported = await legal.upload("/documents/import", file, { kind: "contract" });
  expect(imported.status).toBe(201);
  const { id } = imported.body;
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "view" });
  const copied = await rd.call("POST", `/documents/${id}/duplicate`, {});
  expect(copied.status).toBe(201);
  const card = (await rd.call("GET", `/documents/${copied.body.id}`)).body;
  const original = (await rd.call("GET", `/documents/${id}`)).body;
  expect(card).toMatchObject({ title: `${original.title}（副本）`, kind: "contract", role: "own", shareCount: 0 });
  // A long title loses its end, not what tells the copy from the original.
  await legal.call("PATCH", `/documents/${id}`, { title: "长".repeat(300) });
  const longer = (await rd.call("POST", `/documents/${id}/duplicate`, {})).body.id;
  expect((await rd.call("GET", `/documents/${longer}`)).body.title).toBe(`${"长".repeat(296)}（副本）`);
  const text = (await rd.call("GET", `/documents/${id}/text`)).body;
  expect(text).toContain("正文一");
  expect((await rd.call("GET", `/documents/${copied.body.id}/text`)).body).toBe(text);
  const ways = async (actor: Actor, of: string): Promise<unknown[]> => {
    const { spans } = (await actor.call("GET", `/documents/${of}/attribution`)).body;
    return [...new Set(spans.map((span: AttributionSpan) => `${span.via} by ${span.author.id}`))];
  };
  expect([await ways(legal, id), await ways(rd, copied.body.id)]).toEqual([
    [`import by ${legal.id}`],
    [`copy by ${rd.id}`],
  ]);
  expect((await legal.call("GET", `/documents/${copied.body.id}`)).status).toBe(404);
  const pictureOf = async (documentId: string): Promise<string> => {
    const [row] = await scene.database.sql<{ id: string }[]>`
      select id from documents.picture where document_id = ${documentId}`;
    return row?.id ?? "";
  };
  const [before, after] = [await pictureOf(id), await pictureOf(copied.body.id)];
  expect(after).not.toBe("");
  expect(after).not.toBe(before);
  const picture = await rd.call("GET", `/documents/${copied.body.id}/images/${after}`);
  expect(picture.bytes).toEqual(Uint8Array.from(pngBytes(20, 10)));
  const content = await scene.app.documents.live.readContent(copied.body.id);
  expect(JSON.stringify(content)).toContain(after);
  expect(JSON.stringify(content)).not.toContain(before);
});

test("an import says what it left out, takes its name from the file, and a bad file leaves nothing behind", async () => {
  const broken = Buffer.from("not a picture").toString("base64");
  const file = new File([`text\n\n![x](data:image/png;base64,${broken})\n`], "Notes of the meeting.md");
  const imported = await legal.upload("/documents/import", file);
  expect(imported.status).toBe(201);
  expect(imported.body.report.notCarried.reduce((sum: number, entry: { count: number }) => sum + entry.count, 0)).toBe(
    1,
  );
  expect((await legal.call("GET", `/documents/${imported.body.id}`)).body).toMatchObject({
    title: "Notes of the meeting",
    kind: "contract",
  });
  const attribution = (await legal.call("GET", `/documents/${imported.body.id}/attribution`)).body;
  expect(attribution.spans[0]).toMatchObject({
    text: "text",
    author: { id: legal.id, name: legal.name },
    via: "import",
    party: "ours",
    seq: 1,
    movedBy: null,
  });

  const before = await count();
  const wrong: [File, Record<string, string>, RegExp][] = [
    [new File([Uint8Array.of(1, 2, 3)], "x.docx"), {}, /^documents\/import-/],
    [new File(["x"], "x.pdf"), {}, /^documents\/import-unsupported$/],
    [new File(["x"], "x.md"), { kind: "poem" }, /^documents\/unknown-kind$/],
    [new File(["x"], "x.md"), { folderId: newId(scene.random) }, /^documents\/folder-not-found$/],
  ];
  for (const [bad, fields, code] of wrong) {
    const answer = await legal.upload("/documents/import", bad, fields);
    expect(answer.body.code).toMatch(code);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  }
  expect(await count()).toBe(before);
});

test("kinds are what the slices bring, in both languages", async () => {
  const kinds = (await legal.call("GET", "/kinds")).body as {
    kind: string;
    en: string;
    zh: string;
    creatable?: false;
  }[];
  expect(kinds.slice(0, 2)).toEqual([
    { kind: "note", en: "Note", zh: "笔记", icon: "note" },
    { kind: "contract", en: "Contract", zh: "合同", icon: "contract" },
  ]);
  // The rest are made where contracts are.
  expect(kinds.slice(2).map(({ kind, en, zh, creatable }) => [kind, en, zh, creatable])).toEqual([
    ["negotiation", "Negotiation", "协商", false],
    ["lane", "Private draft", "私下草稿", false],
    ["contract-template", "Contract template", "合同模板", false],
    ["library-clause", "Library clause", "库条款", false],
  ]);
});

test("folders are one's own, named once at a place, never inside themselves, and go only when empty", async () => {
  const make = (name: string, parentId: string | null = null) => finance.call("POST", "/folders", { name, parentId });
  const [a, twin] = await Promise.all([make("Deals"), make("ＤＥＡＬＳ")]);
  expect(new Set([a.status, twin.status])).toEqual(new Set([201, 409]));
  const root = a.status === 201 ? a.body.id : twin.body.id;
  expect([a, twin].find((answer) => answer.status === 409)?.body.code).toBe("documents/folder-name-taken");
  const child = (await make("Deals", root)).body.id;
  const grandchild = (await make("2026", child)).body.id;
  const loop = await finance.call("PATCH", `/folders/${root}`, { parentId: grandchild });
  expect([loop.status, loop.body.code]).toEqual([422, "documents/folder-cycle"]);
  expect((await finance.call("PATCH", `/folders/${root}`, { parentId: root })).body.code).toBe(
    "documents/folder-cycle",
  );
  // Two moves at once that would each be fine alone, but not together.
  const [x, y] = [(await make("X")).body.id, (await make("Y")).body.id];
  const both = await Promise.all([
    finance.call("PATCH", `/folders/${x}`, { parentId: y }),
    finance.call("PATCH", `/folders/${y}`, { parentId: x }),
  ]);
  expect(new Set(both.map((answer) => answer.status))).toEqual(new Set([200, 422]));
  for (const [method, body] of [
    ["PATCH", { name: "Hers" }],
    ["DELETE", undefined],
  ] as const) {
    expect((await rd.call(method, `/folders/${root}`, body)).body.code).toBe("documents/folder-not-found");
  }
  expect((await rd.call("POST", "/folders", { name: "In hers", parentId: root })).body.code).toBe(
    "documents/folder-not-found",
  );
  expect((await finance.call("DELETE", `/folders/${child}`)).body.code).toBe("documents/folder-not-empty");
  const id = await scene.addDocument(finance, { title: "Kept" });
  await finance.call("PATCH", `/documents/${id}`, { folderId: grandchild });
  expect((await finance.call("DELETE", `/folders/${grandchild}`)).body.code).toBe("documents/folder-not-empty");
  await finance.call("DELETE", `/documents/${id}`);
  expect((await finance.call("DELETE", `/folders/${grandchild}`)).body).toEqual({ done: true });
  expect((await finance.call("GET", `/documents/${id}`)).body.folderId).toBeNull();
});

test("what a crash left of a document in the making is removed an hour later, with its pictures, and nothing else", async () => {
  const { library, clock, random, app, database } = scene;
  const abandoned = newId<"document">(random);
  const made = { kind: "note", title: "Cut off", text: "", ownerId: legal.id, folderId: null, pictures: [] };
  await library.documents.create({
    ...made,
    party: "ours",
    id: abandoned,
    atMs: clock.nowMs(),
    shareId: newId(random),
  });
  const seeded = await scene.addDocument(legal, { title: "Whole" });
  const exists = async (id: string): Promise<boolean> =>
    (await database.sql`select 1 from documents.document where id = ${id}`).length > 0;
  await app.documents.library.newDocuments.tidy();
  expect(await exists(abandoned)).toBe(true);
  clock.advance(3_600_001);
  await app.documents.library.newDocuments.tidy();
  expect([await exists(abandoned), await exists(seeded)]).toEqual([false, true]);
});
