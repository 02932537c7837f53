import { describe, expect, test } from "vitest";
import { type PlayedRun, playRun, routeOf, routedStep, textOf } from "../../../../../test/support/approval-runs.ts";
import { approvalEventSchema } from "./run-events.ts";
import { applyApprovalEvent } from "./apply-event.ts";
import type { Delegation } from "./commands.ts";
import { decideApproval } from "./decide-approval.ts";
import { neededSeats, noRun } from "./run-state.ts";

type Command = Parameters<PlayedRun["refused"]>[0];

const statesOf = (play: PlayedRun): readonly string[] =>
  play.run().tasks.map(({ person, state }) => `${person} ${state}`);
const three = (rule: Parameters<typeof routedStep>[2]): PlayedRun =>
  playRun([routedStep("group", ["ada", "ben", "cem"], rule), routedStep("chief", ["dov"])]);

describe("steps of a run", () => {
  test("[M11] [CA5] are asked one after another, and the last approval ends the run on the text it was given to", () => {
    const play = playRun([routedStep("one", ["ada"]), routedStep("two", ["ben"])]);
    expect(play.asked()).toEqual(["ada"]);
    play.does("ada", "approve");
    expect(play.asked()).toEqual(["ben"]);
    play.does("ben", "approve");
    expect(play.run()).toMatchObject({ status: "approved", current: null });
    expect(play.events().at(-1)).toMatchObject({ type: "run-approved", text: textOf(1) });
  });

  test("[M11] [CA5] of the rule “all” (会签) need everybody", () => {
    const play = three({ rule: "all" });
    play.does("ada", "approve");
    play.does("cem", "approve");
    expect(play.asked()).toEqual(["ben"]);
    play.does("ben", "approve");
    expect(play.asked()).toEqual(["dov"]);
  });

  test("[M11] [CA5] of the rule “any” (或签) need one, and the others are released", () => {
    const play = three({ rule: "any" });
    play.does("ben", "approve");
    expect(statesOf(play)).toEqual(["ada released", "ben approved", "cem released", "dov open"]);
  });

  test("[M11] [CA5] of the rule “two of three” need two", () => {
    const play = three({ rule: { atLeast: 2 } });
    play.does("cem", "approve");
    expect(play.asked()).toEqual(["ada", "ben"]);
    play.does("ada", "approve");
    expect(statesOf(play)).toEqual(["ada approved", "ben released", "cem approved", "dov open"]);
  });

  test("[M11] [CA6] end the run with the first refusal where the flow says so", () => {
    const play = three({ rule: { atLeast: 2 } });
    play.does("ben", "refuse", { note: "too dear" });
    expect(play.run().status).toBe("refused");
    expect(statesOf(play)).toEqual(["ada cancelled", "ben refused", "cem cancelled"]);
  });

  test("[M11] [CA6] hear everybody before a refusal counts where the flow says so", () => {
    const all = three({ onRefusal: "wait-for-all" });
    all.does("ada", "refuse");
    all.does("ben", "approve");
    expect(all.run().status).toBe("running");
    all.does("cem", "approve");
    expect(all.run().status).toBe("refused");
    const two = three({ rule: { atLeast: 2 }, onRefusal: "wait-for-all" });
    two.does("ada", "refuse");
    two.does("ben", "approve");
    two.does("cem", "approve");
    expect(two.asked()).toEqual(["dov"]);
  });

  test("[CA12] take no decision on another text than the one under approval, and none twice", () => {
    const play = three({});
    const stale = { ...play.act("ada", { type: "approve" }), text: { ...textOf(1), fieldsHash: "other" } };
    expect(play.refused(stale as Command)).toBe("approval/text-changed");
    play.does("ada", "approve");
    expect(play.taskOf("ada").decision).toMatchObject({ by: "ada", actsFor: null, text: textOf(1) });
    expect(play.refused(play.act("ada", { type: "refuse" }))).toBe("approval/task-not-open");
  });

  test("[CA12] are decided on by whoever is asked, and by nobody else", () => {
    const play = three({});
    expect(play.refused({ ...play.act("ada", { type: "approve" }), by: "dov" } as Command)).toBe("approval/not-yours");
  });

  test("[CA3] do not begin with a faulty route", () => {
    const flow = { id: "flow", version: 1 };
    const start = { type: "start", at: 1, by: "ina", owner: "oma", category: null, flow, text: textOf(1) } as const;
    const faulty = { ...routeOf(routedStep("one", [])), faults: [{ code: "nobody" as const, step: "one" }] };
    expect(decideApproval(noRun, { ...start, route: faulty })).toMatchObject({
      refusal: { code: "approval/route-faulty" },
    });
    const play = playRun([routedStep("one", ["ada"])]);
    expect(play.refused({ ...start, route: routeOf(routedStep("one", ["ada"])) })).toBe("approval/started-already");
  });
});

