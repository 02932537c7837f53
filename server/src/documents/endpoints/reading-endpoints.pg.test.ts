import { PROPOSALS_NAME, contentText, readContent } from "@parley/document";
import { readTakenAlternatives } from "@parley/documents";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { change, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, rd, finance } = await stageDocumentsScene(["legal", "rd", "finance"]);

/** Opens the document, changes its first paragraph's text, and returns when the change is durable. */
async function edit(actor: Actor, id: string, change: (text: Y.XmlText) => void): Promise<void> {
  const socket = await actor.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  const text = (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  change(text);
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count >= 1);
  socket.close();
}

test("attribution names who wrote and who deleted each stretch, for whom and when", async () => {
  const id = await scene.addDocument(legal, { lines: ["The Provider shall deliver.", "第二条"] });
  const invited = await legal.call("POST", `/documents/${id}/shares`, {
    link: "guests",
    role: "edit",
    party: "counsel",
  });
  const counsel = await scene.guest(invited.body.url, "counsel@law.example", "Zhou");
  scene.clock.advance(120_000);
  await edit(counsel, id, (text) => {
    text.delete(13, 5);
    text.insert(13, "may");
  });
  const editedAt = new Date(scene.clock.nowMs()).toISOString();
  const plain = (await rd.call("GET", `/documents/${id}/attribution`)).body;
  expect(plain.code).toBe("documents/not-found");
  const { seq, spans } = (await counsel.call("GET", `/documents/${id}/attribution`)).body;
  expect(seq).toBe(2);
  const author = { id: legal.id, name: legal.name };
  const zhou = { id: counsel.id, name: "Zhou" };
  expect(spans).toMatchObject([
    { text: "The Provider ", author, party: "ours", seq: 1, via: "api", block: 0, movedBy: null },
    { text: "may", author: zhou, party: "counsel", insertedAt: editedAt, seq: 2, via: "typed", block: 0 },
    { text: " deliver.", author, seq: 1 },
    { text: "第二条", author, block: 1 },
  ]);
  expect(JSON.stringify(spans)).not.toContain("deletedBy");
  const withDeleted = (await legal.call("GET", `/documents/${id}/attribution?deleted=1`)).body.spans;
  expect(withDeleted).toContainEqual(
    expect.objectContaining({ text: "shall", author, deletedBy: zhou, deletedAt: editedAt }),
  );
  expect((await legal.call("GET", `/documents/${id}/text`)).body).toBe("The Provider may deliver.\n第二条");
  // What goes because an earlier version comes back was deleted by nobody for its own sake.
  expect((await legal.call("POST", `/documents/${id}/versions/1/restore`)).status).toBe(200);
  const restored = (await legal.call("GET", `/documents/${id}/attribution?deleted=1`)).body.spans;
  expect(restored).toContainEqual(
    expect.objectContaining({ text: "may", author: zhou, deletedBy: author, goneByRestore: true }),
  );
  const byHand = restored.filter((span: { goneByRestore?: boolean }) => span.goneByRestore === undefined);
  expect(byHand.map(({ text }: { text: string }) => text)).toContain("The Provider ");
});

test("what is typed is found by search and shown as changed as soon as typing pauses", async () => {
  const id = await scene.addDocument(legal, { title: "Live", lines: ["before"] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "edit" });
  scene.clock.advance(1_000);
  await edit(rd, id, (text) => text.insert(0, "Quinoline assay "));
  scene.clock.advance(3_000);
  const found = () => legal.call("GET", "/documents?view=all&search=quinoline");
  await expect.poll(async () => (await found()).body.documents.length).toBe(1);
  expect((await found()).body.documents[0]).toMatchObject({
    id,
    changedBy: { id: rd.id, name: rd.name },
    excerpt: "\u0002Quinoline\u0003 assay before",
  });
});

