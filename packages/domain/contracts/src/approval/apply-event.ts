/** What an event does to a run. Nothing is checked here: events are what was allowed when it happened. */
import { must } from "@parley/base";
import { type BoundText, isSameText } from "./bound-text.ts";
import type { RoutedStep } from "./route.ts";
import type { ApprovalEvent } from "./run-events.ts";
import {
  type ApprovalRun,
  type ApprovalSlot,
  type ApprovalTask,
  type RunStep,
  type TaskOrigin,
  indexOfStep,
  isAsked,
  isLive,
  noRun,
  slotState,
  slotsBefore,
  stepOutcome,
} from "./run-state.ts";

type EventOf<Type extends ApprovalEvent["type"]> = Extract<ApprovalEvent, { type: Type }>;

/** [CA7] The run after an event. A run is the fold of its events from `noRun` on. */
export function applyApprovalEvent(run: ApprovalRun, event: ApprovalEvent): ApprovalRun {
  return withWaiting(applied(run, event), event.at);
}

function applied(run: ApprovalRun, event: ApprovalEvent): ApprovalRun {
  switch (event.type) {
    case "started":
      return started(event);
    case "step-opened":
      return stepOpened(run, event);
    case "task-approved":
    case "task-refused":
      return decided(run, event);
    case "returned":
      return returned(run, event);
    case "retracted":
      return retracted(run, event);
    case "approver-added":
      return approverAdded(run, event);
    case "handed-over":
      return handedOver(run, event);
    case "escalated":
      return escalated(run, event);
    case "reminded": {
      const { by, day } = event;
      return withTask(run, event.task, (task) => ({ ...task, reminders: [...task.reminders, { by, day }] }));
    }
    case "copied":
      return withCopies(run, event.people, null, event.at);
    case "suspended":
      return { ...run, status: "suspended", negotiation: event.negotiation };
    case "resumed":
      return withNewText(run, event);
    case "resubmitted":
      return resubmitted(run, event);
    case "step-approved":
      return stepApproved(run, event.step);
    case "run-approved":
      return { ...run, status: "approved", current: null };
    case "run-refused":
      return ended(run, "refused");
    case "withdrawn":
      return ended(run, "withdrawn");
  }
}

function started(event: EventOf<"started">): ApprovalRun {
  const { flow, owner, category, text } = event;
  const steps = event.steps.map((step): RunStep => ({ ...step, state: "ahead" }));
  return { ...noRun, status: "running", flow, initiator: event.by, owner, category, text, steps };
}

function stepOpened(run: ApprovalRun, event: EventOf<"step-opened">): ApprovalRun {
  const at = stepOf(run, event.step);
  const told = withCopies({ ...run, current: event.step }, at.cc, event.step, event.at);
  return askStep(told, event.step);
}

/** [CA9] Asks everybody in a step whose approval does not stand; the step's own people the first time, later whoever was asked last. */
function askStep(run: ApprovalRun, stepId: string): ApprovalRun {
  const step = stepOf(run, stepId);
  let next = withStep(run, stepId, { state: "open" });
  if (!run.slots.some((slot) => slot.step === stepId))
    for (const person of step.people) next = withSeat(next, stepId, person, { kind: "flow" });
  for (const slot of next.slots.filter((each) => each.step === stepId)) {
    if (slotState(next, slot.id) !== "idle") continue;
    const asked = next.tasks.filter((task) => task.slot === slot.id);
    const last = asked.findLast(({ state }) => state !== "released") ?? asked.at(-1);
    if (last) next = withNewTask(next, slot, last.person, { kind: "asked-again", task: last.id });
  }
  return next;
}

function decided(run: ApprovalRun, event: EventOf<"task-approved"> | EventOf<"task-refused">): ApprovalRun {
  const { by, actsFor, at, text, note } = event;
  const state = event.type === "task-approved" ? "approved" : "refused";
  const task = taskOf(run, event.task);
  const next = withTask(run, task.id, (each) => ({ ...each, state, decision: { by, actsFor, at, text, note } }));
  // Others in the slot stood in for the same person; after a refusal nobody else of the seat is needed.
  const seat = slotOf(run, task.slot).seat;
  return mapTasks(next, (each) => {
    if (!isLive(each)) return each;
    if (each.slot === task.slot) return { ...each, state: "released" };
    const isOfSeat = state === "refused" && slotOf(run, each.slot).seat === seat;
    return isOfSeat ? { ...each, state: "cancelled" } : each;
  });
}

