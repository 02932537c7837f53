import { describe, expect, test } from "vitest";
import { type ContractState, contractStates, isClosed, mayBecome, takesChanges } from "./contract-state.ts";

describe("the states of a contract", () => {
  test("[CS2] go from draft through negotiation and approval to the archive, and back to a negotiation from approval", () => {
    const path = [
      "draft",
      "negotiating",
      "approving",
      "negotiating",
      "approving",
      "approved",
      "signing",
      "signed",
    ] satisfies ContractState[];
    path.reduce((from, to) => {
      expect(mayBecome(from, to), `${from} to ${to}`).toBe(true);
      return to;
    });
  });

  test("[CS2] never leave an approved text for one that can be changed", () => {
    const reached = new Set<(typeof contractStates)[number]>(["approved"]);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const from of [...reached]) for (const to of contractStates) if (mayBecome(from, to)) reached.add(to);
    }
    expect([...reached].filter(takesChanges)).toEqual([]);
  });

  test("[CS3] take changes of the text in draft and negotiation only", () => {
    expect(contractStates.filter(takesChanges)).toEqual(["draft", "negotiating"]);
  });

  test("[CS1] are closed where nothing follows by itself", () => {
    expect(contractStates.filter(isClosed)).toEqual(["renewed", "terminated", "withdrawn", "rejected", "voided"]);
  });
});