test("the log's rows come in order, page by page, to the owner alone, and their hashes chain", async () => {
  const id = await scene.addDocument(legal, { lines: ["x"] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "edit" });
  for (let round = 0; round < 3; round++) await edit(rd, id, (text) => text.insert(0, `${round} `));
  const first = (await legal.call("GET", `/documents/${id}/log?limit=3`)).body;
  const rest = (await legal.call("GET", `/documents/${id}/log?after=3`)).body;
  expect([first.lastSeq, first.rows.length, rest.rows.length]).toEqual([4, 3, 1]);
  const rows = [...first.rows, ...rest.rows];
  expect(rows.map((row) => [row.seq, row.authorName])).toEqual([
    [1, legal.name],
    [2, rd.name],
    [3, rd.name],
    [4, rd.name],
  ]);
  expect(rows.slice(1).map((row) => row.previousHash)).toEqual(rows.slice(0, -1).map((row) => row.hash));
  expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.hash))).toBe(true);
  const replayed = new Y.Doc();
  for (const row of rows) Y.applyUpdate(replayed, Buffer.from(row.update, "base64"));
  expect(contentText(readContent(replayed))).toBe("2 1 0 x");
  expect((await rd.call("GET", `/documents/${id}/log`)).body.code).toBe("documents/role-too-weak");
  for (const query of ["?after=-1", "?limit=0", "?limit=5001", "?after=x"]) {
    expect((await legal.call("GET", `/documents/${id}/log${query}`)).status).toBe(400);
  }
});

test("an export is a file to keep, named after the document, that runs nothing in our origin", async () => {
  const id = await scene.addDocument(legal, { title: "服务/合同", lines: ["<script>alert(1)</script> 第一条"] });
  const get = (format: string) => legal.call("GET", `/documents/${id}/export?format=${format}`);
  for (const [format, type, ending] of [
    ["markdown", "text/markdown; charset=utf-8", "md"],
    ["html", "text/html; charset=utf-8", "html"],
    ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
  ] as const) {
    const answer = await get(format);
    expect([format, answer.status]).toEqual([format, 200]);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="_____.${ending}"; filename*=UTF-8''${encodeURIComponent("服务_合同")}.${ending}`,
    );
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(answer.bytes.length).toBeGreaterThan(10);
  }
  expect((await get("html")).body).not.toContain("<script>");
  expect((await get("markdown")).body).toContain("第一条");
  const [p, k] = (await get("docx")).bytes;
  expect([p, k]).toEqual([0x50, 0x4b]);
  expect((await get("exe")).body.code).toBe("request/malformed");
});

test("what a format cannot carry of this document is told before the file is taken, and with the file", async () => {
  const { id } = (
    await legal.upload("/documents/import", new File(["---\ntitle: T\n---\n\n(1) one\n\n(2) two\n"], "n.md"))
  ).body;
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "view" });
  const report = (format: string) => rd.call("GET", `/documents/${id}/export/report?format=${format}`);
  const markdown = (await report("markdown")).body;
  expect(markdown).toEqual({
    notCarried: [{ code: "numbers-as-text", count: 2, en: expect.any(String), zh: expect.any(String) }],
    proposalCount: 0,
    alternatives: [],
  });
  expect((await report("docx")).body).toEqual({ notCarried: [], proposalCount: 0, alternatives: [] });
  const told = async (format: string) =>
    (await rd.call("GET", `/documents/${id}/export?format=${format}`)).headers.get("parley-not-carried");
  expect([await told("markdown"), await told("docx"), await told("html")]).toEqual(["numbers-as-text=2", null, null]);
  expect((await report("pdf")).status).toBe(400);
});

test("a file holds what is agreed, and says how much waits; asked for, it holds what would be if all of it were accepted", async () => {
  const id = await scene.addDocument(legal, { lines: ["The price is 100 euros."] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "suggest" });
  await change(rd, id, (ydoc) => {
    const text = textAt(ydoc, 0);
    const { client, clock } = text._start?.id ?? { client: 0, clock: 0 };
    text.insert(13, "90");
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:s`, { do: "delete", ids: [[client, clock + 13, 3]] });
  });
  const take = async (query: string) => {
    const answer = await legal.call("GET", `/documents/${id}/export?format=markdown${query}`);
    return [new TextDecoder().decode(answer.bytes).trim(), answer.headers.get("parley-not-carried")];
  };
  expect(await take("")).toEqual(["The price is 100 euros.", "proposals=1"]);
  expect(await take("&view=proposed")).toEqual(["The price is 90 euros.", null]);
  expect((await legal.call("GET", `/documents/${id}/export/report?format=markdown`)).body.proposalCount).toBe(1);
});

