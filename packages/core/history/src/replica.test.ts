import { seedUpdate, type DocumentContent } from "@parley/document";
import { seededRandom } from "@parley/base";
import { createHash } from "node:crypto";
import * as Y from "yjs";
import { describe, expect, test } from "vitest";
import {
  CHAIN_START,
  DocumentReplica,
  HistoryIndex,
  ReplicaSpoiled,
  collectDeleted,
  findBrokenLink,
  hashRow,
  inspectUpdate,
  readTextSpans,
} from "./index.ts";
import type { ChainedRow, RowFacts, TailRow } from "./index.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
const anyClient = (): boolean => true;

/** A browser with its own Y.Doc: what it types can be taken as updates. */
function browser(
  clientId: number,
  from?: DocumentReplica,
): { ydoc: Y.Doc; since: () => Uint8Array; receive: (update: Uint8Array) => void } {
  const ydoc = new Y.Doc();
  ydoc.clientID = clientId;
  if (from) Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(from.ydoc));
  let seen = Y.encodeStateVector(ydoc);
  let updates: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "remote") updates.push(update);
  });
  return {
    ydoc,
    since: () => {
      const merged = updates.length > 0 ? Y.mergeUpdates(updates) : Y.encodeStateAsUpdate(ydoc, seen);
      updates = [];
      seen = Y.encodeStateVector(ydoc);
      return merged;
    },
    receive: (update) => Y.applyUpdate(ydoc, update, "remote"),
  };
}

const content = (...lines: string[]): DocumentContent => ({
  blocks: lines.map((text) => ({ type: "paragraph", runs: [{ text }] })),
});
const seeded = (...lines: string[]): DocumentReplica => {
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate(content(...lines), 7), anyClient);
  return replica;
};
const textAt = (ydoc: Y.Doc, paragraph: number): Y.XmlText =>
  (ydoc.getXmlFragment("default").get(paragraph) as Y.XmlElement).get(0) as Y.XmlText;
const spans = (replica: DocumentReplica, deleted = false): [string, number, number | null][] =>
  readTextSpans(replica, { deleted }).map((span) => [span.text, span.insertedSeq, span.deletedSeq]);

