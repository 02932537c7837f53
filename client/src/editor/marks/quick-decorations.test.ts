import { seededRandom } from "@parley/base";
import type { Node } from "@tiptap/pm/model";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { EditorState } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { testSchema } from "../binding/bound-writers.ts";
import { quickDecorations } from "./quick-decorations.ts";

const foundFor = (set: DecorationSet, pos: number, node: Node): Decoration[] =>
  (set.forChild(pos, node) as DecorationSet).find();

test("every block gets the decorations that ProseMirror would find for it, also after edits", () => {
  const random = seededRandom(4);
  const paragraph = (text: string) => testSchema.node("paragraph", null, text === "" ? [] : [testSchema.text(text)]);
  const doc = testSchema.node(
    "doc",
    null,
    Array.from({ length: 60 }, () => paragraph("words ".repeat(random.int(4)))),
  );
  const decorations: Decoration[] = [];
  doc.forEach((node, pos) => {
    if (random.int(2) === 0) decorations.push(Decoration.node(pos, pos + node.nodeSize, { class: "block" }));
    if (node.content.size > 6 && random.int(2) === 0)
      decorations.push(Decoration.inline(pos + 2, pos + 5, { class: "words" }));
  });
  let state = EditorState.create({ doc });
  let plain = DecorationSet.create(doc, decorations);
  let quick = quickDecorations(plain);
  expect(quick).not.toBe(plain);
  for (let edit = 0; edit < 20; edit++) {
    state.doc.forEach((node, pos) => {
      expect(foundFor(quick, pos, node)).toEqual(foundFor(plain, pos, node));
    });
    const tr = state.tr.insertText("x", 1 + random.int(state.doc.content.size - 2));
    state = state.apply(tr);
    plain = plain.map(tr.mapping, tr.doc);
    quick = quickDecorations(quick.map(tr.mapping, tr.doc));
  }
});

test("a set with a decoration over several blocks stays as it is", () => {
  const paragraph = testSchema.node("paragraph", null, [testSchema.text("one")]);
  const doc = testSchema.node("doc", null, [paragraph, paragraph]);
  const set = DecorationSet.create(doc, [Decoration.inline(2, 8, { class: "both" })]);
  expect(quickDecorations(set)).toBe(set);
});
