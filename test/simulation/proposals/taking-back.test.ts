import { describe, expect, test } from "vitest";
import { takeAllBack } from "./taking-back.ts";

describe("[TB1] [TB3] a decision that is taken back", () => {
  test("leaves what was agreed and what waited before it, with whoever proposed it", () => {
    const played = takeAllBack(1, 6, () => 0);
    expect(played.problems).toEqual([]);
    expect(played.kept["changed"]).toBeUndefined();
    expect(played.taken).toBeGreaterThan(20);
    expect(played.reaccepted).toBeGreaterThan(4);
  });

  test("[TB2] some rows later brings back what waited, or is kept for a place that has changed", () => {
    const played = takeAllBack(1_001, 6, (seed) => 1 + (seed % 7));
    expect(played.problems).toEqual([]);
    expect(played.kept["changed"]).toBeGreaterThan(0);
    expect(played.taken).toBeGreaterThan(10);
  });

  test("[RV2] leaves two answers of one row in their order, so the newest stays the newest", () => {
    expect(takeAllBack(40_110, 1, () => 0).problems).toEqual([]);
  });

  test("[RV5] leaves two moves of the same words as alternatives, of which one had been accepted", () => {
    expect(takeAllBack(91_112, 1, () => 0).problems).toEqual([]);
  });

  test("leaves one proposal about all parts of a paragraph that was split before it was removed", () => {
    expect(takeAllBack(70_102, 1, () => 0, true).problems).toEqual([]);
  });

  test("[VI5] leaves words of several people in one proposed row whose they are, in views of the past as well", () => {
    expect(takeAllBack(70_200, 1, () => 0).problems).toEqual([]);
  });

  test("[PR8] leaves a move one with nothing but what takes away words that stand", () => {
    expect(takeAllBack(40_742, 1, () => 0).problems).toEqual([]);
  });

  test("[TB6] leaves the words of a row waiting to go that it brings back, though the rest of that was rejected since", () => {
    expect(takeAllBack(40_031, 1, () => 11).problems).toEqual([]);
  });

  test.each([40_088, 40_580, 80_152, 40_492])(
    "[PR1] [PR7] leaves changes inside another one's words apart from, or one with, those beside them, as they were (seed %i)",
    (seed) => {
      expect(takeAllBack(seed, 1, () => 0).problems).toEqual([]);
    },
  );
});