describe("adding approvers", () => {
  test("[M12] [CA8] before oneself (前加签) asks them first and comes back", () => {
    const play = playRun([routedStep("one", ["ada"]), routedStep("two", ["dov"])]);
    play.does("ada", "add-before", { person: "eve" });
    expect([play.asked(), play.waiting()]).toEqual([["eve"], ["ada"]]);
    expect(play.refused(play.act("ada", { type: "approve" }))).toBe("approval/task-not-open");
    play.does("eve", "approve");
    expect(play.asked()).toEqual(["ada"]);
    play.does("ada", "approve");
    expect(play.asked()).toEqual(["dov"]);
  });

  test("[M12] [CA8] after oneself (后加签) approves, asks them next and does not come back", () => {
    const play = playRun([routedStep("one", ["ada"]), routedStep("two", ["dov"])]);
    play.does("ada", "add-after", { person: "eve" });
    expect(statesOf(play)).toEqual(["ada approved", "eve open"]);
    play.does("eve", "approve");
    expect(play.asked()).toEqual(["dov"]);
    expect(play.run().tasks.filter(({ person }) => person === "ada")).toHaveLength(1);
  });

  test("[M12] [CA4] beside oneself (并加签) makes one more who must with “all”, and one more who may with n of m: n stays", () => {
    const all = playRun([routedStep("one", ["ada"]), routedStep("two", ["dov"])]);
    all.does("ada", "add-beside", { person: "eve" });
    all.does("ada", "approve");
    expect(all.asked()).toEqual(["eve"]);
    all.does("eve", "approve");
    expect(all.asked()).toEqual(["dov"]);
    const two = three({ rule: { atLeast: 2 } });
    two.does("ada", "add-beside", { person: "eve" });
    const [group] = two.run().steps;
    expect(group && neededSeats(group, 4)).toBe(2);
    two.does("eve", "approve");
    two.does("cem", "approve");
    expect(two.asked()).toEqual(["dov"]);
  });

  test("[CA8] after oneself counts once for n of m, when both have approved", () => {
    const play = three({ rule: { atLeast: 2 } });
    play.does("ada", "add-after", { person: "eve" });
    play.does("ben", "approve");
    expect(play.asked()).toEqual(["cem", "eve"]);
    play.does("eve", "approve");
    expect(play.asked()).toEqual(["dov"]);
  });

  test("[CA8] asks nobody twice in a step, and the refusal of who was added is one of the seat", () => {
    const play = three({ onRefusal: "wait-for-all", rule: "any" });
    expect(play.refused(play.act("ada", { type: "add-beside", person: "ben" }))).toBe("approval/asked-already");
    play.does("ada", "add-before", { person: "eve" });
    play.does("eve", "refuse");
    expect(statesOf(play)).toEqual(["ada cancelled", "ben open", "cem open", "eve refused"]);
  });
});

