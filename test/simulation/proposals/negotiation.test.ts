import { expect, test } from "vitest";
import { negotiate } from "./negotiation.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 30) }, (_, index) => index + 1);

test.each(seeds)(
  "[GA1] [DE1] [DE2] [VI1] agreed text changes only by decision, and as shown before (seed %i)",
  (seed) => {
    const outcome = negotiate(seed, { steps: 100, lag: 0.3 });
    expect(outcome.problems).toEqual([]);
    expect(outcome.proposing).toBeGreaterThan(0);
  },
);

test.each(seeds.map((seed) => seed + 2_000))(
  "[GA4] [AN4] a hostile client changes nothing that is anybody else's, and comments stay at their words (seed %i)",
  (seed) => {
    const outcome = negotiate(seed, { steps: 60, lag: 0.3, hostile: true });
    expect(outcome.problems).toEqual([]);
    expect(outcome.attacks).toBeGreaterThan(5);
    expect(outcome.commented).toBeGreaterThan(2);
  },
);

test("[PR8] [VD1] negotiations come to restorations, refusals, answers, moves and void proposals, and what waits hardly ever moves", () => {
  const all = [302, 303, 304, 306, 307, 308].map((seed) => negotiate(seed, { steps: 80, lag: 0.3 }));
  const sum = (count: (outcome: (typeof all)[number]) => number): number =>
    all.reduce((total, outcome) => total + count(outcome), 0);
  expect(sum(({ problems }) => problems.length)).toBe(0);
  expect(sum(({ restored }) => restored)).toBeGreaterThan(0);
  expect(sum(({ decided }) => decided)).toBeGreaterThan(40);
  expect(sum(({ shifted }) => shifted)).toBeGreaterThan(5);
  expect(sum(({ emptied }) => emptied)).toBeGreaterThan(0);
  expect(sum(({ moved }) => moved)).toBeLessThan(2);
});

test.each([401, 421, 441, 461])(
  "[WD1] who takes back what they proposed takes nobody else's words along, and changes nothing agreed (5 negotiations from seed %i)",
  (first) => {
    const all = [0, 4, 8, 12, 16].map((more) => negotiate(first + more, { steps: 100, lag: 0.3 }));
    expect(all.flatMap(({ problems }) => problems)).toEqual([]);
    expect(all.reduce((total, { withdrawn }) => total + withdrawn, 0)).toBeGreaterThan(10);
  },
);

test("[WD1] a row that waits after a withdrawal is a proposal of whoever wrote the first words in it", () => {
  expect(negotiate(11_085, { steps: 100, lag: 0.3 }).problems).toEqual([]);
});

test.each([21_402, 21_438, 21_462, 21_507])("[RV1] no proposal needs an alternative to it (seed %i)", (seed) => {
  expect(negotiate(seed, { steps: 100, lag: 0.3, hostile: seed % 4 === 0 }).problems).toEqual([]);
});

test("[DE6] a proposal that names words which came after it goes with those that were there, and the decision says so", () => {
  expect(negotiate(11_216, { steps: 100, lag: 0.3, hostile: true }).problems).toEqual([]);
});

test("[VD1] half of a move that stands alone is told with the move, once an editor joins the other half to a neighbour", () => {
  expect(negotiate(14_117, { steps: 100, lag: 0.3 }).problems).toEqual([]);
});
