import { type ConnectionId, type DocumentId, type PersonId, virtualClock } from "@parley/base";
import { expect, test } from "vitest";
import type { CountedAttempts } from "./attempt-store.ts";
import { type RefusedAttempt, type RefusedAttempts, createRefusedAttempts } from "./refused-attempts.ts";

const MINUTE_MS = 60_000;

interface Stage {
  readonly trail: RefusedAttempts;
  /** What was written, batch by batch. */
  readonly batches: CountedAttempts[][];
  /** What the server's log says. */
  readonly said: unknown[];
  /** Moves time on and waits until what fell due is done. */
  readonly pass: (byMs: number) => Promise<void>;
  /** Lets writing fail, or succeed again. */
  readonly breakStore: (isBroken: boolean) => void;
}

function stage(maxWaiting?: number): Stage {
  const clock = virtualClock(1_700_000_000_000 - (1_700_000_000_000 % (10 * MINUTE_MS)));
  const batches: CountedAttempts[][] = [];
  const said: unknown[] = [];
  let isBroken = false;
  const trail = createRefusedAttempts({
    store: {
      add: (attempts) => {
        if (isBroken) return Promise.reject(new Error("no database"));
        batches.push([...attempts]);
        return Promise.resolve();
      },
      list: () => Promise.resolve({ attempts: batches.flat(), nextBeforeMs: null }),
    },
    clock,
    log: { warn: (what: unknown) => said.push(what), error: (what: unknown) => said.push(what) },
    ...(maxWaiting !== undefined && { maxWaiting }),
  });
  return {
    trail,
    batches,
    said,
    pass: async (byMs) => {
      clock.advance(byMs);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    },
    breakStore: (broken) => (isBroken = broken),
  };
}

const attempt = (more: Partial<RefusedAttempt> = {}): RefusedAttempt => ({
  documentId: "d" as DocumentId,
  personId: "mallory" as PersonId,
  party: "counterparty",
  role: "suggest",
  connectionId: "c1" as ConnectionId,
  act: "update",
  code: "agreed-text",
  reason: "formats agreed text",
  ...more,
});

test("a storm of refused updates is one row, written once a second at most", async () => {
  const { trail, batches, pass } = stage();
  for (let i = 0; i < 5_000; i++) trail.note(attempt());
  await pass(999);
  expect(batches).toEqual([]);
  await pass(1);
  expect(batches).toMatchObject([[{ personId: "mallory", code: "agreed-text", count: 5_000 }]]);
  for (let ms = 0; ms < 2_000; ms += 100) {
    trail.note(attempt());
    await pass(100);
  }
  expect(batches.map((batch) => batch.map(({ count }) => count))).toEqual([[5_000], [10], [10]]);
});

test("each person, document, way and code has a row of its own, and so has each stretch of ten minutes", async () => {
  const { trail, batches, pass } = stage();
  trail.note(attempt());
  trail.note(attempt({ personId: "trent" as PersonId }));
  trail.note(attempt({ documentId: "e" as DocumentId }));
  trail.note(attempt({ act: "presence", code: "foreign-client" }));
  trail.note(attempt({ code: "schema" }));
  await pass(9 * MINUTE_MS);
  trail.note(attempt());
  await pass(MINUTE_MS);
  trail.note(attempt());
  await pass(MINUTE_MS);
  expect(batches.map((batch) => batch.length)).toEqual([5, 1, 1]);
  const [[first] = [], [second] = [], [third] = []] = batches;
  expect(second?.slotMs).toBe(first?.slotMs);
  expect(third?.slotMs).toBe((first?.slotMs ?? 0) + 10 * MINUTE_MS);
});

test("a row tells when it began and ended, and its connection where there was one only", async () => {
  const { trail, batches, pass } = stage();
  trail.note(attempt());
  await pass(300);
  trail.note(attempt({ role: "view", reason: "something else" }));
  trail.note(attempt({ code: "gap", connectionId: "c2" as ConnectionId }));
  trail.note(attempt({ code: "gap" }));
  await pass(1_000);
  const [[text, gap] = []] = batches;
  expect(text).toMatchObject({ connectionId: "c1", reason: "formats agreed text", role: "view", count: 2 });
  expect((text?.lastMs ?? 0) - (text?.firstMs ?? 0)).toBe(300);
  expect(gap).toMatchObject({ connectionId: null, count: 2 });
});

