/** A document for outsiders is made of the agreed text of an inner one: what of the inner one reaches them is searched for in all that they are answered. */
import { inflateRawSync } from "node:zlib";
import type { DocumentId } from "@parley/base";
import { encodeFollowFrame, encodeParleyUpdateFrame, encodeStateVectorFrame } from "@parley/sync";
import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { listEndpoints } from "../../../server/src/platform/http/describe-api.ts";
import { proposeParagraph } from "../../support/propose-paragraph.ts";
import { RawPage } from "../../support/raw-page.ts";
import { pngBytes } from "../../support/sample-pictures.ts";
import { type Actor, stageDocumentsScene } from "./documents-scene.ts";

const table = {
  kind: "table",
  label: { en: "Table", zh: "谈判桌" },
  icon: "note",
  proposing: "everyone",
  accepting: "other-side",
  guestHistory: true,
} as const;
const { scene, legal, finance, rd } = await stageDocumentsScene(["legal", "finance", "rd"], {}, [table]);

const planted = {
  title: "Codename Marigold",
  typed: "walk-away price 4711",
  said: "they will cave in at ninety",
  proposed: "a clause about escrow that waits",
};

let draft: DocumentId;
let shared: DocumentId;
let guest: Actor;

beforeAll(async () => {
  draft = await scene.addDocument(legal, { title: planted.title, lines: ["The fee is due in June."] });
  await legal.call("POST", `/documents/${draft}/shares`, { personId: finance.id, role: "edit" });
  const page = await RawPage.open(finance.socket(draft));
  page.type(` Net. ${planted.typed}`);
  await page.settled();
  const line = (page.ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const from = line.toString().indexOf(planted.typed);
  line.delete(from, planted.typed.length);
  await page.settled();
  page.socket.close();
  await finance.call("POST", `/documents/${draft}/threads`, {
    anchor: { type: "document" },
    text: planted.said,
    audience: "internal",
  });
  await proposeParagraph(finance, draft, planted.proposed);
  await legal.call("POST", `/documents/${draft}/versions`, { name: `${planted.title} first` });
  const { seq } = await scene.app.documents.frozen.freeze(draft, { by: legal.id, reason: "negotiation" });
  const { newDocuments } = scene.app.documents.library;
  shared = await newDocuments.fromAgreed(draft, { kind: "table", title: "Supply", ownerId: legal.id, seq });
  const link = await legal.call("POST", `/documents/${shared}/shares`, {
    link: "guests",
    role: "edit",
    party: "counterparty",
  });
  guest = await scene.guest(link.body.url, "gu@other.example", "Gu");
});

test("[FA1] a document made of the agreed text of another one has its words, and states where they come from to who may open that", async () => {
  expect((await legal.call("GET", `/documents/${shared}/text`)).body.trim()).toBe("The fee is due in June. Net.");
  expect((await legal.call("GET", `/documents/${shared}`)).body).toMatchObject({ kind: "table", title: "Supply" });
  const asked = `/documents/${shared}/attribution`;
  expect(JSON.stringify((await legal.call("GET", asked)).body)).toContain(finance.id);
  const told = (await guest.call("GET", asked)).body as { spans: { author: { name: string } }[] };
  expect(JSON.stringify(told.spans.map(({ author }) => author))).not.toContain(finance.id);
});

test("[FA1] a document is made of the row that was named, or not at all", async () => {
  const { newDocuments } = scene.app.documents.library;
  const wanted = { kind: "table", title: "Supply", ownerId: legal.id, seq: 1 };
  await expect(newDocuments.fromAgreed(draft, wanted)).rejects.toMatchObject({ code: "documents/log-moved-on" });
});

test("[FA1] pictures come along as the new document's own, and mentions as words alone", async () => {
  const id = await scene.addDocument(legal, { title: "With a picture" });
  const picture = await legal.upload(
    `/documents/${id}/images`,
    new File([Uint8Array.from(pngBytes(3, 3))], "p.png", { type: "image/png" }),
  );
  const socket = await legal.socket(id);
  const { clientId } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  const image = new Y.XmlElement("image");
  const paragraph = new Y.XmlElement("paragraph");
  ydoc.transact(() => {
    ydoc.getXmlFragment("default").push([image, paragraph]);
    image.setAttribute("imageId", picture.body.imageId);
    const words = new Y.XmlText();
    paragraph.insert(0, [words]);
    words.insert(0, "@Finance", { mention: { personId: finance.id } });
  });
  socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved");
  socket.close();
  const { live, library } = scene.app.documents;
  const made = await library.newDocuments.fromAgreed(id, { kind: "table", title: "Theirs", ownerId: legal.id });
  const content = JSON.stringify(await live.readContent(made));
  expect(content).toContain("@Finance");
  expect(content).not.toContain(finance.id);
  expect(content).not.toContain(picture.body.imageId);
  const [, imageId = ""] = /"imageId":"([^"]+)"/.exec(content) ?? [];
  expect((await legal.call("GET", `/documents/${made}/images/${imageId}`)).status).toBe(200);
});

