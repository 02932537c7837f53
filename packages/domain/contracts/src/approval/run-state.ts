/**
 * Where an approval run stands.
 *
 * A step asks people; each of them has a seat in it, and the step's rule counts seats. A seat has one slot or more: the person's own, and
 * those of people whom they added before or after themselves. A slot holds tasks, one after another or, after an escalation, beside each other:
 * whoever gets a task handed over has one in the same slot. A seat has approved when all of its slots have.
 */
import type { BoundText } from "./bound-text.ts";
import type { Judgement } from "./judgement.ts";
import type { RoutedStep } from "./route.ts";

export type TaskState =
  | "waiting"
  | "open"
  | "approved"
  | "refused"
  | "handed-over"
  /** The rule of the step was met without it, or somebody else decided in its place. */
  | "released"
  /** Its person returned the contract. */
  | "returned"
  | "cancelled";

/** How a task came to its person. */
export type TaskOrigin =
  | { readonly kind: "flow" }
  | { readonly kind: "added"; readonly place: "before" | "after" | "beside"; readonly by: string }
  | { readonly kind: "handed-over" | "escalated"; readonly from: string; readonly task: string }
  /** Their own approval of before no longer counts; or the run came to the step once more. */
  | { readonly kind: "asked-again"; readonly task: string };

/** What somebody decided. */
export interface TaskDecision {
  readonly by: string;
  /** For whom, by a standing delegation: "B for A". */
  readonly actsFor: string | null;
  readonly at: number;
  readonly text: BoundText;
  readonly note: string;
}

export interface ApprovalTask {
  readonly id: string;
  readonly step: string;
  readonly slot: string;
  /** Who is asked. */
  readonly person: string;
  readonly origin: TaskOrigin;
  readonly state: TaskState;
  /** When its person could first act; `null` while it waits. */
  readonly openedAt: number | null;
  /** Of an approved or refused task. */
  readonly decision: TaskDecision | null;
  /** Why an approval no longer counts. The decision itself stays as it was. */
  readonly superseded: "retracted" | "returned" | "asked-again" | "left-out" | null;
  /** Who reminded on which day. */
  readonly reminders: readonly { readonly by: string | null; readonly day: string }[];
}

export interface ApprovalSlot {
  readonly id: string;
  readonly step: string;
  readonly seat: string;
  readonly kind: "own" | "before" | "after";
  /** Which slot it stands before or after. */
  readonly of: string | null;
}

export interface RunStep extends RoutedStep {
  readonly state: "ahead" | "open" | "approved";
}

export type RunStatus = "none" | "running" | "suspended" | "returned" | "approved" | "refused" | "withdrawn";

export interface ApprovalRun {
  readonly status: RunStatus;
  readonly flow: { readonly id: string; readonly version: number } | null;
  readonly initiator: string;
  readonly owner: string;
  readonly category: string | null;
  /** What is approved now. */
  readonly text: BoundText | null;
  readonly steps: readonly RunStep[];
  /** The step that the run is at; those before it may be asked again meanwhile. */
  readonly current: string | null;
  readonly slots: readonly ApprovalSlot[];
  readonly tasks: readonly ApprovalTask[];
  /** Of a run that was returned to its initiator. */
  readonly returnedFrom: { readonly step: string; readonly resume: "resume-here" | "run-again-from-there" } | null;
  /** Of a suspended run. */
  readonly negotiation: string | null;
  /** Everybody who was told without being asked. */
  readonly copied: readonly { readonly person: string; readonly step: string | null; readonly at: number }[];
  /** What became of approvals when the text last changed. */
  readonly judgements: readonly Judgement[];
}

/** Before anything happened. */
export const noRun: ApprovalRun = {
  status: "none",
  flow: null,
  initiator: "",
  owner: "",
  category: null,
  text: null,
  steps: [],
  current: null,
  slots: [],
  tasks: [],
  returnedFrom: null,
  negotiation: null,
  copied: [],
  judgements: [],
};

/** Whether a task still awaits its person, now or later. */
export function isLive(task: ApprovalTask): boolean {
  return task.state === "open" || task.state === "waiting";
}

/** Whether a task is an approval that counts. */
export function counts(task: ApprovalTask): boolean {
  return task.state === "approved" && task.superseded === null;
}

/** [CA12] The approvals that count, each bound to the text it was given to. */
export function givenApprovals(run: ApprovalRun): readonly (ApprovalTask & { readonly decision: TaskDecision })[] {
  return run.tasks.flatMap((task) => (counts(task) && task.decision ? [{ ...task, decision: task.decision }] : []));
}

/** How a slot stands: by the last of its tasks that still says something. */
export function slotState(run: ApprovalRun, slot: string): "approved" | "refused" | "undecided" | "idle" {
  const task = run.tasks.findLast(
    (each) => each.slot === slot && (isLive(each) || counts(each) || (each.state === "refused" && !each.superseded)),
  );
  if (!task) return "idle";
  return task.state === "approved" || task.state === "refused" ? task.state : "undecided";
}

/** Slots that must approve before this one may. */
export function slotsBefore(run: ApprovalRun, slot: ApprovalSlot): readonly ApprovalSlot[] {
  return run.slots.filter(
    (other) => (other.kind === "before" && other.of === slot.id) || (slot.kind === "after" && slot.of === other.id),
  );
}

/** The seats of a step, each with its slots. */
export function seatsOf(run: ApprovalRun, step: string): readonly (readonly ApprovalSlot[])[] {
  const slots = run.slots.filter((slot) => slot.step === step);
  return [...Map.groupBy(slots, ({ seat }) => seat).values()];
}

/** [CA5] [CA6] How a step stands by its rule. Seats are counted, so people added before or after somebody change no number. */
export function stepOutcome(run: ApprovalRun, step: RunStep): "approved" | "refused" | "undecided" {
  const seats = seatsOf(run, step.id).map((slots) => slots.map(({ id }) => slotState(run, id)));
  const approved = seats.filter((slots) => slots.every((state) => state === "approved")).length;
  const refused = seats.filter((slots) => slots.includes("refused")).length;
  if (seats.length > 0 && approved >= neededSeats(step, seats.length)) return "approved";
  if (refused > 0 && step.onRefusal === "refuse-at-once") return "refused";
  const isOpen = seats.some((slots) => !slots.includes("refused") && slots.includes("undecided"));
  return isOpen || refused === 0 ? "undecided" : "refused";
}

/** [CA4] [CA5] How many seats of so many must approve. */
export function neededSeats(step: RunStep, seats: number): number {
  if (step.rule === "all") return seats;
  return step.rule === "any" ? 1 : step.rule.atLeast;
}

/** Where a step stands in the run, from 0; -1 for a step that is not in it. */
export function indexOfStep(run: ApprovalRun, step: string | null): number {
  return run.steps.findIndex(({ id }) => id === step);
}

/** Whether a step's people are asked now. */
export function isAsked(run: ApprovalRun, step: string): boolean {
  const index = indexOfStep(run, step);
  return index >= 0 && index <= indexOfStep(run, run.current) && run.steps[index]?.state === "open";
}
