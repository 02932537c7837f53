import { EditorState, Plugin, TextSelection } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { testSchema } from "../binding/bound-writers.ts";
import { proposedLooks } from "./proposed-looks.ts";
import { proposalsKey } from "./proposals-plugin.ts";
import { shownParagraphState } from "./shown-paragraph.ts";

test("menus tell a paragraph as it is shown: with what is proposed for it, and not with what is proposed for its neighbour", () => {
  const item = (text: string) =>
    testSchema.node("paragraph", { list: "number", depth: 1, align: "end" }, [testSchema.text(text)]);
  const doc = testSchema.node("doc", null, [item("One."), item("Two.")]);
  const size = doc.child(0).nodeSize;
  const set = (name: string, value: unknown) =>
    ({ kind: "set", block: [1, 1], set: { name, value }, authorId: "", party: "ours", proposalId: null }) as const;
  const looks = proposedLooks([set("list", null), set("depth", 2), set("style", "heading"), set("level", 3)]) ?? {};
  const drawn = DecorationSet.create(doc, [Decoration.node(0, size, { class: "x" }), Decoration.node(0, size, looks)]);
  const plugin = new Plugin({ key: proposalsKey, state: { init: () => drawn, apply: (_tr, value) => value } });
  const at = (pos: number): EditorState =>
    EditorState.create({ doc, plugins: [plugin], selection: TextSelection.create(doc, pos) });
  expect(shownParagraphState(at(2))).toEqual({ style: "heading", level: 3, list: null, align: "end", depth: 2 });
  expect(shownParagraphState(at(size + 2))).toEqual({
    style: null,
    level: null,
    list: "number",
    align: "end",
    depth: 1,
  });
});
