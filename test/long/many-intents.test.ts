import { expect, test } from "vitest";
import { playIntentCase } from "../simulation/intent/intent-case.ts";

const CASES = 6_000;

test.each([10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000])(
  "[FW7] in 6,000 cases from %i on, nothing of what two people mean is lost without a notice",
  (first) => {
    const silent: number[] = [];
    for (let seed = first; seed < first + CASES; seed++)
      if (playIntentCase({ seed, mode: "forwarded" }).silent.length > 0) silent.push(seed);
    expect(silent).toEqual([]);
  },
);

test.each([110_000, 120_000])(
  "[FW7] in 6,000 cases from %i on, in some of which somebody types over what is selected, nothing is lost without a notice either",
  (first) => {
    const silent: number[] = [];
    for (let seed = first; seed < first + CASES; seed++)
      if (playIntentCase({ seed, mode: "forwarded", retypes: true }).silent.length > 0) silent.push(seed);
    expect(silent).toEqual([]);
  },
);

test("[FW7] in 12,000 cases in some of which somebody drags words elsewhere, nothing is lost without a notice either", () => {
  const silent: number[] = [];
  for (let seed = 130_000; seed < 130_000 + 2 * CASES; seed++)
    if (playIntentCase({ seed, mode: "forwarded", drags: true }).silent.length > 0) silent.push(seed);
  expect(silent).toEqual([]);
});
