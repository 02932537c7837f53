import type { KeptProposalDecision } from "@parley/documents";

/** How a proposal ended, under `editor.comments.outcome`; it may have ended along with others that the decision names. */
export type ProposalOutcome = "accept" | "reject" | "withdraw" | "notChosen" | "voided" | "void";

/** What the decision of a row did to a proposal; `null` where it is not known, as to a guest who came later. */
export function outcomeOf(
  decisions: readonly KeptProposalDecision[],
  seq: number,
  proposalId: string | null,
): { readonly outcome: ProposalOutcome; readonly decision: KeptProposalDecision } | null {
  const decision = decisions.find((each) => each.seq === seq);
  if (!decision || decision.verdict === "takeBack" || decision.verdict === "revive") return null;
  const isIn = (proposals: KeptProposalDecision["proposals"]): boolean => proposals.some(({ id }) => id === proposalId);
  if (isIn(decision.notChosen)) return { outcome: "notChosen", decision };
  if (isIn(decision.voided)) return { outcome: "voided", decision };
  return { outcome: decision.verdict, decision };
}
