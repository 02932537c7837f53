import { describe, expect, test } from "vitest";
import { type DecidedMove, type LedgerInput, type WaitingMove, readLedger } from "./clause-ledger.ts";

const clauses = [
  { key: "price", title: "第一条 价款" },
  { key: "delivery", title: "第二条 交付" },
];
const waits = (clause: string, party: WaitingMove["party"], atMs: number, counters = false): WaitingMove => ({
  clause,
  party,
  atMs,
  counters,
  personId: `one of ${party}`,
});
const decides = (
  clause: string,
  verdict: DecidedMove["verdict"],
  [proposedBy, proposedAtMs]: [DecidedMove["proposedBy"], number],
  [decidedBy, decidedAtMs]: [DecidedMove["decidedBy"], number],
): DecidedMove => ({
  clause,
  verdict,
  proposedBy,
  proposedAtMs,
  decidedBy,
  decidedAtMs,
  personId: `one of ${decidedBy}`,
});

function ledger(input: Partial<LedgerInput>): ReturnType<typeof readLedger> {
  return readLedger({
    clauses,
    changed: new Set(),
    waiting: [],
    decided: [],
    freezes: [],
    reopenings: [],
    openComments: new Map(),
    untilMs: 100,
    ...input,
  });
}
const states = (input: Partial<LedgerInput>): string[] => ledger(input).map(({ state }) => state);

describe("the clause ledger", () => {
  test("[CN2] a clause in which nothing happened is untouched", () => {
    expect(states({})).toEqual(["untouched", "untouched"]);
  });

  test("[CN2] what waits makes a clause proposed; proposals of both sides, or an answer, make it countered", () => {
    expect(states({ waiting: [waits("price", "ours", 10), waits("price", "counsel", 20)] })[0]).toBe("proposed");
    expect(states({ waiting: [waits("price", "ours", 10), waits("price", "counterparty", 20)] })[0]).toBe("countered");
    expect(states({ waiting: [waits("price", "ours", 10, true)] })[0]).toBe("countered");
  });

  test("[CN2] what the other side rejected and comes again is disputed; what its own side took back is not", () => {
    const again = [waits("price", "ours", 30)];
    const rejected = decides("price", "reject", ["ours", 10], ["counterparty", 20]);
    expect(states({ decided: [rejected], waiting: again })[0]).toBe("disputed");
    expect(states({ decided: [{ ...rejected, decidedBy: "counsel" }], waiting: again })[0]).toBe("proposed");
    expect(states({ decided: [rejected] })[0]).toBe("untouched");
  });

  test("[CN2] what was accepted, changed or frozen by both is agreed once nothing waits", () => {
    expect(states({ decided: [decides("price", "accept", ["ours", 10], ["counterparty", 20])] })[0]).toBe("agreed");
    expect(states({ changed: new Set(["delivery"]) })[1]).toBe("agreed");
    const ours = { clause: "price", side: "ours", atMs: 5 } as const;
    expect(states({ freezes: [ours] })[0]).toBe("untouched");
    expect(states({ freezes: [ours, { ...ours, side: "counterparty" }] })[0]).toBe("agreed");
  });

  test("[CN2] time in each court counts what waits beside each other once", () => {
    const [price] = ledger({
      decided: [
        decides("price", "reject", ["ours", 10], ["counterparty", 30]),
        decides("price", "accept", ["ours", 20], ["counterparty", 40]),
      ],
      waiting: [waits("price", "counterparty", 60)],
    });
    expect(price?.waitedFor).toEqual({ counterparty: 30, ours: 40 });
    expect(price?.lastMover).toEqual({ party: "counterparty", personId: "one of counterparty", atMs: 60 });
    expect(price?.moves).toBe(5);
  });

  test("[D8] a clause that both froze names who reopened it", () => {
    const freezes = (["ours", "counterparty"] as const).map((side) => ({ clause: "price", side, atMs: 5 }));
    const reopened = { clause: "price", personId: "one of ours", party: "ours", atMs: 50 } as const;
    const [price] = ledger({ freezes, reopenings: [reopened] });
    expect(price?.frozenBy).toEqual(["ours", "counterparty"]);
    expect(price?.reopened).toEqual(reopened);
  });
});
