import type { CommentThread, WaitingDocument } from "@parley/documents";
import { readParagraphPlaces } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, finance, rd } = await stageDocumentsScene(["legal", "finance", "rd"]);

const minuteMs = 60_000;

async function comment(person: Actor, id: string, words: string | null, more: object): Promise<CommentThread> {
  scene.clock.advance(minuteMs);
  const anchor =
    words === null
      ? { type: "document" }
      : { type: "words", ranges: [[...(await idOf(person, id, words)), words.length]] };
  const answer = await person.call("POST", `/documents/${id}/threads`, { anchor, ...more });
  expect(answer.status).toBe(201);
  return answer.body;
}

const threadsOf = async (person: Actor, id: string): Promise<CommentThread[]> =>
  (await person.call("GET", `/documents/${id}/threads`)).body.threads;

/** The words at an anchor as a page finds them. */
async function wordsAt(person: Actor, id: string, { anchor }: CommentThread): Promise<string> {
  const socket = await person.socket(id);
  const ydoc = await socket.readDocument();
  socket.close();
  const characters = new Map<string, string>();
  for (const { text, ranges } of readParagraphPlaces(ydoc)) {
    const ids = ranges.flatMap(({ client, clock, length }) =>
      Array.from({ length }, (_, at) => `${client} ${clock + at}`),
    );
    ids.forEach((id, at) => characters.set(id, text[at] ?? ""));
  }
  return anchor.ranges
    .flatMap(([client, clock, length]) =>
      Array.from({ length }, (_, at) => characters.get(`${client} ${clock + at}`) ?? "?"),
    )
    .join("");
}

test("comments come along with a copy when asked for: those of everyone on words that stand, with their authors and times; nothing internal or deleted", async () => {
  const id = await scene.addDocument(legal, {
    title: "Draft",
    lines: ["Payment within ninety days.", "Law of China."],
  });
  for (const person of [finance, rd])
    await legal.call("POST", `/documents/${id}/shares`, { personId: person.id, role: "edit" });
  const open = await comment(finance, id, "ninety", { text: "Too long?", mentions: [rd.id], assigneeId: rd.id });
  scene.clock.advance(minuteMs);
  await rd.call("POST", `/documents/${id}/threads/${open.id}/comments`, { text: "It is usual." });
  const { comments } = (await threadsOf(rd, id))[0] as CommentThread;
  await legal.call("PUT", `/documents/${id}/threads/${open.id}/comments/${comments[1]?.id}/reactions/agree`, {
    on: true,
  });
  scene.clock.advance(minuteMs);
  const withdrawn = (
    await legal.call("POST", `/documents/${id}/threads/${open.id}/comments`, { text: "A slip of mine" })
  ).body.comments.at(-1).id;
  await legal.call("DELETE", `/documents/${id}/threads/${open.id}/comments/${withdrawn}`);
  await comment(legal, id, "Law", { text: "Our bottom line", audience: "internal" });
  const whole = await comment(legal, id, null, { text: "Read it all, please" });
  await legal.call("PATCH", `/documents/${id}/threads/${whole.id}`, { resolved: true });
  await comment(legal, id, "Payment", { text: "About words that go" });
  // The commented words are moved, others are deleted.
  await change(finance, id, (ydoc) => {
    textAt(ydoc, 0).delete(0, 27);
    textAt(ydoc, 1).insert(0, "ninety days. ");
  });
  scene.clock.advance(minuteMs);
  const copyOf = async (more: object): Promise<string> =>
    (await rd.call("POST", `/documents/${id}/duplicate`, { title: "Copy", ...more })).body.id;
  const bare = await copyOf({});
  expect(await threadsOf(rd, bare)).toEqual([]);

  const copy = await copyOf({ comments: "everyone" });
  const copied = await threadsOf(rd, copy);
  const source = await threadsOf(legal, id);
  expect(copied.map((thread) => thread.comments.map(({ author, text }) => [author.name, text]))).toEqual([
    [
      [finance.name, "Too long?"],
      [rd.name, "It is usual."],
    ],
    [[legal.name, "Read it all, please"]],
  ]);
  const [first, second] = copied as [CommentThread, CommentThread];
  const original = source.find((thread) => thread.id === open.id) as CommentThread;
  expect(first.comments.map(({ createdAt, party }) => [createdAt, party])).toEqual(
    original.comments.slice(0, 2).map(({ createdAt, party }) => [createdAt, party]),
  );
  expect(first.comments[1]?.reactions.map(({ people }) => people[0]?.name)).toEqual([legal.name]);
  expect([first.anchor.quote, first.anchor.gone, await wordsAt(rd, copy, first)]).toEqual(["ninety", false, "ninety"]);
  expect([first.copied?.by.id, first.assignee, first.comments.flatMap(({ mentions }) => mentions)]).toEqual([
    rd.id,
    null,
    [],
  ]);
  expect([second.anchor.type, second.resolved?.by.id]).toEqual(["document", legal.id]);
  const all = JSON.stringify(copied);
  for (const secret of ["bottom line", "slip", open.id, comments[0]?.id]) expect(all).not.toContain(secret);
  expect(original.copied).toBeNull();

  // Nobody is called into the copy by what was said before; what is said there calls as ever.
  await rd.call("POST", `/documents/${copy}/shares`, { personId: finance.id, role: "comment" });
  const waiting = async (): Promise<WaitingDocument | undefined> =>
    (await finance.call("GET", "/review")).body.find((each: WaitingDocument) => each.id === copy);
  expect((await waiting())?.threads ?? 0).toBe(0);
  scene.clock.advance(minuteMs);
  await rd.call("POST", `/documents/${copy}/threads/${first.id}/comments`, { text: "Still so?" });
  expect((await waiting())?.threads).toBe(1);
});

