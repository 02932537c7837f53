import { type DocumentId, type PersonId, newId, seededRandom, virtualClock } from "@parley/base";
import { documentFragment, seedUpdate } from "@parley/document";
import type { UpdateSource } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { memoryAppender, memoryDisk, memoryLogStore } from "../../../../test/support/memory-log.ts";
import type { TakenChange } from "../merging/forwarder.ts";
import { StoredDocument } from "./room-document.ts";

const random = seededRandom(3);
const lin = newId<"person">(random);
const connectionId = newId<"connection">(random);

/** A document with one line, and every change for which it was looked whether something is to be carried. */
async function openDocument(): Promise<{ document: StoredDocument; looked: TakenChange[]; page: Y.Doc }> {
  const disk = memoryDisk();
  const looked: TakenChange[] = [];
  const lease = { held: true, take: () => Promise.resolve(), giveBack: () => undefined, doubt: () => undefined };
  const document = await StoredDocument.open({
    documentId: newId<"document">(random) as DocumentId,
    store: memoryLogStore(disk),
    appender: memoryAppender(disk),
    clock: virtualClock(),
    random,
    maxDocumentBytes: 1_000_000,
    leaseFor: () => lease,
    onClientTaken: () => undefined,
    readClients: null,
    onDurable: () => undefined,
    onFollowed: () => undefined,
    onSnapshot: () => undefined,
    leastBase: () => null,
    onComing: () => undefined,
    onTaken: (change) => looked.push(change),
    beforeWriting: () => Promise.resolve(),
  });
  await document.writable();
  const update = seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "One line of words." }] }] }, 7);
  const page = new Y.Doc({ gc: false });
  Y.applyUpdate(page, update);
  page.clientID = 8;
  for (const client of [7, 8]) document.issueClient(lin as PersonId, client, true);
  expect(document.take(update, from({}))).toMatchObject({ outcome: "taken" });
  return { document, looked, page };
}

const from = (how: Partial<UpdateSource>): UpdateSource => ({
  personId: lin as PersonId,
  party: "ours",
  role: "edit",
  connectionId,
  baseSeq: 1,
  knowsSince: 0,
  flags: 0,
  answer: false,
  ...how,
});

/** What somebody does on the page, as one update. */
function act(page: Y.Doc, task: (text: Y.XmlText) => void): Uint8Array {
  const before = Y.encodeStateVector(page);
  const deleted: Uint8Array[] = [];
  page.once("update", (update: Uint8Array) => deleted.push(update));
  page.transact(() => task((documentFragment(page).get(0) as Y.XmlElement).get(0) as Y.XmlText));
  return deleted[0] ?? Y.encodeStateAsUpdate(page, before);
}

test("[FW9] what brought nothing is looked at once, however often it is sent again", async () => {
  const { document, looked, page } = await openDocument();
  const deletion = act(page, (text) => text.delete(0, 4));
  expect(document.take(deletion, from({}))).toMatchObject({ outcome: "taken", seq: 2 });
  looked.length = 0;
  for (let time = 0; time < 5; time++)
    expect(document.take(deletion, from({}))).toMatchObject({ outcome: "nothing-new" });
  expect(looked).toHaveLength(1);
});

test("[FW9] it is looked at again when it says more, comes from elsewhere, or the document has gone on", async () => {
  const { document, looked, page } = await openDocument();
  const deletion = act(page, (text) => text.delete(0, 4));
  const another = act(page, (text) => text.delete(0, 2));
  for (const update of [deletion, another]) document.take(update, from({}));
  const asked = (update: Uint8Array, how: Partial<UpdateSource>): number => {
    const before = looked.length;
    expect(document.take(update, from(how))).toMatchObject({ outcome: "nothing-new" });
    return looked.length - before;
  };
  expect([asked(deletion, {}), asked(deletion, {})]).toEqual([1, 0]);
  expect(asked(another, {})).toBe(1);
  const others: Partial<UpdateSource>[] = [
    { baseSeq: 0 },
    { baseSeq: null },
    { connectionId: newId<"connection">(random) },
    { role: "suggest" },
    { answer: true },
  ];
  expect(others.map((how) => asked(deletion, how))).toEqual(others.map(() => 1));
  document.take(
    act(page, (text) => text.insert(0, "x")),
    from({}),
  );
  expect([asked(deletion, {}), asked(deletion, {})]).toEqual([1, 0]);
});
