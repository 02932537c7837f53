import { describe, expect, test } from "vitest";
import { sumPlan } from "./payment-plan.ts";

const cny = (minor: string) => ({ minor, currency: "CNY" });

describe("a payment plan", () => {
  test("[CP4] adds up to the contract's amount and to a hundred per cent, or says what is missing", () => {
    const lines = [
      { amount: cny("300"), percent: "30" },
      { amount: cny("600"), percent: "60" },
    ];
    expect(sumPlan(lines, cny("1000"))).toEqual({
      totalMinor: "900",
      percentHundredths: 9000,
      missingMinor: "100",
      unequal: [],
    });
    expect(sumPlan([...lines, { amount: cny("150"), percent: "10" }], cny("1000"))).toEqual({
      totalMinor: "1050",
      percentHundredths: 10_000,
      missingMinor: "-50",
      unequal: [2],
    });
  });

  test("[CP4] says nothing of sums that cannot be said: other money, lines without an amount or a per cent", () => {
    expect(sumPlan([{ amount: { minor: "1", currency: "USD" }, percent: null }], cny("1"))).toEqual({
      totalMinor: null,
      percentHundredths: null,
      missingMinor: null,
      unequal: [],
    });
    expect(sumPlan([{ amount: null, percent: "100" }], cny("1")).missingMinor).toBeNull();
    expect(sumPlan([{ amount: cny("5"), percent: null }], null)).toMatchObject({ totalMinor: "5", missingMinor: null });
  });

  test("[CP4] takes a line as its per cent that is rounded to the smallest unit", () => {
    const third = [
      { amount: cny("333"), percent: "33.33" },
      { amount: cny("334"), percent: "33.33" },
    ];
    expect(sumPlan(third, cny("1000")).unequal).toEqual([1]);
  });
});
