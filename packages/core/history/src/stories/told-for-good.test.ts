import { ExactUndoManager } from "@parley/document";
import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { RowSizes, changesOfRows, readTextSpans } from "../index.ts";
import { Scene, typed } from "./story-scene.ts";

/** What some rows did, as a reader sees it. */
function told(scene: Scene, ...seqs: number[]): string[] {
  return changesOfRows(scene.replica, (seq) => seqs.includes(seq), 100).changes.map(({ did, text, element }) =>
    [did, element ?? "", text].filter((each) => each !== "").join(" "),
  );
}

const sizesOf = ({ replica }: Scene): RowSizes => new RowSizes(replica, replica.seq);

function size(scene: Scene, ...seqs: number[]): Record<string, number> {
  return sizeIn(sizesOf(scene), seqs);
}

function sizeIn(sizes: RowSizes, seqs: readonly number[]): Record<string, number> {
  const all = Object.entries(sizes.sumOf(seqs));
  return Object.fromEntries(all.filter(([, count]) => count !== 0));
}

describe("[ST1] [ST3] what a row deleted stays its deletion", () => {
  test("when a version is restored, and the restoration tells that it brought words back", () => {
    const scene = new Scene("Keep this. Pay at once.", "Whole clause.");
    const deleted = scene.act(() => {
      scene.text(0).delete(10, 13);
      scene.fragment.delete(1, 1);
    });
    const restored = scene.restore(1) ?? 0;
    expect(told(scene, deleted)).toEqual(["deleted  Pay at once.", "deleted Whole clause."]);
    expect(size(scene, deleted)).toEqual({ deleted: 26 });
    expect(told(scene, restored)).toEqual(["broughtBack  Pay at once.", "broughtBack Whole clause."]);
    expect(size(scene, restored)).toEqual({ broughtBack: 26 });
  });

  test("when its author undoes it in another go; in the same go both are nothing", () => {
    const scene = new Scene("Keep this. Pay at once.");
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    const deleted = scene.act(() => scene.text(0).delete(10, 13));
    const undone = scene.undo(manager);
    expect(told(scene, deleted)).toEqual(["deleted  Pay at once."]);
    expect(told(scene, undone)).toEqual(["broughtBack  Pay at once."]);
    expect(told(scene, deleted, undone)).toEqual([]);
    expect([size(scene, deleted), size(scene, undone), size(scene, deleted, undone)]).toEqual([
      { deleted: 13 },
      { broughtBack: 13 },
      {},
    ]);
  });

  test("when what was cut is pasted elsewhere; in the same go it was moved", () => {
    const scene = new Scene("First. Pay at once.", "Second.");
    const cut = scene.act(() => scene.text(0).delete(6, 13));
    const pasted = scene.act(() => scene.text(1).insert(7, " Pay at once."));
    expect(told(scene, cut)).toEqual(["deleted  Pay at once."]);
    expect(told(scene, pasted)).toEqual(["broughtBack  Pay at once."]);
    expect(told(scene, cut, pasted)).toEqual(["moved  Pay at once."]);
    expect(size(scene, cut, pasted)).toEqual({ moved: 13 });
  });

  test("and who wrote words and deleted them themselves is not told to have written them when somebody brings them back", () => {
    const scene = new Scene("Keep.");
    const wrote = scene.act(() => scene.text(0).insert(5, " Pay at once."));
    const took = scene.act(() => scene.text(0).delete(5, 13));
    expect(told(scene, wrote, took)).toEqual([]);
    const restored = scene.restore(wrote) ?? 0;
    expect(told(scene, wrote, took)).toEqual([]);
    expect(told(scene, wrote)).toEqual(["inserted  Pay at once."]);
    expect(told(scene, restored)).toEqual(["broughtBack  Pay at once."]);
  });

  test("also of a picture or a table", () => {
    const scene = new Scene("One.", "Two.");
    const added = scene.act(() => scene.fragment.insert(1, [new Y.XmlElement("pageBreak")]));
    const removed = scene.act(() => scene.fragment.delete(1, 1));
    scene.restore(added);
    expect(told(scene, added)).toEqual(["added pageBreak"]);
    expect([told(scene, removed), size(scene, removed)]).toEqual([["removed pageBreak"], { blocks: 1 }]);
  });
});

