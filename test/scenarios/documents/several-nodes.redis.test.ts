import { type DocumentId, type PersonId, must } from "@parley/base";
import type { ProposalNews } from "@parley/documents";
import { findBrokenLink } from "@parley/history";
import {
  closeCodes,
  decodeAwareness,
  encodeAwarenessFrame,
  encodeFollowFrame,
  encodeParleyUpdateFrame,
  encodeUpdateFrame,
  updateFlags,
} from "@parley/sync";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { createLogStore } from "../../../server/src/documents/rooms/log-store.ts";
import { sha256 } from "../../../server/src/documents/rooms/room-document.ts";
import { openDatabasePort } from "../../support/database-port.ts";
import { type Nodes, type TestNode, type Traveller, prepareNodes } from "../../support/nodes.ts";
import { RawPage } from "../../support/raw-page.ts";
import type { RawSocket } from "../../support/raw-socket.ts";
import { startServerProcess } from "../../support/server-process.ts";

let nodes: Nodes;
let east: TestNode;
let west: TestNode;
let lin: Traveller;
let mara: Traveller;

beforeAll(async () => {
  nodes = await prepareNodes();
  [east, west] = await Promise.all([nodes.startNode(), nodes.startNode()]);
  [lin, mara] = [await nodes.traveller("Lin"), await nodes.traveller("Mara")];
});
afterAll(() => nodes.stop());
beforeEach(() => {
  east.deaf = west.deaf = false;
});

/** A note of Lin's that Mara may edit, with a first line. */
async function newDocument(): Promise<DocumentId> {
  const { id } = (await lin.call(east, "POST", "/documents", { kind: "note", title: "Terms" })).body as {
    id: DocumentId;
  };
  await lin.call(east, "POST", `/documents/${id}/shares`, { personId: mara.id, role: "edit" });
  const page = await RawPage.open(lin.socket(east, id));
  page.type(">");
  await page.settled();
  page.socket.close();
  return id;
}

const patiently = { timeout: 20_000, interval: 10 };
const shows = (page: RawPage, words: string): Promise<void> => expect.poll(() => page.text, patiently).toContain(words);

async function authorsOf(node: TestNode, id: DocumentId): Promise<{ text: string; author: string }[]> {
  const { body } = await lin.call(node, "GET", `/documents/${id}/attribution`);
  const { spans } = body as { spans: { text: string; author: { id: PersonId } }[] };
  return spans.map(({ text, author }) => ({ text, author: author.id }));
}

test("two people on two nodes type at once: both see the same text, and every letter has its author", async () => {
  const id = await newDocument();
  const [a, b] = await Promise.all([RawPage.open(lin.socket(east, id)), RawPage.open(mara.socket(west, id))]);
  for (let round = 0; round < 30; round++) {
    for (let letter = 0; letter < 5; letter++) {
      a.type("l");
      b.type("m");
    }
    // One of them waits, the other types on: the right to write goes to and fro.
    await (round % 2 === 0 ? a : b).settled();
  }
  await Promise.all([a.settled(), b.settled()]);
  await expect.poll(() => a.text === b.text && a.text.length, { timeout: 20_000, interval: 20 }).toBe(301);
  const rows = await createLogStore(nodes.database.sql).readRows(id, 0, 1_000);
  expect(findBrokenLink(rows, sha256)).toBeNull();
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  const turns = rows.filter((row, at) => at > 0 && row.personId !== rows[at - 1]?.personId).length;
  expect(turns).toBeGreaterThan(10);
  for (const node of [east, west]) {
    const spans = await authorsOf(node, id);
    expect(spans.map(({ text }) => text).join("")).toContain(a.text);
    const lettersOf = (author: PersonId): string[] => [
      ...new Set(spans.flatMap((span) => (span.author === author ? span.text.split("") : []))),
    ];
    expect([lettersOf(lin.id).sort(), lettersOf(mara.id)]).toEqual([[">", "l"], ["m"]]);
  }
  a.socket.close();
  b.socket.close();
});

test("[SY7] access taken back on one node closes the sockets on another within a second", async () => {
  const id = await newDocument();
  const { body } = await lin.call(east, "GET", `/documents/${id}/shares`);
  const share = must(
    (body as { id: string; target: { personId?: string } }[]).find(({ target }) => target.personId === mara.id),
    "Mara's share",
  );
  const page = await RawPage.open(mara.socket(west, id));
  await expect
    .poll(async () => (await mara.call(west, "GET", `/documents/${id}`)).body)
    .toMatchObject({ openedAt: expect.any(String) });
  const sinceMs = performance.now();
  expect((await lin.call(east, "DELETE", `/documents/${id}/shares/${share.id}`)).status).toBe(200);
  expect((await page.socket.closed).code).toBe(closeCodes.accessRemoved);
  expect(performance.now() - sinceMs).toBeLessThan(1_000);
});

