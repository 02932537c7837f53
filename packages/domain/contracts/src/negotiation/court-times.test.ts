import { describe, expect, test } from "vitest";
import { courtTimes } from "./court-times.ts";

describe("the clock of each side", () => {
  test("[CN1] runs for whoever's turn it is, and the times add up to the whole", () => {
    const turns = [
      { party: "ours", sinceMs: 1_000 },
      { party: "counterparty", sinceMs: 4_000 },
      { party: "counsel", sinceMs: 9_000 },
      { party: "ours", sinceMs: 9_500 },
    ] as const;
    expect(courtTimes(turns, 12_000)).toEqual({ ours: 3_000 + 2_500, counterparty: 5_000, counsel: 500 });
  });

  test("[CN1] ends when the negotiation is closed, whatever comes after", () => {
    const turns = [
      { party: "ours", sinceMs: 0 },
      { party: "counterparty", sinceMs: 8_000 },
    ] as const;
    expect(courtTimes(turns, 5_000)).toEqual({ ours: 5_000, counterparty: 0, counsel: 0 });
    expect(courtTimes([], 5_000)).toEqual({ ours: 0, counterparty: 0, counsel: 0 });
  });
});
