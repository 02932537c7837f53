/** What a page follows is told over its socket: to whom it may be told, whole at first, then as it changes. */
import { PROPOSALS_NAME } from "@parley/document";
import type { DocumentProposal, ProposalNews } from "@parley/documents";
import { type FollowedTopic, type Told, encodeFollowFrame, encodeParleyUpdateFrame, updateFlags } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { FollowedAttribution } from "../../../client/src/editor/authorship/followed-attribution.ts";
import type { RawSocket } from "../../support/raw-socket.ts";
import { type Actor, stageDocumentsScene } from "./documents-scene.ts";
import { storyOf, toldParts } from "./word-stories.ts";

const { scene, rd: lin, legal: mara, finance: osei } = await stageDocumentsScene(["rd", "legal", "finance"]);

/** Somebody's open document, changed as a program would. */
class Page {
  readonly socket: RawSocket;
  readonly ydoc = new Y.Doc();
  private readonly read: Record<FollowedTopic, number> = { attribution: 0, proposals: 0 };
  private sent = 0;
  /** The newest row that it has seen. */
  private seq = 0;

  private constructor(socket: RawSocket) {
    this.socket = socket;
  }

  static async open(person: Actor, documentId: string): Promise<Page> {
    const page = new Page(await person.socket(documentId));
    const hello = await page.socket.next("hello");
    page.ydoc.clientID = hello.clientId;
    page.seq = hello.seq;
    Y.applyUpdate(page.ydoc, Y.encodeStateAsUpdate(await page.socket.readDocument()));
    return page;
  }

  text(index: number): Y.XmlText {
    return (this.ydoc.getXmlFragment("default").get(index) as Y.XmlElement).get(0) as Y.XmlText;
  }

  /** Changes the document and waits until that is durable. */
  async change(task: () => void, flags = 0): Promise<void> {
    this.catchUp();
    const before = Y.encodeStateVector(this.ydoc);
    this.ydoc.transact(task);
    this.socket.send(encodeParleyUpdateFrame(this.seq, flags, Y.encodeStateAsUpdate(this.ydoc, before)));
    const count = ++this.sent;
    this.seq = (await this.socket.next("saved", (saved) => saved.count === count)).seq;
  }

  follow(topic: FollowedTopic): void {
    this.socket.send(encodeFollowFrame(topic, true));
  }

  /** What was told of a topic and not read here yet, once there is something as of row `seq`. */
  async told(topic: FollowedTopic, seq: number): Promise<Told[]> {
    await this.socket.next("told", (told) => told.topic === topic && told.seq >= seq);
    this.catchUp();
    const fresh = this.toldSoFar(topic).slice(this.read[topic]);
    this.read[topic] += fresh.length;
    return fresh;
  }

  toldSoFar(topic: FollowedTopic): Told[] {
    return this.socket.received.flatMap((message) =>
      message.type === "told" && message.topic === topic ? [message] : [],
    );
  }

  catchUp(): void {
    for (const message of this.socket.received) {
      if (message.type === "update" || message.type === "answer") Y.applyUpdate(this.ydoc, message.update);
      if (message.type === "update") this.seq = Math.max(this.seq, message.seq);
    }
  }
}

/** Lets what waits to be told be told. */
const later = (): void => scene.clock.advance(5_000);
const readJson = (told: Told | undefined): unknown => JSON.parse(new TextDecoder().decode(told?.body));

async function newDocument(lines: readonly string[], role = "edit"): Promise<string> {
  const id = await scene.addDocument(lin, { lines });
  await lin.call("POST", `/documents/${id}/shares`, { personId: mara.id, role });
  return id;
}

