import type { ApprovalCommand, ApprovalRun, ApprovalTask } from "@parley/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { routeOf, routedStep, textOf } from "../../../../../test/support/approval-runs.ts";
import { applyApprovalEvent } from "./apply-event.ts";
import type { Delegation } from "./commands.ts";
import { decideApproval } from "./decide-approval.ts";
import { type ApprovalEvent, approvalEventSchema } from "./run-events.ts";
import { counts, neededSeats, noRun, seatsOf, slotState } from "./run-state.ts";

const people = ["ina", "oma", "ada", "ben", "cem", "dov", "eve"] as const;
const delegations: readonly Delegation[] = people.flatMap((from) =>
  people
    .filter((to) => to !== from)
    .map((to) => ({ from, to, fromDay: "2026-11-01", untilDay: "2026-11-30", categories: null })),
);
const stepIds = ["s0", "s1", "s2", "s3"] as const;

const personArb = fc.constantFrom(...people);
const stepArb = fc.record({
  asked: fc.uniqueArray(personArb, { minLength: 1, maxLength: 4 }),
  rule: fc.constantFrom("all" as const, "any" as const, "some" as const),
  onRefusal: fc.constantFrom("refuse-at-once" as const, "wait-for-all" as const),
  scope: fc.constantFrom("price", "delivery", "all"),
  keepWhenUntouched: fc.boolean(),
});
/** Numbers from which a command is made of the run as it stands then, so that most commands name what exists. */
const drawArb = fc.record({
  type: fc.constantFrom(
    ...([
      "approve",
      "approve",
      "approve",
      "approve",
      "refuse",
      "return",
      "add-before",
      "add-after",
      "add-beside",
      "hand-over",
    ] as const),
    ...([
      "retract",
      "suspend",
      "resume",
      "resume",
      "resubmit",
      "resubmit",
      "remind",
      "escalate",
      "copy",
      "withdraw",
    ] as const),
  ),
  by: personArb,
  other: personArb,
  actsFor: fc.option(personArb, { freq: 3 }),
  pick: fc.nat(1_000),
  isOwnTask: fc.constantFrom(true, true, true, false),
});
type Draw = typeof drawArb extends fc.Arbitrary<infer T> ? T : never;

function commandOf(run: ApprovalRun, draw: Draw, steps: readonly Step[]): ApprovalCommand {
  const { type, other, pick } = draw;
  const open = run.tasks.filter(({ state }) => state === "open");
  const from = draw.isOwnTask && type !== "retract" && open.length > 0 ? open : run.tasks;
  const task = from.at(pick % Math.max(1, from.length));
  const by = draw.isOwnTask && task && draw.actsFor === null ? task.person : draw.by;
  const acting = draw.actsFor === null ? {} : { actsFor: draw.isOwnTask && task ? task.person : draw.actsFor };
  const onTask = { at: 1, by, task: task?.id ?? "none", day: "2026-11-15", delegations, ...acting };
  const text = run.text ?? textOf(0);
  const version = text.textSeq + (pick % 3 === 0 ? 0 : 1);
  const kept = steps.filter((_, index) => index === 0 || (pick >> index) % 5 !== 0);
  const newText = { text: textOf(version), route: routeOf(...kept), changes: changesUpTo(version, pick) };
  switch (type) {
    case "approve":
    case "refuse":
      return { ...onTask, type, text: pick % 20 === 0 ? textOf(999) : text };
    case "return":
      return {
        ...onTask,
        type,
        to: pick % 3 === 0 ? null : (stepIds[pick % stepIds.length] ?? null),
        resume: pick % 2 === 0 ? "resume-here" : "run-again-from-there",
      };
    case "add-before":
    case "add-beside":
      return { ...onTask, type, person: other };
    case "add-after":
      return { ...onTask, type, person: other, text };
    case "hand-over":
      return { ...onTask, type, to: other };
    case "retract":
    case "withdraw":
      return { ...onTask, type, by: type === "withdraw" && pick % 10 > 0 ? other : by };
    case "suspend":
      return { ...onTask, type, negotiation: `n${pick}` };
    case "resume":
      return { ...newText, type, at: 1, by };
    case "resubmit":
      return { ...newText, type, at: 1, by: "ina" };
    case "remind":
      return { ...onTask, type };
    case "escalate":
      return { ...onTask, type, workingDaysOpen: pick % 6 };
    case "copy":
      return { ...onTask, type, people: [other] };
  }
}

function changesUpTo(version: number, pick: number): Extract<ApprovalCommand, { type: "resume" }>["changes"] {
  const scopes = [["price"], ["delivery"], []][pick % 3] ?? [];
  const clauses = [{ kind: "changed" as const, clause: "c", title: "c", scopes }];
  return Array.from({ length: version }, (_, since) => ({ since: textOf(since), clauses, fields: [] }));
}

type Step = ReturnType<typeof routedStep>;

interface Move {
  readonly before: ApprovalRun;
  readonly events: readonly ApprovalEvent[];
  readonly after: ApprovalRun;
  readonly command: ApprovalCommand;
}