describe("handing over and acting for others", () => {
  const delegations: readonly Delegation[] = [
    { from: "ada", to: "bob", fromDay: "2026-11-20", untilDay: "2026-11-27", categories: ["purchase"] },
    { from: "bob", to: "cleo", fromDay: "2026-11-20", untilDay: "2026-12-31", categories: null },
    { from: "ada", to: "ina", fromDay: "2026-11-20", untilDay: "2026-12-31", categories: null },
    { from: "oma", to: "bob", fromDay: "2026-11-20", untilDay: "2026-12-31", categories: null },
  ];

  test("[M12] [CA8] a task handed over (转交) is the new person's, and the trail has both names", () => {
    const play = playRun([routedStep("one", ["ada"]), routedStep("two", ["dov"])]);
    play.does("ada", "hand-over", { to: "fay" });
    expect(statesOf(play)).toEqual(["ada handed-over", "fay open"]);
    expect(play.taskOf("fay").origin).toEqual({ kind: "handed-over", from: "ada", task: "task-1" });
    play.does("fay", "approve");
    expect(play.asked()).toEqual(["dov"]);
    expect(play.events()).toContainEqual(expect.objectContaining({ type: "handed-over", by: "ada", to: "fay" }));
  });

  test("[CA8] who waits for somebody they added may hand over, and the new person waits", () => {
    const play = playRun([routedStep("one", ["ada"])]);
    play.does("ada", "add-before", { person: "eve" });
    play.does("ada", "hand-over", { to: "fay" });
    expect([play.asked(), play.waiting()]).toEqual([["eve"], ["fay"]]);
    play.does("eve", "approve");
    expect(play.asked()).toEqual(["fay"]);
  });

  test("[M12] [CA10] who acts by a delegation (B 代 A) decides with both names", () => {
    const play = playRun([routedStep("one", ["ada"])], delegations);
    play.does("bob", "approve", { actsFor: "ada" });
    expect(play.taskOf("ada").decision).toMatchObject({ by: "bob", actsFor: "ada" });
    expect(play.run().status).toBe("approved");
  });

  test("[M12] [CA10] a delegation counts on its days and for its categories only, and is not passed on", () => {
    const play = playRun([routedStep("one", ["ada"])], delegations);
    const act = play.act("bob", { type: "approve", actsFor: "ada" });
    const on = (change: object): string | null => play.refused({ ...act, ...change } as typeof act);
    expect(on({})).toBeNull();
    expect(on({ day: "2026-11-28" })).toBe("approval/no-delegation");
    expect(on({ day: "2026-11-19" })).toBe("approval/no-delegation");
    expect(on({ by: "cleo" })).toBe("approval/no-delegation");
    const [first] = delegations;
    expect(on({ delegations: [{ ...first, categories: ["sale"] }] })).toBe("approval/no-delegation");
  });

  test("[M12] [CA10] nobody decides on their own contract through a delegation, on either end of it", () => {
    const play = playRun([routedStep("one", ["ada", "oma"])], delegations);
    for (const type of ["approve", "refuse"] as const) {
      expect(play.refused(play.act("ina", { type, actsFor: "ada" }))).toBe("approval/own-contract");
      expect(play.refused(play.act("bob", { type, actsFor: "oma" }))).toBe("approval/own-contract");
    }
  });
});