describe("[ST3] what is split or joined is not moved", () => {
  test("a split, a join and a split that is undone", () => {
    const scene = new Scene("First half. Second half.", "Third.");
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    const split = scene.split(0, 11);
    expect([told(scene, split), size(scene, split)]).toEqual([["split  Second half."], { breaks: 1 }]);
    const undone = scene.undo(manager);
    expect(told(scene, undone)).toEqual(["joined  Second half."]);
    expect(told(scene, split)).toEqual(["split  Second half."]);
    expect(told(scene, split, undone)).toEqual([]);
    const joined = scene.join(0);
    expect([told(scene, joined), size(scene, joined)]).toEqual([["joined Third."], { breaks: 1 }]);
  });

  test("words from the middle of a paragraph that become the next one are moved: their order changed", () => {
    const scene = new Scene("First. Middle words. Last.");
    const moved = scene.act(() => {
      scene.text(0).delete(6, 14);
      scene.insertParagraph(1, " Middle words.");
    });
    expect([told(scene, moved), size(scene, moved)]).toEqual([["moved  Middle words."], { moved: 14 }]);
    const back = scene.act(() => {
      scene.fragment.delete(1, 1);
      scene.text(0).insert(3, " Middle words.");
    });
    expect(told(scene, back)).toEqual(["moved  Middle words."]);
  });

  test("a move that is undone in the same go is nothing, in another one the way there and the way back", () => {
    const scene = new Scene("One clause here.", "Two clauses here.", "Three clauses.");
    const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
    const moved = scene.move(0, 2);
    const undone = scene.undo(manager);
    expect([told(scene, moved), told(scene, undone)]).toEqual([["moved One clause here."], ["moved One clause here."]]);
    expect(told(scene, moved, undone)).toEqual([]);
    expect(size(scene, moved, undone)).toEqual({});
  });
});

describe("[ST1] [FW3] what two people did at the same moment", () => {
  /** One deletes the second sentence; another, who has not seen that, moves the paragraph. `carried`: the server takes it from the copy, too. */
  function meeting(carried: boolean): Scene {
    const scene = new Scene("Keep this. Pay at once.", "Second clause.");
    const other = new Y.Doc({ gc: false });
    other.clientID = 31;
    Y.applyUpdate(other, Y.encodeStateAsUpdate(scene.ydoc));
    scene.act(() => scene.text(0).delete(10, 13));
    const start = Y.encodeStateVector(other);
    const fragment = other.getXmlFragment("default");
    other.transact(() => {
      fragment.delete(0, 1);
      const paragraph = new Y.XmlElement("paragraph");
      fragment.insert(1, [paragraph]);
      paragraph.insert(0, [new Y.XmlText("Keep this. Pay at once.")]);
    });
    scene.replica.take(Y.encodeStateAsUpdate(other, start), () => true, { ...typed, baseSeq: 1 });
    Y.applyUpdate(scene.ydoc, Y.encodeStateAsUpdate(other));
    if (!carried) return scene;
    const range = { ...scene.idAt(1, 10), length: 13 };
    const statement = { copies: [], agreed: [], deletedFor: [{ range, seq: 2 }], reopened: [], decision: null };
    scene.act(() => scene.text(1).delete(10, 13), { kind: "forward", baseSeq: null, proposes: false, statement });
    return scene;
  }

  test("a deletion that is carried to where the words went counts once, as its author's", () => {
    const scene = meeting(true);
    expect([told(scene, 2), size(scene, 2)]).toEqual([["deleted  Pay at once."], { deleted: 13, deletedLater: 13 }]);
    expect([told(scene, 3), told(scene, 4)]).toEqual([["moved Keep this. Pay at once."], []]);
    expect(size(scene, 4)).toEqual({});
  });

  test("where it is not, the words were deleted and stand again", () => {
    const scene = meeting(false);
    expect([told(scene, 2), size(scene, 2)]).toEqual([["deleted  Pay at once."], { deleted: 13 }]);
    expect(told(scene, 3)).toEqual(["moved Keep this.", "broughtBack  Pay at once."]);
  });
});

