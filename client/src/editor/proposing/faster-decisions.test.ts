import type { KeptProposalDecision } from "@parley/documents";
import { expect, test } from "vitest";
import { fasterDecisions } from "./faster-decisions.ts";

const proposal = (id: string): KeptProposalDecision["proposals"][number] => ({
  id,
  kind: "insert",
  subject: undefined,
  authorId: null,
  author: null,
  party: "ours",
  insertedText: id,
  deletedText: "",
  firstSeq: 1,
  lastSeq: 1,
  settings: [],
  clause: null,
  writerIds: [],
  writers: [],
  inside: [],
  waitsAgain: false,
});

function decided(
  seq: number,
  verdict: KeptProposalDecision["verdict"],
  of: { proposals?: string[]; notChosen?: string[]; voided?: string[]; takenBackBy?: number },
): KeptProposalDecision {
  return {
    seq,
    verdict,
    reason: null,
    decidedBy: { id: `person ${seq}`, name: `Person ${seq}` },
    party: "ours",
    decidedAt: "2026-03-01T10:00:00.000Z",
    proposals: (of.proposals ?? []).map(proposal),
    notChosen: (of.notChosen ?? []).map(proposal),
    voided: (of.voided ?? []).map(proposal),
    takesBack: null,
    takenBackBy: of.takenBackBy ?? null,
    undone: null,
    stays: null,
  };
}

const told = (decisions: readonly KeptProposalDecision[], ...ids: string[]): string[] =>
  fasterDecisions(decisions, new Set(ids)).map(
    ({ decidedBy, fate, proposals }) => `${decidedBy.name} ${fate} ${proposals.map(({ id }) => id).join(" ")}`,
  );

test("whoever loses a race learns of each decision by which their proposals were settled, the newest first", () => {
  const decisions = [
    decided(1, "reject", { proposals: ["z"] }),
    decided(2, "accept", { proposals: ["a", "b"], notChosen: ["c"], voided: ["d"] }),
    decided(3, "withdraw", { proposals: ["e"] }),
  ];
  expect(told(decisions, "a", "b", "c", "d", "e", "waits")).toEqual([
    "Person 3 withdraw e",
    "Person 2 accept a b",
    "Person 2 notChosen c",
    "Person 2 voided d",
  ]);
});

test("a decision that was taken back settled nothing, but the next one about the same did", () => {
  const takenBack = [
    decided(1, "accept", { proposals: ["a"], takenBackBy: 2 }),
    decided(2, "takeBack", { proposals: ["a"] }),
  ];
  expect(told(takenBack, "a")).toEqual([]);
  expect(told([...takenBack, decided(3, "reject", { proposals: ["a"] })], "a")).toEqual(["Person 3 reject a"]);
});
