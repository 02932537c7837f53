import { must } from "@parley/base";
import type { CommentRecord, CommentThread, DocumentComment } from "@parley/documents";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { LetterStore, type StoredLetter } from "../../platform/mail/letter-store.ts";

const { scene, legal, rd, finance } = await stageDocumentsScene(["legal", "rd", "finance"]);

/** What the tests read of answers; the endpoint has checked their shape. */
type Thread = CommentThread & { comments: [DocumentComment, ...DocumentComment[]] };
type Range = [client: number, clock: number, length: number];

const share = async (id: string, body: unknown): Promise<string> => {
  const answer = await legal.call("POST", `/documents/${id}/shares`, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.url;
};
const lettersAbout = async (id: string): Promise<StoredLetter[]> => {
  const letters = await new LetterStore(scene.database.sql).listUndelivered(1_000);
  return letters.filter(({ text }) => text.includes(`${id}?panel=comments`)).toReversed();
};
const found = async (actor: Actor, words: string): Promise<[string, string, string | null][]> => {
  const answer = await actor.call("GET", `/documents?view=all&search=${encodeURIComponent(words)}`);
  return answer.body.documents.map(
    ({ title, excerpt, inThread }: { title: string; excerpt: string; inThread: string | null }) => [
      title,
      excerpt.replaceAll("\u0002", "[").replaceAll("\u0003", "]"),
      inThread,
    ],
  );
};
const paragraphs = (ydoc: Y.Doc): Y.XmlElement[] => ydoc.getXmlFragment("default").toArray() as Y.XmlElement[];
const textOf = (paragraph: Y.XmlElement): Y.XmlText => paragraph.get(0) as Y.XmlText;

/** The ids under which some words stand, as a page reads them from its own document. */
function rangesOf(ydoc: Y.Doc, words: string): Range[] {
  for (const paragraph of paragraphs(ydoc)) {
    const ids: [number, number][] = [];
    let text = "";
    for (let item = textOf(paragraph)._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      for (let at = 0; at < item.length; at++) ids.push([item.id.client, item.id.clock + at]);
      text += item.content.str;
    }
    const from = text.indexOf(words);
    if (from >= 0) return ids.slice(from, from + words.length).map(([client, clock]) => [client, clock, 1]);
  }
  throw new Error(`${words} stand nowhere`);
}

/** The words that stand under ids in somebody's document. */
function wordsAt(ydoc: Y.Doc, ranges: readonly Range[]): string {
  const wanted = new Set(ranges.flatMap(([c, k, n]) => Array.from({ length: n }, (_, at) => `${c}:${k + at}`)));
  let words = "";
  for (const paragraph of paragraphs(ydoc))
    for (let item = textOf(paragraph)._start; item !== null; item = item.right)
      if (!item.deleted && item.content instanceof Y.ContentString)
        for (let at = 0; at < item.length; at++)
          if (wanted.has(`${item.id.client}:${item.id.clock + at}`)) words += item.content.str[at];
  return words;
}

const read = async (actor: Actor, id: string): Promise<Y.Doc> => {
  const socket = await actor.socket(id);
  const ydoc = await socket.readDocument();
  socket.close();
  return ydoc;
};

/** Somebody edits by our own protocol, and it is durable afterwards. */
async function edit(actor: Actor, id: string, task: (ydoc: Y.Doc) => void): Promise<Y.Doc> {
  const socket = await actor.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => task(ydoc));
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count === 1);
  socket.close();
  return ydoc;
}

const splitBefore = (index: number, at: number) => (ydoc: Y.Doc) => {
  const text = textOf(must(paragraphs(ydoc)[index], "the paragraph"));
  const rest = text.toString().slice(at);
  text.delete(at, rest.length);
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(rest)]);
  ydoc.getXmlFragment("default").insert(index + 1, [element]);
};

