import { expect, test } from "vitest";
import { playStructuralSession } from "../simulation/structure/structural-session.ts";

test("[LI3] [LI5] over 400 sessions nobody becomes the author of what they move, alone or at once", () => {
  let [wrong, characters] = [0, 0];
  for (let seed = 1_000; seed < 1_400; seed++) {
    const outcome = playStructuralSession(seed, { steps: 300, lag: seed % 2 === 0 ? 0 : 0.5, offline: 0, undo: false });
    expect(outcome.converged).toBe(true);
    wrong += outcome.wrong;
    characters += outcome.characters;
  }
  // What is left are single characters whose like stood beside them; docs/caveats.md tells of it.
  expect(wrong / characters).toBeLessThan(0.0002);
});
