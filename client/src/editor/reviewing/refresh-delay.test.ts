import { expect, test } from "vitest";
import { refreshDelayMs } from "./refresh-delay.ts";

/** At which moments it is asked, when others change something at these moments, all of them in ms and rising. */
function askedAt(changes: readonly number[]): number[] {
  const asked: number[] = [];
  let sinceMs: number | null = null;
  let due = Infinity;
  for (const at of [...changes, Infinity]) {
    if (due <= at && due < Infinity) {
      asked.push(due);
      [sinceMs, due] = [null, Infinity];
    }
    if (at === Infinity) break;
    sinceMs ??= at;
    due = at + refreshDelayMs(sinceMs, at);
  }
  return asked;
}

test("what others change is asked for once they pause, and every ten seconds where they do not", () => {
  expect(askedAt([0, 100, 900])).toEqual([2_400]);
  expect(askedAt([0, 5_000])).toEqual([1_500, 6_500]);
  const steady = Array.from({ length: 250 }, (_each, index) => index * 100);
  expect(askedAt(steady)).toEqual([10_000, 20_000, 26_400]);
});
