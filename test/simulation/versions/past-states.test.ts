import { readContent } from "@parley/document";
import { DocumentReplica, type TailRow, versionContent } from "@parley/history";
import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";
import { playStructuralSession } from "../structure/structural-session.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 6) }, (_, index) => index + 1);

/** Rows whose version, read from the present, is not what a replica held that knew nothing later. */
function wrongVersions(rows: readonly TailRow[]): number[] {
  const present = DocumentReplica.open(null, rows);
  const resumed = DocumentReplica.open(present.save(), []);
  const past = DocumentReplica.open(null, []);
  return rows.flatMap((row) => {
    past.follow(row);
    const expected = JSON.stringify(readContent(past.ydoc));
    return [present, resumed].every((each) => JSON.stringify(versionContent(each, row.seq)) === expected)
      ? []
      : [row.seq];
  });
}

describe("a version", () => {
  test.each(seeds)(
    "[VE1] is what a replica of the rows up to it holds, whatever was split, moved and undone (seed %i)",
    (seed) => {
      const { rows } = playStructuralSession(seed, { steps: 150, lag: 0.4, offline: 0.3, undo: true });
      expect(wrongVersions(rows)).toEqual([]);
    },
  );

  test.each(seeds)("[VE1] [AT9] is exact also where decisions delete for those who proposed it (seed %i)", (seed) => {
    const { rows, decided } = negotiate(seed, { steps: 120, lag: 0.3 });
    expect(decided).toBeGreaterThan(0);
    expect(wrongVersions(rows)).toEqual([]);
  });
});
