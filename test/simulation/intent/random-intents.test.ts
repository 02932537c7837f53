/** Two people change the same paragraphs at the same moment, at random: nothing of what either meant is lost without a notice. */
import { expect, test } from "vitest";
import { playIntentCase } from "./intent-case.ts";

const cases = Number(process.env["PARLEY_INTENT_CASES"] ?? 400);

test("[FW1] [FW3] [FW4] [FW7] of what two people mean, nothing is lost silently, and most is kept", () => {
  const seen = { kept: 0, told: 0, silent: [] as number[], apart: [] as number[] };
  for (let seed = 1; seed <= cases; seed++) {
    const { violations, silent, converged } = playIntentCase({ seed, mode: "forwarded" });
    if (!converged) seen.apart.push(seed);
    if (silent.length > 0) seen.silent.push(seed);
    else if (violations.length > 0) seen.told++;
    else seen.kept++;
  }
  expect(seen.silent).toEqual([]);
  expect(seen.apart).toEqual([]);
  expect(seen.kept / cases).toBeGreaterThan(0.75);
});
