import { seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import type { CopiedRange } from "./copied-range.ts";
import { CopiesBySource } from "./copies-by-source.ts";

test("[LI1] the copies of a range are those of all entries that reach into it, oldest source first", () => {
  const random = seededRandom(5);
  const pick = (below: number): number => random.bytes(2).reduce((sum, byte) => sum * 256 + byte, 0) % below;
  const [copies, entries]: [CopiesBySource, CopiedRange[]] = [new CopiesBySource(), []];
  for (let at = 0; at < 500; at++) {
    const length = 1 + pick(pick(4) === 0 ? 300 : 8);
    const entry = { copy: { client: 9, clock: at * 400, length }, source: { client: 1 + pick(2), clock: pick(1_000) } };
    entries.push(entry);
    copies.add(entry);
  }
  entries.sort((a, b) => a.source.clock - b.source.clock);
  for (let at = 0; at < 300; at++) {
    const [client, clock, end] = [1 + pick(2), pick(1_100), pick(60) + 1];
    const expected = entries.flatMap(({ copy, source }) => {
      const from = Math.max(source.clock, clock);
      const length = Math.min(source.clock + copy.length, clock + end) - from;
      if (source.client !== client || length <= 0) return [];
      return [
        { copy: { client: 9, clock: copy.clock + from - source.clock, length }, source: { client, clock: from } },
      ];
    });
    expect(copies.of({ client, clock, length: end })).toEqual(expected);
  }
});

test("[LI1] one very long copy does not make those of short ones dearer to find", () => {
  const copies = new CopiesBySource();
  const count = 20_000;
  copies.add({ copy: { client: 9, clock: 0, length: 500_000 }, source: { client: 7, clock: 0 } });
  let steps = 0;
  for (let at = 0; at < count; at++) {
    const clock = at * 25;
    const source = {
      client: 7,
      get clock() {
        steps++;
        return clock;
      },
    };
    copies.add({ copy: { client: 10, clock: at * 8, length: 4 }, source });
  }
  steps = 0;
  for (let at = 0; at < 1_000; at++) expect(copies.of({ client: 7, clock: at * 500, length: 4 })).toHaveLength(2);
  // Looking back by the longest of all would pass some ten millions.
  expect(steps).toBeLessThan(100_000);
});
