import { seededRandom } from "@parley/base";
import { contentText } from "@parley/document";
import {
  type ComparedBlock,
  DocumentReplica,
  type TailRow,
  compareVersions,
  comparisonSide,
  netComparison,
  versionContent,
} from "@parley/history";
import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";
import { playStructuralSession } from "../structure/structural-session.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 6) }, (_, index) => index + 1);

/** Sides of comparisons of random versions that are not the version they stand for. */
function wrongSides(rows: readonly TailRow[], seed: number): string[] {
  const random = seededRandom(seed);
  const replica = DocumentReplica.open(null, rows);
  return Array.from({ length: 25 }).flatMap(() => {
    const [one, other] = [random.int(rows.length + 1), random.int(rows.length + 1)];
    const [a, b] = [Math.min(one, other), Math.max(one, other)];
    const sides = (["agreed", "proposed"] as const).flatMap((view) => {
      const exact = compareVersions(replica, a, b, view);
      const newer = versionContent(replica, b, view === "agreed" ? "agreed" : "written");
      return [exact, netComparison(exact)].flatMap((compared) => [
        { name: "old", shown: comparisonSide(compared, "old"), expected: versionContent(replica, a, "agreed") },
        { name: "new", shown: comparisonSide(compared, "new"), expected: newer },
        {
          name: "agreed",
          shown: comparisonSide(withoutPending(compared), "new"),
          expected: versionContent(replica, b, "agreed"),
        },
      ]);
    });
    return sides
      .map(({ name, shown, expected }) => ({ name, shown: JSON.stringify(shown), expected: JSON.stringify(expected) }))
      .filter(({ shown, expected }) => shown !== expected)
      .map(({ name, shown, expected }) => `${name} side of ${a} to ${b}: ${shown} instead of ${expected}`);
  });
}

function withoutPending(blocks: readonly ComparedBlock[]): ComparedBlock[] {
  return blocks
    .filter((block) => !block.isPending)
    .map((block) => ({
      ...block,
      pieces: block.pieces.filter((piece) => !piece.isPending),
      children: withoutPending(block.children),
    }));
}

/** Every character here is typed once, so its text tells which it is. */
const charactersOf = (text: string): string[] => Array.from(text);

describe("a comparison", () => {
  test.each(seeds)(
    "[VE2] [VE3] [VE6] [VE8] has the older version on its old side and the newer one on its new side (seed %i)",
    (seed) => {
      const { rows } = playStructuralSession(seed, { steps: 150, lag: 0.4, offline: 0.3, undo: true });
      expect(wrongSides(rows, seed)).toEqual([]);
      expect(wrongSides(negotiate(seed, { steps: 120, lag: 0.3 }).rows, seed)).toEqual([]);
    },
  );

  test.each(seeds)(
    "[VE4] shows nothing as written or deleted where people only split, joined and moved (seed %i)",
    (seed) => {
      const { rows, replica } = playStructuralSession(seed, { steps: 120, lag: 0, offline: 0, undo: false });
      const pieces = compareVersions(replica, 1, rows.length).flatMap((block) => block.pieces);
      const shown = (fate: string): string[] =>
        pieces.flatMap((piece) => (piece.fate === fate ? charactersOf(piece.text) : []));
      const before = charactersOf(contentText(versionContent(replica, 1)));
      const after = charactersOf(contentText(versionContent(replica, rows.length)));
      expect(shown("inserted").filter((character) => before.includes(character))).toEqual([]);
      expect(shown("deleted").filter((character) => after.includes(character))).toEqual([]);
    },
  );
});
