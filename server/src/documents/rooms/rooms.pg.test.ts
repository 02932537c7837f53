import { type DocumentId, type PersonId, must, newId, seededRandom, virtualClock } from "@parley/base";
import { contentText, readContent, seedUpdate } from "@parley/document";
import {
  type ChainedRow,
  CHAIN_START,
  DocumentReplica,
  HistoryIndex,
  encodeStatement,
  findBrokenLink,
  hashRow,
} from "@parley/history";
import type { RoomEvent } from "@parley/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type MemoryDisk, memoryAppender, memoryDisk, memoryLogStore } from "../../../../test/support/memory-log.ts";
import { type TestServer, startTestServer } from "../../../../test/support/server.ts";
import { createAppender } from "./appender.ts";
import { type LogStore, appendRows, createLogStore } from "./log-store.ts";
import { noNeighbours } from "./neighbours.ts";
import { sha256 } from "./room-document.ts";
import { Rooms } from "./rooms.ts";

let server: TestServer;
let lin: PersonId;
let mara: PersonId;
const random = seededRandom(11);

beforeAll(async () => {
  server = await startTestServer();
  lin = (await server.app.people.createPerson({ name: "Lin", email: "lin@parley.example" })).id as PersonId;
  mara = (await server.app.people.createPerson({ name: "Mara", email: "mara@parley.example" })).id as PersonId;
});
afterAll(() => server.stop());

/** A document of Lin's with one line, made through the product. */
async function newDocument(line = "First line."): Promise<DocumentId> {
  const file = new File([line], "Terms.md", { type: "text/markdown" });
  const made = await server.app.documents.library.newDocuments.fromFile(
    { file, kind: "note", title: null, folderId: null },
    { personId: lin, language: "en" },
  );
  return made.id;
}

function roomsOver(
  store: LogStore,
  appender = createAppender(server.database.openClient({ max: 1 })),
): { rooms: Rooms; clock: ReturnType<typeof virtualClock>; events: RoomEvent[] } {
  const clock = virtualClock(1_790_000_000_000);
  const events: RoomEvent[] = [];
  const quiet = new Proxy({}, { get: () => () => undefined });
  const rooms = new Rooms({
    store,
    appender,
    neighbours: noNeighbours,
    clock,
    random,
    log: quiet as never,
    onRow: () => undefined,
    onFollow: () => undefined,
    onEvent: (event) => events.push(event),
    onWords: async () => undefined,
    limits: { ...server.config.sync, compactEveryRows: 10 },
  });
  return { rooms, clock, events };
}

/** Types a line into a document as a server command of Lin's, and waits until it is durable. */
async function type(rooms: Rooms, documentId: DocumentId, words: string): Promise<void> {
  const { document } = await rooms.acquire(documentId);
  const replica = await document.read();
  const page = new Y.Doc();
  Y.applyUpdate(page, Y.encodeStateAsUpdate(replica.ydoc));
  page.clientID = document.issueClient(lin, null, false);
  const before = Y.encodeStateVector(page);
  ((page.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, words);
  const outcome = document.takeOwn(
    Y.encodeStateAsUpdate(page, before),
    { personId: lin, party: "ours", role: "own", connectionId: newId<"connection">(random) },
    "typed",
  );
  if (outcome.outcome !== "taken") throw new Error(`not taken: ${outcome.outcome}`);
  await outcome.durable;
}

const textOf = async (rooms: Rooms, documentId: DocumentId): Promise<string> =>
  contentText(readContent((await rooms.read(documentId)).ydoc));

function rowsFor(documentId: DocumentId, count: number, previous: Uint8Array = CHAIN_START, from = 1): ChainedRow[] {
  let previousHash = previous;
  return Array.from({ length: count }, (_, index) => {
    const facts = {
      documentId,
      seq: from + index,
      personId: lin,
      party: "ours" as const,
      role: "edit" as const,
      connectionId: newId<"connection">(random),
      kind: "typed" as const,
      receivedAtMs: 1_790_000_000_123 + index,
      baseSeq: index === 0 ? null : index,
      statement:
        index === 0 ? encodeStatement({ copies: [], agreed: [], deletedFor: [], reopened: [], decision: "{}" }) : null,
      update:
        index === 0 && from === 1
          ? seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "x" }] }] }, 7)
          : Uint8Array.of(0, 0),
    };
    const row = { ...facts, previousHash, hash: hashRow(previousHash, facts, sha256) };
    previousHash = row.hash;
    return row;
  });
}