test("[FR1] [FR4] a document that is frozen on one node is frozen on another at once, and takes nothing there even before that is heard", async () => {
  const id = await newDocument();
  const page = await RawPage.open(mara.socket(west, id));
  page.type("Before. ");
  await page.settled();
  const end = await east.app.documents.frozen.freeze(id, { by: lin.id, reason: "approval" });
  await page.socket.next("access", ({ standing }) => standing.frozen !== null);
  page.type("Too late.");
  await page.socket.next("refused", ({ code }) => code === "frozen");
  page.socket.close();
  await east.app.documents.frozen.thaw(id, lin.id);
  const back = await RawPage.open(mara.socket(west, id));
  await back.socket.next("hello", ({ standing }) => standing.frozen === null);
  back.type("After.");
  await back.settled();
  // A node that has not heard of it: its row is refused by the database, and whoever comes back is told.
  await nodes.database.sql`
    insert into documents.frozen (document_id, seq, hash, reason, frozen_by, frozen_at)
    select document_id, seq, hash, 'approval', ${lin.id}, now() from documents.update_row
    where document_id = ${id} order by seq desc limit 1`;
  const [last] = await nodes.database.sql<{ seq: number }[]>`
    select seq from documents.frozen where document_id = ${id}`;
  back.type(" Unheard.");
  expect((await back.socket.closed).code).toBe(closeCodes.documentUnavailable);
  const told = await mara.socket(west, id);
  expect((await told.next("hello")).standing.frozen).not.toBeNull();
  told.close();
  expect(must(last, "it is frozen").seq).toBeGreaterThan(end.seq);
  expect(await createLogStore(nodes.database.sql).readLastSeq(id)).toBe(last?.seq);
});

test("[SY16] a comment written on one node is news on another within a second", async () => {
  const id = await newDocument();
  const page = await mara.socket(west, id);
  await page.next("hello");
  const sinceMs = performance.now();
  expect((await lin.call(east, "POST", `/documents/${id}/threads`, { text: "Look" })).status).toBe(201);
  expect(await page.next("news")).toEqual({ type: "news", topic: "comments" });
  expect(performance.now() - sinceMs).toBeLessThan(1_000);
  const { body } = await mara.call(west, "GET", `/documents/${id}/threads`);
  expect((body as { threads: { comments: { text: string }[] }[] }).threads[0]?.comments[0]?.text).toBe("Look");
  page.close();
});

