// @vitest-environment happy-dom
import { EditorState, Plugin, TextSelection } from "@tiptap/pm/state";
import { EditorView } from "@tiptap/pm/view";
import { expect, test, vi } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { erasingKey, typedKeys } from "./typed-keys.ts";

/** What a page says after a key was pressed with `from` to `to` selected, and whether the browser was kept from writing it. */
function pressed(char: string, from: number, to = from, rule?: Plugin): { text: string; kept: boolean } {
  const doc = testSchema.topNodeType.create(null, [paragraph("one two")]);
  const plugins = [typedKeys(), ...(rule ? [rule] : [])];
  const state = EditorState.create({ doc, plugins, selection: TextSelection.create(doc, from, to) });
  const view = new EditorView(document.createElement("div"), { state });
  const event = new KeyboardEvent("keypress", { key: char, bubbles: true, cancelable: true });
  Object.defineProperty(event, "charCode", { value: char.charCodeAt(0) });
  const kept = view.someProp("handleKeyPress", (handle) => handle(view, event)) === true;
  const text = view.state.doc.textContent;
  view.destroy();
  return { text, kept };
}

test("a key at a bare caret is written at once", () => {
  expect(pressed("x", 4)).toEqual({ text: "onex two", kept: true });
  expect(pressed("文", 4)).toEqual({ text: "one文 two", kept: true });
});

test("what typing rules take is not written twice", () => {
  const rule = new Plugin({ props: { handleTextInput: (_view, _from, _to, text) => text === "x" } });
  expect(pressed("x", 4, 4, rule)).toEqual({ text: "one two", kept: true });
});

test("line breaks, halves of characters and what replaces words are the browser's", () => {
  for (const [char, from, to] of [
    ["\r", 4, 4],
    ["\ud83d", 4, 4],
    ["x", 1, 4],
  ] as const)
    expect(pressed(char, from, to)).toEqual({ text: "one two", kept: false });
});

test("a keyboard on the screen writes by itself", () => {
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: query === "(pointer: coarse)" }));
  expect(pressed("x", 4)).toEqual({ text: "one two", kept: false });
  vi.unstubAllGlobals();
});

/** What a page says after Backspace was pressed with the caret at the end of `text`, and whether the browser was kept from erasing. */
function erased(text: string, init: KeyboardEventInit = {}): { text: string; kept: boolean; caret: number } {
  const doc = testSchema.topNodeType.create(null, [paragraph(text)]);
  const selection = TextSelection.atEnd(doc);
  const state = EditorState.create({ doc, plugins: [erasingKey()], selection });
  const view = new EditorView(document.createElement("div"), { state });
  const event = new KeyboardEvent("keydown", { key: "Backspace", cancelable: true, ...init });
  const kept = view.someProp("handleKeyDown", (handle) => handle(view, event)) === true;
  const after = { text: view.state.doc.textContent, kept, caret: view.state.selection.from };
  view.destroy();
  return after;
}

test("a letter, a Chinese character, a digit, a sign or a space before the caret is erased at once", () => {
  for (const letter of ["e", "é", "文", "5", "。", " "])
    expect(erased(`fe${letter}`)).toEqual({ text: "fe", kept: true, caret: 3 });
});

test("what may be a part of one character, a whole word and what stands at the beginning are the browser's to erase", () => {
  for (const text of ["", "e\u0301", "\ud83d\ude00", "\u1112\u1161\u11ab", "a\u200d", "♥\ufe0f", "か\u3099"])
    expect(erased(text)).toMatchObject({ text, kept: false });
  for (const init of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { shiftKey: true }])
    expect(erased("fee", init)).toMatchObject({ text: "fee", kept: false });
});
