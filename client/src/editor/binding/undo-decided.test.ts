/** Undo of what was proposed, decided on, and waits again since the decision was taken back. */
import type { EditorView } from "@tiptap/pm/view";
import { FRAGMENT_NAME, PROPOSALS_NAME } from "@parley/document";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Scene } from "../proposing/proposing-scene.ts";
import { type OwnUndo, createOwnUndo } from "./own-undo.ts";

/** Mara's page, with her undo and what she was told. */
class Page extends Scene {
  readonly undo: OwnUndo;
  /** What she was told of steps that were decided on: whether an earlier one can be undone. */
  readonly notices: boolean[] = [];
  /** Whether she may edit by now. */
  mayEdit = false;

  constructor(...lines: string[]) {
    super({ blocks: lines.map((text) => ({ type: "paragraph" as const, runs: [{ text }] })) });
    this.undo = createOwnUndo(
      this.mara.binding,
      () => (this.mayEdit ? null : this.own),
      (hasEarlier) => this.notices.push(hasEarlier),
    );
    this.undo.plugin.spec.view?.(this.mara as unknown as EditorView);
  }

  /** Words are selected and typed over: a step. */
  typeOver(paragraph: number, from: number, to: number, words: string): void {
    this.undo.stopCapturing();
    this.mara.caret(paragraph, from, to);
    this.mara.dispatch(this.mara.state.tr.insertText(words));
    this.tellList();
  }

  moveWords(from: readonly [paragraph: number, from: number, to: number], to: readonly [number, number]): void {
    const { mara } = this;
    mara.caret(...from);
    const slice = mara.state.selection.content();
    this.undo.stopCapturing();
    mara.dispatch(mara.state.tr.deleteSelection().setMeta("uiEvent", "cut"));
    this.undo.stopCapturing();
    mara.caret(...to);
    mara.dispatch(mara.state.tr.replaceSelection(slice).setMeta("uiEvent", "paste"));
    this.tellList();
  }

  /** Lin's page writes directly; what is void with that goes. */
  edit(task: (text: Y.XmlText) => void): void {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
    const before = Y.encodeStateVector(ydoc);
    const paragraph = ydoc.getXmlFragment(FRAGMENT_NAME).get(0) as Y.XmlElement;
    task(paragraph.get(0) as Y.XmlText);
    ydoc.getMap(PROPOSALS_NAME).clear();
    this.write(Y.encodeStateAsUpdate(ydoc, before), { kind: "typed", statement: null });
    this.tellList();
  }

  get told(): string[] {
    return this.proposals.map(({ kind, deletedText, insertedText }) => `${kind} ${deletedText} ${insertedText}`.trim());
  }
}

const clause = "不少于十二只";

describe("what was accepted and waits again", () => {
  test("[UN7] words typed over others go with what they were typed over, and both come back by redo", () => {
    const page = new Page(`样品${clause}。`);
    page.typeOver(0, 2, 8, "不少于十只");
    page.decide("accept");
    page.takeBack();
    expect(page.told).toEqual(["replace 不少于十二只 不少于十只"]);
    for (let round = 0; round < 2; round++) {
      page.undo.undo();
      page.tellList();
      expect(page.told).toEqual([]);
      expect(page.proposed).toEqual([`样品${clause}。`]);
      page.undo.redo();
      page.tellList();
      expect(page.told).toEqual(["replace 不少于十二只 不少于十只"]);
      // What came back is decided on like anything else.
      page.decide("accept");
      page.takeBack();
    }
    expect(page.notices).toEqual([]);
  });

  test("[UN7] each of several steps goes for itself, also when one of them was decided on alone", () => {
    const page = new Page("one two three");
    page.typeOver(0, 8, 13, "3");
    page.typeOver(0, 0, 3, "1");
    page.decide("accept", page.proposals.slice(0, 1));
    page.takeBack();
    expect(page.told).toEqual(["replace one 1", "replace three 3"]);
    page.undo.undo();
    page.tellList();
    expect(page.told).toEqual(["replace three 3"]);
    page.undo.undo();
    expect(page.told).toEqual([]);
    page.undo.redo();
    page.undo.redo();
    page.tellList();
    expect(page.told).toEqual(["replace one 1", "replace three 3"]);
  });

  test("[UN7] words that were moved wait where they were once the paste is undone, and not at all after one more", () => {
    const page = new Page("It ends in May.", "Done.");
    page.moveWords([0, 7, 14], [1, 4]);
    expect(page.told).toEqual(["move  in May  in May"]);
    page.decide("accept");
    page.takeBack();
    expect(page.told).toEqual(["move  in May  in May"]);
    page.undo.undo();
    page.tellList();
    expect(page.told).toEqual(["delete  in May"]);
    page.undo.undo();
    expect(page.told).toEqual([]);
    expect(page.notices).toEqual([]);
    page.undo.redo();
    page.undo.redo();
    page.tellList();
    expect(page.told).toEqual(["move  in May  in May"]);
  });

  test("[UN7] a deletion that grew letter by letter grows back letter by letter", () => {
    const page = new Page("abcdef");
    page.mara.caret(0, 5);
    for (let each = 0; each < 2; each++) {
      page.undo.stopCapturing();
      page.erase(1);
    }
    page.tellList();
    page.decide("accept");
    page.takeBack();
    expect(page.told).toEqual(["delete de"]);
    page.undo.undo();
    expect(page.told).toEqual(["delete e"]);
    page.undo.undo();
    expect(page.told).toEqual([]);
  });
});

