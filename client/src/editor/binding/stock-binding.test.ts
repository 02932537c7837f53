// @vitest-environment happy-dom
/**
 * Other programs edit the same documents with the stock binding of Tiptap. What they write must show here as they meant it,
 * and what is written here must show there.
 */
import { must, seededRandom } from "@parley/base";
import { FRAGMENT_NAME } from "@parley/document";
import { initProseMirrorDoc, prosemirrorToYXmlFragment, ySyncPlugin } from "@tiptap/y-tiptap";
import { splitBlock, toggleMark } from "@tiptap/pm/commands";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { EditorView } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Writer, paragraph, testSchema } from "./bound-writers.ts";

const bold = must(testSchema.marks["bold"], "bold exists");
const link = must(testSchema.marks["link"], "links exist");

test("a document that the stock binding wrote shows here as it is, tables and marks included", () => {
  const cell = must(testSchema.nodes["tableCell"], "cells exist");
  const row = must(testSchema.nodes["tableRow"], "rows exist");
  const doc = testSchema.topNodeType.create(null, [
    paragraph("第一条", { style: "heading", level: 1, list: "number", listId: "a" }),
    testSchema.node("paragraph", null, [
      testSchema.text("plain "),
      testSchema.text("both", [bold.create(), link.create({ href: "https://example.com" })]),
    ]),
    testSchema.node("table", null, [
      row.create(null, [
        cell.create({ colspan: 2, colwidth: [100, 120] }, paragraph("wide")),
        cell.create(null, paragraph("")),
      ]),
    ]),
    testSchema.node("signatureBlock", { label: "甲方" }),
  ]);
  const writer = new Writer(1);
  const foreign = new Y.Doc();
  prosemirrorToYXmlFragment(doc, foreign.getXmlFragment(FRAGMENT_NAME));
  Y.applyUpdate(writer.ydoc, Y.encodeStateAsUpdate(foreign));
  expect(writer.doc.toJSON()).toEqual(doc.toJSON());
});

test("a stock editor and this one, typing into the same document, always show the same", () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = seededRandom(seed);
    const ours = new Writer(1);
    ours.dispatch(ours.state.tr.insert(0, [paragraph("alpha beta"), paragraph("第一条 约定"), paragraph("gamma")]));
    const theirs = new Y.Doc();
    theirs.clientID = 2;
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(ours.ydoc));
    const fragment = theirs.getXmlFragment(FRAGMENT_NAME);
    const { doc, mapping } = initProseMirrorDoc(fragment, testSchema);
    const view = new EditorView(document.createElement("div"), {
      state: EditorState.create({ doc, schema: testSchema, plugins: [ySyncPlugin(fragment, { mapping })] }),
    });
    for (let step = 0; step < 40; step++) {
      const state = random.chance(0.5) ? ours.state : view.state;
      const dispatch =
        state === ours.state ? (tr: typeof state.tr) => ours.dispatch(tr) : (tr: typeof state.tr) => view.dispatch(tr);
      edit(state, dispatch, random);
      if (random.chance(0.3)) meet(ours, theirs);
    }
    meet(ours, theirs);
    expect(view.state.doc.toJSON()).toEqual(ours.doc.toJSON());
    view.destroy();
  }
});

function meet(ours: Writer, theirs: Y.Doc): void {
  const mine = Y.encodeStateAsUpdate(ours.ydoc);
  Y.applyUpdate(ours.ydoc, Y.encodeStateAsUpdate(theirs), "remote");
  Y.applyUpdate(theirs, mine, "remote");
}

function edit(
  state: EditorState,
  dispatch: (tr: typeof state.tr) => void,
  random: ReturnType<typeof seededRandom>,
): void {
  const starts: [number, number][] = [];
  state.doc.descendants((node, pos) => {
    if (node.isTextblock) starts.push([pos + 1, node.content.size]);
  });
  const [start, size] = random.pick(starts);
  const offset = random.int(size + 1);
  const selected = state.apply(state.tr.setSelection(TextSelection.create(state.doc, start + offset)));
  const { tr } = state;
  switch (random.int(5)) {
    case 0:
    case 1:
      dispatch(tr.insertText(random.pick(["x", "合", "10"]), start + offset));
      break;
    case 2:
      if (offset < size) dispatch(tr.delete(start + offset, start + offset + 1));
      break;
    case 3:
      dispatch(tr.setNodeAttribute(start - 1, "style", random.pick(["quote", null])));
      break;
    default: {
      const command = random.chance(0.5) ? splitBlock : toggleMark(bold);
      command(selected, (made) => {
        const replay = state.tr;
        for (const each of made.steps) replay.step(each);
        dispatch(replay);
      });
    }
  }
}
