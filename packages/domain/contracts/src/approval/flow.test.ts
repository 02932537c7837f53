import { describe, expect, test } from "vitest";
import { type Condition, type ContractFacts, conditionSchema, holds } from "./condition.ts";
import { type ApprovalFlow, type FlowStep, flowFaults, flowSchema } from "./flow.ts";
import { computeRoute } from "./route.ts";

const facts: ContractFacts = {
  amount: "500000.00",
  termMonths: "12",
  templateDeviations: "0",
  category: ["purchase"],
  counterparties: ["supplier"],
  direction: ["expense"],
  tags: [],
  findings: [],
};

const step = (id: string, change: Partial<FlowStep> = {}): FlowStep => ({
  id,
  labels: { en: id, zh: id },
  who: [{ kind: "people", people: [`${id}-one`, `${id}-two`] }],
  rule: "all",
  onRefusal: "refuse-at-once",
  condition: null,
  scope: ["all"],
  keepWhenUntouched: false,
  cc: [],
  remindAfterWorkingDays: null,
  escalateAfterWorkingDays: null,
  escalateTo: [],
  ...change,
});
const flow = (...steps: FlowStep[]): ApprovalFlow => ({
  id: "flow",
  version: 1,
  labels: { en: "Flow", zh: "流程" },
  steps,
});
const fromHalfAMillion: Condition = { op: "compare", field: "amount", is: "at-least", value: "500000" };
const resolve = (source: FlowStep["who"][number]): readonly string[] =>
  source.kind === "people" ? source.people : [`the ${source.kind}`];

describe("a flow", () => {
  test("[CA1] is what it was after a journey as data, with conditions in conditions", () => {
    const whole = flow(
      step("finance", { condition: { op: "and", of: [{ op: "not", of: fromHalfAMillion }, fromHalfAMillion] } }),
    );
    expect(flowSchema.parse(structuredClone(whole))).toEqual(whole);
  });

  test("[CA1] without steps cannot be published", () => {
    expect(flowFaults(flow(), ["price"])).toEqual([{ code: "no-steps" }]);
  });

  test("[CA1] names each fault with its step", () => {
    const deep = Array.from({ length: 9 }).reduce<Condition>((of) => ({ op: "not", of }), fromHalfAMillion);
    const faulty = flow(
      step("legal"),
      step("legal"),
      step("many", { rule: { atLeast: 3 } }),
      step("empty", { who: [] }),
      step("mute", { labels: { en: "Mute", zh: " " } }),
      step("blind", { scope: [] }),
      step("odd", { scope: ["price", "weather"] }),
      step("strange", { condition: { op: "in", field: "moon", values: ["full"] } }),
      step("unfit", { condition: { op: "compare", field: "tags", is: "above", value: "1" } }),
      step("late", { escalateAfterWorkingDays: 3 }),
      step("deep", { condition: deep }),
    );
    expect(flowFaults(faulty, ["price"])).toEqual([
      { code: "duplicate-step", step: "legal" },
      { code: "more-than-people", step: "many", needed: 3, people: 2 },
      { code: "no-people", step: "empty" },
      { code: "no-label", step: "mute" },
      { code: "no-scope", step: "blind" },
      { code: "unknown-scope", step: "odd", scope: "weather" },
      { code: "unknown-field", step: "strange", field: "moon" },
      { code: "unknown-field", step: "unfit", field: "tags" },
      { code: "nobody-to-escalate-to", step: "late" },
      { code: "condition-too-deep", step: "deep" },
    ]);
  });
});

