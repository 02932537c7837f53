import { type DocumentContent, seedUpdate } from "@parley/document";
import { DocumentReplica } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { StoredRange, StoredThread } from "./comment-store.ts";
import { readAnchor } from "./thread-anchors.ts";
import { ThreadPlaces, placeThreads } from "./thread-places.ts";

/** A document of so many paragraphs, and what counts how often pieces of it were asked for. */
function counted(paragraphs: number): { replica: DocumentReplica; whole: StoredRange; steps: () => number } {
  const blocks = Array.from({ length: paragraphs }, () => ({ type: "paragraph", runs: [{ text: "Words." }] }) as const);
  const content: DocumentContent = { blocks };
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate(content, 7), () => true);
  const { store } = replica.ydoc;
  let steps = 0;
  // Each piece that is walked through is found among its client's.
  const get = store.clients.get.bind(store.clients);
  store.clients.get = (client) => {
    steps++;
    return get(client);
  };
  return { replica, whole: [7, 0, Y.getState(store, 7)], steps: () => steps };
}

const thread = (id: number, ...ranges: StoredRange[]): StoredThread =>
  ({ id: `${id}`, anchor: "words", ranges, comments: [] }) as unknown as StoredThread;

test("however often threads are listed, what they name is walked through once for a row", async () => {
  const { replica, whole, steps } = counted(1_000);
  const places = new ThreadPlaces();
  const threads = Array.from({ length: 100 }, (_, at) => thread(at, whole));
  const list = () => placeThreads(threads, () => Promise.resolve(places.of(replica, null)));
  const first = await list();
  const walked = steps();
  expect(walked).toBeGreaterThan(2_000);
  expect(walked).toBeLessThan(10_000);
  expect(await list()).toEqual(first);
  expect(first[99]).toMatchObject({ id: "99", gone: false, present: [{ client: 7, clock: 0, length: whole[2] }] });
  expect(steps()).toBe(walked);
});

test("another row is read anew, and a reader who knows less has places of their own", async () => {
  const { replica, whole } = counted(2);
  const places = new ThreadPlaces();
  const known = places.of(replica, null);
  expect(places.of(replica, null)).toBe(known);
  expect(places.of(replica, 0)).not.toBe(known);
  const ydoc = new Y.Doc();
  ydoc.clientID = 8;
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(replica.ydoc));
  const before = Y.encodeStateVector(ydoc);
  ydoc.getXmlFragment("default").delete(0, 2);
  replica.take(Y.encodeStateAsUpdate(ydoc, before), () => true);
  expect(places.of(replica, null).place(thread(1, whole))).toMatchObject({ gone: true, present: [] });
});

test("one comment names no more of a document than a list can walk through", () => {
  const { replica, whole } = counted(3_000);
  expect(() => readAnchor(replica, { type: "words", ranges: [whole] }, [])).toThrow("documents/anchor-too-large");
  const some: StoredRange = [7, 0, 2_000];
  expect(() => readAnchor(replica, { type: "words", ranges: [some] }, [])).not.toThrow("documents/anchor-too-large");
});

test("words that are pasted thousands of times are told where they stand, of many threads together in a bounded number of places", async () => {
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "pasted often" }] }] }, 7), () => true);
  const ydoc = new Y.Doc();
  ydoc.clientID = 8;
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(replica.ydoc));
  const text = (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const { id } = text._start as Y.Item;
  const take = (edit: () => void): void => {
    const before = Y.encodeStateVector(ydoc);
    ydoc.transact(edit);
    replica.take(Y.encodeStateAsUpdate(ydoc, before), () => true);
  };
  take(() => text.delete(0, 12));
  const words = Array.from({ length: 3_000 }, (_, at) => `pasted often${String.fromCharCode(0x4e00 + at)}`);
  take(() => text.insert(0, words.join("")));
  const known = new ThreadPlaces().of(replica, null);
  const threads = Array.from({ length: 1_000 }, (_, at) => thread(at, [id.client, id.clock, 12]));
  expect(known.place(thread(1, [id.client, id.clock, 12])).present.length).toBe(3_000);
  const placed = await placeThreads(threads, () => Promise.resolve(known));
  expect(placed.map(({ present }) => present.length)).toEqual(threads.map(() => 200));
});
