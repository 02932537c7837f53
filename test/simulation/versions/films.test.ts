import { seededRandom } from "@parley/base";
import {
  DocumentReplica,
  type FilmBlock,
  type TailRow,
  filmVersions,
  frameContent,
  readTextSpans,
  versionContent,
} from "@parley/history";
import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";
import { playStructuralSession } from "../structure/structural-session.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 3) }, (_, index) => index + 1);

/** Frames of a film that are not the version they stand for, or in which words have another author than they had. */
function wrongFrames(rows: readonly TailRow[], seqs: readonly number[]): string[] {
  const replica = DocumentReplica.open(null, rows);
  const film = filmVersions(replica, seqs, (seq) => seq);
  return seqs.flatMap((seq, frame) => {
    const past = DocumentReplica.open(null, rows.slice(0, seq));
    const agreed = frameContent(withoutPending(film, frame), frame);
    return [
      [frameContent(film, frame), versionContent(replica, seq)],
      [agreed, versionContent(replica, seq, "agreed")],
      [charactersOf(film, frame), charactersThen(past)],
    ]
      .filter(([shown, expected]) => JSON.stringify(shown) !== JSON.stringify(expected))
      .map(([shown, expected]) => `frame ${frame}: ${JSON.stringify(shown)}\ninstead of\n${JSON.stringify(expected)}`);
  });
}

const isShown = (
  phases: FilmBlock["phases"][number][] | readonly { from: number; until: number | null }[],
  frame: number,
): number => phases.findIndex(({ from, until }) => from <= frame && (until === null || frame < until));

function withoutPending(film: readonly FilmBlock[], frame: number): FilmBlock[] {
  return film
    .filter(({ phases }) => phases[isShown(phases, frame)]?.isPending === false)
    .map((block) => ({
      ...block,
      spans: block.spans.filter(({ phases }) => phases[isShown(phases, frame)]?.isPending === false),
      children: withoutPending(block.children, frame),
    }));
}

/** Every character with the row that wrote it. */
function charactersOf(film: readonly FilmBlock[], frame: number): string[] {
  return film
    .filter(({ phases }) => isShown(phases, frame) >= 0)
    .flatMap(({ spans, children }) => [
      ...spans
        .filter(({ phases }) => isShown(phases, frame) >= 0)
        .flatMap(({ text, author }) => Array.from(text).map((character) => `${character} by ${author}`)),
      ...charactersOf(children, frame),
    ]);
}

const charactersThen = (past: DocumentReplica): string[] =>
  readTextSpans(past, { deleted: false }).flatMap(({ text, insertedSeq }) =>
    Array.from(text).map((character) => `${character} by ${insertedSeq}`),
  );

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
});
