import { expect, test } from "vitest";
import { negotiate } from "./negotiation.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 30) }, (_, index) => index + 1);

test.each(seeds)("[GA1] [DE1] [DE2] [VI1] agreed text changes only by decision, and as shown before (seed %i)", (seed) => {
  const outcome = negotiate(seed, { steps: 120, lag: 0.3 });
  expect(outcome.problems).toEqual([]);
  expect(outcome.proposing).toBeGreaterThan(0);
});
