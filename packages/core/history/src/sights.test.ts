import { documentFragment, nameStandingNeighbours, seedUpdate, ExactUndoManager } from "@parley/document";
import * as encoding from "lib0/encoding";
import { describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { DocumentReplica, type TailRow, type TakenUpdate, type UpdateRefusal } from "./index.ts";

const SEED = 7;
const typed = { kind: "typed", baseSeq: null, proposes: false, statement: null } as const;

/** An id in the seeded text "abcdef", whose units follow the paragraph and the text. */
const unit = (at: number): Y.ID => Y.createID(SEED, 2 + at);

/** A struct as a program writes it. */
function struct(
  id: Y.ID,
  [origin, rightOrigin]: readonly [Y.ID | null, Y.ID | null],
  content: Y.Item["content"] = new Y.ContentString("H"),
  under: { readonly parent: Y.ID | string; readonly key: string } | null = null,
): Y.Item {
  const parent = (under?.parent ?? Y.createID(SEED, 1)) as Y.ID;
  return new Y.Item(id, null, origin, null, rightOrigin, parent, under?.key ?? null, content);
}

/** An update of structs, each client's in one piece. */
function updateOf(structs: readonly Y.Item[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const byClient = [...Map.groupBy(structs, ({ id }) => id.client)];
  encoding.writeVarUint(encoder.restEncoder, byClient.length);
  for (const [client, own] of byClient) {
    encoding.writeVarUint(encoder.restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, own[0]?.id.clock ?? 0);
    for (const item of own) item.write(encoder, 0);
  }
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}

class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly rows: TailRow[] = [];

  constructor() {
    this.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "abcdef" }] }] }, SEED), [SEED]);
  }

  /** Takes what somebody sends who has these client ids; returns why not, or `null`. */
  take(update: Uint8Array, own: readonly number[]): string | null {
    const taken: TakenUpdate | UpdateRefusal | null = this.replica.take(
      update,
      (client) => own.includes(client),
      typed,
    );
    if (taken !== null && "code" in taken) return `${taken.code}: ${taken.reason}`;
    if (taken !== null) this.rows.push({ ...typed, seq: taken.seq, update: taken.update });
    return null;
  }

  send(structs: readonly Y.Item[], own: readonly number[] = [11]): string | null {
    return this.take(updateOf(structs), own);
  }

  /** A page that has the rows up to one. */
  page(client: number, upTo = this.rows.length): { ydoc: Y.Doc; text: () => Y.XmlText; out: () => Uint8Array } {
    const ydoc = new Y.Doc();
    ydoc.clientID = client;
    for (const { update } of this.rows.slice(0, upTo)) Y.applyUpdate(ydoc, update);
    const out: Uint8Array[] = [];
    ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "remote") out.push(update);
    });
    const text = (): Y.XmlText => (documentFragment(ydoc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    return { ydoc, text, out: () => Y.mergeUpdates(out.splice(0)) };
  }

  get text(): string {
    return documentFragment(this.replica.ydoc).toJSON();
  }
}

const id = (client: number, clock: number): Y.ID => Y.createID(client, clock);