/** A moment passes before each, so that what is told and said has an order. */
const comment = async (actor: Actor, id: string, body: object): Promise<Thread> => {
  scene.clock.advance(1_000);
  const answer = await actor.call("POST", `/documents/${id}/threads`, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const threadsOf = async (actor: Actor, id: string): Promise<[Thread, ...Thread[]]> =>
  (await actor.call("GET", `/documents/${id}/threads`)).body.threads;
const recordOf = async (id: string): Promise<CommentRecord[]> =>
  (await legal.call("GET", `/documents/${id}/comment-record`)).body;

describe("where a comment stands", () => {
  test("a comment on words stays on them when somebody splits the paragraph in front of them, and says so when they are gone", async () => {
    const id = await scene.addDocument(legal, { lines: ["The price is 100 and the term is 30 days.", "Signed."] });
    await share(id, { personId: rd.id, role: "comment" });
    const ranges = rangesOf(await read(rd, id), "30 days");
    const made = await comment(rd, id, { anchor: { type: "words", ranges }, text: "Too short" });
    expect(made).toMatchObject({ anchor: { type: "words", quote: "30 days", gone: false, place: null, seq: 1 } });

    let ydoc = await edit(legal, id, splitBefore(0, 17));
    let [thread] = await threadsOf(rd, id);
    expect(wordsAt(ydoc, thread.anchor.ranges)).toBe("30 days");
    expect(thread.anchor.ranges).not.toEqual(made.anchor.ranges);

    ydoc = await edit(legal, id, (each) => textOf(must(paragraphs(each)[1], "the half")).insert(18, "about "));
    [thread] = await threadsOf(rd, id);
    expect(wordsAt(ydoc, thread.anchor.ranges)).toBe("30 days");

    await edit(legal, id, (each) => each.getXmlFragment("default").delete(1, 1));
    [thread] = await threadsOf(rd, id);
    expect(thread.anchor).toMatchObject({ gone: true, ranges: [], quote: "30 days" });
    expect(thread.anchor.place?.text).toBe("The price is 100 ");
    expect(thread.comments[0].text).toBe("Too short");
  });

  test("who comments on words while somebody splits them off comments on the same words", async () => {
    const id = await scene.addDocument(legal, { lines: ["The price is 100 and the term is 30 days."] });
    const seen = rangesOf(await read(legal, id), "price is 100 and the term");
    const ydoc = await edit(legal, id, splitBefore(0, 17));
    const made = await comment(legal, id, { anchor: { type: "words", ranges: seen }, text: "Both" });
    expect(made.anchor.quote).toBe("price is 100 \nand the term");
    expect(wordsAt(ydoc, made.anchor.ranges)).toBe("price is 100 and the term");
    await edit(legal, id, (each) => textOf(must(paragraphs(each)[0], "the first half")).delete(4, 12));
    const [thread] = await threadsOf(legal, id);
    expect(thread.anchor).toMatchObject({ gone: false, quote: "price is 100 \nand the term" });
    expect(wordsAt(await read(legal, id), thread.anchor.ranges)).toBe(" and the term");
  });

  test("a comment on a block goes with the block; what is no block or not there is refused", async () => {
    const id = await scene.addDocument(legal, { lines: ["First clause.", "Second clause."] });
    const ydoc = await read(legal, id);
    const item = must(paragraphs(ydoc)[0]?._item, "the first block");
    const block = [item.id.client, item.id.clock];
    await comment(legal, id, { anchor: { type: "block", block }, text: "Move it down" });
    const moved = await edit(legal, id, (each) => {
      const fragment = each.getXmlFragment("default");
      fragment.delete(0, 1);
      const element = new Y.XmlElement("paragraph");
      element.insert(0, [new Y.XmlText("First clause.")]);
      fragment.insert(1, [element]);
    });
    const [thread] = await threadsOf(legal, id);
    const now = must(paragraphs(moved)[1]?._item, "the moved block");
    expect(thread.anchor).toMatchObject({ quote: "First clause.", ranges: [[now.id.client, now.id.clock, 1]] });

    const refused = async (anchor: object): Promise<unknown> =>
      (await legal.call("POST", `/documents/${id}/threads`, { anchor, text: "x" })).body.code;
    expect(await refused({ type: "words", ranges: [[999, 0, 1]] })).toBe("documents/anchor-unknown");
    expect(await refused({ type: "words", ranges: [[now.id.client, now.id.clock, 1]] })).toBe("documents/anchor-gone");
    const [client, clock] = must(rangesOf(moved, "First")[0], "a character");
    expect(await refused({ type: "block", block: [client, clock] })).toBe("documents/anchor-gone");
  });

  test("nobody reads deleted words by quoting them", async () => {
    const id = await scene.addDocument(legal, { lines: ["Our floor is 80. The price is 100."] });
    const url = await share(id, { link: "guests", role: "comment", party: "counterparty" });
    const ranges = rangesOf(await read(legal, id), "Our floor is 80.");
    await edit(legal, id, (ydoc) => textOf(must(paragraphs(ydoc)[0], "it")).delete(0, 17));
    const guest = await scene.guest(url, "curious@out.example", "Curious");
    const answer = await guest.call("POST", `/documents/${id}/threads`, {
      anchor: { type: "words", ranges },
      text: "?",
    });
    expect(answer).toMatchObject({ status: 409, body: { code: "documents/anchor-gone" } });
    expect(JSON.stringify(answer.body)).not.toContain("floor");
  });
});

describe("who may do what", () => {
  test("“comment” writes without write access to the text, “view” reads, and only authors edit", async () => {
    const id = await scene.addDocument(legal, { lines: ["Words."] });
    await share(id, { personId: rd.id, role: "comment" });
    await share(id, { personId: finance.id, role: "view" });
    const thread = await comment(rd, id, { text: "On the whole" });
    expect(thread).toMatchObject({ anchor: { type: "document" }, audience: "everyone" });
    const [first] = thread.comments;
    const address = `/documents/${id}/threads/${thread.id}`;
    expect(await threadsOf(finance, id)).toHaveLength(1);
    const asFinance: [string, string, unknown][] = [
      ["POST", `/documents/${id}/threads`, { text: "x" }],
      ["POST", `${address}/comments`, { text: "x" }],
      ["PATCH", address, { resolved: true }],
      ["POST", `${address}/open`, { confirmed: true }],
      ["PATCH", `${address}/comments/${first.id}`, { text: "x" }],
      ["DELETE", `${address}/comments/${first.id}`, undefined],
      ["PUT", `${address}/comments/${first.id}/reactions/agree`, { on: true }],
      ["GET", `/documents/${id}/comment-record`, undefined],
    ];
    for (const [method, path, body] of asFinance)
      expect([path, (await finance.call(method, path, body)).body.code]).toEqual([path, "documents/role-too-weak"]);
    const mine = await legal.call("PATCH", `${address}/comments/${first.id}`, { text: "Not mine" });
    expect(mine.body.code).toBe("documents/not-your-comment");
    expect((await rd.call("GET", `/documents/${id}/comment-record`)).body.code).toBe("documents/role-too-weak");
    expect((await legal.call("GET", `/documents/${id}/text`)).body).toBe("Words.");
  });

  test("edits and deletions leave their trace; the old words are the owner's to read", async () => {
    const id = await scene.addDocument(legal);
    await share(id, { personId: rd.id, role: "comment" });
    const thread = await comment(rd, id, { text: "First wording" });
    const address = `/documents/${id}/threads/${thread.id}`;
    const one = `${address}/comments/${thread.comments[0].id}`;
    const edited = (await rd.call("PATCH", one, { text: "Second wording" })).body;
    expect(edited.comments[0]).toMatchObject({ text: "Second wording", editedAt: expect.any(String) });
    scene.clock.advance(1_000);
    await legal.call("POST", `${address}/comments`, { text: "Agreed" });
    await legal.call("DELETE", one);
    const [seen] = await threadsOf(rd, id);
    expect(seen.comments[0]).toMatchObject({ text: "", deleted: { by: { id: legal.id } } });
    expect(JSON.stringify(seen)).not.toContain("wording");
    expect((await rd.call("PATCH", one, { text: "Back" })).status).toBe(404);
    const record = await recordOf(id);
    expect(record.map((each) => [each.act, each.by.id, each.textBefore])).toEqual([
      ["edited", rd.id, "First wording"],
      ["deleted", legal.id, "Second wording"],
    ]);
    await legal.call("DELETE", `${address}/comments/${must(seen.comments[1], "the reply").id}`);
    expect(await threadsOf(legal, id)).toEqual([]);
    expect((await legal.call("POST", `${address}/comments`, { text: "More" })).status).toBe(404);
    expect(await recordOf(id)).toHaveLength(3);
  });

  test("two who resolve, react and edit at once leave one act each, and nothing is lost", async () => {
    const id = await scene.addDocument(legal);
    await share(id, { personId: rd.id, role: "comment" });
    const thread = await comment(rd, id, { text: "0" });
    const address = `/documents/${id}/threads/${thread.id}`;
    const one = `${address}/comments/${thread.comments[0].id}`;
    scene.clock.advance(1_000);
    await Promise.all([
      legal.call("PATCH", address, { resolved: true }),
      rd.call("PATCH", address, { resolved: true }),
      ...[legal, rd, legal, rd].map((each) => each.call("PUT", `${one}/reactions/agree`, { on: true })),
      ...["1", "2", "3"].map((text) => rd.call("PATCH", one, { text })),
      ...["a", "b"].map((text) => legal.call("POST", `${address}/comments`, { text })),
    ]);
    const [now] = await threadsOf(rd, id);
    expect(now.resolved).not.toBeNull();
    expect(now.comments).toHaveLength(3);
    expect(now.comments[0].reactions).toEqual([
      { reaction: "agree", people: expect.arrayContaining([{ id: rd.id, name: rd.name }, expect.anything()]) },
    ]);
    expect(now.comments[0].reactions[0]?.people).toHaveLength(2);
    const record = await recordOf(id);
    expect(record.filter((each) => each.act === "resolved")).toHaveLength(1);
    const kept = [...record.flatMap((each) => each.textBefore ?? []), now.comments[0].text];
    expect(new Set(kept)).toEqual(new Set(["0", "1", "2", "3"]));
    await rd.call("PATCH", address, { resolved: false });
    expect((await threadsOf(rd, id))[0].resolved).toBeNull();
  });
});

describe("internal threads", () => {
  test("a guest learns nothing of them through any door, until one is opened to everyone", async () => {
    const id = await scene.addDocument(legal, { lines: ["The price is 100."] });
    await share(id, { personId: rd.id, role: "edit" });
    const url = await share(id, { link: "guests", role: "comment", party: "counterparty" });
    const guest = await scene.guest(url, "mei@out.example", "Mei");
    const socket = await guest.socket(id);
    await socket.next("hello");
    const inside = await rd.socket(id);
    await inside.next("hello");
    // With outsiders in the document colleagues speak among themselves unless they say otherwise.
    const secret = await comment(legal, id, { text: "We would accept 80", mentions: [rd.id] });
    expect(secret.audience).toBe("internal");
    await inside.next("news");
    const address = `/documents/${id}/threads/${secret.id}`;
    const one = `${address}/comments/${secret.comments[0].id}`;
    scene.clock.advance(1_000);
    await rd.call("POST", `${address}/comments`, { text: "Or 75 even" });
    await rd.call("PUT", `${one}/reactions/thanks`, { on: true });
    await rd.call("PATCH", address, { resolved: true });
    await rd.call("PATCH", address, { assigneeId: legal.id });
    for (const [method, path, body] of [
      ["POST", `${address}/comments`, { text: "x" }],
      ["PATCH", address, { resolved: false }],
      ["PATCH", one, { text: "x" }],
      ["DELETE", one, undefined],
      ["PUT", `${one}/reactions/agree`, { on: true }],
    ] as const)
      expect(await guest.call(method, path, body)).toMatchObject({
        status: 404,
        body: { code: "documents/thread-not-found" },
      });
    expect((await guest.call("POST", `${address}/open`, { confirmed: true })).status).toBe(403);
    expect((await guest.call("GET", `/documents/${id}/threads`)).body).toEqual({
      threads: [],
      defaultAudience: "everyone",
      audiences: ["everyone"],
      circles: [],
      mayMakeCircles: false,
    });
    for (const path of ["", "/text", "/attribution?deleted=1", "/people", "/proposals", "/decisions"])
      expect(JSON.stringify((await guest.call("GET", `/documents/${id}${path}`)).body)).not.toMatch(/\b(80|75)\b/);
    for (const format of ["html", "markdown", "docx"])
      expect(
        Buffer.from((await guest.call("GET", `/documents/${id}/export?format=${format}`)).bytes).toString("latin1"),
      ).not.toContain("accept 80");
    const mine = await guest.call("POST", `/documents/${id}/threads`, { text: "x", audience: "internal" });
    expect(mine.body.code).toBe("documents/internal-for-colleagues");
    // A guest can be neither mentioned nor given something that they may not see.
    for (const body of [
      { text: "@Mei", mentions: [guest.id] },
      { text: "Mei", assigneeId: guest.id },
    ])
      expect((await legal.call("POST", `/documents/${id}/threads`, body)).body.code).toBe("documents/person-not-here");
    expect((await rd.call("PATCH", address, { assigneeId: guest.id })).body.code).toBe("documents/person-not-here");
    expect((await lettersAbout(id)).map(({ recipient }) => recipient)).toEqual([rd.email, legal.email]);
    // The first news that the guest hears is of a thread for everyone.
    expect(socket.received.filter(({ type }) => type === "news")).toEqual([]);

    expect((await rd.call("POST", `${address}/open`, { confirmed: true })).body.code).toBe("documents/not-your-thread");
    expect((await legal.call("POST", `${address}/open`, {})).status).toBe(400);
    scene.clock.advance(1_000);
    const opened = (await legal.call("POST", `${address}/open`, { confirmed: true })).body;
    expect(opened).toMatchObject({ audience: "everyone", opened: { by: { id: legal.id } } });
    await socket.next("news");
    expect((await threadsOf(guest, id))[0].comments.map((each) => each.text)).toEqual([
      "We would accept 80",
      "Or 75 even",
    ]);
    const record = await recordOf(id);
    expect(record.at(-1)).toMatchObject({ act: "opened", by: { id: legal.id } });
    socket.close();
    inside.close();
  });

  test("without outsiders a thread is everyone's, and a guest's own thread always is", async () => {
    const id = await scene.addDocument(legal, { lines: ["Words."] });
    expect((await comment(legal, id, { text: "Among us" })).audience).toBe("everyone");
    const url = await share(id, { link: "guests", role: "comment" });
    const guest = await scene.guest(url, "open@out.example", "Open");
    expect((await comment(guest, id, { text: "From outside", mentions: [legal.id] })).audience).toBe("everyone");
    expect((await lettersAbout(id)).map(({ recipient }) => recipient)).toEqual([legal.email]);
    const theirs = must((await threadsOf(legal, id))[1], "the guest's thread");
    scene.clock.advance(1_000);
    await legal.call("POST", `/documents/${id}/threads/${theirs.id}/comments`, { text: "@Open", mentions: [guest.id] });
    expect((await lettersAbout(id)).at(-1)).toMatchObject({ recipient: "open@out.example" });
    expect((await comment(legal, id, { text: "Out loud", audience: "everyone" })).audience).toBe("everyone");
  });
});

describe("letters", () => {
  test("who is mentioned or given a thread is told what and where, in their language, once in ten minutes", async () => {
    const id = await scene.addDocument(legal, { title: "Supply", lines: ["Within 30 days."] });
    await share(id, { personId: rd.id, role: "comment" });
    const ranges = rangesOf(await read(legal, id), "30 days");
    const body = { anchor: { type: "words", ranges }, text: "@段 please check", mentions: [rd.id, legal.id] };
    const thread = await comment(legal, id, body);
    const letters = await lettersAbout(id);
    expect(letters.map(({ recipient }) => recipient)).toEqual([rd.email]);
    expect(letters[0]).toMatchObject({ language: "zh", subject: `${legal.name}在“Supply”中提到了您` });
    expect(letters[0]?.text).toContain("    30 days\n");
    expect(letters[0]?.text).toContain("    @段 please check\n");
    const address = `/documents/${id}/threads/${thread.id}`;
    await legal.call("PATCH", address, { assigneeId: rd.id });
    await legal.call("POST", `${address}/comments`, { text: "again", mentions: [rd.id] });
    expect(await lettersAbout(id)).toHaveLength(1);
    scene.clock.advance(10 * 60_000);
    await legal.call("PATCH", address, { assigneeId: null });
    await legal.call("PATCH", address, { assigneeId: rd.id });
    expect((await lettersAbout(id)).at(-1)?.subject).toBe(`${legal.name}将“Supply”中的一条评论指派给您`);
    const stranger = await legal.call("POST", `${address}/comments`, { text: "x", mentions: [finance.id] });
    expect(stranger.body.code).toBe("documents/person-not-here");
    expect((await threadsOf(rd, id))[0]).toMatchObject({ assignee: { id: rd.id } });
  });
});

describe("comments in search", () => {
  test("a comment is found by its words by whoever may read it, as it reads now, and by nobody else", async () => {
    const id = await scene.addDocument(legal, { title: "Supply", lines: ["Payable in 30 days."] });
    const guest = await scene.guest(await share(id, { link: "guests", role: "comment" }), "found@out.example", "Zhou");
    await share(id, { personId: rd.id, role: "view" });
    const anchor = { type: "document" };
    const secret = await comment(legal, id, {
      anchor,
      text: "The walk-away price is 产品单价九折",
      audience: "internal",
    });
    const open = await comment(legal, id, { anchor, text: "Please confirm the Kangaroo clause", audience: "everyone" });
    const internal = ["Supply", "The [walk-away] price is 产品单价九折", secret.id] as const;
    expect(await found(legal, "walk-away")).toEqual([internal]);
    expect(await found(rd, "WALK-AWAY")).toEqual([internal]);
    expect((await found(rd, "单价九折"))[0]?.[1]).toBe("The walk-away price is 产品[单价九折]");
    // Internal words are for colleagues; nothing is for who may not open the document.
    expect(await found(guest, "walk-away")).toEqual([]);
    expect(await found(guest, "九折")).toEqual([]);
    expect((await found(guest, "kangaroo"))[0]).toEqual(["Supply", "Please confirm the [Kangaroo] clause", open.id]);
    for (const words of ["walk-away", "kangaroo"]) expect(await found(finance, words)).toEqual([]);
    // Terms of two comments are in no comment, and what stands in the text is told from there.
    expect(await found(legal, "walk-away kangaroo")).toEqual([]);
    expect(await found(legal, "payable")).toEqual([["Supply", "[Payable] in 30 days.", null]]);
    const path = `/documents/${id}/threads/${open.id}/comments/${open.comments[0].id}`;
    expect((await legal.call("PATCH", path, { text: "Please confirm the Wombat clause" })).status).toBe(200);
    expect(await found(guest, "kangaroo")).toEqual([]);
    expect(await found(guest, "wombat")).toHaveLength(1);
    expect((await legal.call("DELETE", path)).status).toBe(200);
    expect(await found(legal, "wombat")).toEqual([]);
  });

  test("comments from before they were searched are found once the server has started", async () => {
    const id = await scene.addDocument(legal, { title: "Older", lines: ["Words."] });
    const anchor = { type: "document" };
    await comment(legal, id, { anchor, text: "An Echidna remark", audience: "everyone" });
    await scene.database.sql`update documents.comment set folded_text = null, grams = null`;
    expect(await found(legal, "echidna")).toEqual([]);
    await scene.library.comments.makeFindable();
    expect(await found(legal, "echidna")).toHaveLength(1);
  });
});

describe("[LI9] a guest learns nothing by comments of words that were gone before they came", () => {
  test("ids of what is gone answer as gone, whatever the guest writes where it was", async () => {
    const id = await scene.addDocument(legal, { lines: ["The price is 4711 euros.", "Signed."] });
    const ranges = rangesOf(await read(legal, id), "4711 ");
    await edit(legal, id, (ydoc) => textOf(must(paragraphs(ydoc)[0], "the line")).delete(13, 5));
    scene.clock.advance(1_000);
    const guest = await scene.guest(await share(id, { link: "guests", role: "edit" }), "tries@out.example", "Mei");
    const tries = async (guess: string): Promise<(string | number)[]> => {
      await edit(guest, id, (ydoc) => textOf(must(paragraphs(ydoc)[0], "the line")).insert(13, guess));
      const answers: (string | number)[] = [];
      for (const range of ranges) {
        const wanted = { anchor: { type: "words", ranges: [range] }, text: "?", mentions: [] };
        const { status, body } = await guest.call("POST", `/documents/${id}/threads`, wanted);
        answers.push(status === 201 ? body.anchor.quote : body.code);
      }
      await edit(guest, id, (ydoc) => textOf(must(paragraphs(ydoc)[0], "the line")).delete(13, guess.length));
      return answers;
    };
    const gone = ranges.map(() => "documents/anchor-gone");
    expect([await tries("4712 "), await tries("4711 ")]).toEqual([gone, gone]);
  });

  test("a thread whose words were gone stands nowhere for them, and on the words written again for colleagues", async () => {
    const id = await scene.addDocument(legal, { lines: ["The price is 4711 euros.", "Signed."] });
    const ranges = rangesOf(await read(legal, id), "4711 ");
    const anchor = { type: "words", ranges };
    const { id: threadId } = await comment(legal, id, { anchor, text: "Which one?", audience: "everyone" });
    await edit(legal, id, (ydoc) => textOf(must(paragraphs(ydoc)[0], "the line")).delete(13, 5));
    scene.clock.advance(1_000);
    const url = await share(id, { link: "guests", role: "edit", earlierThreads: "everyone" });
    const guest = await scene.guest(url, "reads@out.example", "Mei");
    const ydoc = await edit(guest, id, (each) => textOf(must(paragraphs(each)[0], "the line")).insert(13, "4711 "));
    await legal.call("POST", `/documents/${id}/threads/${threadId}/open`, {});
    const [toColleague] = await threadsOf(legal, id);
    expect(wordsAt(ydoc, toColleague.anchor.ranges)).toBe("4711 ");
    const [toGuest] = await threadsOf(guest, id);
    expect(toGuest.anchor).toMatchObject({ gone: true, ranges: [], place: { text: "The price is 4711 euros." } });
    const path = `/documents/${id}/threads/${threadId}/comments`;
    expect((await guest.call("POST", path, { text: "This one", mentions: [] })).body.anchor.gone).toBe(true);
  });
});
