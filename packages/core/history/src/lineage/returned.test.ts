import { seededRandom } from "@parley/base";
import { type DocumentContent, seedUpdate, ExactUndoManager } from "@parley/document";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica, type RowContext, type TailRow, readTextSpans } from "../index.ts";

const typed: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };
const clause = "The supplier accounts every year.";

type Texts = readonly string[];
const paragraph = (text: string): DocumentContent["blocks"][number] => ({ type: "paragraph", runs: [{ text }] });
const tableOf = (...rows: Texts[]): DocumentContent["blocks"][number] => ({
  type: "table",
  rows: rows.map((texts) => ({
    type: "tableRow",
    cells: texts.map((text) => ({ type: "tableCell", blocks: [paragraph(text)] })),
  })),
});

/** What row 1 wrote, and the page of an editor who deletes it and undoes that with the undo manager of the page. */
class Desk {
  readonly replica = DocumentReplica.open(null, []);
  readonly rows: TailRow[] = [];
  readonly page = new Y.Doc();
  readonly manager: Y.UndoManager;
  private updates: { readonly update: Uint8Array; readonly isUndo: boolean }[] = [];

  constructor(...blocks: DocumentContent["blocks"]) {
    this.take(seedUpdate({ blocks }, 7), typed);
    this.page.clientID = 31;
    Y.applyUpdate(this.page, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
    this.manager = new ExactUndoManager(this.fragment, { trackedOrigins: new Set(["hand"]), captureTimeout: 1e9 });
    this.page.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "remote") this.updates.push({ update, isUndo: origin instanceof Y.UndoManager });
    });
  }

  take(update: Uint8Array, context: RowContext): void {
    const taken = this.replica.take(update, () => true, context);
    if (taken && "code" in taken) throw new Error(taken.reason);
    if (taken) this.rows.push({ ...context, seq: taken.seq, update: taken.update });
  }

  /** Sends what was done since, one row for each change, or one for all. */
  send(together = false): void {
    const sent = this.updates.splice(0);
    const rows = together
      ? [{ update: Y.mergeUpdates(sent.map(({ update }) => update)), isUndo: sent[0]?.isUndo }]
      : sent;
    for (const { update, isUndo } of rows) this.take(update, { ...typed, kind: isUndo === true ? "undo" : "typed" });
  }

  get fragment(): Y.XmlFragment {
    return this.page.getXmlFragment("default");
  }

  element(...path: number[]): Y.XmlElement {
    let at: Y.XmlFragment = this.fragment;
    for (const index of path) at = at.get(index) as Y.XmlElement;
    return at as Y.XmlElement;
  }

  text(...path: number[]): Y.XmlText {
    return this.element(...path).get(0) as Y.XmlText;
  }

  /** One change of the page. */
  act(task: () => void): void {
    this.page.transact(task, "hand");
  }

  /** A key held down: letter after letter goes, from the end. */
  erase(text: Y.XmlText, count = text.length): void {
    for (let left = count; left > 0; left--) this.act(() => text.delete(text.length - 1, 1));
  }

  /** The next change is undone by itself, and a row of its own. */
  pause(): void {
    this.send();
    this.manager.stopCapturing();
  }

  undoAll(): void {
    while (this.manager.undoStack.length > 0) this.manager.undo();
  }

  /** Somebody else, who sees what was sent, changes the document at the same time. */
  meanwhile(task: (fragment: Y.XmlFragment) => void): void {
    const other = new Y.Doc();
    other.clientID = 41;
    Y.applyUpdate(other, Y.encodeStateAsUpdate(this.replica.ydoc));
    const before = Y.encodeStateVector(other);
    const updates: Uint8Array[] = [];
    other.on("update", (update: Uint8Array) => updates.push(update));
    other.transact(() => task(other.getXmlFragment("default")));
    this.take(updates.length > 0 ? Y.mergeUpdates(updates) : Y.encodeStateAsUpdate(other, before), typed);
    Y.applyUpdate(this.page, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
  }

  /** Words are written into the second paragraph by a page that says that an undo did. */
  claimUndone(at: number, words: string): void {
    this.act(() => this.text(1).insert(at, words));
    for (const { update } of this.updates.splice(0)) this.take(update, { ...typed, kind: "undo" });
  }

  /** What stands, and what of it others than its first writer count as having written. */
  get said(): { readonly all: string; readonly others: Texts } {
    const spans = readTextSpans(this.replica, { deleted: false });
    return {
      all: spans.map(({ text }) => text).join(""),
      others: spans.filter(({ insertedSeq }) => insertedSeq !== 1).map(({ text }) => text),
    };
  }

  /** Of what the element at a place is a copy, when that was there from the beginning. */
  isOriginal(...path: number[]): boolean {
    const { id } = this.element(...path)._item as Y.Item;
    const origin = this.replica.lineage.originOf(id);
    return this.replica.attribution.insertingRow(origin.client, origin.clock) === 1;
  }
}

/** Two paragraphs; what the tests delete is the second. */
const desk = (words = clause): Desk => new Desk(paragraph("First."), paragraph(words), paragraph("Last."));