const seeds = Array.from({ length: 8 }, (_, index) => index + 1);

/** What rows are told to have done, whatever the order and wherever it stands now. */
function summary(scene: Scene, sizes: RowSizes, seqs: readonly number[]): unknown {
  const characters = new Map<string, string>();
  for (const { did, text } of changesOfRows(scene.replica, (seq) => seqs.includes(seq), 1_000).changes)
    characters.set(did, `${characters.get(did) ?? ""}${text}`);
  const listed = [...characters].map(([did, text]) => `${did} ${text.split("").sort().join("")}`).sort();
  return [listed, sizeIn(sizes, seqs)];
}

/** One act at random. Only where somebody pastes and undoes may words come to stand twice. */
function actAtRandom(
  scene: Scene,
  random: ReturnType<typeof seededRandom>,
  manager: Y.UndoManager,
  repeats: boolean,
): void {
  const index = random.int(scene.fragment.length);
  const text = scene.textIn(index);
  const at = random.int((text?.length ?? 0) + 1);
  const length = Math.min((text?.length ?? 0) - at, 1 + random.int(12));
  const deed = random.int(100);
  if (deed < 12) scene.restore(1 + random.int(scene.replica.seq));
  else if (deed < 30) {
    if (repeats) scene.undo(manager);
  } else if (!text) return;
  else if (deed < 45) scene.act(() => text.insert(at, random.pick(["omega ", "psi chi phi ", "字句", "1,000 "])));
  else if (deed < 57) scene.act(() => length > 0 && text.delete(at, length));
  else if (deed < 67) {
    const gone = readTextSpans(scene.replica, { deleted: true }).filter(({ deletedSeq }) => deletedSeq !== null);
    if (repeats && gone.length > 0) scene.act(() => text.insert(at, random.pick(gone).text));
  } else if (deed < 77) scene.split(index, at);
  else if (deed < 84) {
    if (scene.textIn(index + 1)) scene.join(index);
  } else if (deed < 92) scene.move(index, random.int(scene.fragment.length));
  else if (scene.fragment.length > 2) scene.act(() => scene.fragment.delete(index, 1));
}

test.each(seeds)("[ST1] what is told of rows never changes afterwards, and adds up (seed %i)", (seed) => {
  const random = seededRandom(seed);
  const scene = new Scene("Alpha beta gamma delta.", "甲方应当在三十日内付款。", "Epsilon zeta eta theta iota.");
  const manager = new ExactUndoManager(scene.fragment, { captureTimeout: 0 });
  const known = new Map<string, unknown>();
  const repeats = seed % 2 === 0;
  for (let round = 0; round < 24; round++) {
    const before = scene.replica.seq;
    actAtRandom(scene, random, manager, repeats);
    const { seq } = scene.replica;
    if (seq === before) continue;
    const sizes = sizesOf(scene);
    for (const [rows, what] of known)
      expect([seq, rows, summary(scene, sizes, rows.split(",").map(Number))]).toEqual([seq, rows, what]);
    for (const rows of [[seq], [seq - 1, seq], [seq - 2, seq]]) known.set(rows.join(","), summary(scene, sizes, rows));
  }
  const rows = Array.from({ length: scene.replica.seq }, (_, index) => sizesOf(scene).sumOf([index + 1]));
  const sum = rows.reduce((all, { inserted, broughtBack, deleted }) => all + inserted + broughtBack - deleted, 0);
  const stands = readTextSpans(scene.replica, { deleted: false }).reduce((all, { text }) => all + text.length, 0);
  // Twice is more than was written.
  expect(repeats ? stands : sum).toBe(stands);
});
