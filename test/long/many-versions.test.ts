import { expect, test } from "vitest";
import { negotiate } from "../simulation/proposals/negotiation.ts";
import { restoreAtRandom, wrongFrames, wrongViews } from "../simulation/versions/version-oracles.ts";

test.each(Array.from({ length: 8 }, (_, index) => 20_000 + index * 50))(
  "[VE9] [VE10] [VI5] the versions of 50 negotiations are as they were, can be replayed and restored (from seed %i)",
  (first) => {
    for (let seed = first; seed < first + 50; seed++) {
      const outcome = negotiate(seed, { steps: 120, lag: 0.3 });
      const { rows } = outcome;
      const seqs = rows.map((row) => row.seq).filter((seq) => seq % 5 === 0);
      const wrong = [...wrongViews(outcome), ...wrongFrames(rows, seqs), ...restoreAtRandom(outcome, seed).wrong];
      expect({ seed, wrong: wrong.slice(0, 1) }).toEqual({ seed, wrong: [] });
    }
  },
);
