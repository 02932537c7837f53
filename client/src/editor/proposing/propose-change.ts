/** A change of the writer as a proposal: what the binding needs of proposing. */
import type { Node } from "@tiptap/pm/model";
import type { TextWriter } from "../binding/held-composition.ts";
import type { SharedParent } from "../binding/read-content.ts";
import type { OwnProposals } from "./own-proposals.ts";
import { ProposalPlan, UnproposableChange, type UnproposableReason } from "./proposal-plan.ts";
import { planChildren } from "./propose-blocks.ts";
import type { ProposingContext } from "./proposing-context.ts";

/** How somebody proposes here. */
export interface Proposing {
  readonly own: OwnProposals;
  /** A change was not made because it cannot be proposed. */
  readonly onUnproposable: (reason: UnproposableReason) => void;
}

/** Plans how a container's children, shown as `before`, come to read as `after` once everything in the plan is accepted; `null` when that cannot be proposed. */
export function planProposal(
  parent: SharedParent,
  change: { readonly before: readonly Node[]; readonly after: readonly Node[] },
  context: Omit<ProposingContext, "plan">,
  { own, onUnproposable }: Proposing,
): ProposalPlan | null {
  const plan = new ProposalPlan(own, context.gesture);
  try {
    planChildren(parent, change.before, change.after, { ...context, plan });
  } catch (error) {
    if (!(error instanceof UnproposableChange)) throw error;
    onUnproposable(error.reason);
    return null;
  }
  if (!plan.isOnlyAboutRemoved) return plan;
  onUnproposable("removed");
  return null;
}

/** Writes what an input method has composed while others wrote in the same paragraph. */
export function proposalWriter({ own }: Proposing): TextWriter {
  return {
    remove(element, at) {
      const plan = new ProposalPlan(own, null);
      const gone = plan.strike(element, at, at + 1, null);
      plan.carryOut();
      return gone;
    },
    insert(element, at, text, formatting) {
      const plan = new ProposalPlan(own, null);
      plan.insert(element, at, [{ text, formatting }], { inherited: formatting, caret: null });
      plan.carryOut();
    },
  };
}
