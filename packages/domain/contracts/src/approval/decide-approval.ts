/** What comes of a command: events, or a refusal. */
import { Refusal } from "@parley/base";
import { applyApprovalEvent } from "./apply-event.ts";
import { refuseApproval } from "./approval-refusals.ts";
import type { ApprovalCommand, RunCommand, StartCommand } from "./commands.ts";
import { decideOnTask } from "./decide-on-task.ts";
import { judgeApprovals } from "./judge-approvals.ts";
import type { ApprovalEvent } from "./run-events.ts";
import {
  type ApprovalRun,
  counts,
  indexOfStep,
  isAsked,
  isLive,
  slotState,
  slotsBefore,
  stepOutcome,
} from "./run-state.ts";
import { denyDelegation, requireOpenTask } from "./task-access.ts";

/** Events that happen with a command, or why nothing does. */
export type ApprovalOutcome = { readonly events: readonly ApprovalEvent[] } | { readonly refusal: Refusal };

/** [CA7] Decides a command. The events hold everything that follows from it: applied in order they give the new run. */
export function decideApproval(run: ApprovalRun, command: ApprovalCommand): ApprovalOutcome {
  const decided = decide(run, command);
  if (decided instanceof Refusal) return { refusal: decided };
  const next = decided.reduce(applyApprovalEvent, run);
  return { events: [...decided, ...follow(next, command.at)] };
}

function decide(run: ApprovalRun, command: ApprovalCommand): readonly ApprovalEvent[] | Refusal {
  switch (command.type) {
    case "start":
      return start(run, command);
    case "approve":
    case "refuse":
    case "return":
    case "add-before":
    case "add-after":
    case "add-beside":
    case "hand-over":
      return decideOnTask(run, command);
    case "withdraw":
      return withdraw(run, command);
    case "retract":
      return retract(run, command);
    case "resubmit":
    case "resume":
      return takeNewText(run, command);
    case "suspend":
      return suspend(run, command);
    case "copy":
      return copy(run, command);
    case "remind":
      return remind(run, command);
    case "escalate":
      return escalate(run, command);
  }
}

/** What follows by itself: steps that are approved or refused, the next one, the end. */
function follow(run: ApprovalRun, at: number): readonly ApprovalEvent[] {
  const event = nextByItself(run, at);
  return event ? [event, ...follow(applyApprovalEvent(run, event), at)] : [];
}

function nextByItself(run: ApprovalRun, at: number): ApprovalEvent | null {
  if (run.status !== "running" || !run.text) return null;
  const asked = run.steps.filter(({ id }) => isAsked(run, id));
  for (const step of asked) {
    const outcome = stepOutcome(run, step);
    if (outcome === "refused") return { type: "run-refused", at, by: null, step: step.id };
    if (outcome === "approved") return { type: "step-approved", at, by: null, step: step.id };
  }
  if (asked.length > 0) return null;
  const current = indexOfStep(run, run.current);
  const next = run.steps.find((step, index) => index > current && step.state !== "approved");
  if (next) return { type: "step-opened", at, by: null, step: next.id };
  return { type: "run-approved", at, by: null, text: run.text };
}

function start(run: ApprovalRun, command: StartCommand): readonly ApprovalEvent[] | Refusal {
  if (run.status !== "none") return refuseApproval("approval/started-already");
  if (command.route.faults.length > 0) return refuseApproval("approval/route-faulty");
  const { at, by, owner, category, flow, text, note = "" } = command;
  return [{ type: "started", at, by, owner, category, flow, text, steps: [...command.route.steps], note }];
}

type CommandOf<Type extends RunCommand["type"]> = Extract<RunCommand, { type: Type }>;

/** [CA11] */
function withdraw(run: ApprovalRun, { at, by, note = "" }: CommandOf<"withdraw">): readonly ApprovalEvent[] | Refusal {
  if (run.status !== "running" && run.status !== "suspended" && run.status !== "returned")
    return refuseApproval("approval/not-running");
  if (by !== run.initiator) return refuseApproval("approval/not-initiator");
  return [{ type: "withdrawn", at, by, note }];
}

/** [CA11] */
function retract(run: ApprovalRun, command: CommandOf<"retract">): readonly ApprovalEvent[] | Refusal {
  const refusal = requireRunning(run);
  if (refusal) return refusal;
  const { at, by, note = "" } = command;
  const task = run.tasks.find(({ id }) => id === command.task);
  if (!task || !counts(task) || (task.decision?.by !== by && task.person !== by))
    return refuseApproval("approval/nothing-to-retract");
  const others = run.slots.filter((slot) => slotsBefore(run, slot).some(({ id }) => id === task.slot));
  const haveActed = others.some(({ id }) => ["approved", "refused"].includes(slotState(run, id)));
  if (haveActed || !(isAsked(run, task.step) || isRightBeforeCurrent(run, task.step)))
    return refuseApproval("approval/too-late-to-retract");
  return [{ type: "retracted", at, by, task: task.id, note }];
}

