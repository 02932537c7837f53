import { type DocumentContent, seedUpdate, ExactUndoManager } from "@parley/document";
import fc from "fast-check";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { alsoDeleting } from "./also-deleting.ts";
import { DocumentReplica, Lineage, type RowContext, RowSizes, readTextSpans } from "../index.ts";

const anyClient = (): boolean => true;
const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };

const content = (...lines: string[]): DocumentContent => ({
  blocks: lines.map((text) => ({ type: "paragraph", runs: [{ text }] })),
});

/** A document that Lin seeded, and Mara's browser on it. */
class Scene {
  readonly replica = DocumentReplica.open(null, []);
  readonly mara = new Y.Doc();

  constructor(...lines: string[]) {
    this.replica.take(seedUpdate(content(...lines), 7), anyClient);
    this.mara.clientID = 21;
    Y.applyUpdate(this.mara, Y.encodeStateAsUpdate(this.replica.ydoc));
  }

  get fragment(): Y.XmlFragment {
    return this.mara.getXmlFragment("default");
  }

  paragraph(index: number): Y.XmlElement {
    return this.fragment.get(index) as Y.XmlElement;
  }

  text(index: number): Y.XmlText {
    return this.paragraph(index).get(0) as Y.XmlText;
  }

  /** Mara does something in one update. */
  act(task: () => void, context: RowContext = typed): void {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): number => updates.push(update);
    this.mara.on("update", keep);
    this.mara.transact(task);
    this.mara.off("update", keep);
    const taken = this.replica.take(Y.mergeUpdates(updates), anyClient, context);
    if (taken && "code" in taken) throw new Error(`refused: ${taken.reason}`);
  }

  insertParagraph(index: number, text: string): void {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(text)]);
    this.fragment.insert(index, [element]);
  }

  /** Text, row of the author, row of the mover and row of the deleter of every span. */
  spans(deleted = false): [string, number, number | null, number | null][] {
    return readTextSpans(this.replica, { deleted }).map((span) => [
      span.text,
      span.insertedSeq,
      span.movedSeq,
      span.deletedSeq,
    ]);
  }
}