describe("before the page has heard that words wait again", () => {
  const whole = ["replace 样品 货物", "replace 不少于十二只 不少于十只"];
  function takenBack(): Page {
    const page = new Page(`样品数量${clause}。`);
    page.typeOver(0, 4, 10, "不少于十只");
    page.typeOver(0, 0, 2, "货物");
    page.decide("accept");
    page.takeBack(() => undefined);
    page.undo.undo();
    expect([page.told, page.notices]).toEqual([whole, [true]]);
    return page;
  }

  test("[UN7] nothing goes of a step, which goes once it has", () => {
    const page = takenBack();
    page.tellList();
    page.undo.undo();
    expect(page.told).toEqual(whole.slice(1));
    page.undo.undo();
    expect([page.told, page.notices]).toEqual([[], [true]]);
  });

  test("[UN7] nothing goes of it nor of one before, however often it is asked for", () => {
    const page = takenBack();
    for (let press = 0; press < 3; press++) page.undo.undo();
    expect([page.told, page.notices, page.undo.canUndo()]).toEqual([whole, [true, false], false]);
  });
});

test("[UN7] a decision and its end that come in one message, as after hours without a connection, are followed likewise", () => {
  for (const verdict of ["accept", "reject"] as const) {
    const page = new Page(`样品${clause}。`);
    page.typeOver(0, 2, 8, "不少于十只");
    page.isOffline = true;
    page.decide(verdict);
    page.isOffline = false;
    page.takeBack();
    page.undo.undo();
    expect([verdict, page.told]).toEqual([verdict, verdict === "accept" ? [] : ["replace 不少于十二只 不少于十只"]]);
    expect(page.notices).toEqual(verdict === "accept" ? [] : [false]);
  }
});

describe("what was rejected and waits again", () => {
  test("[UN7] is passed over whole, by a step of which a part was written anew as well", () => {
    const page = new Page("one two three");
    page.typeOver(0, 8, 13, "3");
    page.typeOver(0, 0, 3, "1");
    page.decide("reject", page.proposals.slice(0, 1));
    page.takeBack();
    const waiting = ["replace one 1", "replace three 3"];
    expect(page.told).toEqual(waiting);
    page.undo.undo();
    expect(page.told).toEqual(waiting);
    expect(page.notices).toEqual([true]);
    page.undo.undo();
    expect(page.told).toEqual(["replace one 1"]);
  });

  test("[UN7] of a move neither half goes", () => {
    const page = new Page("It ends in May.", "Done.");
    page.moveWords([0, 7, 14], [1, 4]);
    page.decide("reject");
    page.takeBack();
    expect(page.told).toEqual(["move  in May  in May"]);
    while (page.undo.undo()) expect(page.told).toEqual(["move  in May  in May"]);
    expect(page.notices).toEqual([false]);
  });

  test("[UN7] nor by somebody who may edit by now", () => {
    const page = new Page(`样品${clause}。`);
    page.typeOver(0, 2, 8, "不少于十只");
    page.decide("reject");
    page.takeBack();
    page.mayEdit = true;
    page.undo.undo();
    expect(page.told).toEqual(["replace 不少于十二只 不少于十只"]);
    expect(page.notices).toEqual([false]);
  });

  test("[UN7] once it is accepted nothing of it goes either", () => {
    const page = new Page(`样品${clause}。`);
    page.typeOver(0, 2, 8, "不少于十只");
    page.decide("accept");
    page.takeBack();
    page.decide("accept");
    page.undo.undo();
    expect(page.proposed).toEqual(["样品不少于十只。"]);
    expect(page.notices).toEqual([false]);
  });
});

describe("a record that went without a decision", () => {
  test("[UN7] words that were typed over some that an editor deleted since can still be undone", () => {
    const page = new Page(`样品${clause}。`);
    page.typeOver(0, 2, 8, "不少于十只");
    page.edit((text) => text.delete(2, 6));
    page.undo.undo();
    expect(page.proposed).toEqual(["样品。"]);
    expect([page.told, page.notices]).toEqual([[], []]);
  });
});