test("who wrote what comes whole, then by increments, and reads as the endpoint says; a guest learns nothing of what is gone", async () => {
  const id = await newDocument(["The secret price is 100 euros.", "Signed."]);
  const [a, b] = [await Page.open(lin, id), await Page.open(mara, id)];
  await b.change(() => b.text(0).delete(4, 7));
  const invited = await lin.call("POST", `/documents/${id}/shares`, {
    link: "guests",
    role: "view",
    party: "counterparty",
  });
  const guest = await scene.guest(invited.body.url, "mei@elsewhere.example", "Mei");
  const g = await Page.open(guest, id);

  const [colleague, outsider] = [new FollowedAttribution(a.ydoc), new FollowedAttribution(g.ydoc)];
  a.follow("attribution");
  g.follow("attribution");
  const recorded = async (who: Actor): Promise<unknown> =>
    (await who.call("GET", `/documents/${id}/attribution?deleted=1`)).body.spans;
  for (const told of await a.told("attribution", 2)) colleague.take(told);
  for (const told of await g.told("attribution", 2)) outsider.take(told);
  expect(colleague.readSpans()).toEqual(await recorded(lin));
  expect(colleague.readSpans().map(({ text, deletedBy }) => [text, deletedBy?.name])).toContainEqual([
    "secret ",
    mara.name,
  ]);
  expect(outsider.readSpans()).toEqual(await recorded(guest));

  scene.clock.advance(120_000);
  await b.change(() => b.text(1).insert(7, " And dated."));
  await b.change(() => b.ydoc.getXmlFragment("default").delete(0, 1));
  later();
  const news = await a.told("attribution", 4);
  expect(news.map(({ whole }) => whole)).toEqual([false]);
  expect(news[0]?.body.length).toBeLessThan(600);
  for (const told of news) colleague.take(told);
  for (const told of await g.told("attribution", 4)) outsider.take(told);
  expect(colleague.readSpans()).toEqual(await recorded(lin));
  expect(outsider.readSpans()).toEqual(await recorded(guest));
  const heard = Buffer.concat(g.toldSoFar("attribution").map(({ body }) => body)).toString("latin1");
  expect(heard).not.toMatch(/secret|price/);
  for (const page of [a, b, g]) page.socket.close();
});