describe("what moves keeps its author", () => {
  test("[LI3] splitting a paragraph leaves every character to who wrote it, and nothing counts as deleted", () => {
    const scene = new Scene("The price is 100 and the term is 30 days.");
    scene.act(() => {
      scene.text(0).delete(17, 24);
      scene.insertParagraph(1, "and the term is 30 days.");
    });
    expect(scene.spans(true)).toEqual([
      ["The price is 100 ", 1, null, null],
      ["and the term is 30 days.", 1, 2, null],
    ]);
  });

  test("[LI3] joining two paragraphs leaves the words of both to their authors, however short", () => {
    const scene = new Scene("The price is 100", "EUR");
    scene.act(() => {
      scene.fragment.delete(1, 1);
      scene.text(0).insert(16, "EUR");
    });
    expect(scene.spans(true)).toEqual([
      ["The price is 100", 1, null, null],
      ["EUR", 1, 2, null],
    ]);
  });

  test("[LI3] what is typed in the same moment as a split is the typist's", () => {
    const scene = new Scene("The price is 100 and the term is 30 days.");
    scene.act(() => {
      scene.text(0).delete(17, 24);
      scene.insertParagraph(1, "Furthermore and the term is 45 days.");
    });
    expect(scene.spans(true)).toEqual([
      ["The price is 100 ", 1, null, null],
      // Between the two halves of what moved, only these are deleted.
      ["30", 1, null, 2],
      ["Furthermore ", 2, null, null],
      ["and the term is ", 1, 2, null],
      ["45", 2, null, null],
      [" days.", 1, 2, null],
    ]);
  });

  test.each([
    ["in a sentence", "The supplier 😀 pays twice", "The supplier 😁 pays twice", ["The supplier ", " pays twice"]],
    ["behind a few letters", "ab😀", "ab😁", ["ab"]],
    ["before them", "𠮷ab", "𡮷ab", ["ab"]],
    ["between letters", "a😀b", "a😁b", ["a", "b"]],
  ])("[LI3] half a character outside the basic plane is a copy of nothing, %s", (_where, before, after, copied) => {
    const scene = new Scene(before, "end");
    scene.act(() => {
      scene.fragment.delete(0, 1);
      scene.insertParagraph(0, after);
    });
    const spans = scene.spans().slice(0, -1);
    expect(spans.map(([text]) => text).join("")).toBe(after);
    expect(spans.flatMap(([text, author]) => (author === 1 ? [text] : []))).toEqual(copied);
  });

  test("[LI3] two people who split the same paragraph at once both leave it to its author", () => {
    const scene = new Scene("The price is 100 and the term is 30 days.");
    const osei = new Y.Doc();
    osei.clientID = 31;
    Y.applyUpdate(osei, Y.encodeStateAsUpdate(scene.replica.ydoc));
    const before = Y.encodeStateVector(osei);
    scene.act(() => {
      scene.text(0).delete(17, 24);
      scene.insertParagraph(1, "and the term is 30 days.");
    });
    osei.transact(() => {
      const fragment = osei.getXmlFragment("default");
      ((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).delete(17, 24);
      const element = new Y.XmlElement("paragraph");
      element.insert(0, [new Y.XmlText("and the term is 30 days.")]);
      fragment.insert(1, [element]);
    });
    scene.replica.take(Y.encodeStateAsUpdate(osei, before), anyClient, { ...typed, baseSeq: 1 });
    expect(scene.spans().map(([text, author]) => [text, author])).toEqual([
      ["The price is 100 ", 1],
      ["and the term is 30 days.", 1],
      ["and the term is 30 days.", 1],
    ]);
  });

  test("[LI3] a second move points at the first, and the first author stays", () => {
    const scene = new Scene("First clause.", "Second clause.");
    scene.act(() => {
      scene.fragment.delete(0, 1);
      scene.insertParagraph(1, "First clause.");
    });
    scene.act(() => {
      scene.fragment.delete(1, 1);
      scene.insertParagraph(0, "First clause.");
    });
    expect(scene.spans(true)).toEqual([
      ["First clause.", 1, 3, null],
      ["Second clause.", 1, null, null],
    ]);
    expect([...scene.replica.lineage.entries()].length).toBeGreaterThan(0);
  });

  test("[LI4] an undo gives the words back to their author, also a single character", () => {
    const scene = new Scene("abc def");
    const undo = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    scene.act(() => scene.text(0).delete(1, 1));
    const updates: Uint8Array[] = [];
    scene.mara.on("update", (update: Uint8Array) => updates.push(update));
    scene.mara.transact(() => scene.text(0).delete(3, 2), "other");
    scene.replica.take(Y.mergeUpdates(updates), anyClient, typed);
    updates.length = 0;
    undo.undo();
    scene.replica.take(Y.mergeUpdates(updates), anyClient, { ...typed, kind: "undo" });
    expect(scene.spans()).toEqual([
      ["a", 1, null, null],
      ["b", 1, 4, null],
      ["c f", 1, null, null],
    ]);
  });

  test("[LI4] an undo gives back a paragraph of one character", () => {
    const scene = new Scene("first", "X", "last");
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0, trackedOrigins: new Set(["hand"]) });
    const updates: Uint8Array[] = [];
    scene.mara.on("update", (update: Uint8Array) => updates.push(update));
    scene.mara.transact(() => scene.fragment.delete(1, 1), "hand");
    manager.undo();
    for (const [index, update] of updates.entries())
      scene.replica.take(update, anyClient, { ...typed, kind: index === 0 ? "typed" : "undo" });
    expect(updates).toHaveLength(2);
    expect(scene.spans()).toEqual([
      ["first", 1, null, null],
      ["X", 1, 3, null],
      ["last", 1, null, null],
    ]);
  });

  test("[LI4] the flag of an undo puts no sentence of one's own into somebody else's mouth, letter by letter", () => {
    const words = "pay double at once";
    const letters = "a sphinx of black quartz, judge my vow; fetch a pot of tea";
    const undo: RowContext = { ...typed, kind: "undo" };
    const whole = new Scene("first", letters);
    whole.act(() => whole.text(1).delete(0, letters.length));
    whole.act(() => whole.text(1).insert(0, words), undo);
    const single = new Scene("first", letters);
    single.act(() => single.text(1).delete(0, letters.length));
    for (const [at, letter] of Array.from(words).entries()) single.act(() => single.text(1).insert(at, letter), undo);
    const paragraph = new Scene("first", letters);
    paragraph.act(() => paragraph.fragment.delete(1, 1));
    paragraph.act(() => paragraph.insertParagraph(1, words), undo);
    for (const scene of [whole, single, paragraph]) {
      const said = scene.spans().filter(([text]) => text !== "first");
      expect(said.map(([text]) => text).join("")).toBe(words);
      // At the very end one letter may stand before what it is.
      expect(
        said
          .filter(([, author]) => author === 1)
          .map(([text]) => text)
          .join("").length,
      ).toBeLessThan(2);
    }
  });

  test("[LI3] who deletes words, or says that they did, writes no sentence from their letters in the name of who wrote them", () => {
    const words = "pay double at once";
    for (const letters of [
      "a sphinx of black quartz, judge my vow; fetch a pot of tea now",
      "The supplier delivers within thirty days of the order and pays",
    ]) {
      const own = new Scene("first", letters);
      own.act(() => {
        own.fragment.delete(1, 1);
        own.insertParagraph(1, words);
      });
      const late = new Scene("first", letters);
      late.act(() => late.fragment.delete(1, 1));
      const before = Y.encodeStateVector(late.mara);
      late.insertParagraph(1, words);
      // It states again whatever was ever deleted, and that nothing of it had been seen.
      late.replica.take(Y.encodeStateAsUpdate(late.mara, before), anyClient, { ...typed, baseSeq: 0 });
      for (const scene of [own, late]) {
        const said = scene.spans().filter(([text]) => text !== "first");
        expect(said.map(([text]) => text).join("")).toBe(words);
        const lins = said.flatMap(([text, author]) => (author === 1 ? [text] : []));
        expect(lins.filter((text) => !letters.includes(text))).toEqual([]);
        expect(lins.filter((text) => text.length > 4)).toEqual([]);
      }
    }
  });

  test("[LI3] who names single letters of a paragraph that is gone has seen the others between them", () => {
    const words = "repay double";
    const letters = "The supplier delivers within thirty days of the order and pays double";
    const inOrder = (): number[] => {
      let from = 0;
      return Array.from(words, (letter) => (from = letters.indexOf(letter, from) + 1) - 1);
    };
    const scene = new Scene("first", letters);
    const { client, clock } = (scene.text(1)._start as Y.Item).id;
    scene.act(() => scene.fragment.delete(1, 1));
    const sentence: Uint8Array[] = [];
    scene.mara.once("update", (update: Uint8Array) => sentence.push(update));
    scene.insertParagraph(1, words);
    const clocks = inOrder().map((at) => clock + at);
    const named = alsoDeleting(Y.mergeUpdates(sentence), client, clocks);
    scene.replica.take(named, anyClient, { ...typed, baseSeq: 1 });
    const lins = scene.spans().flatMap(([text, author]) => (author === 1 && text !== "first" ? [text] : []));
    // What stood together may be a copy, the letters put together are not.
    expect(lins).toEqual([" double"]);
  });

  test("[LI3] who names letters of words has seen what stands between them, whatever they say that they had seen", () => {
    const words = "repay double";
    const letters = "The supplier delivers within thirty days of the order and pays double";
    const scene = new Scene("first");
    const osei = new Y.Doc();
    osei.clientID = 31;
    scene.act(() => scene.insertParagraph(1, letters));
    Y.applyUpdate(osei, Y.encodeStateAsUpdate(scene.replica.ydoc));
    const text = (osei.getXmlFragment("default").get(1) as Y.XmlElement).get(0) as Y.XmlText;
    const before = Y.encodeStateVector(osei);
    osei.transact(() => {
      let from = letters.length;
      for (const letter of Array.from(words).toReversed()) {
        from = letters.lastIndexOf(letter, from - 1);
        text.delete(from, 1);
      }
      const element = new Y.XmlElement("paragraph");
      element.insert(0, [new Y.XmlText(words)]);
      osei.getXmlFragment("default").insert(0, [element]);
    });
    scene.replica.take(Y.encodeStateAsUpdate(osei, before), anyClient, { ...typed, baseSeq: 1 });
    const own = scene.spans().filter(([, author]) => author === 3);
    // What stood together may be a copy, the letters put together are not.
    expect(own.map(([said]) => said)).toEqual(["re"]);
  });

  test.each([null, 2])(
    "[AT4] [ST1] who writes agreed words into what somebody else has deleted has deleted them (said to have seen row %s)",
    (baseSeq) => {
      const scene = new Scene("first", "The supplier is liable.", "junk");
      const osei = new Y.Doc();
      osei.clientID = 31;
      Y.applyUpdate(osei, Y.encodeStateAsUpdate(scene.replica.ydoc));
      scene.act(() => scene.fragment.delete(2, 1));
      const sizeOf = (seq: number): unknown => new RowSizes(scene.replica, scene.replica.seq).sumOf([seq]);
      const before = sizeOf(2);
      const vector = Y.encodeStateVector(osei);
      const textOf = (at: number): Y.XmlText =>
        (osei.getXmlFragment("default").get(at) as Y.XmlElement).get(0) as Y.XmlText;
      osei.transact(() => {
        textOf(1).delete(0, 23);
        textOf(2).insert(0, "The supplier is liable.");
      });
      scene.replica.take(Y.encodeStateAsUpdate(osei, vector), anyClient, { ...typed, baseSeq });
      expect(sizeOf(2)).toEqual(before);
      expect(sizeOf(3)).toMatchObject({ deleted: 23 });
      expect(scene.spans(true)).toEqual([
        ["first", 1, null, null],
        ["The supplier is liable.", 1, 3, 3],
        ["junk", 1, null, 2],
      ]);
    },
  );

  test("[ST1] what somebody writes into what was deleted before adds nothing to that deletion", () => {
    const scene = new Scene("first", "junk");
    const osei = new Y.Doc();
    osei.clientID = 31;
    Y.applyUpdate(osei, Y.encodeStateAsUpdate(scene.replica.ydoc));
    scene.act(() => scene.fragment.delete(1, 1));
    const before = new RowSizes(scene.replica, 2).sumOf([2]);
    const vector = Y.encodeStateVector(osei);
    ((osei.getXmlFragment("default").get(1) as Y.XmlElement).get(0) as Y.XmlText).insert(0, "more ");
    scene.replica.take(Y.encodeStateAsUpdate(osei, vector), anyClient, { ...typed, baseSeq: 1 });
    expect(new RowSizes(scene.replica, 3).sumOf([2])).toEqual(before);
  });

  test("[LI4] an undo of several deletions gives every letter back, also one beside words that came between", () => {
    const scene = new Scene("abcdef");
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0, trackedOrigins: new Set(["hand"]) });
    const updates: Uint8Array[] = [];
    scene.mara.on("update", (update: Uint8Array) => updates.push(update));
    for (const at of [4, 2, 1]) scene.mara.transact(() => scene.text(0).delete(at, 1), "hand");
    scene.mara.transact(() => scene.text(0).insert(1, "XY"), "typing");
    for (let step = 0; step < 3; step++) manager.undo();
    for (const [index, update] of updates.entries())
      scene.replica.take(update, anyClient, { ...typed, kind: index < 4 ? "typed" : "undo" });
    const said = scene.spans();
    expect(
      said
        .map(([text]) => text)
        .join("")
        .replace("XY", ""),
    ).toBe("abcdef");
    expect(said.filter(([, author]) => author !== 1).map(([text]) => text)).toEqual(["XY"]);
  });

  test("[LI5] text that was cut stays its author's as a whole where a part of it had been written and deleted", () => {
    const scene = new Scene("Then: .", "the delivery of goods is due");
    scene.act(() => scene.text(0).insert(6, "delivery"));
    scene.act(() => scene.text(0).delete(6, 8));
    scene.act(() => scene.text(1).delete(0, 21));
    scene.act(() => scene.text(0).insert(6, "the delivery of goods"));
    expect(scene.spans()).toEqual([
      ["Then: ", 1, null, null],
      ["the delivery of goods", 1, 5, null],
      [".", 1, null, null],
      [" is due", 1, null, null],
    ]);
  });

  test("[LI5] text cut in one place and pasted in another stays its author's; retyped short words do not", () => {
    const scene = new Scene("The supplier shall deliver within ten days. It is due.", "Second.");
    scene.act(() => scene.text(0).delete(0, 44));
    scene.act(() => scene.text(1).insert(7, " The supplier shall deliver within ten days."));
    scene.act(() => scene.text(0).delete(6, 4));
    scene.act(() => scene.text(1).insert(0, "due."));
    expect(scene.spans()).toEqual([
      ["It is ", 1, null, null],
      ["due.", 5, null, null],
      ["Second.", 1, null, null],
      [" ", 3, null, null],
      ["The supplier shall deliver within ten days.", 1, 3, null],
    ]);
  });

  test("[LI6] a moved clause is the same clause, with its attributes' authors", () => {
    const scene = new Scene("First clause.", "Second clause.");
    scene.act(() => scene.paragraph(0).setAttribute("style", "heading"));
    const before = scene.paragraph(0)._item as Y.Item;
    scene.act(() => {
      scene.fragment.delete(0, 1);
      scene.insertParagraph(1, "First clause.");
      scene.paragraph(1).setAttribute("style", "heading");
    });
    const after = scene.paragraph(1)._item as Y.Item;
    expect(scene.replica.lineage.originOf(after.id)).toEqual(before.id);
    const style = scene.paragraph(1)._map.get("style") as Y.Item;
    const origin = scene.replica.lineage.originOf(style.id);
    expect(scene.replica.attribution.insertingRow(origin.client, origin.clock)).toBe(2);
  });

  test("words that somebody types again far from where they stood are theirs", () => {
    const scene = new Scene("alpha beta", "gamma");
    scene.act(() => scene.text(0).delete(5, 5));
    scene.act(() => scene.text(1).insert(5, " beta"));
    expect(scene.spans()).toEqual([
      ["alpha", 1, null, null],
      ["gamma", 1, null, null],
      [" beta", 3, null, null],
    ]);
  });
});

