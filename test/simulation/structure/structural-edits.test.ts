import { DocumentReplica } from "@parley/history";
import { expect, test } from "vitest";
import { type StructuralOptions, playStructuralSession } from "./structural-session.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 20) }, (_, index) => index + 1);

test.each(seeds)("[LI3] [LI5] nobody becomes the author of what they move (seed %i)", (seed) => {
  const outcome = playStructuralSession(seed, { steps: 250, lag: 0, offline: 0, undo: false });
  expect(outcome.converged).toBe(true);
  expect(outcome.copied).toBeGreaterThan(0);
  expect({ wrong: outcome.wrong }).toEqual({ wrong: 0 });
});

test.each(seeds)("[LI3] people who restructure the same text at once are no authors of it (seed %i)", (seed) => {
  const outcome = playStructuralSession(seed, { steps: 250, lag: 0.5, offline: 0, undo: false });
  expect(outcome.converged).toBe(true);
  expect({ wrong: outcome.wrong }).toEqual({ wrong: 0 });
});

/** Plays every seed; returns the share of characters that are credited to somebody else, and of those that somebody put together. */
function sharesOf(options: StructuralOptions): { readonly mistaken: number; readonly putTogether: number } {
  let [wrong, putTogether, characters] = [0, 0, 0];
  for (const seed of seeds) {
    const outcome = playStructuralSession(seed, options);
    expect(outcome.converged).toBe(true);
    wrong += outcome.wrong;
    putTogether += outcome.putTogether;
    characters += outcome.characters;
  }
  return { mistaken: wrong / characters, putTogether: putTogether / characters };
}

test("[LI4] [LI10] undo and redo give words back to their authors: fewer than one character in two thousand is mistaken", () => {
  const { mistaken, putTogether } = sharesOf({ steps: 250, lag: 0.3, offline: 0, undo: true });
  expect(mistaken).toBeLessThan(0.0005);
  expect(putTogether).toBeLessThan(0.005);
});

test("[LI3] [LI10] many acts that arrive as one, as after an offline hour, mistake fewer than one character in two hundred", () => {
  const { mistaken, putTogether } = sharesOf({ steps: 250, lag: 0.4, offline: 0.4, undo: true });
  expect(mistaken).toBeLessThan(0.005);
  expect(putTogether).toBeLessThan(0.01);
});

test.each(seeds.slice(0, 4))("[AT5] [LI1] lineage recomputed from the log is the same (seed %i)", (seed) => {
  const { rows, replica } = playStructuralSession(seed, { steps: 200, lag: 0.4, offline: 0.3, undo: true });
  const half = Math.floor(rows.length / 2);
  const resumed = DocumentReplica.open(DocumentReplica.open(null, rows.slice(0, half)).save(), rows.slice(half));
  expect(resumed.save().index).toEqual(replica.save().index);
  expect(DocumentReplica.open(null, rows).save().index).toEqual(replica.save().index);
});