describe("taking updates", () => {
  test("[AT1] each character is credited to the row that brought it", () => {
    const replica = seeded("The price is 100.");
    const mara = browser(21, replica);
    textAt(mara.ydoc, 0).insert(13, "now ");
    expect(replica.take(mara.since(), anyClient)).toMatchObject({ seq: 2 });
    expect(spans(replica)).toEqual([
      ["The price is ", 1, null],
      ["now ", 2, null],
      ["100.", 1, null],
    ]);
  });

  test("[AT3] a deleted range stays credited to the row that inserted it", () => {
    const replica = seeded("The price is 100.");
    const mara = browser(21, replica);
    textAt(mara.ydoc, 0).delete(4, 6);
    replica.take(mara.since(), anyClient);
    expect(spans(replica, true)).toEqual([
      ["The ", 1, null],
      ["price ", 1, 2],
      ["is 100.", 1, null],
    ]);
  });

  test("[AT2] a reconnecting client that repeats its delete set does not become the deleter", () => {
    const replica = seeded("one two three");
    const lin = browser(11, replica);
    textAt(lin.ydoc, 0).delete(0, 4);
    replica.take(lin.since(), anyClient);
    const mara = browser(21, replica);
    expect(replica.take(Y.encodeStateAsUpdate(mara.ydoc), anyClient)).toBeNull();
    textAt(mara.ydoc, 0).insert(0, "x");
    replica.take(Y.encodeStateAsUpdate(mara.ydoc), anyClient);
    expect(spans(replica, true).filter(([, , by]) => by !== null)).toEqual([["one ", 1, 2]]);
  });

  test("[IN1] a relayed update earns nobody anything", () => {
    const replica = seeded("base");
    const lin = browser(11, replica);
    textAt(lin.ydoc, 0).insert(4, "!");
    const update = lin.since();
    replica.take(update, anyClient);
    expect(replica.take(update, anyClient)).toBeNull();
    expect(replica.seq).toBe(2);
  });

  test("[IN7] other words under known ids are cut off before they are stored", () => {
    const replica = seeded("honest words");
    const mallory = browser(31, replica);
    // Mallory's own copy says something else under the ids of the seed, and adds one character of her own.
    const forged = new Y.Doc();
    Y.applyUpdate(forged, seedUpdate(content("forged words"), 7));
    forged.clientID = 31;
    const before = Y.encodeStateVector(forged);
    textAt(forged, 0).insert(12, "!");
    const own = Y.encodeStateAsUpdate(forged, before);
    const whole = Y.mergeUpdates([seedUpdate(content("forged words"), 7), own]);
    const taken = replica.take(whole, (client) => client === 31);
    if (!taken || "code" in taken) throw new Error("not taken");
    expect(Buffer.from(taken.update).toString("latin1")).not.toContain("forged");
    const newcomer = new Y.Doc();
    Y.applyUpdate(newcomer, Y.mergeUpdates([taken.update, Y.encodeStateAsUpdate(replica.ydoc)]));
    expect(textAt(newcomer, 0).toJSON()).toBe("honest words!");
    mallory.ydoc.destroy();
  });

  test("[IN7] a struct that begins below what is known is cut where the known part ends", () => {
    const replica = seeded("base");
    const lin = browser(11, replica);
    textAt(lin.ydoc, 0).insert(4, "ab");
    replica.take(lin.since(), anyClient);
    const before = Y.encodeStateVector(lin.ydoc);
    textAt(lin.ydoc, 0).insert(6, "cd");
    const overlapping = Y.encodeStateAsUpdate(lin.ydoc, Y.encodeStateVectorFromUpdate(seedUpdate(content("base"), 7)));
    expect(before.length).toBeGreaterThan(0);
    const taken = replica.take(overlapping, anyClient);
    expect(taken).toMatchObject({ inserted: [{ client: 11, clock: 2, length: 2 }] });
    expect(spans(replica)).toEqual([
      ["base", 1, null],
      ["ab", 2, null],
      ["cd", 3, null],
    ]);
  });

  test("[AT4] text typed into a paragraph that was deleted meanwhile is credited to who deleted the paragraph", () => {
    const replica = seeded("keep", "goes");
    const lin = browser(11, replica);
    const mara = browser(21, replica);
    lin.ydoc.getXmlFragment("default").delete(1, 1);
    textAt(mara.ydoc, 1).insert(4, " NEW");
    replica.take(lin.since(), anyClient);
    replica.take(mara.since(), anyClient);
    expect(spans(replica, true)).toEqual([
      ["keep", 1, null],
      ["goes", 1, 2],
      [" NEW", 3, 2],
    ]);
  });

  test("[IN6] structs under somebody else's client id are refused", () => {
    const replica = seeded("base");
    const mallory = browser(11, replica);
    textAt(mallory.ydoc, 0).insert(0, "x");
    expect(replica.take(mallory.since(), (client) => client !== 11)).toMatchObject({ code: "foreign-client" });
  });

  test("[IN2] an update that leaves a gap is refused", () => {
    const replica = seeded("base");
    const lin = browser(11, replica);
    textAt(lin.ydoc, 0).insert(0, "a");
    lin.since();
    textAt(lin.ydoc, 0).insert(0, "b");
    expect(replica.take(lin.since(), anyClient)).toMatchObject({ code: "gap" });
    expect(spans(replica)).toEqual([["base", 1, null]]);
  });

  test("[IN3] an update that deletes or follows unknown ids is refused", () => {
    const replica = seeded("base");
    const lin = browser(11, replica);
    const mara = browser(21, replica);
    textAt(lin.ydoc, 0).insert(4, "secret");
    mara.receive(lin.since());
    textAt(mara.ydoc, 0).insert(10, "x");
    expect(replica.take(mara.since(), anyClient)).toMatchObject({ code: "unknown" });
    const other = browser(31, replica);
    other.receive(Y.encodeStateAsUpdate(lin.ydoc));
    textAt(other.ydoc, 0).delete(4, 6);
    expect(replica.take(other.since(), anyClient)).toMatchObject({ code: "unknown" });
  });

  test("[AT8] redundant formatting that a binding removes is clean-up, not an act", () => {
    const replica = seeded("bold here");
    const lin = browser(11, replica);
    const mara = browser(21, replica);
    textAt(lin.ydoc, 0).format(0, 4, { bold: {} });
    textAt(mara.ydoc, 0).format(0, 4, { bold: {} });
    const [fromLin, fromMara] = [lin.since(), mara.since()];
    expect(replica.take(fromLin, anyClient)).toMatchObject({ cleanUpOnly: false });
    replica.take(fromMara, anyClient);
    lin.receive(fromMara);
    expect(replica.take(lin.since(), anyClient)).toMatchObject({ cleanUpOnly: true });
  });

  test("[AT8] deleting marks that make text bold is an act, however it is done", () => {
    const replica = seeded("bold here");
    const lin = browser(11, replica);
    textAt(lin.ydoc, 0).format(0, 4, { bold: {} });
    replica.take(lin.since(), anyClient);
    // An update without structs that deletes both marks by their ids, as no editor would.
    const update = Uint8Array.of(0, 1, 11, 1, 0, 2);
    expect(replica.take(update, anyClient)).toMatchObject({
      cleanUpOnly: false,
      deleted: [{ client: 11, clock: 0, length: 2 }],
    });
  });

  test("[LG3] a replica runs no clean-up of its own", () => {
    const replica = seeded("bold here");
    const lin = browser(11, replica);
    const mara = browser(21, replica);
    textAt(lin.ydoc, 0).format(0, 4, { bold: {} });
    textAt(mara.ydoc, 0).format(0, 4, { bold: {} });
    let extra = 0;
    replica.ydoc.on("update", () => extra++);
    replica.take(lin.since(), anyClient);
    replica.take(mara.since(), anyClient);
    expect(extra).toBe(2);
  });
});