test("[VD4] what a change on one node makes void is told to its author's page on another", async () => {
  const id = await newDocument();
  const [hers, here, there] = await Promise.all([
    RawPage.open(mara.socket(east, id)),
    RawPage.open(lin.socket(east, id)),
    RawPage.open(lin.socket(west, id)),
  ]);
  const lineOf = ({ ydoc }: RawPage): Y.XmlText =>
    (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  /** Writes in a way of one's own; resolves when that is durable. */
  const write = async (page: RawPage, flags: number, task: (line: Y.XmlText) => void): Promise<void> => {
    const before = Y.encodeStateVector(page.ydoc);
    page.ydoc.transact(() => task(lineOf(page)), page);
    page.socket.send(encodeParleyUpdateFrame(0, flags, Y.encodeStateAsUpdate(page.ydoc, before)));
    await page.socket.next("saved");
  };
  there.socket.send(encodeFollowFrame("proposals", true));
  await write(hers, updateFlags.propose, (line) => line.insert(1, " sixty"));
  await Promise.all([shows(here, "sixty"), shows(there, "sixty")]);
  const toldThere = (): ProposalNews[] =>
    there.socket.received.flatMap((message) =>
      message.type === "told" && message.topic === "proposals" && !message.whole
        ? [JSON.parse(new TextDecoder().decode(message.body)) as ProposalNews]
        : [],
    );
  await write(here, 0, (line) => line.delete(1, 6));
  const voidedThere = (): unknown[] => toldThere().flatMap(({ voided = [] }) => voided);
  await expect.poll(voidedThere, patiently).toMatchObject([
    {
      seq: expect.any(Number),
      proposals: [
        { insertedText: " sixty", author: { id: mara.id }, goneIds: [[expect.any(Number), expect.any(Number), 6]] },
      ],
    },
  ]);
  for (const page of [hers, here, there]) page.socket.close();
});

test("[SY7] a token that is revoked on one node closes its sockets on another", async () => {
  const id = await newDocument();
  const { body: tokens } = await mara.call(east, "GET", "/me/tokens");
  const token = must((tokens as { id: string }[])[0], "Mara's token");
  const visitor = await nodes.traveller("Vera");
  await lin.call(east, "POST", `/documents/${id}/shares`, { personId: visitor.id, role: "view" });
  const { body } = await visitor.call(east, "GET", "/me/tokens");
  const own = must((body as { id: string }[])[0], "Vera's token");
  const [ending, staying] = [await visitor.socket(west, id), await mara.socket(west, id)];
  await Promise.all([ending.next("hello"), staying.next("hello")]);
  expect(own.id).not.toBe(token.id);
  await visitor.call(east, "DELETE", `/me/tokens/${own.id}`);
  expect((await ending.closed).code).toBe(closeCodes.notSignedIn);
  expect(staying.socket.readyState).toBe(staying.socket.OPEN);
  staying.close();
});

test("what was saved through one node is read through another at once", async () => {
  const id = await newDocument();
  const [page, watcher] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  for (let turn = 0; turn < 20; turn++) {
    // Also when nobody has told the other one.
    west.deaf = turn % 2 === 0;
    page.type(`${turn} `);
    await page.settled();
    expect((await lin.call(west, "GET", `/documents/${id}/text`)).body).toContain(page.text);
  }
  page.socket.close();
  watcher.socket.close();
});

test("[SY11] a node that is killed while it may write loses nothing that was saved, and the other goes on", async () => {
  const port = await openDatabasePort(inject("postgresSocketFolder"), nodes.databaseName);
  const north = startServerProcess({
    ...nodes.env,
    PARLEY_DATABASE_URL: port.url,
    PARLEY_DATA_DIR: must(nodes.env["PARLEY_DATA_DIR"], "a folder"),
  });
  try {
    const url = await north.ready;
    const id = await newDocument();
    const [there, here] = [await RawPage.open(lin.socket({ url }, id)), await RawPage.open(mara.socket(west, id))];
    let saved = "";
    for (let turn = 0; turn < 40; turn++) {
      there.type(`${turn} `);
      await there.settled();
      saved = there.text;
    }
    // These are on their way; whatever of them was not saved is sent again.
    for (let turn = 0; turn < 10; turn++) there.type("unsure ");
    north.child.kill("SIGKILL");
    await there.socket.closed;
    here.type("Mara goes on.");
    await here.settled();
    const back = await RawPage.open(lin.socket(west, id));
    Y.applyUpdate(back.ydoc, Y.encodeStateAsUpdate(there.ydoc));
    await back.settled();
    await shows(here, saved);
    await expect.poll(() => here.text.split("unsure").length, { timeout: 20_000 }).toBe(11);
    expect(here.text).toContain("Mara goes on.");
    const rows = await createLogStore(nodes.database.sql).readRows(id, 0, 1_000);
    expect(findBrokenLink(rows, sha256)).toBeNull();
    back.socket.close();
    here.socket.close();
  } finally {
    north.child.kill("SIGKILL");
    await north.ended;
    await port.close();
  }
});

test("[SY13] a message that was missed is found by the gap, at once, and read from the log", async () => {
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  // Every few seconds nodes look by themselves; four times in a row that would not come this soon.
  for (let round = 0; round < 4; round++) {
    west.deaf = true;
    a.type(`missed ${round} `);
    await a.settled();
    west.deaf = false;
    a.type(`heard ${round} `);
    await a.settled();
    await expect.poll(() => b.text, { timeout: 1_500, interval: 10 }).toContain(`missed ${round} heard ${round} `);
  }
  a.socket.close();
  b.socket.close();
});

test("nobody takes over before what is being written is on the disk, so nothing is lost to a slow one", async () => {
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  a.type("fast ");
  await a.settled();
  await shows(b, "fast ");
  await nodes.database.sql.begin(async (tx) => {
    // Rows can be read and not be written.
    await tx`lock table documents.update_row in exclusive mode`;
    a.type("slow ");
    await expect.poll(async () => (await nodes.database.sql`select from pg_locks where not granted`).length).toBe(1);
    b.type("patient ");
    // Whoever did not wait would write by now.
    for (let look = 0; look < 10; look++) {
      await lin.call(west, "GET", "/me/tokens");
      expect(await nodes.database.sql`select from pg_locks where not granted`).toHaveLength(1);
    }
  });
  await Promise.all([a.settled(), b.settled()]);
  // Both typed at one place, so which word comes first is Yjs's choice.
  const wordsOf = (page: RawPage): string[] => page.text.split(" ").sort();
  await expect.poll(() => [wordsOf(a), a.text === b.text], patiently).toEqual([["", ">fast", "patient", "slow"], true]);
  a.socket.close();
  b.socket.close();
});

test("[SY13] what nobody tells any more is looked for within seconds, and before this node writes itself", async () => {
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  west.deaf = true;
  a.type("never told ");
  await a.settled();
  await shows(b, "never told ");
  a.type("nor this ");
  await a.settled();
  b.type("and on ");
  await b.settled();
  await shows(b, "nor this ");
  await expect.poll(() => a.text, patiently).toContain("and on ");
  a.socket.close();
  b.socket.close();
});

test("a row too large for a message comes through the log", async () => {
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  a.type("long ".repeat(40_000));
  a.type("end.");
  await a.settled();
  await shows(b, "end.");
  expect(b.text).toBe(a.text);
  a.socket.close();
  b.socket.close();
});

test("a line to Redis that breaks comes back, and what was said meanwhile is not lost", async () => {
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  for (let turn = 0; turn < 5; turn++) {
    a.type(`a${turn} `);
    await nodes.redis.ask("CLIENT KILL TYPE pubsub");
    b.type(`b${turn} `);
    await Promise.all([a.settled(), b.settled()]);
  }
  await expect.poll(() => a.text === b.text && a.text.length, { timeout: 20_000 }).toBe(31);
  a.socket.close();
  b.socket.close();
});

test("[IN6] two people on two nodes cannot own one Yjs client id", async () => {
  const id = await newDocument();
  // Announced to the others, also to a room that was open before: Mara's page is turned away at once.
  const b = await RawPage.open(mara.socket(west, id));
  const a = await RawPage.open(lin.socket(east, id));
  b.ydoc.clientID = a.ydoc.clientID;
  b.type("forged");
  expect((await b.socket.closed).code).toBe(closeCodes.foreignClientId);
  a.type("own");
  await a.settled();

  // Not heard of: the database decides, and the forged row is never written.
  const d = await RawPage.open(mara.socket(west, id));
  west.deaf = true;
  const c = await RawPage.open(lin.socket(east, id));
  const { clientID } = c.ydoc;
  const kept = (): Promise<unknown> =>
    nodes.database.sql`select person_id from documents.client_id where document_id = ${id} and client_id = ${clientID}`;
  await expect.poll(kept).toEqual([{ person_id: lin.id }]);
  // A stock editor's, which claims an id by its first use; a page of ours has to have been issued it.
  const forged = new Y.Doc();
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(d.ydoc));
  forged.clientID = clientID;
  ((forged.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, "forged");
  d.socket.send(encodeUpdateFrame(Y.encodeStateAsUpdate(forged), false));
  expect((await d.socket.closed).code).toBe(closeCodes.documentUnavailable);
  const again = await RawPage.open(mara.socket(west, id));
  again.socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(forged)));
  expect((await again.socket.closed).code).toBe(closeCodes.foreignClientId);
  west.deaf = false;
  c.type("mine");
  await c.settled();
  expect((await lin.call(east, "GET", `/documents/${id}/text`)).body).toMatch(/^>ownmine/);
  a.socket.close();
  c.socket.close();
});