/** Whether the run is at the step behind this one, and nobody has done anything there. */
function isRightBeforeCurrent(run: ApprovalRun, step: string): boolean {
  const isFresh = run.tasks
    .filter((task) => task.step === run.current)
    .every(
      (task) =>
        task.state === "cancelled" ||
        (isLive(task) && (task.origin.kind === "flow" || task.origin.kind === "asked-again")),
    );
  return isFresh && indexOfStep(run, step) >= 0 && indexOfStep(run, step) + 1 === indexOfStep(run, run.current);
}

/** [CA15] [CA17] */
function takeNewText(
  run: ApprovalRun,
  command: CommandOf<"resume"> | CommandOf<"resubmit">,
): readonly ApprovalEvent[] | Refusal {
  if (command.type === "resume" && run.status !== "suspended") return refuseApproval("approval/not-suspended");
  if (command.type === "resubmit" && run.status !== "returned") return refuseApproval("approval/not-returned");
  if (command.type === "resubmit" && command.by !== run.initiator) return refuseApproval("approval/not-initiator");
  if (command.route.faults.length > 0) return refuseApproval("approval/route-faulty");
  const { at, text } = command;
  const isAllAgain = command.type === "resubmit" && run.returnedFrom?.resume === "run-again-from-there";
  const stays = new Set(command.route.steps.map(({ id }) => id));
  const judged = isAllAgain ? [] : judgeApprovals(run, text, command.changes);
  const judgements = judged.filter(({ step }) => stays.has(step));
  const steps = [...command.route.steps];
  if (command.type === "resume") return [{ type: "resumed", at, by: command.by, text, steps, judgements }];
  return [{ type: "resubmitted", at, by: command.by, text, steps, judgements, note: command.note ?? "" }];
}

/** [CA15] */
function suspend(run: ApprovalRun, command: CommandOf<"suspend">): readonly ApprovalEvent[] | Refusal {
  const refusal = requireRunning(run);
  if (refusal) return refusal;
  const { at, by, negotiation, actsFor = null } = command;
  if (actsFor !== null) {
    const denied = denyDelegation(run, { ...command, actsFor });
    if (denied) return denied;
  }
  const person = actsFor ?? by;
  const hasTask = run.tasks.some(
    (task) => task.person === person && isAsked(run, task.step) && (isLive(task) || counts(task)),
  );
  if (!hasTask && by !== run.initiator) return refuseApproval("approval/not-involved");
  return [{ type: "suspended", at, by, actsFor, negotiation }];
}

function copy(run: ApprovalRun, { at, by, people }: CommandOf<"copy">): readonly ApprovalEvent[] | Refusal {
  if (run.status === "none") return refuseApproval("approval/not-running");
  if (!isInvolved(run, by)) return refuseApproval("approval/not-involved");
  return people.length === 0 ? [] : [{ type: "copied", at, by, people: [...new Set(people)] }];
}

/** [CA13] */
function remind(run: ApprovalRun, { at, by, task, day }: CommandOf<"remind">): readonly ApprovalEvent[] | Refusal {
  const open = requireOpenTask(run, task);
  if (open instanceof Refusal) return open;
  if (by !== null && !isInvolved(run, by)) return refuseApproval("approval/not-involved");
  if (open.reminders.some((each) => each.by === by && each.day === day))
    return refuseApproval("approval/reminded-today");
  return [{ type: "reminded", at, by, task, day }];
}

/** [CA14] */
function escalate(run: ApprovalRun, command: CommandOf<"escalate">): readonly ApprovalEvent[] | Refusal {
  const task = requireOpenTask(run, command.task);
  if (task instanceof Refusal) return task;
  const step = run.steps.find(({ id }) => id === task.step);
  const after = step?.escalateAfterWorkingDays ?? null;
  if (after === null || command.workingDaysOpen < after) return refuseApproval("approval/escalated-too-early");
  const asked = new Set(run.tasks.filter((each) => each.step === task.step).map(({ person }) => person));
  const to = (step?.escalateTo ?? []).filter((person) => !asked.has(person));
  if (to.length === 0) return refuseApproval("approval/nobody-to-escalate-to");
  return [{ type: "escalated", at: command.at, by: null, task: task.id, to }];
}

function requireRunning(run: ApprovalRun): Refusal | null {
  if (run.status === "suspended") return refuseApproval("approval/suspended");
  return run.status === "running" ? null : refuseApproval("approval/not-running");
}

function isInvolved(run: ApprovalRun, person: string): boolean {
  return (
    person === run.initiator ||
    person === run.owner ||
    run.tasks.some((task) => task.person === person || task.decision?.by === person)
  );
}
