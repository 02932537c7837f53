/** Plays approval runs command by command, for tests. */
import {
  type ApprovalCommand,
  type ApprovalEvent,
  type ApprovalRun,
  type ApprovalTask,
  type BoundText,
  type Delegation,
  type Route,
  applyApprovalEvent,
  decideApproval,
  noRun,
} from "@parley/contracts";

type RoutedStep = Route["steps"][number];

/** The text of a contract as it was approved, by the number of its version. */
export const textOf = (version: number): BoundText => ({
  documentId: "contract",
  textSeq: version,
  textHash: `text-${version}`,
  fieldsHash: `fields-${version}`,
});

/** A step of a route that looks at everything and asks all of its people. */
export const routedStep = (id: string, people: readonly string[], change: Partial<RoutedStep> = {}): RoutedStep => ({
  id,
  labels: { en: id, zh: id },
  rule: "all",
  onRefusal: "refuse-at-once",
  scope: ["all"],
  keepWhenUntouched: false,
  remindAfterWorkingDays: null,
  escalateAfterWorkingDays: null,
  position: 0,
  people: [...people],
  cc: [],
  escalateTo: [],
  ...change,
});

/** A route of these steps, in their order. */
export const routeOf = (...steps: readonly RoutedStep[]): Route => ({
  steps: steps.map((step, position) => ({ ...step, position: step.position || position })),
  leftOut: [],
  faults: [],
});

/** What somebody does with their task; the rest of a command is filled in. */
interface Act {
  readonly type: "approve" | "refuse" | "return" | "add-before" | "add-after" | "add-beside" | "hand-over";
  readonly actsFor?: string;
  readonly person?: string;
  readonly to?: string | null;
  readonly resume?: "resume-here" | "run-again-from-there";
  readonly note?: string;
}

/** One run that is played. Refused commands throw their refusal, `refused` gives its code. */
export interface PlayedRun {
  readonly run: () => ApprovalRun;
  readonly events: () => readonly ApprovalEvent[];
  readonly command: (command: ApprovalCommand) => void;
  /** The code with which a command is refused, or `null`. It changes nothing. */
  readonly refused: (command: ApprovalCommand) => string | null;
  /** A command for the latest task of a person, the live one first. */
  readonly act: (by: string, act: Act) => ApprovalCommand;
  readonly does: (by: string, type: Act["type"], act?: Omit<Act, "type">) => void;
  readonly taskOf: (person: string) => ApprovalTask;
  /** Who is asked now, in order. */
  readonly asked: () => readonly string[];
  readonly waiting: () => readonly string[];
}

/** Starts a run of these steps: `ina` initiates, `oma` owns the contract. */
export function playRun(steps: readonly RoutedStep[], delegations: readonly Delegation[] = []): PlayedRun {
  let run = noRun;
  const events: ApprovalEvent[] = [];
  let at = 0;
  const taskOf = (person: string): ApprovalTask => {
    const own = run.tasks.filter((task) => task.person === person);
    const task = own.findLast(({ state }) => state === "open" || state === "waiting") ?? own.at(-1);
    if (!task) throw new Error(`${person} has no task`);
    return task;
  };
  const command = (given: ApprovalCommand): void => {
    const outcome = decideApproval(run, { ...given, at: ++at });
    if ("refusal" in outcome) throw outcome.refusal;
    events.push(...outcome.events);
    run = outcome.events.reduce(applyApprovalEvent, run);
  };
  const act: PlayedRun["act"] = (by, { actsFor, ...given }) => {
    const task = taskOf(actsFor ?? by).id;
    const text = run.text ?? textOf(0);
    const acting = actsFor === undefined ? {} : { actsFor };
    return { at, by, day: "2026-11-27", delegations, task, text, ...acting, ...given } as ApprovalCommand;
  };
  const flow = { id: "flow", version: 1 };
  command({
    type: "start",
    at,
    by: "ina",
    owner: "oma",
    category: "purchase",
    flow,
    route: routeOf(...steps),
    text: textOf(1),
  });
  const inState = (state: ApprovalTask["state"]): readonly string[] =>
    run.tasks.filter((task) => task.state === state).map(({ person }) => person);
  return {
    run: () => run,
    events: () => events,
    command,
    refused: (given) => {
      const outcome = decideApproval(run, given);
      return "refusal" in outcome ? outcome.refusal.code : null;
    },
    act,
    does: (by, type, rest = {}) => command(act(by, { type, ...rest })),
    taskOf,
    asked: () => inState("open"),
    waiting: () => inState("waiting"),
  };
}