describe("the log's two stores", () => {
  const stores: [
    string,
    () => { store: LogStore; append: (rows: ChainedRow[], clients: number[]) => Promise<void> },
  ][] = [
    [
      "PostgreSQL",
      () => ({
        store: createLogStore(server.database.sql),
        append: (rows, clients) =>
          appendRows(
            server.database.sql,
            rows.map((row, index) => ({ row, newClients: index === 0 ? clients : [] })),
          ),
      }),
    ],
    [
      "memory",
      () => {
        const disk: MemoryDisk = memoryDisk();
        const appender = memoryAppender(disk);
        return {
          store: memoryLogStore(disk),
          append: async (rows, clients) => {
            await Promise.all(
              rows.map((row, index) => appender.append({ row, newClients: index === 0 ? clients : [] })),
            );
          },
        };
      },
    ],
  ];
  test.each(stores)("%s gives back every fact of every row, and the chain holds", async (_name, open) => {
    const { store, append } = open();
    const documentId = await emptyDocument();
    const rows = rowsFor(documentId, 5);
    await append(rows, [7, 4_294_967_295]);
    const read = await store.readRows(documentId, 0, 100);
    expect(
      read.map((row) => ({
        ...row,
        update: [...row.update],
        statement: row.statement && [...row.statement],
        hash: [...row.hash],
        previousHash: [...row.previousHash],
      })),
    ).toEqual(
      rows.map((row) => ({
        ...row,
        update: [...row.update],
        statement: row.statement && [...row.statement],
        hash: [...row.hash],
        previousHash: [...row.previousHash],
      })),
    );
    expect(findBrokenLink(read, sha256)).toBeNull();
    expect(await store.readLastSeq(documentId)).toBe(5);
    const opened = await store.open(documentId);
    expect([opened.served, opened.tail.length, [...opened.clients.keys()].sort((a, b) => a - b)]).toEqual([
      null,
      5,
      [7, 4_294_967_295],
    ]);
    const newest = async (after: number, maxRows: number, maxBytes: number): Promise<number[]> =>
      (await store.readNewestRows(documentId, after, { maxRows, maxBytes })).map((row) => row.seq);
    expect([await newest(0, 3, 100), await newest(3, 3, 100), await newest(0, 3, 4), await newest(0, 5, 9)]).toEqual([
      [3, 4, 5],
      [4, 5],
      [4, 5],
      [2, 3, 4, 5],
    ]);
    expect((await store.readAuthors(documentId, [2, 4])).get(4)).toEqual({
      personId: lin,
      party: "ours",
      kind: "typed",
      receivedAtMs: 1_790_000_000_126,
    });
  });

  test.each(stores)(
    "[LG1] %s takes no row that does not hang on the last one, and none under somebody else's id",
    async (_name, open) => {
      const { store, append } = open();
      const documentId = await emptyDocument();
      const rows = rowsFor(documentId, 2);
      await append(rows, [7]);
      // Another node wrote row 2 otherwise: what was to follow that one hangs in the air here.
      const elsewhere = rowsFor(documentId, 1, must(rows[0], "a row").hash, 2);
      const [following] = rowsFor(documentId, 1, must(elsewhere[0], "a row").hash, 3);
      await expect(append([must(following, "a row")], [])).rejects.toThrow(/does not follow/);
      const last = must(rows.at(-1), "a row");
      const [mine] = rowsFor(documentId, 1, last.hash, 3);
      const forged = { ...must(mine, "a row"), personId: mara };
      await expect(append([forged], [8, 7])).rejects.toThrow(/somebody else/);
      const opened = await store.open(documentId);
      expect([opened.tail.length, [...opened.clients]]).toEqual([2, [[7, lin]]]);
      await append([must(mine, "a row")], [7, 8]);
      expect([await store.readLastSeq(documentId), await store.readLastSeqs([documentId])]).toEqual([
        3,
        new Map([[documentId, 3]]),
      ]);
    },
  );

  test.each(stores)("[LG2] %s keeps the newest snapshot whoever stores last", async (_name, open) => {
    const { store, append } = open();
    const documentId = await emptyDocument();
    await append(rowsFor(documentId, 4), []);
    const snapshot = (seq: number): Parameters<LogStore["storeSnapshot"]>[1] => ({
      seq,
      full: Uint8Array.of(seq),
      index: new HistoryIndex().encode(),
      servedState: Uint8Array.of(seq),
      stateVector: Uint8Array.of(0),
    });
    const kept = await Promise.all([
      store.storeSnapshot(documentId, snapshot(3), 1),
      store.storeSnapshot(documentId, snapshot(2), 2),
    ]);
    expect(kept[0]).toBe(true);
    expect((await store.readSnapshot(documentId))?.seq).toBe(3);
    const opened = await store.open(documentId);
    expect([opened.served?.seq, opened.tail.map((row) => row.seq)]).toEqual([3, [4]]);
  });

  async function emptyDocument(): Promise<DocumentId> {
    const documentId = newId<"document">(random);
    await server.database
      .sql`insert into documents.document (id, kind, title, owner_id, created_at, changed_at) values (${documentId}, 'note', 'x', ${lin}, now(), now())`;
    return documentId;
  }
});

