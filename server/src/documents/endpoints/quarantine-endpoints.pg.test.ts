import { type DocumentId, must, newId } from "@parley/base";
import { hashRow } from "@parley/history";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { appendRows, createLogStore } from "../rooms/log-store.ts";
import { sha256 } from "../rooms/room-document.ts";

const { scene, ceo: admin, legal } = await stageDocumentsScene(["ceo", "legal"]);
let id: DocumentId;
beforeEach(async () => {
  await scene.database.sql`delete from documents.quarantine`;
  id = await scene.addDocument(legal, { title: "保密协议", lines: ["Good words."] });
});

/** Lets go of every room, so that the next who asks opens the log. */
async function letGo(): Promise<void> {
  const { rooms } = scene.app.documents;
  // The server hears a moment later that a socket was closed.
  await expect.poll(() => rooms.find(id)?.room.size ?? 0).toBe(0);
  scene.clock.advance(70_000);
  await rooms.sweep();
}

/** A second row whose bytes fit nothing, as a fault of the disk or of a program would leave it. */
async function appendBadRow(documentId: DocumentId): Promise<void> {
  const [first] = await createLogStore(scene.database.sql).readRows(documentId, 0, 1);
  const { hash, ...facts } = must(first, "the seed's row");
  const row = { ...facts, seq: 2, previousHash: hash, update: Uint8Array.of(1, 1, 9, 5, 0, 1, 0) };
  await appendRows(scene.database.sql, [{ row: { ...row, hash: hashRow(hash, row, sha256) }, newClients: [] }]);
}

const list = async (): Promise<unknown[]> => (await admin.call("GET", "/quarantine")).body;
const text = async (): Promise<unknown> => (await legal.call("GET", `/documents/${id}/text`)).body;

/** Types a word at the beginning; answers what the server said of it. */
async function write(word: string): Promise<string> {
  const socket = await legal.socket(id);
  const { clientId, seq } = await socket.next("hello");
  const ydoc = await socket.readDocument();
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ((ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, word);
  socket.send(encodeParleyUpdateFrame(seq, 0, Y.encodeStateAsUpdate(ydoc, before)));
  const answer = await Promise.race([
    socket.next("refused").then(({ code }) => code),
    socket.next("saved", ({ count }) => count >= 1).then(() => "saved"),
  ]);
  socket.close();
  await socket.closed;
  return answer;
}

test("an administrator sees what is in quarantine, why, since when, and how much of it can be read", async () => {
  await letGo();
  await appendBadRow(id);
  expect(await text()).toBe("Good words.");
  const since = new Date(scene.clock.nowMs()).toISOString();
  expect(await list()).toEqual([
    {
      id,
      title: "保密协议",
      kind: "note",
      owner: { id: legal.id, name: legal.name },
      reason: expect.stringMatching(/row 2/),
      since,
      lastSeq: 2,
      readableSeq: 1,
    },
  ]);
  expect(await write("Lost ")).toBe("quarantined");
});

test("the readable rows can be taken as a file; the words in them only by an administrator who owns the document", async () => {
  await letGo();
  await appendBadRow(id);
  await text();
  const rows = () => admin.call("GET", `/quarantine/${id}/rows`);
  const { body, headers } = await rows();
  expect(headers.get("content-disposition")).toContain("attachment");
  expect(body).toMatchObject({ documentId: id, lastSeq: 2, readableSeq: 1, withUpdates: false });
  expect(body.rows).toEqual([
    expect.objectContaining({ seq: 1, authorName: legal.name, kind: "api", updateBytes: expect.any(Number) }),
  ]);
  expect(JSON.stringify(body)).not.toContain('"update"');
  await legal.call("POST", `/documents/${id}/shares`, { personId: admin.id, role: "own" });
  const owned = (await rows()).body;
  expect(owned.withUpdates).toBe(true);
  expect(Buffer.from(owned.rows[0].update, "base64").toString()).toContain("Good words.");
});

test("trying again keeps what still does not open, with the new reason, and lets out what does", async () => {
  await letGo();
  await appendBadRow(id);
  await scene.database.sql`insert into documents.quarantine values (${id}, 'an old reason', now())`;
  const retry = async (): Promise<unknown> => (await admin.call("POST", `/quarantine/${id}/retry`)).body;
  const stays = { ended: false, reason: expect.stringMatching(/row 2/) };
  expect(await Promise.all([retry(), retry()])).toEqual([stays, stays]);
  expect(await list()).toMatchObject([{ id, reason: expect.stringMatching(/row 2/) }]);
  const reader = await legal.socket(id);
  await reader.readDocument();
  // The cause is mended, as a restored disk or a newer program would mend it.
  await scene.database.sql`delete from documents.update_row where document_id = ${id} and seq = 2`;
  expect(await retry()).toEqual({ ended: true, reason: null });
  expect((await reader.closed).code).toBe(4513);
  expect(await list()).toEqual([]);
  expect(await write("New ")).toBe("saved");
  expect(await text()).toBe("New Good words.");
  expect((await admin.call("POST", `/quarantine/${id}/retry`)).body.code).toBe("documents/not-quarantined");
});

test("a snapshot that cannot be read holds nothing back: the rows alone are read, and trying again replaces it", async () => {
  await write("More ");
  await must(scene.app.documents.rooms.find(id), "the room").document.compact();
  await letGo();
  await scene.database.sql`update documents.snapshot set full_state = '\\x09' where document_id = ${id}`;
  expect(await text()).toBe("More Good words.");
  expect(await list()).toMatchObject([{ id, reason: expect.stringMatching(/snapshot/), lastSeq: 2, readableSeq: 2 }]);
  expect((await admin.call("POST", `/quarantine/${id}/retry`)).body).toEqual({ ended: true, reason: null });
  expect(await write("Still ")).toBe("saved");
  await letGo();
  expect(await text()).toBe("Still More Good words.");
});

test("quarantine is the administrators' business alone, and an unknown or healthy document is in none", async () => {
  for (const [method, address] of [
    ["GET", "/quarantine"],
    ["GET", `/quarantine/${id}/rows`],
    ["POST", `/quarantine/${id}/retry`],
  ] as const) {
    expect((await legal.call(method, address)).body.code).toBe("people/not-permitted");
    expect((await scene.nobody.call(method, address)).status).toBe(401);
  }
  for (const other of [id, newId(scene.random), "nonsense"]) {
    expect((await admin.call("GET", `/quarantine/${other}/rows`)).body.code).toBe("documents/not-quarantined");
  }
});