describe("going back", () => {
  const four = (): PlayedRun =>
    playRun(
      ["one", "two", "three", "four"].map((id, index) => routedStep(id, [["ada", "ben", "cem", "dov"][index] ?? ""])),
    );

  test("[M12] [CA9] a return with “resume here” (退回) asks the step again and comes back to whoever returned", () => {
    const play = four();
    play.does("ada", "approve");
    play.does("ben", "approve");
    play.does("cem", "return", { to: "one", resume: "resume-here" });
    expect([play.asked(), play.taskOf("cem").state]).toEqual([["ada"], "returned"]);
    play.does("ada", "approve");
    expect(play.asked()).toEqual(["cem"]);
  });

  test("[M12] [CA9] a return with “run again from there” asks everybody from that step on again", () => {
    const play = four();
    play.does("ada", "approve");
    play.does("ben", "approve");
    play.does("cem", "return", { to: "one", resume: "run-again-from-there" });
    play.does("ada", "approve");
    expect(play.asked()).toEqual(["ben"]);
    play.does("ben", "approve");
    expect(play.asked()).toEqual(["cem"]);
    expect(
      play
        .run()
        .tasks.filter(({ superseded }) => superseded === "returned")
        .map(({ person }) => person),
    ).toEqual(["ada", "ben"]);
  });

  test("[CA9] nothing is returned to the same step or a later one", () => {
    const play = four();
    for (const to of ["one", "four", "none"])
      expect(play.refused(play.act("ada", { type: "return", to, resume: "resume-here" }))).toBe(
        "approval/no-such-step",
      );
  });

  test("[M11] [CA17] a contract returned to its initiator and resubmitted with another amount takes another route", () => {
    const [one, two, chief] = [
      routedStep("one", ["ada"], { position: 0 }),
      routedStep("two", ["ben"], { position: 2 }),
      routedStep("cfo", ["cfo"], { position: 1 }),
    ];
    const play = playRun([one, two]);
    play.does("ada", "approve");
    play.does("ben", "return", { to: null, resume: "run-again-from-there" });
    expect([play.run().status, play.asked()]).toEqual(["returned", []]);
    const resubmit = {
      type: "resubmit" as const,
      at: 9,
      text: textOf(2),
      route: routeOf(one, chief, two),
      changes: [],
    };
    expect(play.refused({ ...resubmit, by: "ada" })).toBe("approval/not-initiator");
    play.command({ ...resubmit, by: "ina" });
    play.does("ada", "approve");
    expect(play.asked()).toEqual(["cfo"]);
    play.does("cfo", "approve");
    play.does("ben", "approve");
    expect(play.run().status).toBe("approved");
  });

  test("[CA9] [CA21] a contract returned with “resume here” comes back to whoever returned it, and approvals are judged", () => {
    const kept = routedStep("one", ["ada"], { scope: ["price"], keepWhenUntouched: true });
    const steps = [kept, routedStep("two", ["ben"]), routedStep("three", ["cem"])];
    const play = playRun(steps);
    play.does("ada", "approve");
    play.does("ben", "approve");
    play.does("cem", "return", { to: null, resume: "resume-here" });
    const clause = { kind: "changed" as const, clause: "delivery", title: "交货", scopes: ["delivery"] };
    const changes = [{ since: textOf(1), clauses: [clause], fields: [] }];
    play.command({ type: "resubmit", at: 9, by: "ina", text: textOf(2), route: routeOf(...steps), changes });
    expect(play.asked()).toEqual(["ben", "cem"]);
    expect(play.run().current).toBe("three");
  });

  test("[M12] [CA11] the initiator withdraws (撤回) as long as nothing is decided for good", () => {
    const play = four();
    expect(play.refused({ type: "withdraw", at: 1, by: "ada" })).toBe("approval/not-initiator");
    play.does("ada", "approve");
    play.command({ type: "withdraw", at: 1, by: "ina" });
    expect(statesOf(play)).toEqual(["ada approved", "ben cancelled"]);
    expect(play.refused({ type: "withdraw", at: 1, by: "ina" })).toBe("approval/not-running");
  });

  test("[M12] [CA11] an approver takes an approval back until the next step has acted", () => {
    const play = four();
    play.does("ada", "approve");
    const retract = { type: "retract" as const, at: 1, by: "ada", task: "task-1" };
    play.command(retract);
    expect([play.asked(), play.run().current]).toEqual([["ada"], "one"]);
    expect(play.run().tasks[0]).toMatchObject({ state: "approved", superseded: "retracted" });
    expect(play.refused(retract)).toBe("approval/nothing-to-retract");
    play.does("ada", "approve");
    play.does("ben", "add-before", { person: "eve" });
    expect(play.refused({ ...retract, task: play.taskOf("ada").id })).toBe("approval/too-late-to-retract");
  });

  test("[CA11] an approval taken back asks those again whom it had released", () => {
    const play = three({ rule: "any" });
    play.does("ben", "approve");
    play.command({ type: "retract", at: 1, by: "ben", task: "task-2" });
    expect(play.asked().toSorted()).toEqual(["ada", "ben", "cem"]);
    play.does("ada", "approve");
    expect(play.asked()).toEqual(["dov"]);
  });

  test("[CA11] an approval is not taken back when who was added after it has approved, nor by somebody else", () => {
    const play = three({});
    play.does("ada", "add-after", { person: "eve" });
    expect(play.refused({ type: "retract", at: 1, by: "ben", task: "task-1" })).toBe("approval/nothing-to-retract");
    play.does("eve", "approve");
    expect(play.refused({ type: "retract", at: 1, by: "ada", task: "task-1" })).toBe("approval/too-late-to-retract");
  });
});

