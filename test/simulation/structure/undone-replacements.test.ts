import { expect, test } from "vitest";
import { playUndoneReplacements } from "./undone-replacements.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 40) }, (_, index) => index + 1);

test.each(seeds)(
  "[LI4] [LI10] whoever takes a replacement back, or does it again, leaves text and authors as they were (seed %i)",
  (seed) => {
    const { mistaken, steps } = playUndoneReplacements(seed, false);
    expect(steps).toBeGreaterThan(6);
    expect(mistaken).toEqual([]);
  },
);

test("[LI4] where a paragraph had to be made anew for it, too, but for fewer than one step in a hundred", () => {
  let [mistaken, steps] = [0, 0];
  for (const seed of seeds) {
    const outcome = playUndoneReplacements(seed, true);
    mistaken += outcome.mistaken.length;
    steps += outcome.steps;
  }
  expect(mistaken / steps).toBeLessThan(0.01);
});