function returned(run: ApprovalRun, event: EventOf<"returned">): ApprovalRun {
  const own = taskOf(run, event.task);
  const from = indexOfStep(run, run.current);
  // Everything that waits is put down; it is asked again when the run comes back to it.
  let next = mapTasks(run, (task) => {
    if (!isLive(task)) return task;
    return { ...task, state: task.id === own.id ? "returned" : "cancelled" };
  });
  next = { ...next, steps: next.steps.map((step) => (step.state === "open" ? { ...step, state: "ahead" } : step)) };
  if (event.to === null) {
    const returnedFrom = { step: own.step, resume: event.resume };
    return { ...next, status: "returned", returnedFrom };
  }
  const to = indexOfStep(run, event.to);
  const last = event.resume === "resume-here" ? to : from;
  next = supersede(next, "returned", (task) => {
    const index = indexOfStep(run, task.step);
    return index >= to && index <= last;
  });
  for (const { id } of run.steps.slice(to, last + 1)) next = withStep(next, id, { state: "ahead" });
  return askUpTo({ ...next, current: event.to });
}

/** Asks every step up to where the run is that is not approved. */
function askUpTo(run: ApprovalRun): ApprovalRun {
  const upTo = run.steps.slice(0, indexOfStep(run, run.current) + 1);
  return upTo.filter(({ state }) => state !== "approved").reduce((next, { id }) => askStep(next, id), run);
}

function retracted(run: ApprovalRun, event: EventOf<"retracted">): ApprovalRun {
  const own = taskOf(run, event.task);
  let next = supersede(run, "retracted", (task) => task.id === own.id);
  if (indexOfStep(run, own.step) < indexOfStep(run, run.current) && !isAsked(run, own.step)) {
    // The step after it has not acted: the run goes back.
    next = mapTasks(next, (task) =>
      task.step === run.current && isLive(task) ? { ...task, state: "cancelled" } : task,
    );
    next = withStep(next, must(run.current, "a run that goes back is at a step"), { state: "ahead" });
    next = { ...next, current: own.step };
  }
  return askStep(next, own.step);
}

function approverAdded(run: ApprovalRun, event: EventOf<"approver-added">): ApprovalRun {
  const task = taskOf(run, event.task);
  const origin: TaskOrigin = { kind: "added", place: event.place, by: event.actsFor ?? event.by };
  if (event.place === "beside") return withSeat(run, task.step, event.person, origin);
  const { seat } = slotOf(run, task.slot);
  const slot = { id: nextSlotId(run), step: task.step, seat, kind: event.place, of: task.slot };
  return withNewTask({ ...run, slots: [...run.slots, slot] }, slot, event.person, origin);
}

function handedOver(run: ApprovalRun, event: EventOf<"handed-over">): ApprovalRun {
  const task = taskOf(run, event.task);
  const next = withTask(run, task.id, (each) => ({ ...each, state: "handed-over" }));
  return withNewTask(next, slotOf(run, task.slot), event.to, {
    kind: "handed-over",
    from: task.person,
    task: task.id,
  });
}

function escalated(run: ApprovalRun, event: EventOf<"escalated">): ApprovalRun {
  const task = taskOf(run, event.task);
  const origin: TaskOrigin = { kind: "escalated", from: task.person, task: task.id };
  return event.to.reduce((next, person) => withNewTask(next, slotOf(run, task.slot), person, origin), run);
}

function resubmitted(run: ApprovalRun, event: EventOf<"resubmitted">): ApprovalRun {
  const from = must(run.returnedFrom, "a resubmitted run was returned");
  if (from.resume === "resume-here")
    return { ...withNewText({ ...run, current: from.step }, event), returnedFrom: null };
  const steps = run.steps.map((step): RunStep => ({ ...step, state: "ahead" }));
  const cleared = supersede({ ...run, steps, current: must(steps[0], "a run has steps").id }, "returned", () => true);
  return { ...withNewText(cleared, event), returnedFrom: null };
}

/**
 * [CA15] [CA17] The run on another text and perhaps another route: approvals that do not stand are superseded, and every step up to where
 * the run is that is not approved any more is asked. The run stays where it is, unless the new route leaves that step out.
 */
function withNewText(run: ApprovalRun, event: EventOf<"resumed"> | EventOf<"resubmitted">): ApprovalRun {
  const again = new Set(event.judgements.filter(({ verdict }) => verdict === "asked-again").map(({ task }) => task));
  const { text, judgements } = event;
  let next = supersede(run, "asked-again", (task) => again.has(task.id) || isRefusalOfOther(task, text));
  next = withRoute(next, event.steps);
  next = { ...next, status: "running", negotiation: null, text, judgements };
  for (const step of next.steps)
    if (step.state === "approved" && stepOutcome(next, step) !== "approved")
      next = withStep(next, step.id, { state: "ahead" });
  return askUpTo(next);
}

/** A refusal that did not end the run was about the text as it was. */
function isRefusalOfOther(task: ApprovalTask, text: BoundText): boolean {
  return task.state === "refused" && task.decision !== null && !isSameText(task.decision.text, text);
}