test("what cannot be written is kept and written with what came meanwhile", async () => {
  const { trail, batches, said, pass, breakStore } = stage();
  breakStore(true);
  trail.note(attempt());
  await pass(1_000);
  expect(said).toHaveLength(1);
  trail.note(attempt());
  trail.note(attempt({ code: "schema" }));
  breakStore(false);
  await pass(4_999);
  expect(batches).toEqual([]);
  await pass(1);
  expect(batches).toMatchObject([
    [
      { code: "agreed-text", count: 2 },
      { code: "schema", count: 1 },
    ],
  ]);
});

test("memory is bounded: what finds no room is counted and said, and whoever is known is counted on", async () => {
  const { trail, batches, said, pass } = stage(2);
  for (const person of ["a", "b", "c", "d", "a"]) trail.note(attempt({ personId: person as PersonId }));
  await pass(1_000);
  expect(batches).toMatchObject([
    [
      { personId: "a", count: 2 },
      { personId: "b", count: 1 },
    ],
  ]);
  expect(said).toEqual([{ attempts: 2 }]);
  trail.note(attempt({ personId: "c" as PersonId }));
  await pass(1_000);
  expect(batches).toHaveLength(2);
});

test("who reads, and a server that stops, has everything that was noted", async () => {
  const { trail, batches } = stage();
  trail.note(attempt());
  expect((await trail.list("d" as DocumentId, { personId: null, beforeMs: null })).attempts).toHaveLength(1);
  trail.note(attempt());
  await trail.stop();
  expect(batches).toHaveLength(2);
  await trail.stop();
  expect(batches).toHaveLength(2);
});

test("a reason holds nothing that the sender wrote, and is short", async () => {
  const { trail, batches, pass } = stage();
  const reasonOf = async (more: Partial<RefusedAttempt>): Promise<string | undefined> => {
    trail.note(attempt(more));
    await pass(1_000);
    return batches.at(-1)?.[0]?.reason;
  };
  expect(await reasonOf({ code: "schema", reason: 'mark "the price \\" is 9"' })).toBe("mark “…”");
  expect(await reasonOf({ code: "malformed", reason: 'cannot be decoded: "The pri"... is not JSON' })).toBe(
    "cannot be decoded",
  );
  expect(await reasonOf({ code: "quarantined", reason: "replica spoiled at row 7" })).toBe("");
  expect(await reasonOf({ code: "gap", reason: `clock\u0000 ${"9".repeat(500)}` })).toMatch(/^clock {2}9{100,160}$/);
});

test("what has to be found out about first keeps nobody waiting, is read with the rest, and is bounded", async () => {
  const { trail, batches, said, pass } = stage();
  let find = (_attempt: RefusedAttempt | null): void => undefined;
  trail.noteFound(() => new Promise((resolve) => (find = resolve)));
  trail.noteFound(() => Promise.reject(new Error("no database")));
  trail.noteFound(() => Promise.resolve(null));
  await pass(1_000);
  expect(batches).toEqual([]);
  const reading = trail.list("d" as DocumentId, { personId: null, beforeMs: null });
  await pass(0);
  find(attempt({ act: "message", code: "message-too-large", sizeBytes: 9 }));
  expect((await reading).attempts).toMatchObject([{ act: "message", sizeBytes: 9, count: 1 }]);
  // A database that hangs is asked by few at once.
  let asked = 0;
  for (let i = 0; i < 500; i++)
    trail.noteFound(() => {
      asked++;
      return new Promise(() => undefined);
    });
  expect(asked).toBe(200);
  expect(said).toHaveLength(1);
});

test("of messages over the limit the largest is told", async () => {
  const { trail, batches, pass } = stage();
  for (const sizeBytes of [null, 7, 9, 8])
    trail.note(attempt({ act: "message", code: "message-too-large", reason: "", sizeBytes }));
  await pass(1_000);
  expect(batches).toMatchObject([[{ sizeBytes: 9, count: 4 }]]);
});

test("what was refused of a comment is told without the reason, which could tell of a circle", async () => {
  const { trail, batches, pass } = stage();
  trail.note(attempt({ act: "comment", code: "not-yours", reason: "documents/circle-thread-stays" }));
  await pass(1_000);
  expect(batches).toMatchObject([[{ act: "comment", reason: "" }]]);
});
