import type { ApprovalRunFace, ApprovalTaskFace, ContractApproval, ContractReview } from "@parley/contracts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** The ways to decide on a task. */
export const verbs = ["approve", "refuse", "return", "add", "handOver", "negotiate"] as const;
export type Verb = (typeof verbs)[number];

/** What somebody says with a decision. */
export interface Decision {
  readonly verb: Verb;
  readonly note: string;
  /** Whom it is handed to, or who is asked, too. */
  readonly personId: string | null;
  readonly place: "before" | "after" | "beside";
  /** Where it is returned to: a step, or `null` for the initiator. */
  readonly to: string | null;
  readonly resume: "resume-here" | "run-again-from-there";
  /** Who takes part in a negotiation. */
  readonly people: readonly string[];
}

/** Whether everything is said that a decision needs. */
export function isComplete({ verb, note, personId }: Decision): boolean {
  if (verb === "refuse" || verb === "return") return note.trim() !== "";
  return (verb !== "add" && verb !== "handOver") || personId !== null;
}

/** The ways that are open to somebody with their task. */
export function openVerbs(run: ApprovalRunFace, task: ApprovalTaskFace): readonly Verb[] {
  return verbs.filter((verb) => {
    if (verb === "negotiate") return run.you.negotiate;
    return verb === "handOver" ? task.you.handOver : task.you.decide;
  });
}

/** Sends a decision on the text as it was shown; the server refuses one on a text that has moved on. */
export function sendDecision(
  { contract }: ContractReview,
  { text: { textHash, fieldsHash } }: ApprovalRunFace,
  task: ApprovalTaskFace,
  decision: Decision,
): Promise<ContractApproval> {
  const { verb, personId, place, to, resume, people } = decision;
  const note = decision.note.trim();
  const actsFor = task.you.actsFor?.id;
  const on = { id: contract.id, task: task.id, note, ...(actsFor !== undefined && { actsFor }) };
  const seen = { textHash, fieldsHash };
  const { approval } = contractsEndpoints;
  switch (verb) {
    case "approve":
    case "refuse":
      return approval[verb].call({ ...on, ...seen });
    case "return":
      return approval.return.call({ ...on, to, resume });
    case "add":
      return approval.add.call({ ...on, ...seen, place, personId: personId ?? "" });
    case "handOver":
      return approval.handOver.call({ ...on, personId: personId ?? "" });
    case "negotiate":
      return approval.negotiate.call({
        ...{ id: contract.id, note, ...(actsFor !== undefined && { actsFor }) },
        people: people.map((id) => ({ personId: id, party: "ours" as const, role: "edit" as const })),
      });
  }
}