describe("neighbours of what a program writes", () => {
  test("[GU11] a right neighbour that stands left of the left one is refused, before and after anything is typed there", () => {
    const scene = new Scene();
    expect(scene.send([struct(id(11, 0), [unit(4), unit(1)])])).toMatch(/^schema: /);
    expect(scene.send([struct(id(11, 0), [unit(1), unit(1)])])).toMatch(/^schema: /);
    expect(scene.text).toBe("<paragraph>abcdef</paragraph>");
    expect(scene.send([struct(id(11, 0), [unit(1), unit(2)])])).toBeNull();
    expect(scene.text).toBe("<paragraph>abHcdef</paragraph>");
  });

  test("[GU11] what its author must have seen may not stand between, deleted or not; no neighbour is the start or the end", () => {
    const scene = new Scene();
    const page = scene.page(12);
    page.text().delete(2, 1);
    expect(scene.take(page.out(), [12])).toBeNull();
    for (const neighbours of [
      [unit(1), unit(3)],
      [null, unit(4)],
      [unit(3), null],
    ] as const)
      expect(scene.send([struct(id(11, 0), neighbours)])).toMatch(/something seen stands between/);
    expect(scene.send([struct(id(11, 0), [null, unit(0)])])).toBeNull();
    expect(scene.send([struct(id(11, 1), [unit(5), null])])).toBeNull();
    expect(scene.text).toBe("<paragraph>HabdefH</paragraph>");
  });

  test("[GU11] blocks stand between blocks in order, too", () => {
    const scene = new Scene();
    const block = (clock: number, neighbours: readonly [Y.ID | null, Y.ID | null]): Y.Item =>
      struct(id(11, clock), neighbours, new Y.ContentType(new Y.XmlElement("paragraph")));
    expect(scene.send([block(0, [id(SEED, 0), null])])).toBeNull();
    expect(scene.send([block(1, [id(11, 0), id(SEED, 0)])], [11])).toMatch(/^schema: /);
    expect(scene.send([block(1, [id(SEED, 0), null])], [11])).toMatch(/something seen/);
    expect(scene.send([block(1, [id(SEED, 0), id(11, 0)])], [11])).toBeNull();
  });

  test("[GU11] new structs are held against each other, under several client ids and whichever comes first", () => {
    const scene = new Scene();
    const first = struct(id(12, 0), [unit(1), unit(2)]);
    const beside = struct(id(11, 0), [id(12, 0), unit(2)]);
    const over = struct(id(11, 1), [unit(1), unit(2)]);
    expect(scene.send([beside, over, first], [11, 12])).toMatch(/something seen/);
    expect(scene.send([first, beside, over], [11, 12])).toMatch(/something seen/);
    const crossing = struct(id(11, 1), [id(11, 0), id(12, 0)]);
    expect(scene.send([beside, crossing, first], [11, 12])).toMatch(/^schema: /);
    const between = struct(id(11, 1), [id(12, 0), id(11, 0)], new Y.ContentString("b"));
    expect(scene.send([beside, between, first], [11, 12])).toBeNull();
    expect(scene.text).toBe("<paragraph>abHbHcdef</paragraph>");
  });

  test("[GU11] who names what is written in the same update has seen what its author had seen with it", () => {
    const scene = new Scene();
    expect(scene.send([struct(id(13, 0), [unit(1), unit(2)])], [13])).toBeNull();
    expect(scene.send([struct(id(13, 1), [unit(5), null])], [13])).toBeNull();
    const ending = struct(id(12, 0), [id(13, 1), null]);
    const named = struct(id(11, 0), [id(12, 0), null]);
    expect(scene.send([ending, named, struct(id(11, 1), [unit(1), unit(2)])], [11, 12])).toMatch(/something seen/);
    const there = struct(id(12, 0), [unit(3), unit(4)]);
    const later = struct(id(12, 1), [unit(2), unit(3)]);
    const seen = struct(id(11, 0), [id(12, 1), unit(3)]);
    expect(scene.send([there, later, seen, struct(id(11, 1), [unit(3), unit(4)])], [11, 12])).toMatch(/something seen/);
    expect(scene.send([there, later, seen, struct(id(11, 1), [unit(3), id(12, 0)])], [11, 12])).toBeNull();
  });

  test("[GU11] who names an id has seen what went before it under its client id, of the update and of the document", () => {
    const scene = new Scene();
    expect(scene.send([struct(id(12, 0), [unit(1), unit(2)])], [12])).toBeNull();
    const named = struct(id(12, 1), [unit(5), null]);
    const behind = struct(id(11, 0), [id(12, 1), null]);
    expect(scene.send([named, behind, struct(id(11, 1), [unit(1), unit(2)])], [11, 12])).toMatch(/something seen/);
    expect(scene.send([named, behind, struct(id(11, 1), [unit(1), id(12, 0)])], [11, 12])).toBeNull();
  });

  test("[GU11] and what was named before it under its client id, in the document, whatever else the update says", () => {
    const scene = new Scene();
    expect(scene.send([struct(id(13, 0), [unit(1), unit(2)]), struct(id(13, 1), [unit(4), unit(5)])], [13])).toBeNull();
    expect(scene.send([struct(id(12, 0), [id(13, 1), unit(5)])], [12, 13])).toBeNull();
    const named = struct(id(12, 1), [unit(5), null]);
    const over = struct(id(11, 1), [unit(1), unit(2)]);
    const own = [11, 12, 13];
    expect(scene.send([named, struct(id(11, 0), [id(12, 1), null]), over], own)).toMatch(/something seen/);
    expect(scene.send([struct(id(11, 0), [unit(5), null]), over], own)).toBeNull();
  });

  test("[GU11] and what its author had seen by naming ids of the same person, over any number of them and of rows", () => {
    const first = 20;
    const own = [11, ...Array.from({ length: 9 }, (_, index) => first + index)];
    const unitOf = (client: number): Y.ID => (client < first ? unit(1) : id(client, 0));
    for (const last of own.slice(2)) {
      const scene = new Scene();
      // Each stands behind the one before and names it; every two come with one row.
      const chain = own.slice(1).map((client) => struct(id(client, 0), [unitOf(client - 1), unit(2)]));
      for (let at = 0; at < chain.length; at += 2) expect(scene.send(chain.slice(at, at + 2), own)).toBeNull();
      const behind = struct(id(11, 0), [unitOf(last), unit(2)]);
      for (let left = last - 1; left >= first; left--) {
        const across = struct(id(11, 1), [unitOf(left - 1), unitOf(left + 1)]);
        expect(scene.send([behind, across], own)).toMatch(/something seen/);
      }
      expect(scene.send([behind, struct(id(11, 1), [unitOf(last - 1), unitOf(last)])], own)).toBeNull();
    }
  });

  test("[GU11] new structs are put where Yjs will put them among what their author has not seen", () => {
    const scene = new Scene();
    expect(scene.send([struct(id(5, 0), [unit(1), unit(2)], new Y.ContentString("X"))], [5])).toBeNull();
    const unseeing = struct(id(11, 0), [unit(1), unit(2)]);
    expect(scene.send([unseeing, struct(id(11, 1), [unit(1), id(5, 0)])])).toBeNull();
    expect(scene.send([struct(id(11, 2), [id(5, 0), id(11, 0)], new Y.ContentString("b"))])).toBeNull();
    expect(scene.text).toBe("<paragraph>abHXbHcdef</paragraph>");
    expect(
      scene.send([struct(id(20, 0), [unit(1), unit(2)]), struct(id(20, 1), [id(11, 0), id(20, 0)])], [20]),
    ).toBeNull();
    expect(scene.text).toBe("<paragraph>abHXbHHHcdef</paragraph>");
  });

  test("[GU11] structs that wait for each other are refused", () => {
    const scene = new Scene();
    const one = struct(id(11, 0), [null, id(12, 0)]);
    const other = struct(id(12, 0), [id(11, 0), unit(0)]);
    expect(scene.send([one, other], [11, 12])).toMatch(/^schema: /);
  });

  test("[GU12] a value under a key has no right neighbour", () => {
    const scene = new Scene();
    const style = (clock: number, neighbours: readonly [Y.ID | null, Y.ID | null]): Y.Item =>
      struct(id(11, clock), neighbours, new Y.ContentAny(["quote"]), { parent: id(SEED, 0), key: "style" });
    expect(scene.send([style(0, [null, null])])).toBeNull();
    expect(scene.send([style(1, [null, id(11, 0)])])).toMatch(/under a key/);
    expect(scene.send([style(1, [id(11, 0), null])])).toBeNull();
    const record = (clock: number, right: Y.ID | null): Y.Item =>
      struct(id(11, clock), [null, right], new Y.ContentAny([{ do: "delete", ids: [[SEED, 2, 1]] }]), {
        parent: "proposals",
        key: "01234567-89ab-4cde-8f01-23456789abcd:1",
      });
    expect(scene.send([record(2, null)])).toBeNull();
    expect(scene.send([record(3, id(11, 2))])).toMatch(/under a key/);
  });

  test("[GU11] a log that holds such rows from before is opened as it is", () => {
    const { rows } = new Scene();
    const update = updateOf([struct(id(11, 0), [unit(4), unit(1)])]);
    expect(DocumentReplica.open(null, [...rows, { ...typed, seq: 2, update }]).seq).toBe(2);
  });
});

