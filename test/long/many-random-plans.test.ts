import { describe, expect, test } from "vitest";
import { makePlan } from "../simulation/plan.ts";
import { runPlan } from "../simulation/run-plan.ts";

/** The same oracles as in `test/simulation`, over many more and longer plans. */
const firstSeed = 100_000;

describe("random edits, broken lines, crashes and compactions, at length", () => {
  test.each(Array.from({ length: 20 }, (_, index) => firstSeed + index * 25))(
    "[AT5] [LG1] [SY1] [SY13] [SE1] 25 plans of 400 steps hold on three nodes (from seed %i)",
    async (seed) => {
      for (let offset = 0; offset < 25; offset++) {
        expect({ seed: seed + offset, problems: await runPlan(makePlan(seed + offset, 400), 3) }).toEqual({
          seed: seed + offset,
          problems: [],
        });
      }
    },
  );

  test.each(Array.from({ length: 40 }, (_, index) => firstSeed + index * 25))(
    "[AT5] [AT7] [LG2] [SY1] [SE1] 25 plans of 600 steps hold (from seed %i)",
    async (seed) => {
      for (let offset = 0; offset < 25; offset++) {
        expect({ seed: seed + offset, problems: await runPlan(makePlan(seed + offset, 600)) }).toEqual({
          seed: seed + offset,
          problems: [],
        });
      }
    },
  );
});