describe("garbage", () => {
  test("[IN4] [IN5] bytes changed at random are refused or harmless, and never throw", () => {
    const random = seededRandom(4);
    const replica = seeded("The price is 100.", "And the term is 30 days.");
    const lin = browser(11, replica);
    textAt(lin.ydoc, 0).insert(3, " agreed");
    textAt(lin.ydoc, 1).delete(0, 3);
    const honest = lin.since();
    const before = JSON.stringify(spans(replica));
    for (let round = 0; round < 3_000; round++) {
      const bytes = Uint8Array.from(honest);
      for (let flips = 0; flips <= random.int(4); flips++) bytes[random.int(bytes.length)] = random.int(256);
      const cut = random.chance(0.2) ? bytes.slice(0, random.int(bytes.length)) : bytes;
      const copy = DocumentReplica.open(replica.save(), []);
      let outcome: ReturnType<DocumentReplica["take"]> = null;
      try {
        outcome = copy.take(cut, (client) => client === 11);
      } catch (error) {
        if (!(error instanceof ReplicaSpoiled)) throw error;
        continue;
      }
      const refused = outcome !== null && "code" in outcome;
      expect({
        pending: copy.ydoc.store.pendingStructs,
        untouched: !refused || JSON.stringify(spans(copy)) === before,
        authored: spans(copy).every(([, seq]) => seq > 0),
      }).toEqual({ pending: null, untouched: true, authored: true });
    }
  });

  test("[IN4] huge lengths, far clocks and split sections are refused", () => {
    const known = (): number => 0;
    expect(inspectUpdate(Uint8Array.of(1, 1, 5, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0), known)).toMatchObject({
      fault: "malformed",
    });
    expect(inspectUpdate(Uint8Array.of(255, 255, 255, 255, 15), known)).toMatchObject({ fault: "malformed" });
    expect(inspectUpdate(new Uint8Array(), known)).toMatchObject({ fault: "malformed" });
    // The same client twice: Yjs would apply the second section only.
    expect(inspectUpdate(Uint8Array.of(2, 1, 5, 0, 0, 1, 1, 5, 1, 0, 1, 0), known)).toMatchObject({
      inserted: [{ client: 5, clock: 0, length: 2 }],
    });
  });

  test("[IN5] an update whose sections Yjs would not apply spoils the replica instead of being stored", () => {
    const replica = DocumentReplica.open(null, []);
    expect(() => replica.take(Uint8Array.of(2, 1, 5, 0, 0, 1, 1, 5, 1, 0, 1, 0), anyClient)).toThrow(/spoiled/);
  });
});

/** Three people edit at random, relayed in random order; returns the log. */
/** The offset, or the one before where it would part a pair of surrogates. */
function wholeAt(text: Y.XmlText, offset: number): number {
  const words = (text.toDelta() as { insert: string }[]).map((part) => part.insert).join("");
  const unit = words.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
}

function randomLog(seed: number, steps: number): { rows: TailRow[]; replica: DocumentReplica } {
  const random = seededRandom(seed);
  const replica = DocumentReplica.open(null, []);
  const rows: TailRow[] = [];
  const take = (update: Uint8Array): void => {
    const taken = replica.take(update, anyClient);
    if (taken && "seq" in taken)
      rows.push({ seq: taken.seq, update, kind: "typed", baseSeq: null, proposes: false, statement: null });
    else if (taken) throw new Error(`honest update refused: ${taken.code} ${taken.reason}`);
  };
  take(seedUpdate(content("Alpha beta gamma.", "Delta epsilon."), 7));
  const people = [11, 21, 31].map((client) => browser(client, replica));
  for (let step = 0; step < steps; step++) {
    const person = random.pick(people);
    if (random.chance(0.4)) person.receive(Y.encodeStateAsUpdate(replica.ydoc, Y.encodeStateVector(person.ydoc)));
    const fragment = person.ydoc.getXmlFragment("default");
    const paragraph = random.int(Math.max(1, fragment.length));
    const element = fragment.get(paragraph) as Y.XmlElement | undefined;
    const text = element?.get(0) as Y.XmlText | undefined;
    const choice = random.int(10);
    if (choice < 5 && text)
      text.insert(wholeAt(text, random.int(text.length + 1)), random.pick(["a", "条款", "🙂", "xyz"]));
    else if (choice < 7 && text && text.length > 1) {
      const from = wholeAt(text, random.int(text.length));
      text.delete(from, wholeAt(text, Math.min(text.length, from + 1 + random.int(3))) - from);
    } else if (choice < 8 && text && text.length > 2)
      text.format(0, wholeAt(text, 2), { bold: random.chance(0.5) ? {} : null });
    else if (choice < 9) {
      const added = new Y.XmlElement("paragraph");
      fragment.insert(random.int(fragment.length + 1), [added]);
      added.insert(0, [new Y.XmlText("new")]);
    } else if (fragment.length > 1) fragment.delete(paragraph, 1);
    take(person.since());
  }
  return { rows, replica };
}

