import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { readTextSpans } from "../index.ts";
import { Scene, typed } from "../stories/story-scene.ts";

/** Mara, who types over words of the document that row 1 wrote as her page does: the first letter of what goes stays before what comes. */
class Desk {
  readonly scene: Scene;
  readonly manager: Y.UndoManager;

  constructor(...lines: string[]) {
    this.scene = new Scene(...lines);
    this.manager = new Y.UndoManager(this.scene.fragment, { captureTimeout: 1e9 });
  }

  /** One key after the other, each a row. */
  typeOver(before: string, written: string, index = 0): void {
    this.manager.stopCapturing();
    const { scene } = this;
    const at = scene.words(index).indexOf(before);
    const [first = "", ...rest] = Array.from(written);
    scene.act(() => {
      const text = scene.text(index);
      text.insert(at + 1, first);
      text.delete(at + 1 + first.length, before.length - 1);
      text.delete(at, 1);
    });
    rest.forEach((key, offset) => {
      scene.act(() => scene.text(index).insert(at + first.length + offset, key));
    });
    this.manager.stopCapturing();
  }

  undo(): number {
    return this.scene.undo(this.manager);
  }

  redo(): void {
    this.act(() => this.manager.redo(), "undo");
  }

  /** A row of what the undo manager does. */
  act(task: () => void, kind: "undo" | "offline"): void {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): number => updates.push(update);
    this.scene.ydoc.on("update", keep);
    task();
    this.scene.ydoc.off("update", keep);
    const taken = this.scene.replica.take(Y.mergeUpdates(updates), () => true, { ...typed, kind });
    if (taken && "code" in taken) throw new Error(taken.reason);
  }

  /** What stands, and what of it is Mara's. */
  get said(): { readonly all: string; readonly maras: string } {
    const spans = readTextSpans(this.scene.replica, { deleted: false });
    const maras = spans.filter(({ insertedSeq }) => insertedSeq !== 1);
    return { all: spans.map(({ text }) => text).join(""), maras: maras.map(({ text }) => text).join("") };
  }
}

describe("[LI4] an undo brings back what stood there, not words like it that go with the same undo", () => {
  test.each([
    ["ninety days", "sixty days"],
    ["the Supplier may terminate", "the Supplier shall terminate"],
    ["within ten business days", "within twenty business days"],
    ["thirty (30) days", "sixty (60) days"],
    ["a fixed fee", "the agreed price"],
    ["甲方应在十五日内书面通知乙方", "乙方应在十五日内书面通知甲方"],
    ["九十日", "六十日"],
  ])("%s, typed over with %s", (before, written) => {
    const clause = `Then ${before} apply.`;
    const typedClause = `Then ${written} apply.`;
    const desk = new Desk(clause);
    desk.typeOver(before, written);
    expect(desk.said).toEqual({ all: typedClause, maras: written });
    for (let round = 0; round < 2; round++) {
      desk.undo();
      expect(desk.said).toEqual({ all: clause, maras: "" });
      desk.redo();
      expect(desk.said).toEqual({ all: typedClause, maras: written });
    }
  });

  test("also when it was sent without a connection, with what was typed then", () => {
    const desk = new Desk("It ends after ninety days.");
    desk.typeOver("ninety days", "sixty days");
    desk.act(() => {
      desk.manager.undo();
      desk.scene.ydoc.transact(() => desk.scene.text(0).insert(0, "1. "));
    }, "offline");
    expect(desk.said).toEqual({ all: "1. It ends after ninety days.", maras: "1. " });
  });

  test("also where it had to make the paragraph anew", () => {
    const desk = new Desk("first", "It ends after ninety days.", "last");
    const { scene } = desk;
    scene.act(() => {
      scene.fragment.delete(1, 1);
      scene.insertParagraph(1, "It ends");
    });
    for (const [at, key] of Array.from(" when sixty days.").entries())
      scene.act(() => scene.text(1).insert("It ends".length + at, key));
    desk.undo();
    desk.redo();
    desk.undo();
    expect(desk.said.all).toBe("firstIt ends after ninety days.last");
    expect(desk.said.maras).toBe("");
  });

  test("what was moved counts as moved back, and not as brought back", () => {
    const desk = new Desk("The price is 100 and the term is 30 days.");
    desk.scene.split(0, 17);
    const seq = desk.undo();
    expect(readTextSpans(desk.scene.replica, { deleted: true }).map((span) => [span.text, span.movedSeq])).toEqual([
      ["The price is 100 ", null],
      ["and the term is 30 days.", seq],
    ]);
    expect(desk.scene.changes(seq).map((change) => (change as unknown[])[0])).not.toContain("broughtBack");
  });
});
