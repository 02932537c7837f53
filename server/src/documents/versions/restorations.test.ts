import { expect, test } from "vitest";
import { undoneBy } from "./restorations.ts";

const first = { seq: 10, restored: 4 };

test("a restoration of an older version takes away what was decided in between, and nothing else", () => {
  expect(undoneBy([first], 7, 12)).toBe(first);
  expect(undoneBy([first], 3, 12)).toBeNull();
  expect(undoneBy([first], 11, 12)).toBeNull();
  expect(undoneBy([first], 7, 9)).toBeNull();
});

test("what was taken away stands again when a version with it is restored, and is gone again with one that lacks it", () => {
  const back = { seq: 13, restored: 9 };
  expect(undoneBy([first, back], 7, 20)).toBeNull();
  // The version that is restored here had lost it already.
  const without = { seq: 16, restored: 11 };
  expect(undoneBy([first, back, without], 7, 20)).toBe(first);
  const older = { seq: 18, restored: 2 };
  expect(undoneBy([first, back, older], 7, 20)).toBe(older);
});