/** Shows a caret, as an editor does. */
function point(page: RawPage): void {
  const awareness = new Awareness(page.ydoc);
  awareness.setLocalState({ cursor: { anchor: 1 }, user: { name: "whoever I say" } });
  page.socket.send(encodeAwarenessFrame(encodeAwarenessUpdate(awareness, [page.ydoc.clientID])));
  awareness.destroy();
}

/** Who a socket was last told to be present, by name. */
function presentOn(socket: RawSocket): string[] {
  const states = new Map<number, unknown>();
  for (const message of socket.received)
    if (message.type === "awareness")
      for (const { client, state } of decodeAwareness(message.update)) states.set(client, state);
  return [...states.values()].flatMap((state) => {
    const { user } = (state ?? {}) as { user?: { name: string } };
    return user ? [user.name] : [];
  });
}

test("[SY14] people on another node are present as the server knows them, until they or their node are gone", async () => {
  const south = await nodes.startNode();
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(south, id))];
  point(a);
  point(b);
  await expect.poll(() => presentOn(a.socket)).toEqual(expect.arrayContaining(["Lin", "Mara"]));
  await expect.poll(() => presentOn(b.socket)).toEqual(expect.arrayContaining(["Lin", "Mara"]));
  // Who comes later is told, too, on a node that has not had the document open.
  const later = await RawPage.open(mara.socket(west, id));
  await expect.poll(() => presentOn(later.socket).sort()).toEqual(["Lin", "Mara"]);
  a.socket.close();
  await expect.poll(() => presentOn(later.socket)).toEqual(["Mara"]);
  await south.stop();
  await expect.poll(() => presentOn(later.socket)).toEqual([]);
  later.socket.close();
});

