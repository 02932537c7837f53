import { createHash } from "node:crypto";
import type { PersonId } from "@parley/base";
import { describe, expect, test } from "vitest";
import type { ContractId } from "../ids.ts";
import { type ContractEvent, EVENT_CHAIN_START, eventBody, findBrokenEvent } from "./contract-event.ts";

const sha256Hex = (text: string): string => createHash("sha256").update(text).digest("hex");
const event = (seq: number, facts: ContractEvent["facts"]): ContractEvent => ({
  contractId: "00000000-0000-4000-8000-000000000001" as ContractId,
  seq,
  atMs: 1_000 * seq,
  personId: "00000000-0000-4000-8000-000000000002" as PersonId,
  party: "ours",
  kind: "contract.created",
  audience: "internal",
  facts,
});

function chain(events: readonly ContractEvent[]): { seq: number; body: string; previousHash: string; hash: string }[] {
  let previousHash = EVENT_CHAIN_START;
  return events.map((each) => {
    const body = eventBody(each);
    const row = { seq: each.seq, body, previousHash, hash: sha256Hex(previousHash + body) };
    previousHash = row.hash;
    return row;
  });
}

describe("the chain of a contract's events", () => {
  test("[CS4] the body is the same however the facts were put together", () => {
    expect(eventBody(event(1, { b: 1, a: { d: [1, 2], c: null } }))).toBe(
      eventBody(event(1, { a: { c: null, d: [1, 2] }, b: 1 })),
    );
  });

  test("[CS4] an event that is changed, left out or moved is named", () => {
    const rows = chain([event(1, {}), event(2, { to: "negotiating" }), event(3, {})]);
    expect(findBrokenEvent(rows, sha256Hex)).toBeNull();
    const changed = rows.map((row) =>
      row.seq === 2 ? { ...row, body: row.body.replace("negotiating", "approved") } : row,
    );
    expect(findBrokenEvent(changed, sha256Hex)).toEqual({ seq: 2, reason: "hash" });
    expect(
      findBrokenEvent(
        rows.filter(({ seq }) => seq !== 2),
        sha256Hex,
      ),
    ).toEqual({ seq: 3, reason: "seq" });
    expect(
      findBrokenEvent(
        rows.map((row) => (row.seq === 2 ? { ...row, previousHash: EVENT_CHAIN_START } : row)),
        sha256Hex,
      ),
    ).toEqual({
      seq: 2,
      reason: "previous-hash",
    });
  });
});
