import { EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { numberLabels, numberLabelsPlugin, shownLabels, shownNumbers } from "./number-labels.ts";

const numbered = { list: "number", depth: 0 };
const doc = testSchema.node("doc", null, [
  paragraph("Price", numbered),
  paragraph("New", numbered),
  paragraph("Newer", { list: "number", depth: 1 }),
  paragraph("Term", numbered),
  paragraph("Between"),
  paragraph("Newest", numbered),
  paragraph("Law", numbered),
]);
const starts: number[] = [];
doc.forEach((_node, pos) => void starts.push(pos));
const at = (...indexes: number[]): Set<number> => new Set(indexes.map((index) => starts[index] ?? -1));

test("agreed paragraphs keep their agreed numbers, proposed ones have those that they would come to have", () => {
  const labels = numberLabels(doc, at(1, 2, 5)).map(({ label }) => label);
  expect(labels).toEqual(["1.", "+2.", "+a.", "2.", "+3.", "3."]);
  expect(numberLabels(doc).map(({ label }) => label)).toEqual(["1.", "2.", "a.", "3.", "4.", "5."]);
});

test("what stands in a proposed table waits with it, and what comes behind it is agreed", () => {
  const cell = (...blocks: Parameters<typeof testSchema.node>[2][]) =>
    testSchema.node("tableCell", null, blocks as never);
  const table = testSchema.node("table", null, [
    testSchema.node("tableRow", null, [cell(paragraph("a", numbered) as never, paragraph("b", numbered) as never)]),
  ]);
  const whole = testSchema.node("doc", null, [paragraph("Price", numbered), table, paragraph("Term", numbered)]);
  const tableAt = whole.child(0).nodeSize;
  expect(numberLabels(whole, new Set([tableAt])).map(({ label }) => label)).toEqual(["1.", "+2.", "+3.", "2."]);
});

test("the shown numbers follow what is proposed, and are the same list while none of them changes", () => {
  const key = new PluginKey<ReadonlySet<number>>("proposed");
  const proposing = new Plugin<ReadonlySet<number>>({
    key,
    state: {
      init: () => new Set(),
      apply: (tr, value) => (tr.getMeta(key) as ReadonlySet<number> | undefined) ?? value,
    },
  });
  const labels = numberLabelsPlugin({
    in: (state) => key.getState(state) ?? new Set(),
    areChangedBy: (tr) => tr.getMeta(key) !== undefined,
  });
  const state = EditorState.create({ doc, plugins: [proposing, labels] });
  expect(shownNumbers(state)).toEqual(["1.", "2.", "a.", "3.", "4.", "5."]);
  const told = state.apply(state.tr.setMeta(key, at(1, 2)));
  expect(shownNumbers(told)).toEqual(["1.", "+2.", "+a.", "2.", "3.", "4."]);
  expect(shownLabels(told).get(starts[3] ?? -1)).toBe("2.");
  const typed = told.apply(told.tr.insertText("!", 2));
  expect(shownNumbers(typed)).toBe(shownNumbers(told));
  expect(shownLabels(typed).get((starts[3] ?? 0) + 1)).toBe("2.");
  // Another text of as many paragraphs, as a restoration brings it.
  const restored = typed.apply(typed.tr.setNodeMarkup(0, null, { list: null }));
  expect(shownNumbers(restored)).not.toBe(shownNumbers(typed));
});