test("[SY14] the presence of a node that died silently ends", async () => {
  const port = await openDatabasePort(inject("postgresSocketFolder"), nodes.databaseName);
  const north = startServerProcess({
    ...nodes.env,
    PARLEY_DATABASE_URL: port.url,
    PARLEY_DATA_DIR: must(nodes.env["PARLEY_DATA_DIR"], "a folder"),
  });
  try {
    const url = await north.ready;
    const id = await newDocument();
    const [there, here] = [await RawPage.open(lin.socket({ url }, id)), await RawPage.open(mara.socket(west, id))];
    point(there);
    await expect.poll(() => presentOn(here.socket)).toEqual(["Lin"]);
    north.child.kill("SIGKILL");
    await expect.poll(() => presentOn(here.socket), { timeout: 20_000 }).toEqual([]);
    here.socket.close();
  } finally {
    north.child.kill("SIGKILL");
    await north.ended;
    await port.close();
  }
});

test("without Redis everybody goes on reading and nobody is told that something is saved which is not; with it all goes on", async () => {
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  a.type("before ");
  await a.settled();
  await nodes.redis.kill();
  await expect.poll(async () => (await fetch(`${west.url}/readyz`)).json()).toEqual({ ready: false, reason: "redis" });
  expect((await lin.call(west, "GET", `/documents/${id}/text`)).body).toContain("before ");
  // Nobody can ask Lin's node for the right to write, so Mara is turned away and keeps her words.
  b.type("meanwhile ");
  expect((await b.socket.closed).code).toBe(closeCodes.documentUnavailable);
  const reader = await RawPage.open(mara.socket(west, id));
  expect(reader.text).toContain("before ");
  await nodes.redis.start();
  await expect.poll(async () => (await fetch(`${west.url}/readyz`)).status).toBe(200);
  Y.applyUpdate(reader.ydoc, Y.encodeStateAsUpdate(b.ydoc));
  await reader.settled();
  await shows(a, "meanwhile ");
  expect(a.socket.socket.readyState).toBe(a.socket.socket.OPEN);
  a.type("after ");
  await a.settled();
  await shows(reader, "after ");
  a.socket.close();
  reader.socket.close();
});

test("a snapshot that one node stores is served by the others, and either node goes on from it", async () => {
  const id = await newDocument();
  const [a, b] = [await RawPage.open(lin.socket(east, id)), await RawPage.open(mara.socket(west, id))];
  for (let turn = 0; turn < 30; turn++) {
    a.type("a");
    b.type("b");
    await Promise.all([a.settled(), b.settled()]);
  }
  const rowsOn = (node: TestNode): number | undefined => node.app.documents.rooms.find(id)?.document.uncompacted.rows;
  await expect.poll(() => [a.text.length, b.text.length]).toEqual([61, 61]);
  await must(west.app.documents.rooms.find(id), "the room").document.compact();
  await expect.poll(() => [rowsOn(east), rowsOn(west)]).toEqual([0, 0]);
  a.type("!");
  await a.settled();
  await shows(b, "!");
  const later = await RawPage.open(mara.socket(east, id));
  expect(later.text).toBe(a.text);
  for (const page of [a, b, later]) page.socket.close();
});

test("[SY7] what a node changed and could not tell any more is learnt when it is gone", async () => {
  const south = await nodes.startNode();
  const id = await newDocument();
  const page = await RawPage.open(mara.socket(west, id));
  await expect
    .poll(async () => (await mara.call(west, "GET", `/documents/${id}`)).body)
    .toMatchObject({ openedAt: expect.any(String) });
  // As if it had died between the commit and the notice.
  await nodes.database.sql`delete from documents.share where document_id = ${id} and person_id = ${mara.id}`;
  await south.stop();
  expect((await page.socket.closed).code).toBe(closeCodes.accessRemoved);
});