/** Plays random commands of random people and looks at the run after each. */
function playAll(check: (move: Move, all: readonly ApprovalEvent[]) => void): void {
  fc.assert(
    fc.property(
      fc.array(stepArb, { minLength: 1, maxLength: 4 }),
      fc.array(drawArb, { maxLength: 60 }),
      (drawn, draws) => {
        const steps = drawn.map(({ asked, rule, ...ways }, position) =>
          routedStep(`s${position}`, asked, {
            ...ways,
            scope: [ways.scope],
            rule: rule === "some" ? { atLeast: 1 + (position % asked.length) } : rule,
            escalateAfterWorkingDays: 3,
            escalateTo: ["eve"],
            position,
          }),
        );
        const start = { type: "start", at: 0, by: "ina", owner: "oma", category: null, text: textOf(1) } as const;
        const flow = { id: "flow", version: 1 };
        let run = noRun;
        const all: ApprovalEvent[] = [];
        const take = (command: ApprovalCommand): void => {
          const outcome = decideApproval(run, command);
          if ("refusal" in outcome) return;
          const after = outcome.events.reduce(applyApprovalEvent, run);
          all.push(...outcome.events);
          check({ before: run, events: outcome.events, after, command }, all);
          run = after;
        };
        take({ ...start, flow, route: routeOf(...steps) });
        for (const [index, draw] of draws.entries()) take({ ...commandOf(run, draw, steps), at: index + 1 });
      },
    ),
    { seed: 20261127, numRuns: 1_500 },
  );
}

const decided = (run: ApprovalRun): readonly ApprovalTask[] => run.tasks.filter(({ decision }) => decision !== null);
const withoutSuperseded = ({ superseded: _superseded, ...task }: ApprovalTask): object => task;

describe("random commands of random people", () => {
  test("[CA16] [CA7] give events that are data, whose fold is the run, and reach every event and end", () => {
    const seen = new Set<string>();
    const ends = new Set<string>();
    playAll(({ events, after }, all) => {
      for (const event of events) {
        expect(approvalEventSchema.parse(event)).toEqual(event);
        seen.add(event.type);
      }
      ends.add(after.status);
      expect(all.reduce(applyApprovalEvent, noRun)).toEqual(after);
    });
    expect([...seen].toSorted()).toEqual(approvalEventSchema.options.map(({ shape }) => shape.type.value).toSorted());
    expect([...ends].toSorted()).toEqual(["approved", "refused", "returned", "running", "suspended", "withdrawn"]);
  });

  test("[CA16] never change what was decided, and never take back that an approval stopped counting", () => {
    playAll(({ before, after }) => {
      for (const task of decided(before)) {
        const now = after.tasks.find(({ id }) => id === task.id);
        expect(now && withoutSuperseded(now)).toEqual(withoutSuperseded(task));
        if (task.superseded !== null) expect(now?.superseded).toBe(task.superseded);
      }
    });
  });

  test("[CA16] [CA5] approve a run only with as many seats in each step as its rule needs, and no more than it takes", () => {
    playAll(({ after, events }) => {
      for (const event of events)
        if (event.type === "step-approved" && after.status !== "returned") {
          const step = after.steps.find(({ id }) => id === event.step);
          const seats = seatsOf(after, event.step);
          const approved = seats.filter((slots) => slots.every(({ id }) => slotState(after, id) === "approved"));
          expect(approved).toHaveLength(step ? neededSeats(step, seats.length) : -1);
        }
      if (after.status !== "approved") return;
      for (const step of after.steps) {
        const seats = seatsOf(after, step.id);
        const approved = seats.filter((slots) => slots.every(({ id }) => slotState(after, id) === "approved"));
        expect(approved.length).toBeGreaterThanOrEqual(neededSeats(step, seats.length));
      }
      expect(after.tasks.filter(({ state }) => state === "open" || state === "waiting")).toEqual([]);
    });
  });

  test("[CA16] [CA10] let nobody decide on a contract of their own through a delegation, nor on another's task without one", () => {
    playAll(({ after }) => {
      for (const { person, decision } of decided(after)) {
        expect(decision?.actsFor ?? decision?.by).toBe(person);
        if (decision?.actsFor) expect(["ina", "oma"]).not.toContain(decision.by);
        if (decision?.actsFor) expect(["ina", "oma"]).not.toContain(person);
      }
    });
  });

  test("[M13] [CA16] [CA15] come back to the same step after a negotiation, unless the new route leaves it out", () => {
    playAll(({ before, after, command, events }) => {
      if (command.type === "suspend") expect(after.current).toBe(before.current);
      if (before.status === "suspended" && command.type !== "resume" && command.type !== "withdraw")
        expect([after.tasks, after.current]).toEqual([before.tasks, before.current]);
      const isInRoute = after.steps.some(({ id }) => id === before.current);
      const [resumed] = events;
      if (resumed?.type === "resumed" && isInRoute) {
        expect(applyApprovalEvent(before, resumed).current).toBe(before.current);
        expect(after.text).toEqual(resumed.text);
      }
    });
  });

  test("[D2] [CA16] [CA21] count an approval of another text only when it was judged to stand", () => {
    playAll(({ after }) => {
      const stands = new Set(after.judgements.filter(({ verdict }) => verdict === "kept").map(({ task }) => task));
      for (const task of after.tasks.filter(counts))
        if (task.decision?.text.textHash !== after.text?.textHash) expect(stands).toContain(task.id);
    });
  });

  test("[M12] [CA16] [CA8] keep both names of a task handed over, and ask nobody twice at once in a step", () => {
    playAll(({ after }) => {
      for (const task of after.tasks)
        if (task.origin.kind === "handed-over") {
          const { task: from, from: name } = task.origin;
          expect(after.tasks.find(({ id }) => id === from)).toMatchObject({ person: name, state: "handed-over" });
        }
      const live = after.tasks.filter(({ state }) => state === "open" || state === "waiting");
      const places = live.map(({ step, person }) => `${step} ${person}`);
      expect(new Set(places).size).toBe(places.length);
    });
  });

  test("[CA16] leave nobody to wait for ever: while a run is under way somebody can act", () => {
    playAll(({ after }) => {
      if (after.status === "running") expect(after.tasks.some(({ state }) => state === "open")).toBe(true);
      else expect(after.status === "suspended" || after.tasks.every(({ state }) => state !== "open")).toBe(true);
    });
  });
});