describe("a condition", () => {
  const cases: readonly (readonly [Condition, boolean | null])[] = [
    [{ op: "compare", field: "amount", is: "equal", value: "500000" }, true],
    [{ op: "compare", field: "amount", is: "above", value: "499999.99" }, true],
    [{ op: "compare", field: "amount", is: "below", value: "500000.00" }, false],
    [{ op: "compare", field: "termMonths", is: "at-most", value: "9" }, false],
    [{ op: "compare", field: "templateDeviations", is: "not-equal", value: "0" }, false],
    [{ op: "in", field: "category", values: ["sale", "purchase"] }, true],
    [{ op: "some", field: "findings" }, false],
    [{ op: "not", of: { op: "some", field: "tags" } }, true],
  ];
  test.each(cases)("[CA2] %j is %s", (condition, expected) => {
    expect(holds(condition, facts)).toBe(expected);
  });

  test("[CA2] compares amounts exactly where floating numbers cannot", () => {
    const amount = "90071992547409930.10";
    const above: Condition = { op: "compare", field: "amount", is: "above", value: "90071992547409930.09" };
    expect(holds(above, { ...facts, amount })).toBe(true);
  });

  test("[CA2] with an unknown fact is unknown, unless the rest decides", () => {
    const unknown = { ...facts, amount: null };
    const sure: Condition = { op: "in", field: "category", values: ["purchase"] };
    expect(holds(fromHalfAMillion, unknown)).toBeNull();
    expect(holds({ op: "not", of: fromHalfAMillion }, unknown)).toBeNull();
    expect(holds({ op: "or", of: [fromHalfAMillion, sure] }, unknown)).toBe(true);
    expect(holds({ op: "and", of: [fromHalfAMillion, sure] }, unknown)).toBeNull();
    expect(holds({ op: "and", of: [fromHalfAMillion, { op: "not", of: sure }] }, unknown)).toBe(false);
  });

  test("[CA2] is refused as data when a number is no plain decimal", () => {
    expect(conditionSchema.safeParse({ op: "compare", field: "amount", is: "above", value: "1e6" }).success).toBe(
      false,
    );
  });
});

describe("a route", () => {
  const byAmount = flow(step("legal"), step("cfo", { condition: fromHalfAMillion }), step("ceo"));

  test("[M11] [CA3] has the step of the chief financial officer from 500,000 on, and says why it is left out at 499,999", () => {
    const at = (amount: string | null): readonly string[] =>
      computeRoute(byAmount, { ...facts, amount }, resolve).steps.map(({ id }) => id);
    expect(at("500000")).toEqual(["legal", "cfo", "ceo"]);
    expect(at("499999")).toEqual(["legal", "ceo"]);
    expect(computeRoute(byAmount, { ...facts, amount: "499999" }, resolve).leftOut).toEqual([
      {
        step: "cfo",
        reason: "condition-not-met",
        because: [{ leaf: fromHalfAMillion, fact: "499999", holds: false }],
      },
    ]);
  });

  test("[CA2] [CA3] leaves no step out because a fact is not known", () => {
    expect(computeRoute(byAmount, { ...facts, amount: null }, resolve).steps.map(({ id }) => id)).toContain("cfo");
  });

  test("[CA3] asks a person once in a step and again in the next one", () => {
    const who = [
      { kind: "people" as const, people: ["ada", "ben"] },
      { kind: "people" as const, people: ["ada"] },
    ];
    const { steps } = computeRoute(flow(step("one", { who }), step("two", { who })), facts, resolve);
    expect(steps.map(({ people }) => people)).toEqual([
      ["ada", "ben"],
      ["ada", "ben"],
    ]);
  });

  test("[CA3] with a step that nobody stands in, too few people or no step at all has faults", () => {
    const heads = [{ kind: "heads-of-owner-department" as const }];
    const faulty = flow(step("heads", { who: heads }), step("two", { rule: { atLeast: 2 }, who: [{ kind: "owner" }] }));
    const nobody = (source: FlowStep["who"][number]): readonly string[] => (source.kind === "owner" ? ["ada"] : []);
    expect(computeRoute(faulty, facts, nobody).faults).toEqual([
      { code: "nobody", step: "heads" },
      { code: "more-than-people", step: "two", needed: 2, people: 1 },
    ]);
    const never = flow(step("cfo", { condition: { op: "not", of: fromHalfAMillion } }));
    expect(computeRoute(never, facts, resolve).faults).toEqual([{ code: "no-steps-apply" }]);
  });
});
