/** Anchors set at random in the middle of a session of three people who restructure one text. Every character says what it is. */
import { seededRandom } from "@parley/base";
import { documentFragment } from "@parley/document";
import { type DocumentReplica, type IdRange, placeOf, presentRanges, readAnchored } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { type StructuralOptions, playStructuralSession } from "./structural-session.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 20) }, (_, index) => index + 1);

interface Anchor {
  readonly ranges: readonly IdRange[];
  readonly words: ReadonlySet<string>;
}

/** Runs of characters that stand, as a page would name them. */
function standingRuns({ ydoc }: DocumentReplica): IdRange[] {
  const runs: IdRange[] = [];
  for (const block of documentFragment(ydoc).toArray()) {
    const text: unknown = block instanceof Y.XmlElement ? block.get(0) : null;
    for (let item = text instanceof Y.XmlText ? text._start : null; item !== null; item = item.right) {
      if (!item.deleted && item.content instanceof Y.ContentString)
        runs.push({ client: item.id.client, clock: item.id.clock, length: item.length });
    }
  }
  return runs;
}

/** Plays a session in which an anchor is set with every tenth row, and looks at all of them after every row. */
function play(seed: number, options: StructuralOptions): { moved: number; gone: number; wrong: string[] } {
  const random = seededRandom(seed);
  const anchors: Anchor[] = [];
  const seen = { moved: 0, gone: 0, wrong: [] as string[] };
  const look = (replica: DocumentReplica): void => {
    const visible = new Set(readAnchored(replica.ydoc, standingRuns(replica), Infinity).text);
    for (const { ranges, words } of anchors) {
      const present = presentRanges(replica, ranges);
      const read = readAnchored(replica.ydoc, present, Infinity).text.replaceAll("\n", "").split("");
      const foreign = read.filter((character) => !words.has(character));
      if (foreign.length > 0) seen.wrong.push(`row ${replica.seq}: ${foreign.join("")} is none of its words`);
      if (JSON.stringify(present) !== JSON.stringify(ranges)) seen.moved++;
      if (present.length > 0) continue;
      seen.gone++;
      if (!words.isDisjointFrom(visible)) seen.wrong.push(`row ${replica.seq}: called gone though it stands`);
      const place = placeOf(replica, ranges, 40);
      if (place && presentRanges(replica, [{ ...place.block, length: 1 }])[0]?.clock !== place.block.clock)
        seen.wrong.push(`row ${replica.seq}: a place that does not stand`);
    }
  };
  playStructuralSession(seed, {
    ...options,
    onRow: (replica) => {
      look(replica);
      const runs = standingRuns(replica);
      if (runs.length === 0 || replica.seq % 10 !== 0) return;
      const run = random.pick(runs);
      const from = random.int(run.length);
      const ranges = [
        { client: run.client, clock: run.clock + from, length: 1 + random.int(Math.min(6, run.length - from)) },
      ];
      anchors.push({ ranges, words: new Set(readAnchored(replica.ydoc, ranges, Infinity).text) });
    },
  });
  return seen;
}

test.each(seeds)("[AN1] [AN2] [AN4] anchors keep to their words or say that they are gone (seed %i)", (seed) => {
  const seen = play(seed, { steps: 200, lag: 0, offline: 0, undo: false });
  expect(seen.wrong).toEqual([]);
  expect(seen.moved).toBeGreaterThan(0);
});

test.each(seeds)("[AN3] [AN4] [AN5] also where people restructure at once and undo (seed %i)", (seed) => {
  const seen = play(seed, { steps: 200, lag: 0.4, offline: 0, undo: true });
  expect(seen.wrong).toEqual([]);
});
