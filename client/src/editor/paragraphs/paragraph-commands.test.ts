import { type Command, TextSelection } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { Writer, exchange, paragraph, writersOf } from "../binding/bound-writers.ts";
import { backspace, breakLine, deleteForward, enter } from "./breaking.ts";
import { numberLabels } from "./number-labels.ts";
import {
  changeDepth,
  paragraphState,
  setAlignment,
  setStyle,
  toggleChecked,
  toggleList,
  toggleStyle,
} from "./paragraph-commands.ts";

function writerOf(...blocks: readonly (readonly [string, Record<string, unknown>?])[]): Writer {
  const writer = new Writer(1);
  writer.dispatch(
    writer.state.tr.insert(
      0,
      blocks.map(([text, attributes]) => paragraph(text, attributes)),
    ),
  );
  return writer;
}

/** Text and attributes that are set, one entry for each paragraph. */
function shape(writer: Writer): (readonly [string, Record<string, unknown>])[] {
  const entries: (readonly [string, Record<string, unknown>])[] = [];
  writer.doc.descendants((node) => {
    if (!node.isTextblock) return;
    const set = Object.entries(node.attrs).filter(([name, value]) => value !== null && name !== "listId");
    entries.push([node.textContent, Object.fromEntries(set)]);
  });
  return entries;
}

function labels(writer: Writer): string[] {
  return numberLabels(writer.doc).map((each) => each.label);
}

const structural: readonly (readonly [string, Command])[] = [
  ["a heading", toggleStyle("heading", 2)],
  ["a quote", toggleStyle("quote")],
  ["a bulleted list", toggleList("bullet")],
  ["a numbered list", toggleList("number")],
  ["a check list", toggleList("check")],
  ["an indent", changeDepth(1)],
  ["an alignment", setAlignment("center")],
];

for (const [name, command] of structural) {
  test(`${name} set while a colleague edits the same words keeps the colleague's words, and undoing it, too`, () => {
    const [a, b] = writersOf(2, ["The fee is 30 euros, payable in 30 days.", "second"]) as [Writer, Writer];
    a.caret(0, 4);
    a.run(command);
    b.caret(0, 11, 13);
    b.dispatch(b.state.tr.insertText("95"));
    exchange(a, b);
    expect(a.lines()).toEqual(["The fee is 95 euros, payable in 30 days.", "second"]);
    expect(b.doc.toJSON()).toEqual(a.doc.toJSON());
    b.caret(0, 0);
    b.run(command);
    a.caret(0, 32, 34);
    a.dispatch(a.state.tr.insertText("60"));
    exchange(a, b);
    expect(b.lines()).toEqual(["The fee is 95 euros, payable in 60 days.", "second"]);
    expect(b.doc.toJSON()).toEqual(a.doc.toJSON());
  });
}

test("a list started right under another goes on counting, elsewhere it begins at one", () => {
  const writer = writerOf(["one"], ["two"], ["text"], ["three"]);
  writer.caret(0, 0);
  writer.run(toggleList("number"));
  writer.caret(1, 0);
  writer.run(toggleList("number"));
  writer.caret(3, 0);
  writer.run(toggleList("number"));
  expect(labels(writer)).toEqual(["1.", "2.", "1."]);
});

test("indenting in an imported list takes the number form that the list has at that depth", () => {
  const list = { list: "number", listId: "c" };
  const writer = writerOf(
    ["定义", { ...list, format: "第{1:chinese}条" }],
    ["一方", { ...list, depth: 1, format: "{1}.{2}" }],
    ["双方", { ...list, format: "第{1:chinese}条" }],
  );
  writer.caret(2, 0);
  writer.run(changeDepth(1));
  expect(labels(writer)).toEqual(["第一条", "1.1", "1.2"]);
  writer.run(changeDepth(-1));
  expect(labels(writer)).toEqual(["第一条", "1.1", "第二条"]);
});

test("depth stops at the ninth level and at the margin", () => {
  const writer = writerOf(["x"]);
  writer.caret(0, 0);
  for (let step = 0; step < 12; step++) writer.run(changeDepth(1));
  expect(paragraphState(writer.state).depth).toBe(8);
  for (let step = 0; step < 8; step++) writer.run(changeDepth(-1));
  expect(shape(writer)).toEqual([["x", {}]]);
  expect(changeDepth(-1)(writer.state)).toBe(false);
});

test("a style goes over every selected paragraph and comes off again", () => {
  const writer = writerOf(["one"], ["two", { list: "bullet" }], ["three"]);
  const end = writer.paragraphStart(2) + 2;
  writer.dispatch(writer.state.tr.setSelection(TextSelection.create(writer.doc, writer.paragraphStart(0), end)));
  writer.run(setStyle("quote"));
  expect(shape(writer).map(([, attributes]) => attributes)).toEqual([
    { style: "quote" },
    { style: "quote" },
    { style: "quote" },
  ]);
  writer.run(toggleStyle("quote"));
  expect(shape(writer).map(([, attributes]) => attributes)).toEqual([{}, {}, {}]);
});

