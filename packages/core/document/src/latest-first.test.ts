import { seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import { LatestFirst } from "./latest-first.ts";

test("what has the last row is taken first, and nothing before the row that is asked for", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seededRandom(seed);
    const heap = new LatestFirst<number>();
    const rows: number[] = [];
    for (let step = 0; step < 60; step++) {
      if (random.chance(0.6)) {
        const row = random.chance(0.1) ? Infinity : random.int(20);
        rows.push(row);
        heap.put(row, row);
        continue;
      }
      const [last, asked] = [Math.max(...rows, -1), random.int(20)];
      expect(heap.take(asked)).toBe(last >= asked ? last : null);
      if (last >= asked) rows.splice(rows.indexOf(last), 1);
    }
    rows.sort((a, b) => b - a);
    for (const row of rows) expect(heap.take(0)).toBe(row);
    expect(heap.take(0)).toBeNull();
  }
});