test("a view as if all were accepted says what agreed paragraphs are numbered that get other numbers by it", async () => {
  const id = await scene.addDocument(legal, { lines: ["Term", "Fees", "Law", "Notices", "Gone", "Names"] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "suggest" });
  const blockAt = (ydoc: Y.Doc, at: number): Y.XmlElement => ydoc.getXmlFragment("default").get(at) as Y.XmlElement;
  const idOf = (block: Y.XmlElement): [number, number] => [block._item?.id.client ?? 0, block._item?.id.clock ?? 0];
  await change(legal, id, (ydoc) => {
    for (const at of [0, 1, 2, 3, 4]) blockAt(ydoc, at).setAttribute("list", "number");
  });
  // Before "Fees" a clause comes; "Law" is joined to "Fees"; "Notices" is to have no number, "Gone" goes.
  await change(rd, id, (ydoc) => {
    const added = new Y.XmlElement("paragraph");
    ydoc.getXmlFragment("default").insert(1, [added]);
    added.setAttribute("list", "number");
    added.insert(0, [new Y.XmlText("Place")]);
    const [fees, law, notices, gone] = [2, 3, 4, 5].map((at) => idOf(blockAt(ydoc, at)));
    const records = ydoc.getMap(PROPOSALS_NAME);
    records.set(`${rd.id}:j`, { do: "join", block: law, to: fees });
    records.set(`${rd.id}:n`, { do: "set", block: notices, name: "list", value: null });
    const words = textAt(ydoc, 5)._start?.id;
    records.set(`${rd.id}:r`, { do: "remove", block: gone, ids: words ? [[words.client, words.clock, 4]] : [] });
  });
  const { blocks } = (await legal.call("GET", `/documents/${id}/views/proposed`)).body;
  expect(
    (blocks as { pieces: { text: string }[]; agreedLabel?: string }[]).map(({ pieces, agreedLabel }) => [
      pieces.map(({ text }) => text).join(""),
      agreedLabel,
    ]),
  ).toEqual([
    ["Term", "1."],
    ["Place", undefined],
    ["FeesLaw", "2."],
    ["Notices", "4."],
    ["Names", undefined],
  ]);
});