describe("reminding, telling and escalating", () => {
  test("[M12] [CA13] one person reminds (催办) of a task once a day", () => {
    const play = playRun([routedStep("one", ["ada", "ben"])]);
    const remind = { type: "remind" as const, at: 1, by: "ina", task: "task-1", day: "2026-11-27" };
    play.command(remind);
    expect(play.refused(remind)).toBe("approval/reminded-today");
    expect(play.refused({ ...remind, by: "zoe" })).toBe("approval/not-involved");
    for (const other of [{ by: "ben" }, { by: null }, { task: "task-2" }, { day: "2026-11-28" }])
      expect(play.refused({ ...remind, ...other })).toBeNull();
  });

  test("[M12] [CA5] people in copy (抄送) are told when their step begins, and are not asked", () => {
    const play = playRun([routedStep("one", ["ada"]), routedStep("two", ["ben"], { cc: ["gus"] })]);
    play.command({ type: "copy", at: 1, by: "ada", people: ["hal"] });
    play.does("ada", "approve");
    expect(play.run().copied.map(({ person, step }) => [person, step])).toEqual([
      ["hal", null],
      ["gus", "two"],
    ]);
    expect(play.asked()).toEqual(["ben"]);
  });

  test("[M12] [CA14] an escalation asks somebody beside the task's person, once, and the first decides", () => {
    const play = playRun([
      routedStep("one", ["ada", "ben"], { escalateAfterWorkingDays: 3, escalateTo: ["boss", "ben"] }),
    ]);
    const escalate = { type: "escalate" as const, at: 1, task: "task-1", workingDaysOpen: 3 };
    expect(play.refused({ ...escalate, workingDaysOpen: 2 })).toBe("approval/escalated-too-early");
    play.command(escalate);
    expect(play.asked()).toEqual(["ada", "ben", "boss"]);
    expect(play.refused(escalate)).toBe("approval/nobody-to-escalate-to");
    play.does("boss", "approve");
    expect(statesOf(play)).toEqual(["ada released", "ben open", "boss approved"]);
    play.does("ben", "approve");
    expect(play.run().status).toBe("approved");
  });
});

