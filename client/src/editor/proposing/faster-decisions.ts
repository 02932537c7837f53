import type { KeptProposalDecision } from "@parley/documents";

type DecidedProposal = KeptProposalDecision["proposals"][number];

/** What somebody's decision made of proposals that another person wanted to decide on. */
export interface FasterDecision {
  readonly seq: number;
  readonly decidedBy: KeptProposalDecision["decidedBy"];
  readonly fate: "accept" | "reject" | "withdraw" | "notChosen" | "voided" | "void";
  /** As they were when they were decided on. */
  readonly proposals: readonly [DecidedProposal, ...DecidedProposal[]];
}

/** The decisions by which these proposals do not wait any more, the newest first. One that was taken back does not count, nor what came before it. */
export function fasterDecisions(
  decisions: readonly KeptProposalDecision[],
  ids: ReadonlySet<string>,
): FasterDecision[] {
  const open = new Set(ids);
  const found: FasterDecision[] = [];
  for (const { seq, verdict, decidedBy, takenBackBy, ...lists } of decisions.toReversed()) {
    const fates = [
      { fate: verdict, proposals: lists.proposals },
      { fate: "notChosen" as const, proposals: lists.notChosen },
      { fate: "voided" as const, proposals: lists.voided },
    ];
    for (const { fate, proposals } of fates) {
      const [first, ...rest] = proposals.filter(({ id }) => open.has(id));
      if (!first) continue;
      for (const { id } of [first, ...rest]) open.delete(id);
      if (fate !== "takeBack" && fate !== "revive" && takenBackBy === null)
        found.push({ seq, decidedBy, fate, proposals: [first, ...rest] });
    }
  }
  return found;
}
