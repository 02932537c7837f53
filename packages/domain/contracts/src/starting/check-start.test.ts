import { describe, expect, test } from "vitest";
import { termKinds } from "../contract-state.ts";
import { type StartTerms, findStartFaults, termDays } from "./check-start.ts";

const sound: StartTerms = {
  counterparties: [{}],
  direction: "expense",
  amount: { minor: "100" },
  termKind: "fixed",
  startDay: "2026-01-01",
  endDay: "2026-12-31",
};
const codes = (change: Partial<StartTerms>): string[] =>
  findStartFaults({ ...sound, ...change }).map(({ code }) => code);

describe("a request", () => {
  test("[CR1] that is sound has no fault, also on one day and without an amount", () => {
    expect(codes({})).toEqual([]);
    expect(codes({ endDay: sound.startDay, amount: null })).toEqual([]);
  });

  test("[CR1] has the days of its kind of term, no more and no fewer", () => {
    for (const termKind of termKinds) {
      const days = termDays[termKind];
      const [startDay, endDay] = [
        days.start === "needed" ? "2026-01-01" : null,
        days.end === "needed" ? "2026-02-01" : null,
      ];
      expect([termKind, codes({ termKind, startDay, endDay })]).toEqual([termKind, []]);
      const turned = codes({
        termKind,
        startDay: startDay === null ? "2026-01-01" : null,
        endDay: endDay === null ? "2026-02-01" : null,
      });
      expect([termKind, turned.length]).toEqual([termKind, 2]);
    }
    expect(codes({ endDay: "2025-12-31" })).toEqual(["contracts/end-before-start"]);
  });

  test("[CR1] has somebody on the other side, and an amount only where something is paid", () => {
    expect(codes({ counterparties: [] })).toEqual(["contracts/counterparty-needed"]);
    expect(codes({ direction: "none" })).toEqual(["contracts/amount-without-direction"]);
    expect(codes({ amount: { minor: "-1" } })).toEqual(["contracts/amount-negative"]);
  });
});