describe("the map of copies", () => {
  const entry = fc.record({
    from: fc.integer({ min: 0, max: 60 }),
    length: fc.integer({ min: 1, max: 12 }),
  });

  test("[LI1] [LI2] every id has one origin, forward and backward agree, and encoding keeps both", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        const lineage = new Lineage();
        const plain = new Map<number, number>();
        let next = 100;
        for (const { from, length } of entries) {
          // Copies are newer than their sources: of one client, clocks tell the age.
          const start = next - 40 > 60 ? next - 40 + from / 2 : from;
          const source = Math.floor(Math.min(start, next - length));
          lineage.record({ client: 1, clock: next, length }, { client: 1, clock: source });
          for (let i = 0; i < length; i++) plain.set(next + i, source + i);
          next += length + 1;
        }
        const originOf = (id: number): number => (plain.has(id) ? originOf(plain.get(id) as number) : id);
        for (let id = 0; id < next; id++) {
          expect(lineage.originOf({ client: 1, clock: id }).clock).toBe(originOf(id));
          const copies = lineage
            .copiesOf({ client: 1, clock: id, length: 1 })
            .map(({ copy }) => copy.clock)
            .sort((a, b) => a - b);
          expect(copies).toEqual([...plain].filter(([, source]) => source === id).map(([copy]) => copy));
        }
        const pieces = lineage.origins({ client: 1, clock: 0, length: next });
        expect(pieces.reduce((sum, { copy }) => sum + copy.length, 0)).toBe(next);
        for (const { copy, source } of pieces) expect(source.clock).toBe(originOf(copy.clock));
        const encoder = encoding.createEncoder();
        lineage.encode(encoder);
        const again = new Lineage();
        again.decodeInto(decoding.createDecoder(encoding.toUint8Array(encoder)));
        expect([...again.entries()]).toEqual([...lineage.entries()]);
        expect(again.copiesOf({ client: 1, clock: 0, length: next })).toHaveLength(
          lineage.copiesOf({ client: 1, clock: 0, length: next }).length,
        );
      }),
    );
  });
});

