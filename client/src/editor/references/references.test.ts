import { EditorState, type Plugin, TextSelection } from "@tiptap/pm/state";
import { Fragment, Slice } from "@tiptap/pm/model";
import type { DecorationSet } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { Writer, paragraph, testSchema } from "../binding/bound-writers.ts";
import { numberLabelsPlugin } from "../paragraphs/number-labels.ts";
import { variablesPlugin } from "../variables/variables-plugin.ts";
import { VariableFaces } from "../variables/variable-face.ts";
import { clausesOf } from "./doc-clauses.ts";
import { findClauses } from "./find-clauses.ts";
import { insertReference } from "./insert-reference.ts";
import { withPresentLabels } from "./present-labels.ts";
import { referencesIn, referencesPlugin } from "./references-plugin.ts";
import { withoutTakenClauses } from "./taken-clauses.ts";

const article = { list: "number", listId: "l", format: "第{1:chinese}条" };
const contract = [paragraph("定义", article), paragraph("价款", article), paragraph("见。")];

function writerOf(...paragraphs: ReturnType<typeof paragraph>[]): Writer {
  const writer = new Writer(1);
  writer.dispatch(writer.state.tr.insert(0, paragraphs));
  return writer;
}

const nothingProposed = { in: () => new Set<number>(), areChangedBy: () => false };
const plugins = (coming = new Set<string>()): Plugin[] => [
  numberLabelsPlugin(),
  referencesPlugin({
    proposed: nothingProposed,
    proposedClauses: () => coming,
    note: (label) => ({ sentence: label ?? "gone", sign: "gone" }),
  }),
];

/** What is shown of each reference: the label over the text, a dead one's sentence, or nothing. */
function shown(state: EditorState): unknown[] {
  const set = state.plugins[1]?.getState(state) as DecorationSet;
  return set.find().map((each) => {
    const { attrs } = (each as unknown as { type: { attrs: Record<string, string> } }).type;
    return attrs["data-label"] ?? attrs["data-sign"] ?? null;
  });
}

/** Lin's document, in which the last paragraph refers to the second. */
function referring(): EditorState {
  const writer = writerOf(...contract);
  writer.caret(2, 1);
  writer.run(insertReference(1, "c1"));
  return EditorState.create({ doc: writer.doc, plugins: plugins() });
}

test("a reference is inserted with its label, and its paragraph becomes a clause only where it is none", () => {
  const writer = writerOf(...contract);
  writer.caret(2, 1);
  writer.run(insertReference(1, "c1"));
  writer.run(insertReference(1, "c2"));
  expect(writer.lines()[2]).toBe("见第二条第二条。");
  expect(writer.doc.child(1).attrs["clause"]).toBe("c1");
  expect(referencesIn(writer.doc).map(({ clause }) => clause)).toEqual(["c1"]);
  writer.type("款");
  expect(referencesIn(writer.doc)[0]?.text).toBe("第二条第二条");
});

test("a paragraph with the id of an earlier one becomes a clause of its own", () => {
  const writer = writerOf(
    paragraph("a", { ...article, clause: "c1" }),
    paragraph("b", { ...article, clause: "c1" }),
    paragraph(""),
  );
  writer.caret(2, 0);
  writer.run(insertReference(1, "c2"));
  expect([0, 1].map((index) => writer.doc.child(index).attrs["clause"] as unknown)).toEqual(["c1", "c2"]);
});

test("a reference follows its clause's number, and is dead when the clause is gone", () => {
  let state = referring();
  expect(shown(state)).toEqual([null]);
  state = state.apply(state.tr.insert(0, paragraph("新", article)));
  expect(shown(state)).toEqual(["第三条"]);
  state = state.apply(state.tr.delete(0, state.doc.child(0).nodeSize + state.doc.child(1).nodeSize));
  expect(shown(state)).toEqual(["第一条"]);
  state = state.apply(state.tr.delete(0, state.doc.child(0).nodeSize));
  expect(shown(state)).toEqual(["gone"]);
});

