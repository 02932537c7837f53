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