describe("a negotiation from a step", () => {
  const scoped = { scope: ["price", "payment", "penalties"], keepWhenUntouched: true };
  const steps = [
    routedStep("legal", ["lea"], { keepWhenUntouched: true }),
    routedStep("finance", ["fin", "flo"], scoped),
    routedStep("head", ["hed"]),
    routedStep("chief", ["ceo"]),
  ];
  const clause = { kind: "changed" as const, clause: "delivery", title: "第三条 交货", scopes: ["delivery"] };
  const resume = {
    type: "resume" as const,
    at: 9,
    by: "ina",
    text: textOf(2),
    route: routeOf(...steps),
    changes: [{ since: textOf(1), clauses: [clause], fields: [] }],
  };
  const suspend = (by: string): Command => ({
    type: "suspend",
    at: 5,
    by,
    negotiation: "negotiation-2",
    day: "2026-11-27",
    delegations: [],
  });
  const atThird = (): PlayedRun => {
    const play = playRun(steps);
    for (const person of ["lea", "fin", "flo"]) play.does(person, "approve");
    return play;
  };

  test("[M13] [CA15] from step 3 of 4 comes back to step 3 with the new text under approval, and everything before is there", () => {
    const play = atThird();
    play.command(suspend("hed"));
    expect(play.run()).toMatchObject({ status: "suspended", current: "head", negotiation: "negotiation-2" });
    expect(play.refused(play.act("hed", { type: "approve" }))).toBe("approval/suspended");
    expect(play.refused(suspend("hed"))).toBe("approval/suspended");
    play.command(resume);
    expect(play.run()).toMatchObject({ status: "running", current: "head", negotiation: null, text: textOf(2) });
    expect(
      play
        .run()
        .tasks.slice(0, 3)
        .map(({ decision }) => decision?.text),
    ).toEqual([textOf(1), textOf(1), textOf(1)]);
    expect(play.asked()).toEqual(["hed", "lea"]);
  });

  test("[M13] [CA17] goes on from its step when that and what was asked again are approved", () => {
    const play = atThird();
    expect(play.refused(resume)).toBe("approval/not-suspended");
    expect(play.refused({ ...resume, type: "resubmit" })).toBe("approval/not-returned");
    play.command(suspend("ina"));
    play.command(resume);
    play.does("hed", "approve");
    expect([play.run().current, play.asked()]).toEqual(["head", ["lea"]]);
    play.does("lea", "approve");
    expect([play.run().current, play.asked()]).toEqual(["chief", ["ceo"]]);
  });

  test("[D2] [CA21] that changed the place of delivery keeps the approvals of finance, and asks legal again with that one change", () => {
    const play = atThird();
    play.command(suspend("hed"));
    play.command(resume);
    expect(play.run().judgements.map(({ person, verdict, reason }) => [person, verdict, reason])).toEqual([
      ["lea", "asked-again", { code: "scope-touched", scopes: ["all"], clauses: [clause], fields: [] }],
      ["fin", "kept", { code: "scope-untouched", scopes: ["price", "payment", "penalties"] }],
      ["flo", "kept", { code: "scope-untouched", scopes: ["price", "payment", "penalties"] }],
    ]);
  });

  test("[CA15] is opened by whoever is asked there, approved or not, and by the initiator, and by nobody else", () => {
    const play = playRun(steps);
    play.does("lea", "approve");
    play.does("fin", "approve");
    const denied = (...by: readonly string[]): readonly unknown[] => by.map((person) => play.refused(suspend(person)));
    expect(denied("fin", "flo", "ina")).toEqual([null, null, null]);
    expect(new Set(denied("lea", "hed", "oma"))).toEqual(new Set(["approval/not-involved"]));
  });

  test("[M11] [CA17] that raised the amount brings a step in before its own, and one that lowered it leaves a step out", () => {
    const play = atThird();
    play.command(suspend("hed"));
    const cfo = routedStep("cfo", ["cfo"], { position: 1 });
    const placed = steps.map((step, position) => ({ ...step, position: position === 0 ? 0 : position + 1 }));
    const [legal, ...others] = placed;
    play.command({ ...resume, route: { steps: legal ? [legal, cfo, ...others] : [], leftOut: [], faults: [] } });
    expect(play.run().current).toBe("head");
    expect(play.asked()).toEqual(["hed", "lea", "cfo"]);
    play.command(suspend("hed"));
    play.command({ ...resume, text: textOf(3), changes: [], route: { steps: placed, leftOut: [], faults: [] } });
    expect(play.taskOf("cfo").state).toBe("cancelled");
    expect(play.run().steps.map(({ id }) => id)).toEqual(["legal", "finance", "head", "chief"]);
  });

  test("[CA7] every event of a run is data of its schema, and the run is their fold", () => {
    const play = atThird();
    play.command(suspend("hed"));
    play.command(resume);
    play.does("lea", "hand-over", { to: "lou" });
    const stored = play.events().map((event) => approvalEventSchema.parse(JSON.parse(JSON.stringify(event))));
    expect(stored.reduce(applyApprovalEvent, noRun)).toEqual(play.run());
  });
});