test("a guest on the copy reads what came along, and nobody who may not open the source makes a copy of its comments", async () => {
  const id = await scene.addDocument(legal, { lines: ["Payment within ninety days."] });
  await comment(legal, id, "ninety", { text: "Agreed with both" });
  await comment(legal, id, "ninety", { text: "Ours alone", audience: "internal" });
  const { id: copy } = (await legal.call("POST", `/documents/${id}/duplicate`, { comments: "everyone" })).body;
  const invited = await legal.call("POST", `/documents/${copy}/shares`, {
    link: "guests",
    role: "view",
    earlierThreads: "everyone",
  });
  const guest = await scene.guest(invited.body.url, "zhou@out.example", "Zhou");
  expect((await threadsOf(guest, copy)).map(({ comments: [said] }) => said?.text)).toEqual(["Agreed with both"]);
  for (const person of [guest, rd])
    expect((await person.call("POST", `/documents/${id}/duplicate`, { comments: "everyone" })).status).toBe(404);
  expect((await guest.call("POST", `/documents/${copy}/duplicate`, { comments: "everyone" })).status).toBe(403);
  expect((await legal.call("POST", `/documents/${id}/duplicate`, { comments: "internal" })).status).toBe(400);
});

test("comments on tables and pictures come along with a copy, on the copied ones", async () => {
  const id = await scene.addDocument(legal, { lines: ["Prices:"] });
  await change(legal, id, (ydoc) => {
    const table = new Y.XmlElement("table");
    ydoc.getXmlFragment("default").insert(1, [new Y.XmlElement("pageBreak"), table]);
    const row = new Y.XmlElement("tableRow");
    table.insert(0, [row]);
    for (const words of ["Item", "Price"]) {
      const [cell, paragraph] = [new Y.XmlElement("tableCell"), new Y.XmlElement("paragraph")];
      row.insert(row.length, [cell]);
      cell.insert(0, [paragraph]);
      paragraph.insert(0, [new Y.XmlText(words)]);
    }
  });
  const blocksOf = async (of: string): Promise<[name: string, client: number, clock: number][]> => {
    const socket = await legal.socket(of);
    const ydoc = await socket.readDocument();
    socket.close();
    return ydoc
      .getXmlFragment("default")
      .toArray()
      .map((each) => {
        const element = each as Y.XmlElement;
        const { client = 0, clock = 0 } = element._item?.id ?? {};
        return [element.nodeName, client, clock];
      });
  };
  for (const [name, ...block] of await blocksOf(id)) {
    if (name === "paragraph") continue;
    const answer = await legal.call("POST", `/documents/${id}/threads`, {
      anchor: { type: "block", block },
      text: name,
    });
    expect(answer.status).toBe(201);
  }
  const { id: copy } = (await legal.call("POST", `/documents/${id}/duplicate`, { comments: "everyone" })).body;
  const there = new Map((await blocksOf(copy)).map(([name, ...block]) => [name, block]));
  const told = (await threadsOf(legal, copy)).map(({ comments: [said], anchor }): [string, boolean, unknown] => [
    said?.text ?? "",
    anchor.gone,
    anchor.ranges,
  ]);
  // Both may have been written within one millisecond.
  expect(told.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
    ["pageBreak", false, [[...(there.get("pageBreak") ?? []), 1]]],
    ["table", false, [[...(there.get("table") ?? []), 1]]],
  ]);
});
