import { must } from "@parley/base";
import type { Circle, CommentThread, DocumentProposal, WaitingDocument } from "@parley/documents";
import { describe, expect, test } from "vitest";
import { change as changeText, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, type Answer, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import type { RawSocket } from "../../../../test/support/raw-socket.ts";
import { LetterStore, type StoredLetter } from "../../platform/mail/letter-store.ts";

const { scene, legal, rd, finance, ceo } = await stageDocumentsScene(["legal", "rd", "finance", "ceo"]);

const made = async (asked: Promise<Answer>): Promise<Answer["body"]> => {
  scene.clock.advance(1_000);
  const { status, body } = await asked;
  if (status >= 300) throw new Error(JSON.stringify(body));
  return body;
};
const share = async (id: string, body: object): Promise<{ id: string; url: string }> =>
  made(legal.call("POST", `/documents/${id}/shares`, body));
const circleOf = async (by: Actor, id: string, name: string, people: readonly Actor[]): Promise<Circle> =>
  made(by.call("POST", `/documents/${id}/circles`, { name, personIds: people.map((each) => each.id) }));
const change = async (by: Actor, id: string, circle: Circle, body: object): Promise<Circle | null> =>
  made(by.call("PATCH", `/documents/${id}/circles/${circle.id}`, body));
const begin = async (by: Actor, id: string, body: object): Promise<CommentThread> =>
  made(by.call("POST", `/documents/${id}/threads`, body));
const threadsOf = async (by: Actor, id: string): Promise<CommentThread[]> =>
  (await by.call("GET", `/documents/${id}/threads`)).body.threads;
const circlesOf = async (by: Actor, id: string): Promise<Circle[]> =>
  (await by.call("GET", `/documents/${id}/circles`)).body;
/** How many threads of a document wait for somebody, as their list of documents says. */
const waitingFor = async (by: Actor, id: string): Promise<number> => {
  const waiting = (await by.call("GET", "/review")).body as WaitingDocument[];
  return waiting.find((each) => each.id === id)?.threads ?? 0;
};
const namesIn = (circle: Circle | null | undefined): string[] => (circle?.people ?? []).map(({ name }) => name);
const codeOf = async (asked: Promise<{ body: { code?: string } }>): Promise<string | undefined> =>
  (await asked).body.code;
const lettersAbout = async (id: string): Promise<StoredLetter[]> =>
  (await new LetterStore(scene.database.sql).listUndelivered(1_000))
    .filter(({ text }) => text.includes(`${id}?panel=comments`))
    .toReversed();
const newsOf = ({ received }: RawSocket): unknown[] => received.filter(({ type }) => type === "news");
const inside = async (actor: Actor, id: string): Promise<RawSocket> => {
  const socket = await actor.socket(id);
  await socket.next("hello");
  return socket;
};

/** A document of Legal's with R&D, Finance and the CEO, a guest as counsel and one of the counterparty. */
async function stage(name: string): Promise<{ id: string; counsel: Actor; mei: Actor }> {
  const id = await scene.addDocument(legal, { title: name, lines: ["The price is 100."] });
  for (const person of [rd, finance, ceo]) await share(id, { personId: person.id, role: "edit" });
  const counselLink = await share(id, { link: "guests", role: "comment", party: "counsel" });
  const theirLink = await share(id, { link: "guests", role: "comment", party: "counterparty" });
  return {
    id,
    counsel: await scene.guest(counselLink.url, `${name}@law.example`, `Zhou ${name}`),
    mei: await scene.guest(theirLink.url, `${name}@out.example`, `Mei ${name}`),
  };
}

describe("a circle and its threads", () => {
  test("nobody who is not in a circle learns of it through any door, not even the document's owner", async () => {
    const { id, counsel, mei } = await stage("doors");
    const outside = [legal, ceo, mei];
    const sockets = await Promise.all(outside.map((each) => inside(each, id)));
    const circle = await circleOf(rd, id, "Zanzibar", [finance, counsel]);
    const thread = await begin(rd, id, { text: "We settle at walkaway 80", circleId: circle.id });
    expect(thread).toMatchObject({ audience: "circle", circle: { id: circle.id, name: "Zanzibar" } });
    const address = `/documents/${id}/threads/${thread.id}`;
    const one = `${address}/comments/${must(thread.comments[0], "its comment").id}`;
    await made(finance.call("PATCH", one.replace(/comments.*/u, ""), { assigneeId: counsel.id }));
    await made(rd.call("PATCH", one, { text: "We settle at walkaway 79", mentions: [] }));
    await made(finance.call("PUT", `${one}/reactions/agree`, { on: true }));
    await change(rd, id, circle, { remove: [finance.id] });
    await change(rd, id, circle, { add: [finance.id] });

    for (const each of outside) {
      for (const [method, path, body] of [
        ["POST", `${address}/comments`, { text: "x" }],
        ["PATCH", address, { resolved: true }],
        ["PATCH", one, { text: "x" }],
        ["DELETE", one, undefined],
        ["PUT", `${one}/reactions/agree`, { on: true }],
      ] as const)
        expect(await each.call(method, path, body)).toMatchObject({ body: { code: "documents/thread-not-found" } });
      for (const path of ["", "/text", "/attribution?deleted=1", "/people", "/proposals", "/decisions", "/versions"])
        expect(JSON.stringify((await each.call("GET", `/documents/${id}${path}`)).body)).not.toMatch(/walkaway|Zanzib/);
      for (const path of ["/threads", "/circles", "/review", "/comment-record"])
        expect(JSON.stringify((await each.call("GET", `/documents/${id}${path}`)).body)).not.toMatch(
          new RegExp(`walkaway|Zanzib|${thread.id}|${circle.id}`, "u"),
        );
      expect((await each.call("GET", "/documents?view=all&search=walkaway")).body.documents).toEqual([]);
      const file = await each.call("GET", `/documents/${id}/export?format=html&comments=all`);
      expect(Buffer.from(file.bytes).toString("utf8")).not.toMatch(/walkaway|Zanzib/);
    }
    for (const each of [legal, ceo]) {
      expect(await codeOf(each.call("POST", `${address}/open`, { confirmed: true }))).toBe(
        "documents/thread-not-found",
      );
      const asked = { text: "x", circleId: circle.id };
      expect(await codeOf(each.call("POST", `/documents/${id}/threads`, asked))).toBe("documents/circle-not-found");
      const path = `/documents/${id}/circles/${circle.id}`;
      expect(await codeOf(each.call("PATCH", path, { add: [each.id] }))).toBe("documents/circle-not-found");
    }
    // What they hear first on their pages is of a thread for everyone.
    await begin(rd, id, { text: "Out loud", audience: "everyone" });
    for (const socket of sockets) {
      await socket.next("news");
      expect(newsOf(socket)).toHaveLength(1);
      socket.close();
    }
    expect((await lettersAbout(id)).map(({ recipient }) => recipient)).toEqual([counsel.email]);
  });

  test("a guest in it reads and answers, is told at once and by letter, finds its words, and changes no circle", async () => {
    const { id, counsel } = await stage("counsel");
    const page = await inside(counsel, id);
    const circle = await circleOf(rd, id, "  Counsel ", [finance, counsel, rd]);
    expect(circle).toMatchObject({ name: "Counsel", threadCount: 0, mayChange: true });
    await page.next("news");
    const thread = await begin(rd, id, { text: "@Zhou, kangaroo?", circleId: circle.id, mentions: [counsel.id] });
    const [letter] = await lettersAbout(id);
    expect(letter).toMatchObject({ recipient: counsel.email, language: "zh" });
    expect(letter?.text).toContain("仅讨论组“Counsel”的成员可见此评论。");
    const address = `/documents/${id}/threads/${thread.id}`;
    await finance.call("PATCH", "/me", { language: "en" });
    const hers = await inside(finance, id);
    const answered = counsel.call("POST", `${address}/comments`, { text: "@F, yes", mentions: [finance.id] });
    expect(await made(answered)).toMatchObject({ comments: [{}, { author: { id: counsel.id } }] });
    await hers.next("news");
    expect((await threadsOf(finance, id))[0]?.comments).toHaveLength(2);
    const told = must((await lettersAbout(id)).at(-1), "her letter");
    expect([told.recipient, told.text]).toEqual([
      finance.email,
      expect.stringContaining("Only the people of the circle “Counsel” see this comment."),
    ]);
    expect((await counsel.call("GET", "/documents?view=all&search=kangaroo")).body.documents).toHaveLength(1);
    const listed = (await counsel.call("GET", `/documents/${id}/threads`)).body;
    expect(listed).toMatchObject({ circles: [{ id: circle.id, name: "Counsel" }], mayMakeCircles: false });
    await begin(counsel, id, { text: "One more thing", circleId: circle.id });
    expect(await circlesOf(counsel, id)).toMatchObject([{ name: "Counsel", threadCount: 2, mayChange: false }]);
    const more = counsel.call("POST", `/documents/${id}/circles`, { name: "Mine", personIds: [] });
    expect(await codeOf(more)).toBe("people/not-permitted");
    const path = `/documents/${id}/circles/${circle.id}`;
    expect(await codeOf(counsel.call("PATCH", path, { remove: [rd.id] }))).toBe("people/not-permitted");
    page.close();
    hers.close();
  });

  test("nobody outside it is mentioned in it or given its threads, it is never shown to everyone, and no copy takes it along", async () => {
    const { id, counsel, mei } = await stage("strangers");
    const circle = await circleOf(rd, id, "Counsel", [counsel, legal]);
    for (const person of [mei, finance]) {
      const about = { text: "x", circleId: circle.id };
      for (const body of [
        { ...about, mentions: [person.id] },
        { ...about, assigneeId: person.id },
      ])
        expect(await codeOf(rd.call("POST", `/documents/${id}/threads`, body))).toBe("documents/person-not-here");
    }
    const thread = await begin(rd, id, { text: "Among us", circleId: circle.id });
    const open = rd.call("POST", `/documents/${id}/threads/${thread.id}/open`, { confirmed: true });
    expect(await codeOf(open)).toBe("documents/circle-thread-stays");
    await begin(rd, id, { text: "Out loud", audience: "everyone" });
    const copy = (await made(legal.call("POST", `/documents/${id}/duplicate`, { comments: "everyone" }))) as {
      id: string;
    };
    expect((await threadsOf(legal, copy.id)).map(({ comments }) => comments[0]?.text)).toEqual(["Out loud"]);
    expect(await circlesOf(legal, copy.id)).toEqual([]);
  });
});

test("what is said in a circle about a proposal goes along with the decision, which its people alone hear of as news of comments", async () => {
  const id = await scene.addDocument(legal, { kind: "contract", lines: ["The fee is 100."] });
  for (const [person, role] of [
    [rd, "edit"],
    [finance, "suggest"],
    [ceo, "edit"],
  ] as const)
    await share(id, { personId: person.id, role });
  await changeText(finance, id, (ydoc) => textAt(ydoc, 0).insert(14, "0"));
  const [proposal] = (await rd.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const { id: proposed, digest } = must(proposal, "what was proposed");
  const circle = await circleOf(rd, id, "Fees", [legal]);
  await begin(rd, id, { anchor: { type: "proposal", proposal: proposed }, text: "Too much", circleId: circle.id });
  const [hers, outside] = [await inside(legal, id), await inside(finance, id)];
  const comments = ({ received }: RawSocket): unknown[] =>
    received.filter((message) => message.type === "news" && message.topic === "comments");
  await made(
    rd.call("POST", `/documents/${id}/decisions`, { verdict: "reject", proposals: [{ id: proposed, digest }] }),
  );
  await hers.next("news", ({ topic }) => topic === "comments");
  expect((await threadsOf(legal, id))[0]?.anchor.decidedSeq).not.toBeNull();
  expect(await threadsOf(finance, id)).toEqual([]);
  expect(await waitingFor(finance, id)).toBe(0);
  await begin(rd, id, { text: "Out loud", audience: "everyone" });
  await outside.next("news", ({ topic }) => topic === "comments");
  expect(comments(outside)).toHaveLength(1);
  hers.close();
  outside.close();
});

describe("who is in a circle", () => {
  test("who is added reads the earlier threads, who is removed loses them at once, and each is kept with who and when", async () => {
    const { id, counsel } = await stage("people");
    const circle = await circleOf(rd, id, "Counsel", [counsel]);
    const thread = await begin(rd, id, { text: "Earlier", circleId: circle.id });
    const page = await inside(finance, id);
    const added = await change(rd, id, circle, { add: [finance.id] });
    expect(added).toMatchObject({ threadCount: 1 });
    await page.next("news");
    expect((await threadsOf(finance, id)).map((each) => each.id)).toEqual([thread.id]);
    const named = { text: "@F", mentions: [finance.id] };
    await made(rd.call("POST", `/documents/${id}/threads/${thread.id}/comments`, named));
    expect(await waitingFor(finance, id)).toBe(1);
    const heard = newsOf(page).length;
    await change(rd, id, circle, { remove: [finance.id] });
    await page.next("news", () => newsOf(page).length > heard);
    expect(await threadsOf(finance, id)).toEqual([]);
    expect(await waitingFor(finance, id)).toBe(0);
    const reply = finance.call("POST", `/documents/${id}/threads/${thread.id}/comments`, { text: "Still here" });
    expect(await codeOf(reply)).toBe("documents/thread-not-found");
    const after = newsOf(page).length;
    await made(rd.call("POST", `/documents/${id}/threads/${thread.id}/comments`, { text: "Without Finance" }));
    await begin(rd, id, { text: "Out loud", audience: "everyone" });
    await page.next("news", () => newsOf(page).length > after);
    expect(newsOf(page)).toHaveLength(after + 1);
    page.close();
    const [now] = await circlesOf(counsel, id);
    expect(
      now?.record.map(({ act, by, person, threadCount }) => [act, by.id, person?.id ?? null, threadCount]),
    ).toEqual([
      ["made", rd.id, null, 0],
      ["added", rd.id, counsel.id, 0],
      ["added", rd.id, finance.id, 1],
      ["removed", rd.id, finance.id, 1],
    ]);
    expect(new Set(now?.record.map(({ at }) => at)).size).toBe(3);
  });

  test("only people of the document come in, a name is given once, and a colleague who could change it always stays", async () => {
    const { id, counsel } = await stage("rules");
    const other = await stage("elsewhere");
    const wanted = { name: "Counsel", personIds: [other.counsel.id] };
    const withStranger = rd.call("POST", `/documents/${id}/circles`, wanted);
    expect(await codeOf(withStranger)).toBe("documents/circle-person-without-access");
    const circle = await circleOf(rd, id, "Counsel", [counsel]);
    const path = `/documents/${id}/circles/${circle.id}`;
    const add = rd.call("PATCH", path, { add: [other.counsel.id] });
    expect(await codeOf(add)).toBe("documents/circle-person-without-access");
    const again = legal.call("POST", `/documents/${id}/circles`, { name: "COUNSEL", personIds: [] });
    expect(await codeOf(again)).toBe("documents/circle-name-taken");
    // What looks the same is the same.
    for (const name of ["Coun\u200Bsel", "Counsel\u202E", "Counse\u2066l"])
      expect(await codeOf(legal.call("POST", `/documents/${id}/circles`, { name, personIds: [] }))).toBe(
        "documents/circle-name-taken",
      );
    const unseen = legal.call("POST", `/documents/${id}/circles`, { name: "\u3164", personIds: [] });
    expect(await codeOf(unseen)).toBe("documents/circle-name-empty");
    expect((await circleOf(legal, id, "Re\u0301sume\u0301  and\nterms", [])).name).toBe("R\u00E9sum\u00E9 and terms");
    expect((await circleOf(rd, other.id, "Counsel", [])).name).toBe("Counsel");
    for (const name of [" ", "x".repeat(61)])
      expect((await rd.call("POST", `/documents/${id}/circles`, { name, personIds: [] })).status).toBe(400);
    expect(await codeOf(rd.call("PATCH", path, { remove: [rd.id] }))).toBe("documents/circle-needs-colleague");
    expect(namesIn((await circlesOf(rd, id))[0])).toEqual([rd.name, counsel.name]);
    // A circle of one document is none of another.
    const elsewhere = `/documents/${other.id}/circles/${circle.id}`;
    expect(await codeOf(rd.call("PATCH", elsewhere, { add: [legal.id] }))).toBe("documents/circle-not-found");
    const astray = rd.call("POST", `/documents/${other.id}/threads`, { text: "x", circleId: circle.id });
    expect(await codeOf(astray)).toBe("documents/circle-not-found");
    await change(rd, id, circle, { add: [finance.id] });
    expect(await change(rd, id, circle, { remove: [rd.id] })).toBeNull();
    expect(await circlesOf(rd, id)).toEqual([]);
  });

  test("a colleague who may only read is not the one who has to stay, as they could not change it", async () => {
    const { id, counsel } = await stage("readers");
    const reader = await scene.colleague("ruoxi.tang");
    await share(id, { personId: reader.id, role: "view" });
    const circle = await circleOf(rd, id, "Counsel", [counsel, reader]);
    const leave = (): Promise<Answer> => rd.call("PATCH", `/documents/${id}/circles/${circle.id}`, { remove: [rd.id] });
    expect(await codeOf(leave())).toBe("documents/circle-needs-colleague");
    await change(rd, id, circle, { add: [finance.id] });
    expect((await leave()).status).toBe(200);
  });

  test("two who leave a circle at once do not leave it without a colleague", async () => {
    const { id, counsel } = await stage("both");
    const circle = await circleOf(rd, id, "Counsel", [counsel, finance]);
    const path = `/documents/${id}/circles/${circle.id}`;
    const both = [rd, finance].map((each) => each.call("PATCH", path, { remove: [each.id] }));
    const answers = (await Promise.all(both)).map(({ status }) => status);
    expect(answers.toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  test("who is removed while they begin a thread has begun it or is told that they are out, and the removal is done", async () => {
    const { id } = await stage("meanwhile");
    const circle = await circleOf(rd, id, "Counsel", [finance]);
    const { sql } = scene.database;
    const waiting = async (): Promise<number> =>
      (await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
        .length;
    // She is asked for as one of the circle, and her thread is not written yet.
    const [begun, removed] = await sql.begin(async (tx) => {
      await tx`lock table documents.thread in share row exclusive mode`;
      const begins = finance.call("POST", `/documents/${id}/threads`, { text: "Among us", circleId: circle.id });
      await expect.poll(waiting).toBe(1);
      const removes = rd.call("PATCH", `/documents/${id}/circles/${circle.id}`, { remove: [finance.id] });
      await expect.poll(waiting).toBe(2);
      return [begins, removes].map((each) => async () => each);
    });
    expect((await must(removed, "the removal")()).status).toBe(200);
    // It was begun; who has left meanwhile does not get it to read.
    expect([201, 404]).toContain((await must(begun, "the thread")()).status);
    expect((await threadsOf(rd, id)).map(({ comments }) => comments[0]?.text)).toEqual(["Among us"]);
    expect(await threadsOf(finance, id)).toEqual([]);
  });

  test("who loses the document gets nothing more of its circles, and stays in them for when it is given back", async () => {
    const { id, counsel } = await stage("lost");
    const circle = await circleOf(rd, id, "Counsel", [counsel, finance]);
    const thread = await begin(rd, id, { text: "Among us", circleId: circle.id });
    const page = await inside(finance, id);
    const shares = (await legal.call("GET", `/documents/${id}/shares`)).body as {
      id: string;
      target: { personId?: string };
    }[];
    const hers = must(
      shares.find(({ target }) => target.personId === finance.id),
      "her share",
    );
    expect((await legal.call("DELETE", `/documents/${id}/shares/${hers.id}`)).status).toBe(200);
    await page.closed;
    for (const path of ["threads", "circles"])
      expect((await finance.call("GET", `/documents/${id}/${path}`)).status).toBe(404);
    const named = { text: "@F", mentions: [finance.id] };
    const reply = rd.call("POST", `/documents/${id}/threads/${thread.id}/comments`, named);
    expect(await codeOf(reply)).toBe("documents/person-not-here");
    const [seen] = await circlesOf(counsel, id);
    expect(seen?.people.find((each) => each.id === finance.id)).toMatchObject({ party: null, isGuest: false });
    // She could not change it, so she is not the colleague who has to stay.
    const leave = rd.call("PATCH", `/documents/${id}/circles/${circle.id}`, { remove: [rd.id] });
    expect(await codeOf(leave)).toBe("documents/circle-needs-colleague");
    expect((await finance.call("GET", "/documents?view=all&search=among")).body.documents).toEqual([]);
    await share(id, { personId: finance.id, role: "comment" });
    expect((await threadsOf(finance, id)).map((each) => each.id)).toEqual([thread.id]);
  });
});

describe("internal threads and the other side", () => {
  test("a colleague who acts for the counterparty on a document reads and hears nothing internal; one who is counsel does", async () => {
    const { id } = await stage("sides");
    const parties = async (person: Actor, party: string): Promise<void> => {
      const shares = (await legal.call("GET", `/documents/${id}/shares`)).body as {
        id: string;
        target: { personId?: string };
      }[];
      const of = must(
        shares.find(({ target }) => target.personId === person.id),
        "the share",
      );
      await made(legal.call("PATCH", `/documents/${id}/shares/${of.id}`, { party }));
    };
    await parties(ceo, "counterparty");
    await parties(finance, "counsel");
    const page = await inside(ceo, id);
    const thread = await begin(rd, id, { text: "Our platypus price", audience: "internal", mentions: [finance.id] });
    expect((await threadsOf(finance, id)).map((each) => each.id)).toEqual([thread.id]);
    expect((await ceo.call("GET", `/documents/${id}/threads`)).body).toMatchObject({
      threads: [],
      defaultAudience: "everyone",
      audiences: ["everyone"],
    });
    for (const path of ["/review", "/export?format=html&comments=all"])
      expect(Buffer.from((await ceo.call("GET", `/documents/${id}${path}`)).bytes).toString()).not.toMatch(/platypus/);
    expect((await ceo.call("GET", "/documents?view=all&search=platypus")).body.documents).toEqual([]);
    expect((await finance.call("GET", "/documents?view=all&search=platypus")).body.documents).toHaveLength(1);
    const named = { text: "x", audience: "internal", mentions: [ceo.id] };
    expect(await codeOf(rd.call("POST", `/documents/${id}/threads`, named))).toBe("documents/person-not-here");
    const own = ceo.call("POST", `/documents/${id}/threads`, { text: "x", audience: "internal" });
    expect(await codeOf(own)).toBe("documents/internal-for-colleagues");
    const path = `/documents/${id}/threads/${thread.id}/comments`;
    expect(await codeOf(ceo.call("POST", path, { text: "x" }))).toBe("documents/thread-not-found");
    await begin(rd, id, { text: "Out loud", audience: "everyone" });
    await page.next("news");
    expect(newsOf(page)).toHaveLength(1);
    // Whoever changes sides comes back to the page as who they are now.
    await parties(ceo, "ours");
    await page.closed;
    expect(await threadsOf(ceo, id)).toHaveLength(2);
  });
});