test("a reference to what is only proposed to be a clause is not dead", () => {
  const mark = testSchema.mark("reference", { clause: "c9" });
  const doc = testSchema.node("doc", null, [testSchema.node("paragraph", null, [testSchema.text("x", [mark])])]);
  expect(shown(EditorState.create({ doc, plugins: plugins() }))).toEqual(["gone"]);
  expect(shown(EditorState.create({ doc, plugins: plugins(new Set(["c9"])) }))).toEqual([null]);
});

test("the first reference of a text is noticed when it comes", () => {
  let state = EditorState.create({ doc: writerOf(...contract).doc, plugins: plugins() });
  expect(shown(state)).toEqual([]);
  state = state.apply(state.tr.setSelection(TextSelection.atEnd(state.doc)));
  insertReference(0, "c1")(state, (tr) => (state = state.apply(tr)));
  expect(shown(state)).toEqual([null]);
});

test("clauses are found by number and words; without a search, numbered ones and headings", () => {
  const { doc } = writerOf(...contract, paragraph("Term", { style: "heading" }));
  const clauses = clausesOf(doc);
  const found = (query: string): string[] => findClauses(clauses, query, 1).map(({ words }) => words);
  expect(found("")).toEqual(["价款", "Term"]);
  expect(found("第二")).toEqual(["价款"]);
  expect(found("见")).toEqual(["见。"]);
  expect(found("nothing")).toEqual([]);
});

test("a pasted copy of a clause is no clause, a clause that was cut keeps its id", () => {
  const clause = paragraph("价款", { ...article, clause: "c1" });
  const pasted = (...there: ReturnType<typeof paragraph>[]): unknown[] =>
    withoutTakenClauses(Fragment.from([clause, clause]), writerOf(...there).doc).content.map(
      (node) => node.attrs["clause"] as unknown,
    );
  expect(pasted(clause)).toEqual([null, null]);
  expect(pasted(paragraph("other"))).toEqual(["c1", null]);
});

test("what is copied out reads as its clause is called now", () => {
  let state = referring();
  state = state.apply(state.tr.insert(0, paragraph("新", article)));
  const copied = withPresentLabels(new Slice(state.doc.content, 0, 0), state.doc);
  expect(copied.content.lastChild?.textContent).toBe("见第三条。");
});

const amount = testSchema.text("100", [testSchema.mark("variable", { name: "amount", form: "figures" })]);

test("typing at a variable's edges does not extend it, typing inside keeps the mark", () => {
  const writer = writerOf(paragraph(""));
  writer.dispatch(writer.state.tr.insert(1, amount));
  for (const offset of [0, 4, 2]) {
    writer.caret(0, offset);
    writer.type("5");
  }
  const runs = writer.doc.child(0).content.content.map((node) => [node.text, node.marks.length]);
  expect(runs).toEqual([["5", 0], ["1500", 1], ["5", 0]]); // prettier-ignore
});

test("a variable is called as somebody outside says, as long as they do", () => {
  const faces = new VariableFaces();
  const doc = testSchema.node("doc", null, [testSchema.node("paragraph", null, [amount])]);
  let state = EditorState.create({ doc, plugins: [variablesPlugin(faces)] });
  const titles = (): unknown[] => {
    state = state.apply(state.tr.insertText("x", 1));
    const set = state.plugins[0]?.getState(state) as DecorationSet;
    return set
      .find()
      .map((each) => (each as unknown as { type: { attrs: Record<string, string> } }).type.attrs["title"]);
  };
  expect(titles()).toEqual([]);
  const stop = faces.provide((name, form) => ({ label: `${name} ${form}`, kind: "money", onOpen: null }));
  expect(titles()).toEqual(["amount figures"]);
  stop();
  expect(titles()).toEqual([]);
});
