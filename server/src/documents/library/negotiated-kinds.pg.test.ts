import type { DocumentId, PersonId } from "@parley/base";
import { encodeParleyUpdateFrame, encodeUpdateFrame } from "@parley/sync";
import { beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { RawPage } from "../../../../test/support/raw-page.ts";
import { proposeParagraph } from "../../../../test/support/propose-paragraph.ts";

const label = { en: "Table", zh: "谈判桌" };
const { scene, legal, finance } = await stageDocumentsScene(["legal", "finance"], {}, [
  { kind: "table", label, icon: "note", proposing: "everyone", accepting: "other-side" },
  {
    kind: "drawer",
    label,
    icon: "note",
    listed: false,
    mayCreate: async (personId: PersonId): Promise<boolean> => personId === legal.id,
  },
]);

describe("a document in which everybody proposes and the other side accepts", () => {
  let id: DocumentId;
  let guest: Actor;
  beforeAll(async () => {
    id = await scene.addDocument(legal, { kind: "table", title: "Supply" });
    const link = await legal.call("POST", `/documents/${id}/shares`, {
      link: "guests",
      role: "edit",
      party: "counterparty",
    });
    guest = await scene.guest(link.body.url, "gu@other.example", "Gu");
    await legal.call("POST", `/documents/${id}/shares`, { personId: finance.id, role: "edit", party: "counsel" });
  });

  test("[SY18] what its owner or an editor types is a proposal, also by a stock client and without the flag", async () => {
    const page = await RawPage.open(legal.socket(id));
    expect((await page.socket.next("hello")).standing).toMatchObject({
      everybodyProposes: true,
      otherSideAccepts: true,
    });
    page.type("Typed by its owner.");
    await page.settled();
    expect(await agreed(id)).toBe("");
    expect((await waiting(id)).map(({ party }) => party)).toEqual(["ours"]);
    const rows = (await legal.call("GET", `/documents/${id}/log`)).body.rows as { role: string }[];
    expect(rows.slice(1).map(({ role }) => role)).not.toContain("own");
    page.socket.close();
    expect((await decide(legal, "withdraw")).status).toBe(201);
  });

  test("[SY18] agreed text stays as it is, however its owner deletes it", async () => {
    await proposeParagraph(guest, id, "Delivery in May.");
    expect((await decide(legal, "accept")).status).toBe(201);
    const socket = await legal.socket(id);
    const { clientId } = await socket.next("hello");
    const ydoc = await socket.readDocument();
    ydoc.clientID = clientId;
    const before = Y.encodeStateVector(ydoc);
    ydoc.getXmlFragment("default").delete(0, ydoc.getXmlFragment("default").length);
    socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(ydoc, before)));
    await socket.next("refused", ({ code }) => code === "agreed-text");
    socket.send(encodeUpdateFrame(Y.encodeStateAsUpdate(ydoc, before), true));
    await socket.next("refused", ({ count }) => count === 2);
    expect(await agreed(id)).toBe("Delivery in May.");
    socket.close();
  });

  test("[DE8] a guest who may edit accepts what our side and its counsel propose, and never what their own side does", async () => {
    await proposeParagraph(legal, id, "Payment in June.");
    expect(await decide(legal, "accept")).toMatchObject({
      status: 403,
      body: { code: "documents/other-side-decides" },
    });
    expect(await decide(finance, "accept")).toMatchObject({
      status: 403,
      body: { code: "documents/other-side-decides" },
    });
    expect((await decide(guest, "accept")).status).toBe(201);
    await proposeParagraph(guest, id, "No penalty.");
    expect(await decide(guest, "accept")).toMatchObject({
      status: 403,
      body: { code: "documents/other-side-decides" },
    });
    expect((await decide(guest, "withdraw")).status).toBe(201);
    expect(await agreed(id)).toBe("Delivery in May.\nPayment in June.");
  });

  test("[SY18] an earlier version is not restored past the other side", async () => {
    const before = await agreed(id);
    expect(await legal.call("POST", `/documents/${id}/versions/1/restore`, {})).toMatchObject({
      status: 409,
      body: { code: "documents/everybody-proposes" },
    });
    expect(await agreed(id)).toBe(before);
  });

  const waiting = async (of: DocumentId): Promise<{ id: string; digest: string; party: string }[]> =>
    (await legal.call("GET", `/documents/${of}/proposals`)).body;
  const agreed = async (of: DocumentId): Promise<string> =>
    ((await legal.call("GET", `/documents/${of}/text?view=agreed`)).body as string).trim();
  const decide = async (by: Actor, verdict: string) =>
    by.call("POST", `/documents/${id}/decisions`, {
      verdict,
      proposals: (await waiting(id)).map((each) => ({ id: each.id, digest: each.digest })),
    });
});

test("a kind that is not listed stands in no list of every kind, and is found by its name", async () => {
  const id = await scene.addDocument(legal, { kind: "drawer", title: "Hidden drawer", lines: ["kept apart"] });
  const ids = async (query: string): Promise<string[]> =>
    (await legal.call("GET", `/documents?${query}`)).body.documents.map((each: { id: string }) => each.id);
  for (const query of ["view=all", "view=mine", "view=recent", "view=all&search=apart"])
    expect(await ids(query)).not.toContain(id);
  expect(await ids("view=all&kind=drawer")).toEqual([id]);
  expect((await legal.call("GET", `/documents/${id}`)).body).toMatchObject({ title: "Hidden drawer" });
});

test("a document of a kind is made, imported and copied in the library by whom its kind allows to", async () => {
  const make = (by: Actor) => by.call("POST", "/documents", { kind: "drawer", title: "Mine" });
  const kindOf = async (by: Actor) =>
    (await by.call("GET", "/kinds")).body.find(({ kind }: { kind: string }) => kind === "drawer");
  expect(await kindOf(legal)).toEqual({ kind: "drawer", ...label, icon: "note", listed: false });
  expect(await kindOf(finance)).toEqual({ kind: "drawer", ...label, icon: "note", listed: false, creatable: false });
  const made = await make(legal);
  expect(made.status).toBe(201);
  const refused = { status: 403, body: { code: "documents/kind-made-elsewhere" } };
  expect(await make(finance)).toMatchObject(refused);
  const file = new File(["Words."], "words.md", { type: "text/markdown" });
  expect(await finance.upload("/documents/import", file, { kind: "drawer" })).toMatchObject(refused);
  await legal.call("POST", `/documents/${made.body.id}/shares`, { personId: finance.id, role: "edit" });
  expect(await finance.call("POST", `/documents/${made.body.id}/duplicate`, {})).toMatchObject(refused);
  expect((await legal.call("POST", `/documents/${made.body.id}/duplicate`, {})).status).toBe(201);
});