describe("what an undo brings back in a paragraph that it had to make anew", () => {
  test.each([false, true])(
    "[LI4] stays whoever's it was, letter by letter deleted (rows sent together: %s)",
    (together) => {
      const scene = desk();
      scene.erase(scene.text(1));
      scene.pause();
      scene.act(() => scene.fragment.delete(1, 1));
      scene.send(together);
      scene.undoAll();
      scene.send();
      expect(scene.said).toEqual({ all: `First.${clause}Last.`, others: [] });
      expect(scene.isOriginal(1)).toBe(true);
    },
  );

  test("[LI4] stays theirs also where every letter is a step of its own, and where one row brings all of it back", () => {
    for (const together of [false, true]) {
      const scene = desk("fee");
      for (let left = 3; left > 0; left--) {
        scene.erase(scene.text(1), 1);
        scene.pause();
      }
      scene.act(() => scene.fragment.delete(1, 1));
      scene.send();
      scene.undoAll();
      scene.send(together);
      expect(scene.said).toEqual({ all: "First.feeLast.", others: [] });
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "[LI4] stays theirs in whatever order it was deleted, and how often that was undone and done again (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const scene = desk();
      while (scene.text(1).length > 0) {
        const { length } = scene.text(1);
        const count = Math.min(1 + random.int(6), length);
        const at = random.int(length - count + 1);
        scene.act(() => scene.text(1).delete(at, count));
        if (random.chance(0.6)) scene.send(random.chance(0.5));
        if (random.chance(0.4)) scene.pause();
      }
      scene.pause();
      scene.act(() => scene.fragment.delete(1, 1));
      scene.send();
      for (let turn = 0; turn < 3; turn++) {
        scene.undoAll();
        scene.send();
        while (turn < 2 && scene.manager.redoStack.length > 0) scene.manager.redo();
        scene.send();
      }
      expect(scene.said).toEqual({ all: `First.${clause}Last.`, others: [] });
    },
  );

  test("[LI4] stays theirs where somebody else took letters of it away, and the editor typed and erased others between them", () => {
    const scene = desk();
    scene.erase(scene.text(1), 6);
    scene.act(() => scene.text(1).insert(scene.text(1).length, "soon"));
    scene.erase(scene.text(1), 10);
    scene.send();
    scene.meanwhile((fragment) => ((fragment.get(1) as Y.XmlElement).get(0) as Y.XmlText).delete(4, 8));
    scene.erase(scene.text(1));
    scene.pause();
    scene.act(() => scene.fragment.delete(1, 1));
    scene.send();
    scene.undoAll();
    scene.send();
    expect(scene.said).toEqual({ all: "First.The  accounts every year.Last.", others: [] });
  });

  test("[LI4] is a row of a table, too, with its cells, deleted words first", () => {
    const scene = new Desk(paragraph("First."), tableOf(["a", "b"], ["Phase four", "40"], ["c", "d"]));
    scene.erase(scene.text(1, 1, 0, 0));
    scene.erase(scene.text(1, 1, 1, 0));
    scene.pause();
    scene.act(() => scene.element(1).delete(1, 1));
    scene.send();
    scene.undoAll();
    scene.send();
    expect(scene.said).toEqual({ all: "First.abPhase four40cd", others: [] });
    for (const path of [
      [1, 1],
      [1, 1, 0],
      [1, 1, 1],
      [1, 1, 0, 0],
      [1, 1, 1, 0],
    ])
      expect(scene.isOriginal(...path)).toBe(true);
  });

  test("[LI4] is a cell that was deleted before its row", () => {
    const scene = new Desk(paragraph("First."), tableOf(["a", "b", "c"], ["d", "e", "f"]));
    scene.act(() => scene.element(1, 1).delete(1, 1));
    scene.pause();
    scene.act(() => scene.element(1).delete(1, 1));
    scene.send();
    scene.undoAll();
    scene.send();
    expect(scene.said).toEqual({ all: "First.abcdef", others: [] });
    for (const cell of [0, 1, 2]) expect(scene.isOriginal(1, 1, cell)).toBe(true);
  });

  test("[LI6] [LI4] is an empty paragraph, with nothing of it in its neighbours", () => {
    const scene = desk("");
    scene.act(() => scene.fragment.delete(1, 1));
    scene.send();
    scene.undoAll();
    scene.send();
    expect([0, 1, 2].map((at) => scene.isOriginal(at))).toEqual([true, true, true]);
  });
});

describe("the flag of an undo proves nothing in a paragraph that was made anew, either", () => {
  const words = "pay double at once";
  const letters = "a sphinx of black quartz, judge my vow; fetch a pot of tea";

  test("[LI4] [LI10] no sentence is put into somebody's mouth from letters that were deleted in it", () => {
    for (const inTurn of [false, true]) {
      const scene = desk(letters);
      scene.erase(scene.text(1));
      scene.pause();
      scene.act(() => scene.fragment.delete(1, 1));
      scene.manager.undo();
      scene.send();
      if (inTurn) for (const [at, letter] of Array.from(words).entries()) scene.claimUndone(at, letter);
      else scene.claimUndone(0, words);
      expect(scene.said.all).toBe(`First.${words}Last.`);
      // What stood at the very beginning may come back by itself.
      expect(scene.said.others.join("").length).toBeGreaterThanOrEqual(words.length - 2);
    }
  });

  test("[LI4] words that never stood together are nobody's but their writer's", () => {
    const scene = desk("They pay");
    scene.act(() => scene.text(1).delete(5, 3));
    scene.send();
    scene.meanwhile((fragment) => ((fragment.get(1) as Y.XmlElement).get(0) as Y.XmlText).insert(5, "never"));
    scene.erase(scene.text(1));
    scene.pause();
    scene.act(() => scene.fragment.delete(1, 1));
    scene.manager.undo();
    scene.send();
    scene.claimUndone(0, "neverpay");
    expect(scene.said.others).toEqual(expect.arrayContaining([expect.stringContaining("pay")]));
  });
});

test("[LI1] what came back is told the same by whoever reads the log again", () => {
  const scene = desk();
  scene.erase(scene.text(1));
  scene.pause();
  scene.act(() => scene.fragment.delete(1, 1));
  scene.undoAll();
  scene.send();
  const again = DocumentReplica.open(null, scene.rows);
  expect(Buffer.from(again.save().index)).toEqual(Buffer.from(scene.replica.save().index));
});