describe("rooms over PostgreSQL", () => {
  test("[LG2] dropping every snapshot loses nothing: the log alone gives the same words and attribution", async () => {
    const { rooms } = roomsOver(createLogStore(server.database.sql));
    const documentId = await newDocument();
    for (let i = 0; i < 25; i++) await type(rooms, documentId, `${i} `);
    const { document } = await rooms.acquire(documentId);
    await document.compact();
    const before = await document.read();
    await server.database.sql`delete from documents.snapshot where document_id = ${documentId}`;
    const fresh = roomsOver(createLogStore(server.database.sql)).rooms;
    const after = await fresh.read(documentId);
    expect(readContent(after.ydoc)).toEqual(readContent(before.ydoc));
    expect(after.save().index).toEqual(before.save().index);
  });

  test("[IN6] who comes back first after a backup was restored does not become the author of what others had written", async () => {
    const documentId = await newDocument("Agreed. ");
    const { document } = await roomsOver(createLogStore(server.database.sql)).rooms.acquire(documentId);
    const page = new Y.Doc();
    Y.applyUpdate(page, Y.encodeStateAsUpdate((await document.read()).ydoc));
    page.clientID = document.issueClient(mara, null, true);
    const before = Y.encodeStateVector(page);
    ((page.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(8, "Nobody is liable.");
    const facts = { party: "ours" as const, role: "edit" as const, knowsSince: 0, flags: 0, answer: false };
    const source = { ...facts, connectionId: newId<"connection">(random), baseSeq: 1 };
    const written = document.take(Y.encodeStateAsUpdate(page, before), { ...source, personId: mara });
    if (written.outcome !== "taken") throw new Error(`not taken: ${written.outcome}`);
    await written.durable;

    const { sql } = server.database;
    await sql`delete from documents.snapshot where document_id = ${documentId}`;
    await sql`delete from documents.client_id where document_id = ${documentId}`;
    await sql`delete from documents.update_row where document_id = ${documentId} and seq > 1`;
    const restored = (await roomsOver(createLogStore(sql)).rooms.acquire(documentId)).document;
    await restored.read();
    // Lin's page has what Mara wrote, and the server lacks it.
    const lost = Y.encodeStateAsUpdate(page, restored.stateVector());
    const brought = restored.take(lost, { ...source, personId: lin, baseSeq: 2 });
    expect(brought).toMatchObject({ outcome: "refused", code: "foreign-client" });
    // Mara's page asks for the id that it had, which nobody has now.
    expect(restored.issueClient(lin, null, true)).not.toBe(page.clientID);
    expect(restored.issueClient(mara, page.clientID, true)).toBe(page.clientID);
    const own = restored.take(lost, { ...source, personId: mara, baseSeq: 2 });
    expect(own).toMatchObject({ outcome: "taken", seq: 2 });
  });

  test("an idle room is let go, after its rows were put into a snapshot", async () => {
    const { rooms, clock } = roomsOver(createLogStore(server.database.sql));
    const documentId = await newDocument();
    for (let i = 0; i < 25; i++) await type(rooms, documentId, `${i} `);
    clock.advance(70_000);
    await rooms.sweep();
    expect(rooms.find(documentId)).toBeNull();
    expect((await createLogStore(server.database.sql).readSnapshot(documentId))?.seq).toBeGreaterThanOrEqual(20);
    expect(await textOf(rooms, documentId)).toContain("24 23 22");
  });

  test("a document whose bytes cannot be tidied up is quarantined and read-only; the others go on", async () => {
    const store = createLogStore(server.database.sql);
    const poisoned = await newDocument("Poisoned.");
    const healthy = await newDocument("Healthy.");
    const last = must((await store.readRows(poisoned, 0, 10)).at(-1), "the seed's row");
    const [bad] = rowsFor(poisoned, 1, last.hash, last.seq + 1);
    await appendRows(server.database.sql, [
      { row: { ...must(bad, "a row"), update: Uint8Array.of(1, 1, 9, 5, 0, 1, 0) }, newClients: [] },
    ]);
    const { rooms } = roomsOver(store);
    expect(await textOf(rooms, poisoned)).toBe("Poisoned.");
    expect((await store.open(poisoned)).quarantine).toMatch(/row 2/);
    const again = await rooms.acquire(poisoned);
    const { answer, before } = must(again.document.missingFor(Uint8Array.of(0)), "an answer");
    expect([before, Buffer.from(answer).includes("Poisoned.")]).toEqual([[], true]);
    const source = {
      personId: lin,
      party: "ours" as const,
      role: "own" as const,
      connectionId: newId<"connection">(random),
    };
    expect(again.document.takeOwn(Uint8Array.of(0, 0), source, "typed")).toMatchObject({
      outcome: "refused",
      code: "quarantined",
    });
    await type(rooms, healthy, "Still ");
    expect(await textOf(rooms, healthy)).toBe("Still Healthy.");
  });

  test("[SY11] a row that cannot be written fails with everything behind it, and the document opens as the log is", async () => {
    const store = createLogStore(server.database.sql);
    const { rooms, events } = roomsOver(store);
    const documentId = await newDocument();
    await type(rooms, documentId, "kept ");
    // Somebody else has written this row already.
    const last = must((await store.readRows(documentId, 0, 10)).at(-1), "a row");
    await appendRows(
      server.database.sql,
      rowsFor(documentId, 1, last.hash, last.seq + 1).map((row) => ({ row, newClients: [] })),
    );
    await expect(type(rooms, documentId, "lost ")).rejects.toThrow(/duplicate key/);
    expect(await textOf(rooms, documentId)).toBe("kept First line.");
    expect(events.filter((event) => event.type === "row")).toEqual([]);
  });
});

test("an opened replica and the stored rows agree on who may write under which id", async () => {
  const documentId = await newDocument();
  const store = createLogStore(server.database.sql);
  const opened = await store.open(documentId);
  expect([...opened.clients.values()]).toEqual([lin]);
  const replica = DocumentReplica.open(null, opened.tail);
  expect([...opened.clients.keys()]).toEqual([...replica.ydoc.store.clients.keys()]);
});
