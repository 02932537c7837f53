import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";
import { wrongViews } from "./version-oracles.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 6) }, (_, index) => index + 1);

describe("the views of a version", () => {
  test.each(seeds)("[VI5] are those that were shown at that row, whatever was decided since (seed %i)", (seed) => {
    const outcome = negotiate(seed, { steps: 120, lag: 0.3 });
    expect(outcome.decided).toBeGreaterThan(0);
    expect(wrongViews(outcome).slice(0, 1)).toEqual([]);
  });
});

test("[VI5] [RV2] an agreed row that waits only for others' words is told the same with its answers in a past view", () => {
  expect(wrongViews(negotiate(20_349, { steps: 120, lag: 0.3 }))).toEqual([]);
});