test("a check-list item is ticked by its place and by the caret", () => {
  const writer = writerOf(["buy", { list: "check" }], ["plain"]);
  writer.run(toggleChecked(0));
  expect(shape(writer)[0]?.[1]).toEqual({ list: "check", checked: true });
  writer.caret(0, 1);
  writer.run(toggleChecked(null));
  expect(shape(writer)[0]?.[1]).toEqual({ list: "check" });
  expect(toggleChecked(writer.paragraphStart(1) - 1)(writer.state)).toBe(false);
});

test("Enter at the end of a heading goes on in body text, in the middle both halves are headings", () => {
  const writer = writerOf(["Definitions", { style: "heading", level: 2 }]);
  writer.caret(0, 11);
  writer.run(enter);
  writer.type("text");
  expect(shape(writer)).toEqual([
    ["Definitions", { style: "heading", level: 2 }],
    ["text", {}],
  ]);
  writer.caret(0, 4);
  writer.run(enter);
  expect(shape(writer).map(([, attributes]) => attributes["style"])).toEqual(["heading", "heading", undefined]);
});

test("Enter before a heading leaves the heading a heading", () => {
  const writer = writerOf(["Definitions", { style: "heading", level: 1 }]);
  writer.caret(0, 0);
  writer.run(enter);
  expect(shape(writer)).toEqual([
    ["", {}],
    ["Definitions", { style: "heading", level: 1 }],
  ]);
});

test("Enter in a list makes the next item, unticked and not restarted", () => {
  const writer = writerOf(["one", { list: "number", listId: "l", start: 5 }]);
  writer.caret(0, 3);
  writer.run(enter);
  expect(labels(writer)).toEqual(["5.", "6."]);
  const checks = writerOf(["done", { list: "check", checked: true }]);
  checks.caret(0, 4);
  checks.run(enter);
  expect(shape(checks)[1]).toEqual(["", { list: "check" }]);
});

test("Enter in an empty item goes out level by level, then out of the list", () => {
  const writer = writerOf(["", { list: "bullet", depth: 2 }]);
  writer.caret(0, 0);
  for (const expected of [{ list: "bullet", depth: 1 }, { list: "bullet" }, {}]) {
    writer.run(enter);
    expect(shape(writer)).toEqual([["", expected]]);
  }
  writer.run(enter);
  expect(shape(writer)).toHaveLength(2);
});

test("Enter in code makes a line and an empty last line leaves the code", () => {
  const writer = writerOf(["a", { style: "code" }]);
  writer.caret(0, 1);
  writer.run(enter);
  writer.type("b");
  writer.run(enter);
  writer.run(enter);
  writer.type("c");
  expect(shape(writer)).toEqual([
    ["a\nb", { style: "code" }],
    ["c", {}],
  ]);
});

test("Shift-Enter breaks the line inside the paragraph", () => {
  const writer = writerOf(["ab"]);
  writer.caret(0, 1);
  writer.run(breakLine);
  expect(shape(writer)).toEqual([["a\nb", {}]]);
});

test("Backspace at the start takes away list, indent and style one by one, then joins", () => {
  const writer = writerOf(["one"], ["two", { list: "bullet", depth: 1, style: "heading", level: 3 }]);
  writer.caret(1, 0);
  for (const expected of [{ depth: 1, style: "heading", level: 3 }, { style: "heading", level: 3 }, {}]) {
    writer.run(backspace);
    expect(shape(writer)[1]).toEqual(["two", expected]);
  }
  writer.run(backspace);
  expect(shape(writer)).toEqual([["onetwo", {}]]);
});

test("Backspace after an empty paragraph and Delete in one keep the style of the one with text", () => {
  const title = { style: "heading", level: 1 };
  const first = writerOf(["", {}], ["Scope", title]);
  first.caret(0, 0);
  first.run(deleteForward);
  expect(shape(first)).toEqual([["Scope", title]]);
  const second = writerOf(["Scope", title], [""]);
  second.caret(0, 5);
  second.run(deleteForward);
  expect(shape(second)).toEqual([["Scope", title]]);
});

test("the first paragraph stays when Backspace is pressed at its start", () => {
  const writer = writerOf(["one"]);
  writer.caret(0, 0);
  writer.run(backspace);
  expect(shape(writer)).toEqual([["one", {}]]);
});

const asClause = { clause: "c1", library: "payment@2", condition: "prepaid=yes" };

test.each<[string, number, Record<string, unknown>, Record<string, unknown>]>([
  ["in the middle, the first half is the clause", 4, asClause, {}],
  ["at the end, the words stay the clause", 9, asClause, {}],
  ["before its first word, the words stay the clause", 0, {}, asClause],
])("of a clause that is broken %s", (_where, at, first, second) => {
  for (const list of [{}, { list: "number" }, { style: "quote" }]) {
    const writer = writerOf(["Pay early", { ...list, ...asClause }]);
    writer.caret(0, at);
    writer.run(enter);
    const identity = shape(writer).map(([, { clause, library, condition }]) =>
      Object.fromEntries(Object.entries({ clause, library, condition }).filter(([, value]) => value !== undefined)),
    );
    expect(identity).toEqual([first, second]);
  }
});