describe("neighbours of what a page writes", () => {
  test.each([
    ["somebody else's", [11]],
    ["the same person's other page's", [11, 12]],
  ])("[GU11] %s words that came between unseen while it was typed are no reason to refuse it", (_whose, own) => {
    for (const [at, client] of [12, 8].entries()) {
      const scene = new Scene();
      const [mine, theirs] = [scene.page(11), scene.page(client)];
      const ownIds = at === 0 || own.length === 1 ? own : [11, client];
      theirs.text().insert(2, "X");
      mine.text().insert(2, "one");
      expect(scene.take(theirs.out(), [client])).toBeNull();
      expect(scene.take(mine.out(), ownIds)).toBeNull();
      // The row of these words is behind the other one, which is still on its way here.
      mine.text().insert(5, "two");
      mine.text().insert(2, "zero");
      expect(scene.take(mine.out(), ownIds)).toBeNull();
      mine.text().insert(7, "three");
      expect(scene.take(mine.out(), ownIds)).toBeNull();
      expect(scene.text).toContain("zeroothreenetwo");
    }
  });

  test.each([
    ["somebody else", [11, 12]],
    ["the same person", [11, 12, 13]],
  ])(
    "[GU11] nor what a page brings that goes on with words of its earlier one, where %s wrote between",
    (_who, own) => {
      const scene = new Scene();
      const earlier = scene.page(11);
      earlier.text().insert(2, "one");
      const later = scene.page(12);
      const kept = earlier.out();
      Y.applyUpdate(later.ydoc, kept, "remote");
      later.text().insert(5, "two");
      const others = scene.page(13);
      others.text().insert(2, "X");
      expect(scene.take(others.out(), [13])).toBeNull();
      expect(scene.take(kept, own)).toBeNull();
      expect(scene.take(later.out(), own)).toBeNull();
      expect(scene.text).toContain("onetwo");
    },
  );

  test.each([
    [20, 30, 50],
    [30, 20, 50],
    [60, 70, 50],
    [70, 60, 5],
  ])(
    "[GU11] nor that two pages wrote unsent, of which one heard of a colleague after the other had gone on with its words (%i, %i, %i)",
    (going, first, colleague) => {
      const scene = new Scene();
      const heard = scene.page(first);
      heard.text().insert(3, "bbbb");
      const goesOn = scene.page(going);
      Y.applyUpdate(goesOn.ydoc, Y.encodeStateAsUpdate(heard.ydoc), "remote");
      const others = scene.page(colleague);
      others.text().insert(3, "Z");
      const written = others.out();
      expect(scene.take(written, [colleague])).toBeNull();
      goesOn.text().insert(7, "aa");
      Y.applyUpdate(heard.ydoc, written, "remote");
      heard.text().insert(heard.text().toJSON().indexOf("Z") + 1, "c");
      const next = scene.page(99);
      for (const { ydoc } of [goesOn, heard]) Y.applyUpdate(next.ydoc, Y.encodeStateAsUpdate(ydoc));
      expect(scene.take(next.out(), [going, first, 99])).toBeNull();
      expect(scene.text).toBe(documentFragment(next.ydoc).toJSON());
    },
  );

  test("[GU11] words that were kept through long work without a line come in at one spot", () => {
    const scene = new Scene();
    const [mine, theirs] = [scene.page(11), scene.page(12)];
    for (let at = 0; at < 300; at++) {
      theirs.text().insert(2 + at, "t");
      expect(scene.take(theirs.out(), [12])).toBeNull();
      mine.text().insert(2 + (at % 7 === 0 ? 0 : at), "m");
      if (at % 5 === 0) mine.text().delete(2, 1);
    }
    expect(scene.take(mine.out(), [11])).toBeNull();
    expect(scene.text).toHaveLength("<paragraph>abcdef</paragraph>".length + 300 + 240);
  });

  /** A letter and its paragraph go and come back; the paragraph first, in which somebody else writes before the letter does. */
  function undoBesideOthers(scene: Scene, mine: ReturnType<Scene["page"]>, undo: Y.UndoManager): void {
    mine.text().delete(2, 1);
    documentFragment(mine.ydoc).delete(0, 1);
    undo.undo();
    mine.text().insert(2, "Y");
    undo.undo();
    expect(scene.take(mine.out(), [11])).toBeNull();
    const theirs = scene.page(12);
    theirs.text().insert(2, "X");
    const written = theirs.out();
    expect(scene.take(written, [12])).toBeNull();
    Y.applyUpdate(mine.ydoc, written, "remote");
    undo.undo();
    expect(scene.take(mine.out(), [11])).toBeNull();
  }

  test("[GU13] words that an undo brings back into a paragraph that came back stand beside what others wrote there", () => {
    const scene = new Scene();
    const mine = scene.page(11);
    const undo = new ExactUndoManager(documentFragment(mine.ydoc), { captureTimeout: 0 });
    mine.ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
      if (transaction.origin === undo) nameStandingNeighbours(transaction);
    });
    undoBesideOthers(scene, mine, undo);
    expect(scene.text).toBe(documentFragment(mine.ydoc).toJSON());
    expect(scene.text).toMatch(/ab(?:cX|Xc)def/);
    expect(documentFragment(DocumentReplica.open(scene.replica.save(), []).ydoc).toJSON()).toBe(scene.text);
    undo.redo();
    expect(scene.take(mine.out(), [11])).toBeNull();
    expect(scene.text).toContain("abXdef");
  });

  test("[GU11] what the undo of a stock editor brings back is taken there, too, and stands alike for everybody", () => {
    const scene = new Scene();
    const mine = scene.page(11);
    const undo = new Y.UndoManager(documentFragment(mine.ydoc), { captureTimeout: 0 });
    undoBesideOthers(scene, mine, undo);
    mine.text().insert(0, "later ");
    expect(scene.take(mine.out(), [11])).toBeNull();
    expect(scene.text).toMatch(/later ab(?:cX|Xc)def/);
    const whole = Y.encodeStateAsUpdate(scene.replica.ydoc);
    const [fresh, joined] = [new Y.Doc(), new Y.Doc()];
    Y.applyUpdate(fresh, whole);
    Y.applyUpdate(joined, Y.mergeUpdates(scene.rows.map(({ update }) => update)));
    for (const ydoc of [mine.ydoc, fresh, joined, DocumentReplica.open(scene.replica.save(), []).ydoc])
      expect(documentFragment(ydoc).toJSON()).toBe(scene.text);
  });

  test("[GU11] words of one's own that are gone may stand between, unless what is named builds on them, or they are another's", () => {
    const scene = new Scene();
    const page = scene.page(11);
    page.text().insert(2, "Y");
    page.text().delete(2, 1);
    expect(scene.take(page.out(), [11])).toBeNull();
    expect(scene.send([struct(id(12, 0), [unit(1), id(11, 0)])], [12])).toBeNull();
    expect(scene.send([struct(id(13, 0), [id(11, 0), unit(2)])], [13])).toBeNull();
    expect(scene.send([struct(id(11, 1), [id(12, 0), id(13, 0)])])).toMatch(/something seen stands between/);
    expect(scene.send([struct(id(12, 1), [id(12, 0), id(13, 0)])], [12])).toMatch(/something seen stands between/);
    expect(scene.send([struct(id(11, 1), [unit(1), unit(2)])])).toBeNull();
    expect(documentFragment(DocumentReplica.open(scene.replica.save(), []).ydoc).toJSON()).toBe(scene.text);
  });
});

