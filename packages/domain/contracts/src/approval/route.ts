/** Which steps of a flow a contract goes through, with whom, and why the others are left out. */
import { z } from "zod";
import { type ComparedFact, type ContractFacts, comparedFacts, holds } from "./condition.ts";
import { type ApprovalFlow, type FlowStep, type PeopleSource, stepWaysSchema } from "./flow.ts";

/** A step of one contract's route, as it is pinned in the contract's run. */
export const routedStepSchema = stepWaysSchema.extend({
  /** Its place in the flow, from 0. */
  position: z.number().int().min(0),
  people: z.array(z.string()),
  cc: z.array(z.string()),
  escalateTo: z.array(z.string()),
});
export type RoutedStep = z.infer<typeof routedStepSchema>;

/** A step of the flow that does not apply, with the comparisons that say so. */
interface LeftOutStep {
  readonly step: string;
  readonly reason: "condition-not-met";
  readonly because: readonly ComparedFact[];
}

export type RouteFault =
  | { readonly code: "no-steps-apply" }
  | { readonly code: "nobody"; readonly step: string }
  | { readonly code: "more-than-people"; readonly step: string; readonly needed: number; readonly people: number };

export interface Route {
  readonly steps: readonly RoutedStep[];
  readonly leftOut: readonly LeftOutStep[];
  /** A route with faults cannot be started. */
  readonly faults: readonly RouteFault[];
}

/**
 * [CA3] Computes the route. `resolve` names the people of a source; nobody stands twice in one step.
 * Whoever stands in two steps, also neighbouring ones, is asked in both: each step asks about a scope of its own.
 */
export function computeRoute(
  flow: ApprovalFlow,
  facts: ContractFacts,
  resolve: (source: PeopleSource) => readonly string[],
): Route {
  const steps: RoutedStep[] = [];
  const leftOut: LeftOutStep[] = [];
  const faults: RouteFault[] = [];
  for (const [position, step] of flow.steps.entries()) {
    if (step.condition && holds(step.condition, facts) === false) {
      const because = comparedFacts(step.condition, facts);
      leftOut.push({ step: step.id, reason: "condition-not-met", because });
      continue;
    }
    const routed = routedStep(step, position, resolve);
    steps.push(routed);
    const people = routed.people.length;
    if (people === 0) faults.push({ code: "nobody", step: step.id });
    else if (typeof step.rule === "object" && step.rule.atLeast > people)
      faults.push({ code: "more-than-people", step: step.id, needed: step.rule.atLeast, people });
  }
  if (steps.length === 0) faults.push({ code: "no-steps-apply" });
  return { steps, leftOut, faults };
}

function routedStep(
  step: FlowStep,
  position: number,
  resolve: (source: PeopleSource) => readonly string[],
): RoutedStep {
  const everybody = (sources: readonly PeopleSource[]): string[] => [...new Set(sources.flatMap(resolve))];
  const { who, condition: _condition, ...ways } = step;
  return { ...ways, position, people: everybody(who), cc: everybody(step.cc), escalateTo: everybody(step.escalateTo) };
}
