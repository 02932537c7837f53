import { ExactUndoManager } from "@parley/document";
import { seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { RowSizes, changesOfRows, readTextSpans } from "../index.ts";
import { Scene, typed } from "./story-scene.ts";

const element = (scene: Scene, index: number): Y.XmlElement => scene.fragment.get(index) as Y.XmlElement;
const sizeOf = ({ replica }: Scene, ...seqs: number[]): Record<string, number> =>
  Object.fromEntries(Object.entries(new RowSizes(replica, replica.seq).sumOf(seqs)).filter(([, count]) => count !== 0));
const settingsOf = ({ replica }: Scene, ...seqs: number[]): unknown[] =>
  changesOfRows(replica, (seq) => seqs.includes(seq), 100).changes.flatMap(({ did, text, settings }) =>
    settings.map(({ name, from, to }) => [did, text, name, from, to]),
  );

/** What somebody may do that brings no new words; each does nothing where there is nothing to do it to. */
const acts: Readonly<Record<string, (scene: Scene, at: number) => void>> = {
  join: (scene, at) => {
    if (scene.textIn(at) && scene.textIn(at + 1)) scene.join(at);
  },
  split: (scene, at) => {
    if (scene.words(at).length > 9) scene.split(at, 8);
  },
  move: (scene, at) => {
    if (scene.fragment.length > 2) scene.move(at, (at + 1) % scene.fragment.length);
  },
  align: (scene, at) => scene.act(() => element(scene, at).setAttribute("align", "center")),
  bold: (scene, at) => {
    if (scene.words(at).length > 7) scene.act(() => scene.text(at).format(3, 4, { bold: {} }));
  },
  remove: (scene, at) => {
    if (scene.fragment.length > 2) scene.act(() => scene.fragment.delete(at, 1));
  },
};

test.each(Array.from({ length: 40 }, (_, index) => index + 1))(
  "[ST1] [ST3] of rows that were all undone nothing is told (seed %i)",
  (seed) => {
    const random = seededRandom(seed);
    const scene = new Scene("Alpha is the first.", "Beta is second.", "Gamma is the third.", "Delta closes the list.");
    const before = scene.fragment.toJSON();
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    for (let step = 0; step < 5; step++)
      acts[random.pick(Object.keys(acts))]?.(scene, random.int(scene.fragment.length));
    const done = Array.from({ length: scene.replica.seq - 1 }, (_, index) => index + 2);
    expect(sizeOf(scene, ...done)).not.toEqual({});
    const toldOfEach = (): unknown[] =>
      done.map((seq) => {
        const { changes } = changesOfRows(scene.replica, (row) => row === seq, 100);
        // What stands in several places is listed for each.
        const deeds = new Set(changes.map(({ did, settings }) => JSON.stringify([did, settings])));
        return [sizeOf(scene, seq), deeds];
      });
    const each = toldOfEach();
    while (manager.undoStack.length > 0) scene.undo(manager);
    expect(scene.fragment.toJSON()).toBe(before);
    const all = Array.from({ length: scene.replica.seq - 1 }, (_, index) => index + 2);
    expect(sizeOf(scene, ...all)).toEqual({});
    expect(scene.changes(...all)).toEqual([]);
    // What each row did stays what it was.
    expect(toldOfEach()).toEqual(each);
  },
);

test.each([0, 10_000])(
  "[ST1] [LI4] letters that were deleted before their paragraph are nobody's new words once both are undone (undone together within %i ms)",
  (captureTimeout) => {
    for (const [from, letters] of [
      [0, 1],
      [0, 4],
      [5, 1],
      [4, 4],
      [13, 2],
      [11, 4],
    ] as const) {
      const scene = new Scene("Alpha is first.", "Beta is second.", "Gamma.");
      const manager = new ExactUndoManager(scene.fragment, { captureTimeout });
      scene.act(() => scene.text(1).delete(from, letters));
      scene.act(() => scene.fragment.delete(1, 1));
      while (manager.undoStack.length > 0) scene.undo(manager);
      const all = Array.from({ length: scene.replica.seq - 1 }, (_, index) => index + 2);
      expect([from, letters, scene.words(1), sizeOf(scene, ...all), scene.changes(...all)]).toEqual([
        from,
        letters,
        "Beta is second.",
        {},
        [],
      ]);
      // They are whose they were.
      expect(new Set(scene.story(1, from)?.parts.map(({ writtenSeq }) => writtenSeq))).toEqual(new Set([1]));
    }
  },
);

test("[ST1] [LI4] letter by letter, too, at either end of the text", () => {
  for (const paragraph of [0, 1]) {
    const scene = new Scene("Alpha is first.", "Beta is second.", "Gamma.");
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    for (let at = 14; at > 10; at--) scene.act(() => scene.text(paragraph).delete(at, 1));
    for (let at = 0; at < 3; at++) scene.act(() => scene.text(paragraph).delete(0, 1));
    scene.act(() => scene.fragment.delete(paragraph, 1));
    while (manager.undoStack.length > 0) scene.undo(manager);
    const all = Array.from({ length: scene.replica.seq - 1 }, (_, index) => index + 2);
    expect([sizeOf(scene, ...all), scene.changes(...all)]).toEqual([{}, []]);
  }
});

test("[LI4] what an undo is said to bring back elsewhere, in another order, or what does not stand for sure, is new", () => {
  const written = (put: (text: Y.XmlText) => void): number[] => {
    const scene = new Scene("Alpha.", "Beta is ab or ba.", "Gamma.");
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    scene.act(() => scene.text(1).delete(5, 2));
    scene.act(() => scene.fragment.delete(1, 1));
    scene.undo(manager);
    const seq = scene.act(() => put(scene.text(1)), { ...typed, kind: "undo" });
    const rows = new Set<number>();
    for (const { text, insertedSeq } of readTextSpans(scene.replica, { deleted: false }))
      if (text !== "" && insertedSeq === seq) rows.add(insertedSeq);
    return [...rows];
  };
  expect(written((text) => text.insert(5, "is"))).toEqual([]);
  expect(written((text) => text.insert(5, "i"))).toEqual([]);
  for (const [at, words] of [
    [5, "si"],
    [3, "is"],
    [5, "ix"],
  ] as const)
    expect(written((text) => text.insert(at, words)).length).toBe(1);
});

test("[ST1] a table, or a line, that came and went with the same rows is none of their blocks", () => {
  const scene = new Scene("One.", "Two.");
  const brought = scene.act(() => scene.fragment.insert(1, [new Y.XmlElement("horizontalRule")]));
  const removed = scene.act(() => scene.fragment.delete(1, 1));
  expect(sizeOf(scene, brought)).toEqual({ blocks: 1 });
  expect(sizeOf(scene, removed)).toEqual({ blocks: 1 });
  expect(sizeOf(scene, brought, removed)).toEqual({});
});

test("[ST1] who takes an attribute away has changed the layout", () => {
  const scene = new Scene("One.");
  const centred = scene.act(() => element(scene, 0).setAttribute("align", "center"));
  const plain = scene.act(() => element(scene, 0).removeAttribute("align"));
  expect([sizeOf(scene, centred), sizeOf(scene, plain)]).toEqual([{ set: 1 }, { set: 1 }]);
  expect(sizeOf(scene, centred, plain)).toEqual({});
  // Whoever deletes the paragraph takes nothing from that, and has done nothing but delete.
  const again = scene.act(() => element(scene, 0).setAttribute("align", "end"));
  const gone = scene.act(() => scene.fragment.delete(0, 1));
  expect([sizeOf(scene, centred), sizeOf(scene, plain), sizeOf(scene, again)]).toEqual(Array(3).fill({ set: 1 }));
  expect(sizeOf(scene, gone)).toEqual({ deleted: 4 });
  expect(sizeOf(scene, again, gone)).toEqual({ deleted: 4 });
});

test("[ST3] what rows formatted and set is told with what it was before them, whoever changes it or deletes the words later", () => {
  const scene = new Scene("The price is 100.", "The term is 30 days.");
  const set = (name: string, value: unknown): number =>
    scene.act(() => element(scene, 0).setAttribute(name, value as string));
  const heading = scene.act(() => {
    element(scene, 0).setAttribute("style", "heading");
    element(scene, 0).setAttribute("level", 2 as unknown as string);
  });
  const deeper = set("level", 3);
  const bold = scene.act(() => scene.text(1).format(4, 4, { bold: {} }));
  const plain = scene.act(() => scene.text(1).format(4, 4, { bold: null }));
  const told = (): unknown => ({
    heading: settingsOf(scene, heading),
    deeper: settingsOf(scene, deeper),
    both: settingsOf(scene, heading, deeper),
    bold: settingsOf(scene, bold),
    plain: settingsOf(scene, plain),
    none: settingsOf(scene, bold, plain),
  });
  const before = told();
  expect(before).toEqual({
    heading: [
      ["set", "The price is 100.", "style", null, "heading"],
      ["set", "The price is 100.", "level", null, 2],
    ],
    deeper: [["set", "The price is 100.", "level", 2, 3]],
    both: [
      ["set", "The price is 100.", "style", null, "heading"],
      ["set", "The price is 100.", "level", null, 3],
    ],
    bold: [["formatted", "term", "bold", null, {}]],
    plain: [["formatted", "term", "bold", {}, null]],
    none: [],
  });
  scene.act(() => {
    scene.fragment.delete(0, 1);
    scene.text(0).delete(0, 9);
  });
  expect(told()).toEqual(before);
});
