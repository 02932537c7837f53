import { describe, expect, test } from "vitest";
import { makeNegotiatedPlan } from "../simulation/plan.ts";
import { runPlan } from "../simulation/run-plan.ts";

/** The same oracles as in `test/simulation`, over many more and longer plans. */
const firstSeed = 200_000;

describe("negotiations of three parties with crashes, upgrades and changing roles, at length", () => {
  test.each(Array.from({ length: 20 }, (_, index) => firstSeed + index * 20))(
    "[GA1] [GA4] [DE2] [SY1] [SY7] 20 plans of 300 steps hold (from seed %i)",
    async (seed) => {
      for (let offset = 0; offset < 20; offset++) {
        const problems = await runPlan(makeNegotiatedPlan(seed + offset, 300), 1);
        expect({ seed: seed + offset, problems }).toEqual({ seed: seed + offset, problems: [] });
      }
    },
  );

  test.each(Array.from({ length: 10 }, (_, index) => firstSeed + 10_000 + index * 20))(
    "[GA1] [DE2] [SY13] 20 plans of 200 steps hold on three nodes (from seed %i)",
    async (seed) => {
      for (let offset = 0; offset < 20; offset++) {
        const problems = await runPlan(makeNegotiatedPlan(seed + offset, 200), 3);
        expect({ seed: seed + offset, problems }).toEqual({ seed: seed + offset, problems: [] });
      }
    },
  );
});
