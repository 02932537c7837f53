/** Who may do something with a task, and when. */
import { Refusal } from "@parley/base";
import { refuseApproval } from "./approval-refusals.ts";
import type { Delegation } from "./commands.ts";
import { type ApprovalRun, type ApprovalTask, isAsked, isLive } from "./run-state.ts";

/** The task, if its person can act on it now. */
export function requireOpenTask(run: ApprovalRun, id: string): ApprovalTask | Refusal {
  const task = requireLiveTask(run, id);
  if (task instanceof Refusal) return task;
  return task.state === "open" ? task : refuseApproval("approval/task-not-open");
}

/** The task, if it is open or waits for somebody else. */
export function requireLiveTask(run: ApprovalRun, id: string): ApprovalTask | Refusal {
  if (run.status === "suspended") return refuseApproval("approval/suspended");
  if (run.status !== "running") return refuseApproval("approval/not-running");
  const task = run.tasks.find((each) => each.id === id);
  return task && isLive(task) && isAsked(run, task.step) ? task : refuseApproval("approval/task-not-open");
}

interface Acting {
  readonly by: string;
  readonly actsFor: string;
  readonly day: string;
  readonly delegations: readonly Delegation[];
}

/**
 * [CA10] Why somebody may not act for somebody else; `null` when they may. A delegation is not passed on: who acts for A by a delegation of B
 * needs one of A. Neither of the two may be the initiator or the owner of the contract.
 */
export function denyDelegation(run: ApprovalRun, { by, actsFor, day, delegations }: Acting): Refusal | null {
  const isGiven = delegations.some(
    (each) =>
      each.from === actsFor &&
      each.to === by &&
      each.fromDay <= day &&
      day <= each.untilDay &&
      (each.categories === null || (run.category !== null && each.categories.includes(run.category))),
  );
  if (!isGiven) return refuseApproval("approval/no-delegation");
  const own = [run.initiator, run.owner];
  return own.includes(by) || own.includes(actsFor) ? refuseApproval("approval/own-contract") : null;
}

/** Why somebody may not act on a task; `null` when they may, themselves or by a delegation. */
export function denyTask(
  run: ApprovalRun,
  task: ApprovalTask,
  command: Omit<Acting, "actsFor"> & { readonly actsFor?: string },
): Refusal | null {
  const { by, actsFor } = command;
  if (task.person !== (actsFor ?? by)) return refuseApproval("approval/not-yours");
  return actsFor === undefined || actsFor === by ? null : denyDelegation(run, { ...command, actsFor });
}
