import { seededRandom } from "@parley/base";
import { contentText, readContent } from "@parley/document";
import { DocumentReplica, readTextSpans, restoreVersion, versionContent } from "@parley/history";
import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";
import { playStructuralSession } from "../structure/structural-session.ts";
import { restore, restoreAtRandom } from "./version-oracles.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 6) }, (_, index) => index + 1);
const SERVER_CLIENT = 7;

/** Who wrote each visible character, as row numbers. */
function writersOf(replica: DocumentReplica): Map<string, number> {
  return new Map(
    readTextSpans(replica, { deleted: false }).flatMap(({ text, insertedSeq }) =>
      Array.from(text).map((character) => [character, insertedSeq] as const),
    ),
  );
}

describe("restoring", () => {
  test.each(seeds)("[VE7] makes the present read as it did, with the same authors (seed %i)", (seed) => {
    const { rows } = playStructuralSession(seed, { steps: 150, lag: 0.2, offline: 0.2, undo: true });
    const random = seededRandom(seed);
    const replica = DocumentReplica.open(null, rows);
    for (let round = 0; round < 8; round++) {
      const seq = 1 + random.int(rows.length);
      const past = DocumentReplica.open(null, rows.slice(0, seq));
      restore(replica, seq);
      expect(readContent(replica.ydoc)).toEqual(versionContent(replica, seq));
      expect(writersOf(replica)).toEqual(writersOf(past));
    }
  });

  test("[VE7] does nothing where the present reads like the version, and brings back no more than what went", () => {
    const { rows, replica } = playStructuralSession(3, { steps: 120, lag: 0, offline: 0, undo: false });
    expect(restoreVersion(replica, rows.length, SERVER_CLIENT)).toBeNull();
    const seq = rows.length - 5;
    const before = contentText(readContent(replica.ydoc));
    const { brought } = restore(replica, seq);
    expect(brought).toBeLessThan(before.length / 2);
  });

  // In 20004 an answer's author takes its words back before the restore, in 20325 what an answer would delete goes with it, in 20391 an
  // editor writes where somebody had proposed in an empty paragraph; in the others earlier restores put other words beside what waits.
  test.each([...seeds, 19, 20_004, 20_109, 20_243, 20_249, 20_325, 20_379, 20_391, 30_044, 30_245])(
    "[VE7] [VE9] brings back what was agreed, leaves what waits beside its words, and loses no history (seed %i)",
    (seed) => {
      const { wrong, restored } = restoreAtRandom(negotiate(seed, { steps: 120, lag: 0.3 }), seed);
      expect(wrong.slice(0, 1)).toEqual([]);
      expect(restored).toBeGreaterThan(0);
    },
  );
});
