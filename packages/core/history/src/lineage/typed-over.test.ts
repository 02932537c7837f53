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

  /** One key after the other, so many of them a row. */
  typeOver(before: string, written: string, index = 0, keysPerRow = 1, kind: "typed" | "offline" = "typed"): void {
    this.manager.stopCapturing();
    const { scene } = this;
    const at = scene.words(index).indexOf(before);
    const [first = "", ...rest] = Array.from(written);
    const over = (): void => {
      const text = scene.text(index);
      text.insert(at + 1, first);
      text.delete(at + 1 + first.length, before.length - 1);
      text.delete(at, 1);
    };
    const keys = rest.map((key, offset) => (): void => scene.text(index).insert(at + first.length + offset, key));
    const acts = [over, ...keys];
    for (let done = 0; done < acts.length; done += keysPerRow)
      this.act(() => {
        for (const act of acts.slice(done, done + keysPerRow)) scene.ydoc.transact(act);
      }, kind);
    this.manager.stopCapturing();
  }

  undo(): number {
    return this.scene.undo(this.manager);
  }

  redo(): void {
    this.act(() => this.manager.redo(), "undo");
  }

  /** A row of what the undo manager does. */
  act(task: () => void, kind: "typed" | "undo" | "offline"): void {
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

const replacements: readonly (readonly [string, string])[] = [
  ["ninety days", "sixty days"],
  ["the Supplier may terminate", "the Supplier shall terminate"],
  ["within ten business days", "within twenty business days"],
  ["thirty (30) days", "sixty (60) days"],
  ["a fixed fee", "the agreed price"],
  ["甲方应在十五日内书面通知乙方", "乙方应在十五日内书面通知甲方"],
  ["九十日", "六十日"],
];

describe("[LI4] words typed over others are new as a whole, however many keys a row brings", () => {
  test.each(replacements)("%s, typed over with %s", (before, written) => {
    for (const keysPerRow of [2, 4, 5, 8, 1_000])
      for (const kind of ["typed", "offline"] as const) {
        const desk = new Desk(`Then ${before} apply.`);
        desk.typeOver(before, written, 0, keysPerRow, kind);
        for (let round = 0; round < 2; round++) {
          expect(desk.said).toEqual({ all: `Then ${written} apply.`, maras: written });
          desk.undo();
          expect(desk.said).toEqual({ all: `Then ${before} apply.`, maras: "" });
          desk.redo();
        }
      }
  });

  test("also when the first of them was a slip and went again", () => {
    const desk = new Desk("It ends after ninety days.");
    desk.typeOver("ninety days", "w");
    const { scene } = desk;
    scene.act(() => scene.text(0).delete("It ends after ".length, 1));
    scene.act(() => scene.text(0).insert("It ends after ".length, "sixty days"));
    expect(desk.said).toEqual({ all: "It ends after sixty days.", maras: "sixty days" });
  });

  test.each([
    ["at once", true],
    ["in two rows", false],
  ])("but the words behind them that are parted from them and joined again, %s, stay whose they are", (_, atOnce) => {
    const desk = new Desk("It ends after ninety days of notice.");
    desk.typeOver("ninety", "sixty", 0, 1_000);
    const { scene } = desk;
    const [head, tail] = ["It ends after sixty", " days of notice."];
    const part = (): void =>
      scene.ydoc.transact(() => {
        scene.text(0).delete(head.length, tail.length);
        scene.insertParagraph(1, tail);
      });
    const join = (): void =>
      scene.ydoc.transact(() => {
        scene.fragment.delete(1, 1);
        scene.text(0).insert(head.length, tail);
      });
    const write = (): void => scene.text(0).insert(`${head} days`.length, "+60");
    for (const acts of atOnce ? [[part, join, write]] : [[part], [join], [write]])
      desk.act(() => {
        for (const act of acts) act();
      }, "offline");
    expect(desk.said).toEqual({ all: `${head} days+60 of notice.`, maras: "sixty+60" });
  });
});

describe("[LI4] an undo brings back what stood there, not words like it that go with the same undo", () => {
  test.each(replacements)("%s, typed over with %s", (before, written) => {
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