test("a view, a text and a file as if all were accepted say where there are alternatives, and which one they have", async () => {
  const id = await scene.addDocument(legal, { lines: ["Term", "One year.", "Fees", "The price is 100 euros."] });
  for (const each of [rd, finance])
    await legal.call("POST", `/documents/${id}/shares`, { personId: each.id, role: "suggest" });
  await change(legal, id, (ydoc) => {
    for (const at of [0, 2]) {
      const head = ydoc.getXmlFragment("default").get(at) as Y.XmlElement;
      head.setAttribute("list", "number");
    }
  });
  await change(rd, id, (ydoc) => textAt(ydoc, 3).insert(22, ", net"));
  const listed = (): Promise<{ id: string }[]> =>
    legal.call("GET", `/documents/${id}/proposals`).then(({ body }) => body as { id: string }[]);
  const [first] = await listed();
  await change(finance, id, (ydoc) => {
    const clock = Y.getState(ydoc.store, ydoc.clientID);
    textAt(ydoc, 3).insert(27, ", gross");
    const to = (first?.id ?? "").split("-").map(Number);
    ydoc.getMap(PROPOSALS_NAME).set(`${finance.id}:a`, { do: "counter", to, ids: [[ydoc.clientID, clock, 7]] });
  });
  // A paragraph that comes before it shows that places are those of the view.
  await change(rd, id, (ydoc) => {
    const added = new Y.XmlElement("paragraph");
    ydoc.getXmlFragment("default").insert(1, [added]);
    added.insert(0, [new Y.XmlText("From today.")]);
  });
  const viewOf = async (of: string) => (await legal.call("GET", `/documents/${id}/views/${of}`)).body;
  const { alternatives } = await viewOf("proposed");
  expect(alternatives).toEqual([
    {
      // With its article, as in every list; in a file as the file reads.
      clause: "2. Fees › The price is 100 euros, gross.",
      place: { heads: ["2. Fees"], label: "", words: "The price is 100 euros.", table: null, isAfter: false },
      block: 4,
      offset: "The price is 100 euros".length,
      options: [
        { id: first?.id, letter: "A", author: { id: rd.id, name: rd.name }, insertedText: ", net", deletedText: "" },
        {
          id: expect.any(String),
          letter: "B",
          author: { id: finance.id, name: finance.name },
          insertedText: ", gross",
          deletedText: "",
        },
      ],
    },
  ]);
  expect((await viewOf("agreed")).alternatives).toEqual([]);
  const file = await legal.call("GET", `/documents/${id}/export?format=markdown&view=proposed`);
  const second = alternatives[0].options[1].id;
  for (const answer of [file, await legal.call("GET", `/documents/${id}/text?view=proposed`)]) {
    expect(answer.headers.get("parley-not-carried")).toBe("alternatives=1");
    expect(readTakenAlternatives(answer.headers.get("parley-alternatives") ?? "")).toEqual([
      { taken: second, notTaken: [first?.id] },
    ]);
  }
  const plain = await legal.call("GET", `/documents/${id}/text?view=agreed`);
  expect([plain.headers.get("parley-not-carried"), plain.headers.get("parley-alternatives")]).toEqual([null, null]);
  const text = new TextDecoder().decode(file.bytes);
  expect(text).toContain("100 euros, gross.");
  expect(text).toMatch(/^<!-- notice: .*2\. Fees.*B.*A.* -->\n/u);
  expect(text.split("\n")[0]).toContain(finance.name);
  expect((await legal.call("GET", `/documents/${id}/export?format=markdown`)).body).not.toContain("notice");
  const report = await legal.call("GET", `/documents/${id}/export/report?format=markdown`);
  expect(report.body.alternatives).toEqual(alternatives);
});

test("whoever shares the document can be mentioned; a guest does not learn who is in a department", async () => {
  const id = await scene.addDocument(legal);
  const { departmentIds } = (await scene.app.people.findPerson(rd.id)) ?? { departmentIds: [] };
  await legal.call("POST", `/documents/${id}/shares`, { departmentId: departmentIds[0], role: "edit" });
  const invited = await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "comment" });
  const guest = await scene.guest(invited.body.url, "partner@out.example", "Partner");
  const names = async (actor: Actor, search = ""): Promise<string[]> => {
    const answer = await actor.call("GET", `/documents/${id}/people?search=${encodeURIComponent(search)}`);
    return answer.body.map((entry: { name: string }) => entry.name);
  };
  expect(await names(legal)).toEqual(expect.arrayContaining([legal.name, rd.name, "Partner"]));
  expect(await names(guest)).toEqual([legal.name, "Partner"]);
  expect(await names(legal, "PARTNER")).toEqual(["Partner"]);
  expect(await names(legal, "nobody")).toEqual([]);
});

test("what somebody proposes letter by letter is one piece in their view, whoever wrote elsewhere in between", async () => {
  const id = await scene.addDocument(legal, { lines: ["The fee is 100.", "Done."] });
  for (const each of [rd, finance])
    await legal.call("POST", `/documents/${id}/shares`, { personId: each.id, role: "suggest" });
  for (const [at, letter] of Array.from(" Net").entries()) {
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(15 + at, letter));
    await change(finance, id, (ydoc) => textAt(ydoc, 1).insert(5 + at, "!"));
  }
  const piecesOf = async (person: Actor): Promise<unknown[]> => {
    const { blocks } = (await legal.call("GET", `/documents/${id}/views/${person.id}`)).body;
    return (blocks as { pieces: { fate: string; text: string }[] }[]).map(({ pieces }) =>
      pieces.map(({ fate, text }) => [fate, text]),
    );
  };
  const [fee, done] = [
    ["kept", "The fee is 100."],
    ["kept", "Done."],
  ];
  expect(await piecesOf(rd)).toEqual([[fee, ["inserted", " Net"]], [done]]);
  expect(await piecesOf(finance)).toEqual([[fee], [done, ["inserted", "!!!!"]]]);
});
