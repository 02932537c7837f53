/** What people do with their tasks. */
import { Refusal } from "@parley/base";
import { refuseApproval } from "./approval-refusals.ts";
import { type BoundText, isSameText } from "./bound-text.ts";
import type { TaskCommand } from "./commands.ts";
import type { ApprovalEvent } from "./run-events.ts";
import { type ApprovalRun, type ApprovalTask, counts, indexOfStep, isLive } from "./run-state.ts";
import { denyTask, requireLiveTask, requireOpenTask } from "./task-access.ts";

/** [CA6] [CA8] [CA9] Decides what somebody does with a task, as far as it is theirs. */
export function decideOnTask(run: ApprovalRun, command: TaskCommand): readonly ApprovalEvent[] | Refusal {
  // Whoever waits for somebody they added may still hand the task over.
  const find = command.type === "hand-over" ? requireLiveTask : requireOpenTask;
  const task = find(run, command.task);
  if (task instanceof Refusal) return task;
  const denied = denyTask(run, task, command);
  if (denied) return denied;
  const { at, by, note = "" } = command;
  const actsFor = command.actsFor === undefined || command.actsFor === by ? null : command.actsFor;
  const act = { at, by, task: task.id, actsFor, note };
  switch (command.type) {
    case "approve":
    case "refuse": {
      const type = command.type === "approve" ? "task-approved" : "task-refused";
      return staleText(run, command.text) ?? [{ type, ...act, text: command.text }];
    }
    case "return":
      return sendBack(run, task, command, act);
    case "add-before":
    case "add-after":
    case "add-beside":
      return add(run, task, command, act);
    case "hand-over":
      if (isAskedInStep(run, task.step, command.to)) return refuseApproval("approval/asked-already");
      return [{ type: "handed-over", ...act, to: command.to }];
  }
}

interface Act {
  readonly at: number;
  readonly by: string;
  readonly task: string;
  readonly actsFor: string | null;
  readonly note: string;
}

function sendBack(
  run: ApprovalRun,
  task: ApprovalTask,
  { to, resume }: Extract<TaskCommand, { type: "return" }>,
  act: Act,
): readonly ApprovalEvent[] | Refusal {
  const isEarlier = to === null || (indexOfStep(run, to) >= 0 && indexOfStep(run, to) < indexOfStep(run, task.step));
  return isEarlier ? [{ type: "returned", ...act, to, resume }] : refuseApproval("approval/no-such-step");
}

function add(
  run: ApprovalRun,
  task: ApprovalTask,
  command: Extract<TaskCommand, { type: "add-before" | "add-after" | "add-beside" }>,
  act: Act,
): readonly ApprovalEvent[] | Refusal {
  if (isAskedInStep(run, task.step, command.person)) return refuseApproval("approval/asked-already");
  const added = { type: "approver-added", ...act, person: command.person } as const;
  switch (command.type) {
    case "add-before":
      return [{ ...added, place: "before" }];
    case "add-beside":
      return [{ ...added, place: "beside" }];
    case "add-after":
      return (
        staleText(run, command.text) ?? [
          { ...added, place: "after" },
          { type: "task-approved", ...act, text: command.text },
        ]
      );
  }
}

/** Nobody is asked twice in one step: they would count twice. */
function isAskedInStep(run: ApprovalRun, step: string, person: string): boolean {
  return run.tasks.some(
    (task) =>
      task.step === step && task.person === person && (isLive(task) || counts(task) || task.state === "refused"),
  );
}

/** [CA12] Whoever decides names the text they saw. */
function staleText(run: ApprovalRun, seen: BoundText): Refusal | null {
  return run.text && isSameText(run.text, seen) ? null : refuseApproval("approval/text-changed");
}
