import type { DocumentId, PersonId } from "@parley/base";
import { encodeUpdateFrame } from "@parley/sync";
import type { RefusedAttempt } from "@parley/documents";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { type CountedAttempts, createAttemptStore } from "./attempt-store.ts";

const { scene, legal, finance, rd } = await stageDocumentsScene(["legal", "finance", "rd"]);

interface Answered {
  readonly attempts: RefusedAttempt[];
  readonly nextBefore: string | null;
}
const listOf = async (actor: Actor, id: DocumentId, query = ""): Promise<Answered> =>
  (await actor.call("GET", `/documents/${id}/refused-attempts${query}`)).body as Answered;

/** Somebody's page sends the deletion of everything. */
async function blank(actor: Actor, id: DocumentId): Promise<void> {
  const socket = await actor.socket(id);
  const ydoc = await socket.readDocument();
  const before = Y.encodeStateVector(ydoc);
  ydoc.getXmlFragment("default").delete(0, 1);
  socket.send(encodeUpdateFrame(Y.encodeStateAsUpdate(ydoc, before), false));
  await Promise.race([socket.closed, socket.next("refused")]);
  socket.close();
}

test("[GA4] owners read what was tried and refused; editors, readers and guests do not", async () => {
  const id = await scene.addDocument(legal, { lines: ["The price is 100 euros."] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: finance.id, role: "edit" });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "suggest" });
  const link = (await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "suggest" })).body.url;
  const guest = await scene.guest(link, "anna@out.example", "Anna");
  expect(await listOf(legal, id)).toEqual({ attempts: [], nextBefore: null });
  await blank(rd, id);
  await blank(guest, id);
  await blank(guest, id);
  await rd.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals: [{ id: "1-0", digest: "0" }] });
  const { attempts, nextBefore } = await listOf(legal, id);
  expect(nextBefore).toBeNull();
  const at = new Date(scene.clock.nowMs()).toISOString();
  const base = { role: "suggest", code: "agreed-text", ordinary: false, from: at, to: at };
  expect(attempts).toHaveLength(3);
  expect(attempts).toEqual(
    expect.arrayContaining([
      // Two connections are none.
      expect.objectContaining({ ...base, person: { id: guest.id, name: "Anna" }, count: 2, connectionId: null }),
      expect.objectContaining({ ...base, person: { id: rd.id, name: rd.name }, count: 1, party: "ours" }),
      expect.objectContaining({ ...base, act: "decision", code: "role", reason: "documents/role-too-weak", count: 1 }),
    ]),
  );
  expect(attempts.find(({ act, count }) => act === "update" && count === 1)?.connectionId).not.toBeNull();
  // No word of the text is in it.
  expect(JSON.stringify(attempts)).not.toMatch(/price|euros/);
  const ofGuest = await listOf(legal, id, `?person=${guest.id}`);
  expect(ofGuest.attempts.map(({ person }) => person.name)).toEqual(["Anna"]);
  for (const [actor, code] of [
    [finance, "documents/role-too-weak"],
    [rd, "documents/role-too-weak"],
    [guest, "documents/role-too-weak"],
  ] as const) {
    const refused = await actor.call("GET", `/documents/${id}/refused-attempts`);
    expect([refused.status, refused.body.code]).toEqual([403, code]);
  }
});

test("a decision about a document that somebody cannot open is in its trail as such, and one about no document nowhere", async () => {
  const id = await scene.addDocument(legal, { lines: ["fee"] });
  const decision = { verdict: "accept", proposals: [{ id: "1-0", digest: "0" }] };
  const nowhere = "00000000-0000-4000-8000-00000000dead";
  for (const tried of [id, nowhere])
    expect((await rd.call("POST", `/documents/${tried}/decisions`, decision)).status).toBe(404);
  expect((await listOf(legal, id)).attempts).toMatchObject([
    { person: { id: rd.id }, party: null, role: null, act: "document", code: "no-access", ordinary: false, count: 1 },
  ]);
});

test("what ended for an honest page is told as such", async () => {
  const id = await scene.addDocument(legal, { lines: ["fee"] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "view" });
  await blank(rd, id);
  expect((await listOf(legal, id)).attempts).toMatchObject([{ act: "update", code: "role", ordinary: true, count: 1 }]);
});

const counted = (documentId: DocumentId, more: Partial<CountedAttempts> = {}): CountedAttempts => ({
  documentId,
  slotMs: 1_700_000_400_000,
  personId: rd.id,
  act: "update",
  code: "schema",
  party: "ours",
  role: "suggest",
  connectionId: null,
  reason: "first",
  sizeBytes: null,
  firstMs: 1_700_000_500_000,
  lastMs: 1_700_000_500_000,
  count: 1,
  ...more,
});

