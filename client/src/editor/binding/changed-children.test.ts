import { seededRandom } from "@parley/base";
import { EditorState } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "./bound-writers.ts";
import { changedChildren } from "./changed-children.ts";
import { addDifferenceStep } from "./render-steps.ts";

test("the part in which two rows differ is the smallest, also where a row repeats itself", () => {
  const [a, b, c] = [{}, {}, {}];
  expect(changedChildren([a, b, c], [a, b, c])).toEqual({ start: 3, endBefore: 3, endAfter: 3 });
  expect(changedChildren([a, b, c], [a, {}, c])).toEqual({ start: 1, endBefore: 2, endAfter: 2 });
  expect(changedChildren([a, a], [a, a, a])).toEqual({ start: 2, endBefore: 2, endAfter: 3 });
  expect(changedChildren([a, b, a], [a])).toEqual({ start: 1, endBefore: 3, endAfter: 1 });
  expect(changedChildren([], [a])).toEqual({ start: 0, endBefore: 0, endAfter: 1 });
});

test("whatever was replaced, one step over what differs shows it and leaves the other blocks the very nodes they were", () => {
  const random = seededRandom(5);
  const line = (): string => random.pick(["", "one", "two", "on", "twofold"]);
  for (let round = 0; round < 400; round++) {
    const doc = testSchema.topNodeType.create(
      null,
      Array.from({ length: 1 + random.int(6) }, () => paragraph(line())),
    );
    const from = random.int(doc.childCount + 1);
    const wanted = doc.children.toSpliced(
      from,
      random.int(3),
      ...Array.from({ length: random.int(3) }, () => paragraph(line())),
    );
    if (wanted.length === 0) continue;
    const { tr } = EditorState.create({ doc });
    addDifferenceStep(tr, wanted);
    expect(tr.doc.toJSON()).toEqual(testSchema.topNodeType.create(null, wanted).toJSON());
    expect(tr.steps.length).toBeLessThan(2);
    const { start, endAfter } = changedChildren(doc.children, wanted);
    const kept = wanted.toSpliced(start, endAfter - start);
    const shown = tr.doc.children.toSpliced(start, endAfter - start);
    expect(shown).toHaveLength(kept.length);
    expect(shown.every((node, index) => node === kept[index])).toBe(true);
  }
});
