import type { ApprovalCommand, ApprovalRun, ApprovalTask } from "@parley/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { routeOf, routedStep, textOf } from "../../../../../test/support/approval-runs.ts";
import { applyApprovalEvent } from "./apply-event.ts";
import type { Delegation } from "./commands.ts";
import { decideApproval } from "./decide-approval.ts";
import { type ApprovalEvent, approvalEventSchema } from "./run-events.ts";
import { counts, noRun, seatsOf, slotState } from "./run-state.ts";

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

/** Plays random commands of random people and asks after each what is wrong. */
function holds(violations: (move: Move, all: readonly ApprovalEvent[]) => readonly unknown[]): void {
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
          expect(violations({ before: run, events: outcome.events, after, command }, all)).toEqual([]);
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
const isLive = ({ state }: ApprovalTask): boolean => state === "open" || state === "waiting";
/** A decided task, without whether it still counts. */
const decisionOf = ({ superseded: _superseded, ...task }: ApprovalTask): string => JSON.stringify(task);

function approvedSeats(run: ApprovalRun, step: string): { readonly approved: number; readonly needed: number } {
  const seats = seatsOf(run, step);
  const approved = seats.filter((slots) => slots.every(({ id }) => slotState(run, id) === "approved")).length;
  const rule = run.steps.find(({ id }) => id === step)?.rule ?? "all";
  return { approved, needed: rule === "all" ? seats.length : rule === "any" ? 1 : rule.atLeast };
}

describe("random commands of random people", () => {
  test("[CA16] [CA7] give events that are data, whose fold is the run, and reach every event and end", () => {
    const seen = new Set<string>();
    const ends = new Set<string>();
    holds(({ events, after }, all) => {
      for (const { type } of events) seen.add(type);
      ends.add(after.status);
      const stored: unknown[] = JSON.parse(JSON.stringify(all));
      const folded = stored.map((event) => approvalEventSchema.parse(event)).reduce(applyApprovalEvent, noRun);
      return JSON.stringify(folded) === JSON.stringify(after) ? [] : [folded];
    });
    expect([...seen].toSorted()).toEqual(approvalEventSchema.options.map(({ shape }) => shape.type.value).toSorted());
    expect([...ends].toSorted()).toEqual(["approved", "refused", "returned", "running", "suspended", "withdrawn"]);
  });

  test("[CA16] never change what was decided, and never let an approval count again that stopped counting", () => {
    holds(({ before, after }) =>
      decided(before).filter((task) => {
        const now = after.tasks.find(({ id }) => id === task.id);
        const isBack = task.superseded !== null && now?.superseded !== task.superseded;
        return !now || decisionOf(now) !== decisionOf(task) || isBack;
      }),
    );
  });

  test("[CA16] [CA5] approve a step with exactly as many seats as its rule needs", () => {
    holds(({ after, events }) =>
      events.filter((event) => {
        if (event.type !== "step-approved") return false;
        const { approved, needed } = approvedSeats(after, event.step);
        return approved !== needed;
      }),
    );
  });

  test("[CA16] [CA5] approve a run only when every step of its route is approved, and then ask nobody any more", () => {
    holds(({ after }) => {
      if (after.status !== "approved") return [];
      const short = after.steps.filter(({ id }) => {
        const { approved, needed } = approvedSeats(after, id);
        return approved < needed;
      });
      return [...short, ...after.tasks.filter(isLive)];
    });
  });

  test("[CA16] [CA10] let nobody decide on their own contract through a delegation, nor on another's task without one", () => {
    holds(({ after }) =>
      decided(after).filter(({ person, decision }) => {
        const own = ["ina", "oma"];
        if (!decision || decision.actsFor === null) return decision?.by !== person;
        return decision.actsFor !== person || own.includes(decision.by) || own.includes(person);
      }),
    );
  });

  test("[M13] [CA16] [CA15] come back to the same step after a negotiation, unless the new route leaves it out", () => {
    holds(({ before, events }) =>
      events.filter((event) => {
        if (event.type !== "resumed") return false;
        const resumed = applyApprovalEvent(before, event);
        return resumed.steps.some(({ id }) => id === before.current) && resumed.current !== before.current;
      }),
    );
  });

  test("[M13] [CA16] [CA15] change nothing of tasks while the run is suspended", () => {
    holds(({ before, after, command }) => {
      const isSuspended = before.status === "suspended" && !["resume", "withdraw"].includes(command.type);
      return isSuspended && after.tasks !== before.tasks && JSON.stringify(after.tasks) !== JSON.stringify(before.tasks)
        ? [command]
        : [];
    });
  });

  test("[D2] [CA16] [CA21] count an approval of another text only when it was judged to stand", () => {
    holds(({ after }) => {
      const kept = new Set(after.judgements.filter(({ verdict }) => verdict === "kept").map(({ task }) => task));
      return after.tasks.filter(
        (task) => counts(task) && task.decision?.text.textHash !== after.text?.textHash && !kept.has(task.id),
      );
    });
  });

  test("[M12] [CA16] [CA8] keep both names of a task handed over", () => {
    holds(({ after }) =>
      after.tasks.filter(({ origin }) => {
        if (origin.kind !== "handed-over") return false;
        const from = after.tasks.find(({ id }) => id === origin.task);
        return from?.person !== origin.from || from.state !== "handed-over";
      }),
    );
  });

  test("[CA16] [CA3] ask nobody twice at once in a step", () => {
    holds(({ after }) => {
      const places = after.tasks.filter(isLive).map(({ step, person }) => `${step} ${person}`);
      return places.filter((place, index) => places.indexOf(place) < index);
    });
  });

  test("[CA16] leave nobody to wait for ever: somebody can act while a run is under way, and nobody afterwards", () => {
    holds(({ after }) => {
      const canAct = after.tasks.some(({ state }) => state === "open");
      const shouldAct = after.status === "running" || (after.status === "suspended" ? canAct : false);
      return canAct === shouldAct ? [] : [after.status];
    });
  });
});