test("several nodes add to one row, and what is of no document any more does not keep the rest from being kept", async () => {
  const id = await scene.addDocument(legal);
  const [one, other] = [createAttemptStore(scene.database.sql), createAttemptStore(scene.database.sql)];
  const nowhere = "00000000-0000-4000-8000-00000000dead" as DocumentId;
  await Promise.all([
    one.add([counted(nowhere), counted(id, { count: 5 })]),
    other.add([
      counted(id, { count: 7, firstMs: 1_700_000_450_000, lastMs: 1_700_000_600_000 }),
      counted(id, { code: "gap" }),
    ]),
  ]);
  const { attempts } = await one.list(id, { personId: null, beforeMs: null });
  expect(attempts).toHaveLength(2);
  expect(attempts.find(({ code }) => code === "schema")).toMatchObject({
    count: 12,
    firstMs: 1_700_000_450_000,
    lastMs: 1_700_000_600_000,
  });
});

test("older attempts are read page by page, and none twice", async () => {
  const id = await scene.addDocument(legal);
  const slots = Array.from({ length: 60 }, (_, index) => 1_700_000_400_000 + index * 600_000);
  const store = createAttemptStore(scene.database.sql);
  const attempts = slots.flatMap((slotMs) => [
    counted(id, { slotMs, firstMs: slotMs, lastMs: slotMs }),
    counted(id, { slotMs, firstMs: slotMs, lastMs: slotMs, personId: finance.id as PersonId }),
  ]);
  await store.add(attempts);
  const first = await listOf(legal, id);
  expect(first.attempts).toHaveLength(100);
  expect(first.attempts[0]?.from).toBe(new Date(slots.at(-1) ?? 0).toISOString());
  const second = await listOf(legal, id, `?before=${encodeURIComponent(first.nextBefore ?? "")}`);
  expect(second.attempts).toHaveLength(20);
  expect(second.nextBefore).toBeNull();
});

test("a guest's tries at what is internal are on record for owners among the colleagues, and tell nothing of what is hidden", async () => {
  const id = await scene.addDocument(legal, { lines: ["fee"] });
  await legal.call("POST", `/documents/${id}/shares`, { personId: finance.id, role: "comment" });
  const link = (await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "comment" })).body.url;
  const guest = await scene.guest(link, "ben@out.example", "Ben");
  const begin = (by: Actor, more: object): ReturnType<Actor["call"]> =>
    by.call("POST", `/documents/${id}/threads`, { text: "Our margin", anchor: { type: "document" }, ...more });
  const internal = (await begin(legal, { audience: "internal" })).body;
  const circle = (await finance.call("POST", `/documents/${id}/circles`, { name: "Quiet", personIds: [] })).body;
  const quiet = (await begin(finance, { circleId: circle.id })).body;
  const nothing = "00000000-0000-4000-8000-00000000dead";
  expect((await begin(guest, { audience: "internal" })).body.code).toBe("documents/internal-for-colleagues");
  for (const threadId of [internal.id, quiet.id, nothing]) {
    const reply = { text: "Seen" };
    expect((await guest.call("POST", `/documents/${id}/threads/${threadId}/comments`, reply)).status).toBe(404);
    expect((await legal.call("POST", `/documents/${id}/threads/${quiet.id}/comments`, reply)).status).toBe(404);
  }
  // Who is in the circle tries what may not be done with its threads.
  const open = `/documents/${id}/threads/${quiet.id}/open`;
  expect((await finance.call("POST", open, { confirmed: true })).body.code).toBe("documents/circle-thread-stays");
  for (const path of ["/versions", "/timeline", "/shares", "/circles/x"])
    await guest.call("GET", `/documents/${id}${path}`);
  const { attempts } = await listOf(legal, id);
  const told = attempts.map(({ person, act, code, reason, count }) =>
    [person.name, act, code, reason, count].join(", "),
  );
  expect(told.toSorted()).toEqual(
    [
      "Ben, comment, audience, , 1",
      "Ben, comment, not-found, , 3",
      "Ben, reading, role, people/not-permitted, 3",
      `${finance.name}, comment, not-yours, , 1`,
      `${legal.name}, comment, not-found, , 3`,
    ].toSorted(),
  );
  expect(JSON.stringify(attempts)).not.toMatch(/margin|Seen|Quiet/);
  for (const other of [guest, finance])
    expect((await other.call("GET", `/documents/${id}/refused-attempts`)).status).toBe(403);
});
