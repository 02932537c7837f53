import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";
import { playStructuralSession } from "../structure/structural-session.ts";
import { wrongFrames } from "./version-oracles.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 3) }, (_, index) => index + 1);

describe("a film", () => {
  test.each(seeds)("[VE10] shows the version of each frame, by its authors (seed %i)", (seed) => {
    const random = seededRandom(seed);
    const session = playStructuralSession(seed, { steps: 120, lag: 0.3, offline: 0.2, undo: true }).rows;
    const negotiation = negotiate(seed, { steps: 120, lag: 0.3 }).rows;
    for (const rows of [session, negotiation]) {
      const some = rows.map(({ seq }) => seq).filter((seq) => seq === rows.length || random.chance(0.3));
      expect(wrongFrames(rows, some).slice(0, 1)).toEqual([]);
    }
  });

  // A letter of a mosaic that was a double, too, until it ended (LI8, LI10).
  test.each([20317])("[VE10] shows each frame by its authors where it once did not (seed %i)", (seed) => {
    const { rows } = negotiate(seed, { steps: 120, lag: 0.3 });
    const seqs = rows.map(({ seq }) => seq).filter((seq) => seq % 5 === 0);
    expect(wrongFrames(rows, seqs).slice(0, 1)).toEqual([]);
  });
});
