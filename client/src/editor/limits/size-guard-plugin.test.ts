import { updateLimits } from "@parley/history";
import { EditorState } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import { paragraph, testSchema } from "../binding/bound-writers.ts";
import { type TooLarge, sizeGuardPlugin } from "./size-guard-plugin.ts";

test("what has more pieces than the server takes at once is not put in, however few bytes it has", () => {
  const told: TooLarge[] = [];
  const plugin = sizeGuardPlugin({
    maxBytes: () => 1_000_000_000,
    onTooLarge: (size) => void told.push(size),
    schedule: (task) => {
      task();
      return () => undefined;
    },
  });
  const state = EditorState.create({ doc: testSchema.node("doc", null, [paragraph("one")]), plugins: [plugin] });
  const put = (count: number): number => {
    const blocks = Array.from({ length: count }, () => paragraph("y"));
    return state.applyTransaction(state.tr.insert(0, blocks)).transactions.length;
  };
  expect([put(10_000), told]).toEqual([1, []]);
  expect(put(updateLimits.structs / 2)).toBe(0);
  expect(told).toEqual([{ of: "pieces", count: expect.any(Number), limit: updateLimits.structs }]);
});
