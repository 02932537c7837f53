import type { KeptProposalDecision } from "@parley/documents";
import { expect, test } from "vitest";
import { outcomeOf } from "./proposal-outcome.ts";

const proposal = (id: string): KeptProposalDecision["proposals"][number] => ({
  id,
  kind: "insert",
  authorId: "p",
  author: { id: "p", name: "Mara" },
  party: "ours",
  insertedText: "net",
  deletedText: "",
  firstSeq: 2,
  lastSeq: 2,
  settings: [],
  clause: null,
  writerIds: [],
  writers: [],
  inside: [],
  waitsAgain: false,
});

function decided(seq: number, verdict: KeptProposalDecision["verdict"]): KeptProposalDecision {
  return {
    seq,
    verdict,
    reason: null,
    proposals: [proposal("1-0")],
    notChosen: [proposal("2-0")],
    voided: [proposal("3-0")],
    takesBack: null,
    takenBackBy: null,
    undone: null,
    stays: null,
    decidedBy: { id: "l", name: "Lin" },
    party: "ours",
    decidedAt: "2026-03-01T10:00:00.000Z",
  };
}

test("a comment on a proposal is told how it was decided on: itself, along with another, or not at all", () => {
  const decisions = [decided(7, "accept"), decided(9, "withdraw"), decided(11, "takeBack")];
  const told = (seq: number, id: string): string | undefined => outcomeOf(decisions, seq, id)?.outcome;
  expect([told(7, "1-0"), told(7, "2-0"), told(7, "3-0")]).toEqual(["accept", "notChosen", "voided"]);
  expect(told(9, "1-0")).toBe("withdraw");
  expect([told(8, "1-0"), told(11, "1-0")]).toEqual([undefined, undefined]);
});
