import { must } from "@parley/base";
import { seedUpdate } from "@parley/document";
import { DocumentReplica, restoreVersion } from "@parley/history";
import type { EditorView } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Writer, testSchema } from "./bound-writers.ts";
import { type OwnUndo, createOwnUndo } from "./own-undo.ts";

/** A server's replica and a writer with their own undo. */
class Scene {
  readonly server = DocumentReplica.open(null, []);
  readonly writer = new Writer(11);
  readonly undo: OwnUndo;

  constructor(...lines: string[]) {
    const blocks = lines.map((text) => ({ type: "paragraph" as const, runs: [{ text }] }));
    this.server.take(seedUpdate({ blocks }, 7), () => true);
    this.receive();
    this.undo = createOwnUndo(this.writer.binding);
    this.undo.plugin.spec.view?.(this.writer as unknown as EditorView);
  }

  receive(): void {
    Y.applyUpdate(this.writer.ydoc, Y.encodeStateAsUpdate(this.server.ydoc), "remote");
  }

  /** Sends what was written; unless it goes on, that was a step. */
  send(goesOn = false): void {
    const { ydoc } = this.writer;
    const update = Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(this.server.ydoc));
    const taken = this.server.take(update, () => true);
    if (taken && "code" in taken) throw new Error(taken.reason);
    if (!goesOn) this.undo.stopCapturing();
  }

  restore(seq: number): void {
    const { update, statement } = must(restoreVersion(this.server, seq, 1_000), "the versions differ");
    this.server.take(update, () => true, { kind: "restore", baseSeq: null, proposes: false, statement });
    this.receive();
  }
}

test("[GU13] words that come back into a paragraph that came back itself are taken by the server, also where something was written between", () => {
  const scene = new Scene("abcdef", "ghi");
  const { writer, undo } = scene;
  const start = writer.paragraphStart(0);
  writer.dispatch(writer.state.tr.delete(start + 2, start + 3));
  scene.send();
  writer.dispatch(writer.state.tr.delete(0, writer.doc.child(0).nodeSize));
  scene.send();
  undo.undo();
  scene.send();
  writer.caret(0, 2);
  writer.type("Y");
  scene.send();
  undo.undo();
  scene.send();
  undo.undo();
  scene.send();
  expect(writer.lines()).toEqual(["abcdef", "ghi"]);
});

test("[UN5] undo takes nothing from what a restoration put back, nor puts it in again, whatever was typed over it", () => {
  const scene = new Scene("paid without prior written notice", "The end.", "Signed.");
  const { writer, undo } = scene;
  const start = writer.paragraphStart(0);
  // The new words have letters of the old ones, and some of these are a step of their own. Each letter is a row, as by hand.
  writer.dispatch(writer.state.tr.delete(start + 5, start + 33));
  for (const words of ["without ", "written ", "notice"]) {
    for (const [index] of Array.from(words).entries()) {
      writer.caret(0, writer.doc.child(0).content.size);
      writer.type(words.charAt(index));
      scene.send(true);
    }
    scene.undo.stopCapturing();
  }
  writer.dispatch(writer.state.tr.delete(writer.doc.child(0).nodeSize, writer.doc.child(0).nodeSize + 10));
  scene.send();
  expect(writer.lines()).toEqual(["paid without written notice", "Signed."]);
  scene.restore(1);
  const restored = ["paid without prior written notice", "The end.", "Signed."];
  expect(writer.lines()).toEqual(restored);
  while (undo.undo()) expect(writer.lines()).toEqual(restored);
  while (undo.redo()) expect(writer.lines()).toEqual(restored);
  scene.send();
  expect(writer.lines()).toEqual(restored);
});

test("undo leaves the letters alone that a colleague types over one's own words, also where the first is alike", () => {
  const scene = new Scene("结算");
  const { writer, undo } = scene;
  writer.caret(0, 2);
  writer.type("，期");
  scene.send();
  writer.type("限三十日");
  scene.send();
  const colleague = new Writer(12);
  const meet = (): void => {
    Y.applyUpdate(colleague.ydoc, Y.encodeStateAsUpdate(scene.server.ydoc), "remote");
    scene.server.take(Y.encodeStateAsUpdate(colleague.ydoc, Y.encodeStateVector(scene.server.ydoc)), () => true);
    scene.receive();
  };
  meet();
  colleague.caret(0, 3, 8);
  for (const letter of "期限六十日") {
    colleague.type(letter);
    meet();
  }
  expect(writer.lines()).toEqual(["结算，期限六十日"]);
  undo.undo();
  undo.undo();
  expect(writer.lines()).toEqual(["结算期限六十日"]);
});

test("undo follows single letters of one's own, each a step, that a colleague moves with the rest of a line", () => {
  const scene = new Scene("abcdef");
  const { writer, undo } = scene;
  writer.caret(0, 5);
  for (const letter of "YZ") {
    writer.type(letter);
    scene.send();
  }
  const colleague = new Writer(12);
  Y.applyUpdate(colleague.ydoc, Y.encodeStateAsUpdate(scene.server.ydoc), "remote");
  colleague.dispatch(colleague.state.tr.split(colleague.paragraphStart(0) + 4));
  scene.server.take(Y.encodeStateAsUpdate(colleague.ydoc, Y.encodeStateVector(scene.server.ydoc)), () => true);
  scene.receive();
  expect(writer.lines()).toEqual(["abcd", "eYZf"]);
  undo.undo();
  expect(writer.lines()).toEqual(["abcd", "eYf"]);
  undo.undo();
  expect(writer.lines()).toEqual(["abcd", "ef"]);
});

test("[UN5] [UN6] undo and redo after a restoration put nothing in twice of words that were pasted again in part, nor a page break, whatever went in one step", () => {
  const scene = new Scene("Payment is due within ninety\ndays of the invoice.", "", "The end.");
  const { writer, undo } = scene;
  const pageBreak = must(testSchema.nodes["pageBreak"], "page breaks exist").create();
  const afterFirst = writer.doc.child(0).nodeSize;
  writer.dispatch(writer.state.tr.insert(afterFirst, pageBreak));
  scene.send();
  undo.clear();
  const [start, before] = [writer.paragraphStart(0), writer.doc.toString()];
  // Some of the sentence is pasted again where it stood.
  writer.dispatch(writer.state.tr.delete(start + 11, start + 44).insertText("within about ninety", start + 11));
  scene.send();
  const end = writer.doc.child(0).nodeSize;
  writer.dispatch(writer.state.tr.delete(end, end + 3));
  scene.send();
  expect(writer.lines()).toEqual(["Payment is within about ninetyoice.", "The end."]);
  scene.restore(2);
  expect(writer.doc.toString()).toBe(before);
  for (let round = 0; round < 2; round++) {
    while (undo.undo()) scene.send();
    expect(writer.doc.toString()).toBe(before);
    while (undo.redo()) scene.send();
    expect(writer.doc.toString()).toBe(before);
  }
});
