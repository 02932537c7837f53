import { describe, expect, test } from "vitest";
import { type PlacedUnit, areAsLeft } from "./as-left.ts";

const kinds: readonly PlacedUnit[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  wasLeft: (bits & 1) > 0,
  isThere: (bits & 2) > 0,
  isTouched: (bits & 4) > 0,
}));

/** As the rule says it: from everything that was touched to the next thing on either side that stood and was not. */
function isByRule(units: readonly PlacedUnit[]): boolean {
  const towards = (from: number, step: number): boolean => {
    for (let at = from, unit = units[at]; unit; unit = units[(at += step)]) {
      if (unit.wasLeft !== unit.isThere) return false;
      if (unit.wasLeft && !unit.isTouched) return true;
    }
    return true;
  };
  return units.every(({ isTouched }, at) => !isTouched || (towards(at, -1) && towards(at, 1)));
}

describe("[TB2] a place is as a decision left it", () => {
  test("where the rule says so, for everything that up to five things side by side may be", () => {
    const open: PlacedUnit[][] = [[]];
    const wrong: PlacedUnit[][] = [];
    let asLeft = 0;
    for (let units = open.pop(); units; units = open.pop()) {
      const is = areAsLeft(units);
      if (is !== isByRule(units)) wrong.push(units);
      if (is) asLeft++;
      if (units.length < 5) for (const kind of kinds) open.push([...units, kind]);
    }
    expect(wrong).toEqual([]);
    expect(asLeft).toBeGreaterThan(1_000);
  });

  test("by looking at each thing once, however many were touched", () => {
    let looks = 0;
    const gone: PlacedUnit = {
      get wasLeft() {
        looks++;
        return false;
      },
      isThere: false,
      isTouched: true,
    };
    expect(areAsLeft(Array.from({ length: 1_000 }, () => gone))).toBe(true);
    expect(looks).toBe(1_000);
  });
});