test("[FA1] nothing that was typed, deleted, proposed or said inside, nor its title or who wrote it, is in any answer that an outsider gets", async () => {
  const heard: Uint8Array[] = [];
  const socket = await guest.socket(shared);
  socket.socket.on("message", (data: Buffer) => heard.push(data));
  for (const topic of ["attribution", "proposals"] as const) socket.send(encodeFollowFrame(topic, true));
  socket.send(encodeStateVectorFrame(Uint8Array.of(0)));
  await socket.next("told", ({ topic }) => topic === "attribution");
  await socket.next("told", ({ topic }) => topic === "proposals");
  const ydoc = await socket.readDocument();
  await proposeParagraph(legal, shared, "Payment within ten days.");
  const [proposal] = (await guest.call("GET", `/documents/${shared}/proposals`)).body;
  await guest.call("POST", `/documents/${shared}/decisions`, {
    verdict: "accept",
    proposals: [{ id: proposal.id, digest: proposal.digest }],
  });
  const thread = await legal.call("POST", `/documents/${shared}/threads`, {
    anchor: { type: "document" },
    text: "Shall we meet?",
    audience: "everyone",
  });
  const answers = await everyAnswer(guest, shared, { ydoc, threadId: thread.body.id });
  const inside = await everyAnswer(guest, draft, { ydoc, threadId: thread.body.id });
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(12);
  expect(inside.filter(({ names, status }) => names && status < 400)).toEqual([]);
  socket.close();
  const secrets = [...Object.values(planted), draft, finance.id, finance.name, finance.email];
  const all = [
    ...heard.map((bytes) => ({ from: "socket", bytes })),
    ...[...answers, ...inside].map(({ name, bytes }) => ({ from: name, bytes })),
  ];
  expect(all.length).toBeGreaterThan(40);
  for (const { from, bytes } of all)
    for (const secret of secrets)
      expect(`${from}: ${findIn(bytes, secret) ? secret : "nothing"}`).toBe(`${from}: nothing`);
  // What is looked for is found where it may be known.
  const known = await everyAnswer(legal, draft, { ydoc, threadId: thread.body.id });
  for (const secret of secrets) expect(known.some(({ bytes }) => findIn(bytes, secret))).toBe(true);
});

const historyPlanted = {
  withdrawn: "our fallback is Rotterdam",
  version: "before we give way",
  said: "keep this among ourselves",
};

test("[FA2] [D11] a guest reads versions, comparisons and the replay since they were invited, and in no byte what was gone by then", async () => {
  const { newDocuments } = scene.app.documents.library;
  const id = await newDocuments.fromAgreed(draft, { kind: "table", title: "Supply", ownerId: legal.id });
  scene.clock.advance(60_000);
  const invite = async (email: string): Promise<string> =>
    (await legal.call("POST", `/documents/${id}/shares`, { email, role: "edit", party: "counterparty" })).body.url;
  const early = await scene.guest(await invite("early@other.example"), "early@other.example", "Early");
  const share = await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "edit" });
  await proposeParagraph(rd, id, historyPlanted.withdrawn);
  await decideAll(rd, id, "withdraw");
  await proposeParagraph(legal, id, "Payment within ten days.");
  await decideAll(early, id, "accept");
  await legal.call("POST", `/documents/${id}/versions`, { name: historyPlanted.version });
  await legal.call("POST", `/documents/${id}/threads`, {
    anchor: { type: "document" },
    text: historyPlanted.said,
    audience: "internal",
  });
  expect((await legal.call("DELETE", `/documents/${id}/shares/${share.body.share.id}`)).status).toBe(200);
  scene.clock.advance(60_000);
  const before = await scene.app.documents.live.readSealed(id);
  const late = await scene.guest(await invite("late@other.example"), "late@other.example", "Late");
  await proposeParagraph(legal, id, "Delivery in Shanghai.");
  await decideAll(late, id, "accept");
  scene.clock.advance(15 * 60_000);
  const { seq } = await scene.app.documents.live.readSealed(id);

  const listed = (await late.call("GET", `/documents/${id}/versions`)).body;
  expect(listed.versions.map((version: { seq: number }) => version.seq)).toEqual([seq, before.seq]);
  expect(listed.versions[1]).toMatchObject({ authors: [], insertedCharacters: 0, name: null });
  const net = (await late.call("GET", `/documents/${id}/versions/${before.seq}/compare/${seq}?mode=net`)).body;
  expect(JSON.stringify(net)).toContain("Delivery in Shanghai.");
  const film = (await late.call("GET", `/documents/${id}/film`)).body;
  expect(film.frames[0]).toMatchObject({ seq: before.seq, authors: [], name: null });
  expect(film.authors.map(({ name }: { name: string }) => name)).not.toContain(rd.name);
  for (const address of ["versions/1", `versions/1/compare/${seq}`]) {
    const refused = await late.call("GET", `/documents/${id}/${address}`);
    expect([refused.status, refused.body.code]).toEqual([404, "documents/version-not-found"]);
  }
  // Who was invited when the document began knows it from its beginning.
  const whole = (await early.call("GET", `/documents/${id}/film`)).body;
  expect(whole.frames[0].seq).toBe(1);
  expect(JSON.stringify(whole)).not.toContain(historyPlanted.version);
  expect((await early.call("POST", `/documents/${id}/versions`, { name: "Mine" })).status).toBe(403);

  const ydoc = await (await late.socket(id)).readDocument();
  const thread = await legal.call("POST", `/documents/${id}/threads`, {
    anchor: { type: "document" },
    text: "Shall we meet?",
    audience: "everyone",
  });
  const seqs = { seq: String(before.seq), a: String(before.seq), b: String(seq) };
  const asked = { ydoc, threadId: thread.body.id, ...seqs };
  const answers = await everyAnswer(late, id, asked);
  expect(answers.filter(({ name, status }) => name.startsWith("documents.versions.") && status === 200).length).toBe(6);
  const secrets = [...Object.values(historyPlanted), ...Object.values(planted), draft, rd.id, rd.name, rd.email];
  for (const { name, bytes } of answers)
    for (const secret of secrets)
      expect(`${name}: ${findIn(bytes, secret) ? secret : "nothing"}`).toBe(`${name}: nothing`);
  const known = await everyAnswer(legal, id, asked);
  for (const secret of [...Object.values(historyPlanted), rd.id, rd.name])
    expect(`${secret}: ${known.some(({ bytes }) => findIn(bytes, secret))}`).toBe(`${secret}: true`);
});