test("a page tells what was only proposed and rejected from what stood and was deleted, each decision apart", async () => {
  const id = await newDocument(["The price is 100 euros."], "suggest");
  const a = await Page.open(lin, id);
  const record = new FollowedAttribution(a.ydoc);
  a.follow("attribution");
  for (const told of await a.told("attribution", 1)) record.take(told);
  const b = await Page.open(mara, id);
  await b.change(() => b.text(0).insert(4, "fair "));
  const waiting = (await lin.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  expect((await lin.call("POST", `/documents/${id}/decisions`, { verdict: "reject", proposals })).status).toBe(201);
  a.catchUp();
  await a.change(() => a.text(0).delete(0, 4));
  await b.change(() => {
    const { client, clock } = (b.text(0)._start as Y.Item).id;
    b.ydoc.getMap(PROPOSALS_NAME).set(`${mara.id}:1`, { do: "delete", ids: [[client, clock + 10, 6]] });
  });
  const [deletion] = (await lin.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  await lin.call("POST", `/documents/${id}/decisions`, {
    verdict: "accept",
    proposals: [{ id: deletion?.id, digest: deletion?.digest }],
  });
  later();
  for (const told of await a.told("attribution", 4)) record.take(told);
  expect(record.readSpans()).toEqual((await lin.call("GET", `/documents/${id}/attribution?deleted=1`)).body.spans);
  const gone = record.readSpans().filter(({ deletedBy }) => deletedBy !== undefined);
  expect(
    gone.map(({ text, turnedDown, deletedBy, agreedBy }) => [text, turnedDown, deletedBy?.name, agreedBy?.name]),
  ).toEqual([
    ["The ", undefined, lin.name, undefined],
    ["fair ", "rejected", lin.name, undefined],
    ["is 100", undefined, mara.name, lin.name],
  ]);
  for (const page of [a, b]) page.socket.close();
});

test("of a decision that rejected some words and made others void, each is told as what became of it", async () => {
  const id = await newDocument(["The price is 100 euros."], "suggest");
  const a = await Page.open(lin, id);
  const record = new FollowedAttribution(a.ydoc);
  a.follow("attribution");
  for (const told of await a.told("attribution", 1)) record.take(told);
  const b = await Page.open(mara, id);
  await b.change(() => {
    const element = new Y.XmlElement("paragraph");
    b.ydoc.getXmlFragment("default").insert(1, [element]);
    element.insert(0, [new Y.XmlText("A new clause.")]);
  });
  const waiting = async (): Promise<DocumentProposal[]> => (await lin.call("GET", `/documents/${id}/proposals`)).body;
  await expect.poll(() => a.ydoc.getXmlFragment("default").length + (a.catchUp(), 0)).toBe(2);
  await a.change(() => a.text(1).insert(2, "very "), updateFlags.propose);
  const proposals = (await waiting())
    .filter(({ author }) => author?.id === mara.id)
    .map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  const made = await lin.call("POST", `/documents/${id}/decisions`, { verdict: "reject", proposals });
  expect([made.status, await waiting()]).toEqual([201, []]);
  later();
  for (const told of await a.told("attribution", made.body.seq)) record.take(told);
  expect(record.readSpans()).toEqual((await lin.call("GET", `/documents/${id}/attribution?deleted=1`)).body.spans);
  const gone = record.readSpans().filter(({ deletedBy }) => deletedBy !== undefined);
  expect(gone.map(({ text, author, turnedDown }) => [text, author.name, turnedDown])).toEqual([
    ["A ", mara.name, "rejected"],
    ["very ", lin.name, "voided"],
    ["new clause.", mara.name, "rejected"],
  ]);
  for (const page of [a, b]) page.socket.close();
});

test("in a copy each reader is told whose the words are in the source as far as they may open it, also of words that are moved", async () => {
  const source = await newDocument(["Payment within days.", "Law of China."]);
  const d = await Page.open(mara, source);
  scene.clock.advance(120_000);
  await d.change(() => d.text(0).insert(15, "ninety "));
  scene.clock.advance(120_000);
  const { id } = (await lin.call("POST", `/documents/${source}/duplicate`, { title: "Copy" })).body;
  const other = await scene.colleague("ceo");
  await lin.call("POST", `/documents/${id}/shares`, { personId: other.id, role: "edit" });
  const [a, b] = [await Page.open(lin, id), await Page.open(other, id)];
  const [knowing, closed] = [new FollowedAttribution(a.ydoc), new FollowedAttribution(b.ydoc)];
  a.follow("attribution");
  b.follow("attribution");
  const recorded = async (who: Actor): Promise<unknown> =>
    (await who.call("GET", `/documents/${id}/attribution?deleted=1`)).body.spans;
  for (const told of await a.told("attribution", 1)) knowing.take(told);
  for (const told of await b.told("attribution", 1)) closed.take(told);
  const written = (followed: FollowedAttribution): unknown[] =>
    followed.readSpans().map(({ text, author, from }) => [text, author.name, from?.author.name, from?.document.title]);
  expect(written(knowing)).toEqual([
    ["Payment within ", lin.name, lin.name, "Note"],
    ["ninety ", lin.name, mara.name, "Note"],
    ["days.", lin.name, lin.name, "Note"],
    ["Law of China.", lin.name, lin.name, "Note"],
  ]);
  expect(written(closed)).toEqual([
    ["Payment within ninety days.", lin.name, undefined, undefined],
    ["Law of China.", lin.name, undefined, undefined],
  ]);
  expect(knowing.readSpans()).toEqual(await recorded(lin));
  expect(closed.readSpans()).toEqual(await recorded(other));

  // The words are moved behind the second paragraph by somebody who does not know whose they are.
  scene.clock.advance(120_000);
  await b.change(() => {
    b.text(0).delete(15, 12);
    b.text(1).insert(0, "ninety days.");
  });
  later();
  for (const told of await a.told("attribution", 2)) knowing.take(told);
  for (const told of await b.told("attribution", 2)) closed.take(told);
  expect(written(knowing)).toContainEqual(["ninety ", lin.name, mara.name, "Note"]);
  expect(knowing.readSpans()).toEqual(await recorded(lin));
  expect(closed.readSpans()).toEqual(await recorded(other));
  const heard = Buffer.concat(b.toldSoFar("attribution").map(({ body }) => body)).toString("utf8");
  for (const secret of [mara.name, mara.id, source]) expect(heard).not.toContain(secret);
  for (const page of [a, b, d]) page.socket.close();
});

test("proposals come whole, then what changed of them; while nobody proposes nothing is told", async () => {
  const id = await newDocument(["The price is 100 euros.", "Signed."], "suggest");
  const [a, b] = [await Page.open(lin, id), await Page.open(mara, id)];
  a.follow("proposals");
  b.follow("proposals");
  expect(readJson((await a.told("proposals", 1))[0])).toEqual([]);
  await b.told("proposals", 1);
  await a.change(() => a.text(0).insert(0, "Note: "));
  later();
  await b.change(() => b.text(1).insert(6, " twice"), updateFlags.propose);
  later();
  const [first] = await a.told("proposals", 3);
  expect(first?.whole).toBe(false);
  const { set, gone } = readJson(first) as ProposalNews;
  expect([gone, set.map(({ proposal }) => [proposal.author?.name, proposal.insertedText])]).toEqual([
    [],
    [[mara.name, " twice"]],
  ]);

  // Whoever comes now gets the list, and the others nothing.
  const c = await Page.open(lin, id);
  c.follow("proposals");
  const list = readJson((await c.told("proposals", 3))[0]) as DocumentProposal[];
  expect(list).toEqual((await lin.call("GET", `/documents/${id}/proposals`)).body);
  expect(a.toldSoFar("proposals").length).toBe(2);

  await lin.call("POST", `/documents/${id}/decisions`, {
    verdict: "accept",
    proposals: list.map((each) => ({ id: each.id, digest: each.digest })),
  });
  later();
  await a.told("proposals", 4);
  expect(readJson(a.toldSoFar("proposals").at(-1))).toEqual({ gone: [list[0]?.id], set: [] });

  const before = a.toldSoFar("proposals").length;
  await a.change(() => a.text(0).insert(0, "!"));
  later();
  // A telling goes behind the one before: when this one has come, there was none between.
  a.follow("proposals");
  await a.told("proposals", 5);
  expect(
    a
      .toldSoFar("proposals")
      .slice(before)
      .map(({ whole }) => whole),
  ).toEqual([true]);
  for (const page of [a, b, c]) page.socket.close();
});

test("[VD3] [VD4] whoever makes a proposal void is told of it with the list, and that it waits again; so is its proposer, and nobody else", async () => {
  const id = await newDocument(["within ninety days", "Signed."], "suggest");
  await lin.call("POST", `/documents/${id}/shares`, { personId: osei.id, role: "suggest" });
  const [a, b, stranger] = [await Page.open(lin, id), await Page.open(mara, id), await Page.open(osei, id)];
  for (const page of [a, b, stranger]) {
    page.follow("proposals");
    await page.told("proposals", 1);
  }
  await b.change(() => {
    const { client, clock } = (b.text(0)._start as Y.Item).id;
    b.ydoc.getMap(PROPOSALS_NAME).set(`${mara.id}:1`, { do: "delete", ids: [[client, clock + 7, 6]] });
    b.text(0).insert(13, "sixty");
  });
  later();
  await a.told("proposals", 2);
  const sixty = [b.ydoc.clientID, 1, 5];
  await a.change(() => a.text(0).delete(13, 5));
  const toldVoids = (page: Page): ProposalNews[] =>
    page.toldSoFar("proposals").flatMap((told) => {
      const news = readJson(told) as ProposalNews;
      return news.voided ? [news] : [];
    });
  await expect.poll(() => (later(), toldVoids(a).length)).toBe(1);
  expect(toldVoids(a)).toMatchObject([
    {
      gone: [],
      set: [],
      voided: [
        {
          seq: 4,
          proposals: [{ author: { name: mara.name }, deletedText: "ninety", insertedText: "sixty", goneIds: [sixty] }],
        },
      ],
      revived: [],
    },
  ]);
  await a.change(() => a.text(0).insert(13, "sixty"), updateFlags.undo);
  await expect.poll(() => (later(), toldVoids(a).length)).toBe(2);
  expect(toldVoids(a).at(-1)).toMatchObject({ voided: [], revived: [4] });
  // Deleted in two goes, both have to come back.
  const again = a.ydoc.clientID;
  await a.change(() => a.text(0).delete(16, 2));
  await a.change(() => a.text(0).delete(13, 3));
  await expect.poll(() => (later(), toldVoids(a).length)).toBe(3);
  const goneIds = toldVoids(a)
    .at(-1)
    ?.voided?.flatMap(({ proposals }) => proposals.flatMap((each) => each.goneIds));
  expect(goneIds?.map(([client]) => client)).toEqual([again, again]);
  expect(goneIds?.reduce((sum, [, , length]) => sum + length, 0)).toBe(5);
  // A page that comes back sends what it has before it follows.
  await a.change(() => a.text(0).insert(13, "sixty"), updateFlags.undo);
  await expect.poll(() => (later(), toldVoids(a).length)).toBe(4);
  a.socket.close();
  const c = await Page.open(lin, id);
  await c.change(() => c.text(0).delete(13, 5));
  c.follow("proposals");
  await expect
    .poll(() => toldVoids(c).flatMap(({ voided }) => voided?.flatMap(({ proposals }) => proposals.length)))
    .toEqual([1]);
  c.socket.close();
  b.follow("proposals");
  await expect.poll(() => b.toldSoFar("proposals").filter(({ whole }) => whole).length).toBe(2);
  // Its proposer is told whose change it was, once.
  const told = (page: Page): unknown =>
    toldVoids(page).map(({ voided, revived }) => [
      voided?.map(({ by, proposals }) => [by?.name, proposals.map(({ insertedText }) => insertedText)]),
      revived?.length,
    ]);
  const gone = [[[lin.name, ["sixty"]]], 0];
  expect(told(b)).toEqual([gone, [[], 1], gone, [[], 1], gone]);
  expect(toldVoids(a).flatMap(({ voided = [] }) => voided.map(({ by }) => by))).toEqual([undefined, undefined]);
  expect(told(stranger)).toEqual([
    [[], 1],
    [[], 1],
  ]);
  for (const page of [b, stranger]) page.socket.close();
});

test("that words were moved is news to pages that show proposals; typing and deleting is not", async () => {
  const id = await newDocument(["The price is 100 euros.", "Signed."]);
  const [a, stranger] = [await Page.open(lin, id), await Page.open(mara, id)];
  a.follow("proposals");
  await a.told("proposals", 1);
  await a.change(() => a.text(0).insert(4, "net "));
  await a.change(() => a.text(0).delete(0, 3));
  later();
  // The tail of a paragraph goes into a new one, as when somebody presses Enter.
  await a.change(() => {
    const [fragment, text] = [a.ydoc.getXmlFragment("default"), a.text(0)];
    const tail = text.toString().slice(10);
    text.delete(10, tail.length);
    const element = new Y.XmlElement("paragraph");
    fragment.insert(1, [element]);
    element.insert(0, [new Y.XmlText(tail)]);
  });
  const news = (): unknown[] => a.socket.received.filter(({ type }) => type === "news");
  expect(news()).toEqual([]);
  later();
  expect(await a.socket.next("news")).toEqual({ type: "news", topic: "places" });
  expect(news()).toHaveLength(1);
  expect(stranger.socket.received.filter(({ type }) => type === "news" || type === "told")).toEqual([]);
  a.socket.close();
  stranger.socket.close();
});

test("[LI9] a guest who tries words does not learn that they had been there before they came", async () => {
  const id = await newDocument(["The price is 4711 euros.", "Second."]);
  const a = await Page.open(lin, id);
  await a.change(() => a.text(0).delete(13, 5));
  later();
  const invited = await lin.call("POST", `/documents/${id}/shares`, { link: "guests", role: "edit" });
  const mei = await scene.guest(invited.body.url, "mei@tries.example", "Mei");
  const [g, seer] = [await Page.open(mei, id), await Page.open(mara, id)];
  const pages = new Map([
    [g, new FollowedAttribution(g.ydoc)],
    [seer, new FollowedAttribution(seer.ydoc)],
  ]);
  for (const page of pages.keys()) {
    page.follow("attribution");
    page.follow("proposals");
    await page.told("proposals", 2);
  }
  const told = async (page: Page, seq: number): Promise<unknown> => {
    const followed = pages.get(page);
    for (const each of await page.told("attribution", seq)) followed?.take(each);
    return followed?.readSpans().map(({ text, author }) => [text, author.name]);
  };
  await told(g, 2);
  await told(seer, 2);
  await g.change(() => g.text(0).insert(13, "4711 "));
  // Somebody's move is told to everybody, so both have heard by then what there is to hear.
  const heard = (page: Page): number => page.socket.received.filter(({ type }) => type === "news").length;
  later();
  const byMei = [
    ["The price is ", lin.name],
    ["4711 ", "Mei"],
    ["euros.", lin.name],
    ["Second.", lin.name],
  ];
  const byLin = byMei.map(([text]) => [text, lin.name]);
  expect([await told(g, 3), await told(seer, 3)]).toEqual([byMei, byLin]);
  expect([heard(g), heard(seer)]).toEqual([0, 1]);
  const recorded = async (who: Actor): Promise<unknown> =>
    (await who.call("GET", `/documents/${id}/attribution`)).body.spans.map(
      ({ text, author }: { text: string; author: { name: string } }) => [text, author.name],
    );
  expect([await recorded(mei), await recorded(mara)]).toEqual([byMei, byLin]);
  const tried = [g.ydoc.clientID, 0] as const;
  const stories = [toldParts(await storyOf(mei, id, tried)), toldParts(await storyOf(mara, id, tried))];
  expect(stories).toEqual([[["4711", ["wrote", "Mei"]]], [["4711", ["wrote", lin.name], ["pasted", "Mei"]]]]);
  // By its id, what had been there leads nowhere.
  const [client, clock] = [a.text(0)._start?.id.client ?? 0, 13];
  const gone = (who: Actor): Promise<unknown> => storyOf(who, id, [client, clock + (a.text(0)._start?.id.clock ?? 0)]);
  expect(await gone(mei)).toMatchObject({ code: "documents/words-not-found" });
  expect(await gone(mara)).toMatchObject({ word: "4711" });
  for (const page of [a, g, seer]) page.socket.close();
});