describe("the log", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "[AT5] [AT7] [LG2] snapshot plus tail, full replay and incremental attribution agree (seed %i)",
    (seed) => {
      const { rows, replica } = randomLog(seed, 150);
      const replayed = DocumentReplica.open(null, rows);
      const half = Math.floor(rows.length / 2);
      const early = DocumentReplica.open(null, rows.slice(0, half));
      const resumed = DocumentReplica.open(early.save(), rows.slice(half));
      for (const other of [replayed, resumed]) {
        expect(spans(other, true)).toEqual(spans(replica, true));
        expect(other.save().index).toEqual(replica.save().index);
        expect(Y.encodeStateVector(other.ydoc)).toEqual(Y.encodeStateVector(replica.ydoc));
      }
      const visible = spans(replica).reduce((sum, [text]) => sum + text.length, 0);
      const fragment = replica.ydoc.getXmlFragment("default");
      const length = fragment
        .toArray()
        .reduce(
          (sum, each) => sum + (((each as Y.XmlElement).get(0) as Y.XmlText | undefined) ?? { length: 0 }).length,
          0,
        );
      expect(visible).toBe(length);
    },
  );

  test("[AT6] an attribution survives encoding, and typing costs next to nothing", () => {
    const { replica } = randomLog(9, 200);
    const bytes = replica.save().index;
    expect(HistoryIndex.decode(bytes, replica.ydoc).encode()).toEqual(bytes);
    const typed = new HistoryIndex();
    for (let key = 0; key < 20_000; key++)
      typed.attribution.claimInserted({ client: 1, clock: key, length: 1 }, key + 1);
    expect(typed.encode().length).toBeLessThan(24);
  });

  test("[LG4] the collected form has the same state vector and text and none of the deleted words", () => {
    const replica = seeded("public words", "goes away");
    const lin = browser(11, replica);
    textAt(lin.ydoc, 0).insert(6, " SECRET");
    replica.take(lin.since(), anyClient);
    textAt(lin.ydoc, 0).delete(6, 7);
    lin.ydoc.getXmlFragment("default").delete(1, 1);
    replica.take(lin.since(), anyClient);
    const collected = collectDeleted(replica.save().full);
    const reader = new Y.Doc();
    Y.applyUpdate(reader, collected.state);
    expect(textAt(reader, 0).toString()).toBe("public words");
    expect(Y.decodeStateVector(collected.stateVector)).toEqual(Y.decodeStateVector(Y.encodeStateVector(replica.ydoc)));
    const raw = Buffer.from(collected.state).toString("latin1");
    expect(raw).not.toContain("SECRET");
    expect(raw).not.toContain("goes away");
  });

  test("[LG1] changing, leaving out, adding or reordering a row breaks the chain at that row", () => {
    const base = {
      documentId: "d",
      personId: "p",
      party: "ours",
      role: "edit",
      connectionId: "c",
      kind: "typed",
      receivedAtMs: 5,
      baseSeq: null,
      statement: null,
    } as unknown as RowFacts;
    const rows: ChainedRow[] = [];
    let previousHash = CHAIN_START;
    for (let seq = 1; seq <= 5; seq++) {
      const facts = { ...base, seq, update: Uint8Array.of(seq) };
      const hash = hashRow(previousHash, facts, sha256);
      rows.push({ ...facts, previousHash, hash });
      previousHash = hash;
    }
    expect(findBrokenLink(rows, sha256)).toBeNull();
    const changed = rows.map((row) => (row.seq === 3 ? { ...row, personId: "q" as ChainedRow["personId"] } : row));
    expect(findBrokenLink(changed, sha256)).toEqual({ seq: 3, reason: "hash" });
    expect(
      findBrokenLink(
        rows.filter((row) => row.seq !== 3),
        sha256,
      ),
    ).toEqual({ seq: 4, reason: "seq" });
    const third = rows[2] as ChainedRow;
    const rehashed = { ...third, kind: "import" as const };
    rehashed.hash = hashRow(third.previousHash, rehashed, sha256);
    expect(findBrokenLink([...rows.slice(0, 2), rehashed, ...rows.slice(3)], sha256)).toEqual({
      seq: 4,
      reason: "previous-hash",
    });
  });
});