/** Puts another route in the place of the old one; steps that both have keep what happened in them. */
function withRoute(run: ApprovalRun, steps: readonly RoutedStep[]): ApprovalRun {
  const position = run.steps.find(({ id }) => id === run.current)?.position ?? 0;
  const routed = steps.map((step): RunStep => {
    const before = run.steps.find(({ id }) => id === step.id);
    return { ...step, state: before?.state ?? "ahead" };
  });
  const current =
    routed.find(({ id }) => id === run.current) ?? routed.find((step) => step.position >= position) ?? routed.at(-1);
  const stays = new Set(routed.map(({ id }) => id));
  const next = supersede(
    { ...run, steps: routed, current: current?.id ?? null },
    "left-out",
    (task) => !stays.has(task.step),
  );
  return mapTasks(next, (task) => (isLive(task) && !stays.has(task.step) ? { ...task, state: "cancelled" } : task));
}

function stepApproved(run: ApprovalRun, step: string): ApprovalRun {
  const next = mapTasks(run, (task) => (task.step === step && isLive(task) ? { ...task, state: "released" } : task));
  return withStep(next, step, { state: "approved" });
}

function ended(run: ApprovalRun, status: "refused" | "withdrawn"): ApprovalRun {
  const next = mapTasks(run, (task) => (isLive(task) ? { ...task, state: "cancelled" } : task));
  return { ...next, status, current: null, negotiation: null };
}

/** [CA8] Tasks before which somebody else must approve wait; the others are open, from this moment if they were not. */
function withWaiting(run: ApprovalRun, at: number): ApprovalRun {
  return mapTasks(run, (task) => {
    if (!isLive(task)) return task;
    const waits = slotsBefore(run, slotOf(run, task.slot)).some(({ id }) => slotState(run, id) !== "approved");
    if (waits) return task.state === "waiting" ? task : { ...task, state: "waiting", openedAt: null };
    return task.openedAt === null ? { ...task, state: "open", openedAt: at } : task;
  });
}

function stepOf(run: ApprovalRun, id: string): RunStep {
  return must(
    run.steps.find((step) => step.id === id),
    `there is no step ${id}`,
  );
}

function taskOf(run: ApprovalRun, id: string): ApprovalTask {
  return must(
    run.tasks.find((task) => task.id === id),
    `there is no task ${id}`,
  );
}

function slotOf(run: ApprovalRun, id: string): ApprovalSlot {
  return must(
    run.slots.find((slot) => slot.id === id),
    `there is no slot ${id}`,
  );
}

function mapTasks(run: ApprovalRun, change: (task: ApprovalTask) => ApprovalTask): ApprovalRun {
  return { ...run, tasks: run.tasks.map(change) };
}

function withTask(run: ApprovalRun, id: string, change: (task: ApprovalTask) => ApprovalTask): ApprovalRun {
  return mapTasks(run, (task) => (task.id === id ? change(task) : task));
}

/** What was decided stays; it only stops counting. */
function supersede(
  run: ApprovalRun,
  because: NonNullable<ApprovalTask["superseded"]>,
  which: (task: ApprovalTask) => boolean,
): ApprovalRun {
  return mapTasks(run, (task) =>
    task.decision && task.superseded === null && which(task) ? { ...task, superseded: because } : task,
  );
}

function withStep(run: ApprovalRun, id: string, change: Pick<RunStep, "state">): ApprovalRun {
  return { ...run, steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) };
}

const nextSlotId = (run: ApprovalRun): string => `slot-${run.slots.length + 1}`;

function withSeat(run: ApprovalRun, step: string, person: string, origin: TaskOrigin): ApprovalRun {
  const id = nextSlotId(run);
  const slot: ApprovalSlot = { id, step, seat: id, kind: "own", of: null };
  return withNewTask({ ...run, slots: [...run.slots, slot] }, slot, person, origin);
}

function withNewTask(run: ApprovalRun, slot: ApprovalSlot, person: string, origin: TaskOrigin): ApprovalRun {
  const task: ApprovalTask = {
    id: `task-${run.tasks.length + 1}`,
    step: slot.step,
    slot: slot.id,
    person,
    origin,
    state: "waiting",
    openedAt: null,
    decision: null,
    superseded: null,
    reminders: [],
  };
  return { ...run, tasks: [...run.tasks, task] };
}

function withCopies(run: ApprovalRun, people: readonly string[], step: string | null, at: number): ApprovalRun {
  const told = people.filter((person) => !run.copied.some((each) => each.person === person && each.step === step));
  return { ...run, copied: [...run.copied, ...told.map((person) => ({ person, step, at }))] };
}