describe("what comes and goes in one update", () => {
  /** What a page has done since it was opened, which kept what it deleted as a page with undo does. */
  function doneAtOnce(scene: Scene, ...tasks: (() => void)[]): Uint8Array {
    const before = Y.encodeStateVector(scene.mara);
    const undo = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    for (const task of tasks) scene.mara.transact(task);
    undo.destroy();
    return Y.encodeStateAsUpdate(scene.mara, before);
  }
  const sourcesIn = ({ ydoc, lineage }: DocumentReplica): unknown[] =>
    [...ydoc.store.clients].flatMap(([client, structs]) =>
      structs.flatMap(({ id, length }) => lineage.sourcesOf({ client, clock: id.clock, length })),
    );

  for (const name of ["paragraph", "horizontalRule", "table"])
    test(`[LI2] a ${name} is a copy of nothing, least of all of itself`, () => {
      const scene = new Scene("One.", "Two.");
      const update = doneAtOnce(
        scene,
        () => scene.fragment.insert(1, [new Y.XmlElement(name)]),
        () => scene.fragment.delete(1, 1),
      );
      scene.replica.take(update, anyClient, { ...typed, kind: "offline", baseSeq: 1 });
      expect(sourcesIn(scene.replica)).toEqual([]);
    });

  test("[LI2] of two that look alike and take each other's place neither is the other's copy", () => {
    const scene = new Scene("One.", "Two.");
    const update = doneAtOnce(
      scene,
      () => scene.fragment.insert(1, [new Y.XmlElement("paragraph")]),
      () => scene.fragment.insert(2, [new Y.XmlElement("paragraph")]),
      () => scene.fragment.delete(1, 2),
    );
    scene.replica.take(update, anyClient, { ...typed, kind: "offline", baseSeq: 1 });
    expect(sourcesIn(scene.replica)).toEqual([]);
  });
});