describe("what names the one before it", () => {
  const COUNT = 4_000;
  const own = Array.from({ length: COUNT }, (_, index) => 1_000 + index);

  /** A row of structs, each behind the one before, under so many client ids in turn. */
  function rowUnder(clientIds: number): Y.Item[] {
    const ids = own.map((_, at) => id(1_000 + (at % clientIds), Math.floor(at / clientIds)));
    return ids.map((each, at) => struct(each, [ids[at - 1] ?? unit(5), null]));
  }

  /** How many entries maps are given, copies of maps included, while such a row is taken. */
  function entriesFor(clientIds: number, perMessage: number): number {
    const [scene, structs] = [new Scene(), rowUnder(clientIds)];
    const set = vi.spyOn(Map.prototype, "set");
    for (let at = 0; at < COUNT; at += perMessage)
      if (scene.send(structs.slice(at, at + perMessage), own) !== null) throw new Error("it is refused");
    const entries = set.mock.calls.length;
    set.mockRestore();
    return entries;
  }

  test.each([COUNT, 200])(
    "[GU11] needs not many times more under thousands of client ids than under two (%i in a message)",
    (perMessage) => {
      const [many, two] = [entriesFor(COUNT, perMessage), entriesFor(2, perMessage)];
      expect(many / two).toBeLessThan(8);
    },
  );
});