async function decideAll(by: Actor, id: DocumentId, verdict: string): Promise<void> {
  const proposals = (await by.call("GET", `/documents/${id}/proposals`)).body as { id: string; digest: string }[];
  const decided = await by.call("POST", `/documents/${id}/decisions`, {
    verdict,
    proposals: proposals.map((each) => ({ id: each.id, digest: each.digest })),
  });
  expect(decided.status).toBe(201);
}

/** Every answer of every endpoint that reads, of lists and of the document. */
async function everyAnswer(
  actor: Actor,
  id: DocumentId,
  {
    ydoc,
    threadId,
    ...seqs
  }: {
    readonly ydoc: Y.Doc;
    readonly threadId: string;
    readonly seq?: string;
    readonly a?: string;
    readonly b?: string;
  },
): Promise<{ name: string; names: boolean; status: number; bytes: Uint8Array }[]> {
  const item = (ydoc.getXmlFragment("default").get(0) as Y.XmlElement)._item;
  const ids = { id, threadId, seq: "1", of: "agreed", a: "0", b: "1", personId: legal.id, ...seqs };
  const place = { client: String(item?.id.client ?? 0), clock: String((item?.id.clock ?? 0) + 1) };
  const read = listEndpoints({ documents: scene.app.documents.library.endpoints }).filter(
    ({ method, path }) => method === "GET" && !path.includes("{secret}"),
  );
  const wanted = read.flatMap(({ name, path }) => {
    const address = Object.entries({ ...ids, ...place }).reduce(
      (to, [key, value]) => to.replace(`{${key}}`, value),
      path,
    );
    const queries = name.startsWith("documents.export")
      ? ["?format=markdown", "?format=html", "?format=docx"]
      : name.endsWith("attribution")
        ? ["", "?deleted=1"]
        : name.endsWith("text")
          ? ["", "?view=agreed"]
          : name === "documents.list"
            ? ["", "?view=all", `?view=all&search=${encodeURIComponent(planted.typed)}`]
            : [""];
    return queries.map((query) => ({
      name: `${name}${query}`,
      names: path.includes("{id}"),
      address: `${address}${query}`,
    }));
  });
  const answers = [];
  for (const { address, ...asked } of wanted) {
    const { status, bytes } = await actor.call("GET", address);
    answers.push({ ...asked, status, bytes });
  }
  return answers;
}

/** Whether words stand in an answer, also in packed parts of it. */
function findIn(bytes: Uint8Array, words: string): boolean {
  const whole = Buffer.from(bytes);
  if (whole.includes(words)) return true;
  for (let at = whole.indexOf("PK\u0003\u0004"); at >= 0; at = whole.indexOf("PK\u0003\u0004", at + 4)) {
    if (whole.readUInt16LE(at + 8) !== 8) continue;
    const data = at + 30 + whole.readUInt16LE(at + 26) + whole.readUInt16LE(at + 28);
    if (inflateRawSync(whole.subarray(data)).includes(words)) return true;
  }
  return false;
}
