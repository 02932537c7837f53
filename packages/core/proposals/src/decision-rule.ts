import type { Party, PersonId, Refusal } from "@parley/base";

/** What somebody is about to do with one proposal. Who accepts one rejects what competes with it. */
export interface AskedDecision {
  readonly verdict: "accept" | "reject" | "takeBack";
  readonly by: { readonly personId: PersonId; readonly party: Party };
  readonly proposal: { readonly authorId: PersonId | null; readonly party: Party };
}

/**
 * [DE7] Who decides on what, beyond the role that it takes: answers why somebody may not, or `null`. It comes from whoever knows what a
 * document is for. Where parties negotiate, the other side agrees. To withdraw is its author's, whatever the rule.
 */
export type DecisionRule = (asked: AskedDecision) => Refusal | null;
