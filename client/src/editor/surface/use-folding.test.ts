import { expect, test } from "vitest";
import { foldFor } from "./use-folding.ts";

test("a bar folds one step after another until it fits, and unfolds as soon as there is room", () => {
  expect(foldFor(0, 2, { availablePx: 1000, neededPx: [1000] })).toBe(0);
  expect(foldFor(0, 2, { availablePx: 900, neededPx: [980] })).toBe(1);
  expect(foldFor(1, 2, { availablePx: 900, neededPx: [980, 900] })).toBe(1);
  expect(foldFor(1, 2, { availablePx: 800, neededPx: [980, 880] })).toBe(2);
  expect(foldFor(2, 2, { availablePx: 600, neededPx: [980, 880, 700] })).toBe(2);
  expect(foldFor(2, 2, { availablePx: 885, neededPx: [980, 880, 885] })).toBe(1);
  expect(foldFor(2, 2, { availablePx: 1200, neededPx: [980, 880, 1200] })).toBe(0);
});
