import { EditorState, Plugin, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { proposalsKey } from "../proposing/proposals-plugin.ts";
import { findHits, findKey, findPlugin, findState, replaceAll } from "./find-plugin.ts";

const doc = testSchema.topNodeType.create(null, [
  paragraph("The fee. THE FEE (x) 合同合同"),
  paragraph("fee", { style: "heading", level: 1 }),
]);

test("hits are found in reading order, with or without regard to case", () => {
  expect(findHits(doc, "fee", false).map((hit) => hit.from)).toEqual([5, 14, 28]);
  expect(findHits(doc, "fee", true).map((hit) => hit.from)).toEqual([5, 28]);
  expect(findHits(doc, "合同", false)).toHaveLength(2);
});

test("words that are struck are not found, wherever the proposal to delete them comes from", () => {
  expect(findHits(doc, "fee", false, [{ from: 13, to: 18 }]).map((hit) => hit.from)).toEqual([5, 28]);
  const proposals = new Plugin<DecorationSet>({
    key: proposalsKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, value) => (tr.getMeta(proposalsKey) as DecorationSet | undefined) ?? value.map(tr.mapping, tr.doc),
    },
  });
  let state = EditorState.create({ doc, plugins: [proposals, findPlugin()] });
  state = state.apply(state.tr.setMeta(findKey, { query: "fee", matchCase: false }));
  expect(findState(state).hits).toHaveLength(3);
  const struck = (kind: string): DecorationSet =>
    DecorationSet.create(doc, [Decoration.inline(5, 8, { "data-kind": kind })]);
  state = state.apply(state.tr.setMeta(proposalsKey, struck("delete")));
  expect(findState(state).hits.map((hit) => hit.from)).toEqual([14, 28]);
  state = state.apply(state.tr.setMeta(proposalsKey, struck("format")));
  expect(findState(state).hits).toHaveLength(3);
});

test("signs that mean something to a search pattern are only signs", () => {
  expect(findHits(doc, "(x)", false)).toHaveLength(1);
  expect(findHits(doc, ".*", false)).toHaveLength(0);
  expect(findHits(doc, "", false)).toHaveLength(0);
});

/** A view that only holds a state: finding and replacing need no page. */
function stateHolder(editable: boolean): EditorView {
  const holder = {
    state: EditorState.create({ doc, plugins: [findPlugin()] }),
    editable,
    dispatch(tr: Transaction): void {
      holder.state = holder.state.apply(tr);
    },
  };
  return holder as unknown as EditorView;
}

test("replacing all is one change that an undo step encloses, and marks stay", () => {
  const view = stateHolder(true);
  const bold = testSchema.marks["bold"]?.create();
  if (bold) view.dispatch(view.state.tr.addMark(5, 8, bold));
  view.dispatch(view.state.tr.setMeta(findKey, { query: "fee", matchCase: false }));
  expect(findState(view.state).hits).toHaveLength(3);
  let captures = 0;
  expect(replaceAll(view, "price", { stopCapturing: () => void captures++ })).toBe(3);
  expect(view.state.doc.textContent).toBe("The price. THE price (x) 合同合同price");
  expect(view.state.doc.nodeAt(5)?.marks.map((mark) => mark.type.name)).toEqual(["bold"]);
  expect(captures).toBe(2);
  expect(findState(view.state).hits).toHaveLength(0);
});

test("nothing is replaced where nothing may be typed", () => {
  const view = stateHolder(false);
  view.dispatch(view.state.tr.setMeta(findKey, { query: "fee", matchCase: false }));
  expect(replaceAll(view, "x", { stopCapturing: () => undefined })).toBe(0);
  expect(view.state.doc.eq(doc)).toBe(true);
});

test("the shown hit stays shown while text changes in front of it", () => {
  const view = stateHolder(true);
  view.dispatch(view.state.tr.setMeta(findKey, { query: "fee", matchCase: false }));
  view.dispatch(view.state.tr.setMeta(findKey, { current: 2 }));
  view.dispatch(view.state.tr.insertText("a fee and ", 1));
  expect(findState(view.state).current).toBe(3);
});
