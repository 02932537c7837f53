/**
 * An approval flow as an administrator designs it: steps in order. A contract is pinned to one version of it.
 * Who the people of a step are is told as sources; the server resolves them when the route is computed.
 */
import { z } from "zod";
import { type Condition, conditionSchema, misfits } from "./condition.ts";

const idSchema = z.string().min(1).max(64);
const personSchema = z.string().min(1).max(64);
const labelsSchema = z.object({ en: z.string().max(120), zh: z.string().max(120) });

/** Where the people of a step come from. */
const sourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("people"), people: z.array(personSchema).max(200) }),
  z.object({ kind: z.literal("owner") }),
  z.object({ kind: z.literal("manager-of-initiator") }),
  z.object({ kind: z.literal("heads-of-owner-department") }),
  z.object({ kind: z.literal("department-heads"), departments: z.array(idSchema).min(1).max(100) }),
  z.object({ kind: z.literal("department-members"), departments: z.array(idSchema).min(1).max(100) }),
  /** Whom the playbook rules name that found something in the text. */
  z.object({ kind: z.literal("finding-approvers") }),
]);
export type PeopleSource = z.infer<typeof sourceSchema>;

/** How many of a step's people must approve: all (会签), any one (或签), or so many of them. */
const ruleSchema = z.union([
  z.literal("all"),
  z.literal("any"),
  z.object({ atLeast: z.number().int().min(1).max(200) }),
]);

/** What is the same in a flow and in the route computed from it. */
export const stepWaysSchema = z.object({
  id: idSchema,
  labels: labelsSchema,
  /** [CA4] `atLeast` stays what it is when somebody is added: one more who may approve, none more who must. */
  rule: ruleSchema,
  /** What one refusal does: ends the run, or is counted when everybody has decided. */
  onRefusal: z.enum(["refuse-at-once", "wait-for-all"]),
  /** What the step's people look at. `all` is everything. */
  scope: z.array(z.string().min(1).max(60)).max(50),
  /** Whether approvals stay after a renegotiation that left the scope alone. */
  keepWhenUntouched: z.boolean(),
  remindAfterWorkingDays: z.number().int().min(1).max(365).nullable(),
  escalateAfterWorkingDays: z.number().int().min(1).max(365).nullable(),
});

export const flowStepSchema = stepWaysSchema.extend({
  who: z.array(sourceSchema).max(50),
  /** When the step applies; `null` for always. */
  condition: conditionSchema.nullable(),
  /** Who is told that the step began. */
  cc: z.array(sourceSchema).max(50),
  escalateTo: z.array(sourceSchema).max(50),
});
export type FlowStep = z.infer<typeof flowStepSchema>;

/** How a step is called until somebody gives it a name: steps have one in each language. */
export const newStepLabels: FlowStep["labels"] = { en: "New step", zh: "新步骤" };

export const flowSchema = z.object({
  id: idSchema,
  version: z.number().int().min(1),
  labels: labelsSchema,
  steps: z.array(flowStepSchema).max(50),
});
export type ApprovalFlow = z.infer<typeof flowSchema>;

/** What is wrong with a flow, and where. */
export type FlowFault =
  | { readonly code: "no-steps" }
  | { readonly code: "no-label" | "no-people" | "no-scope" | "nobody-to-escalate-to"; readonly step: string }
  | { readonly code: "duplicate-step"; readonly step: string }
  | { readonly code: "unknown-field"; readonly step: string; readonly field: string }
  | { readonly code: "unknown-scope"; readonly step: string; readonly scope: string }
  | { readonly code: "condition-too-deep"; readonly step: string }
  | { readonly code: "more-than-people"; readonly step: string; readonly needed: number; readonly people: number };

/** Deeper conditions nobody can read. */
const DEEPEST_CONDITION = 8;

/** [CA1] Everything that is wrong with a flow; empty when it can be published. `scopes` are the names that exist beside `all`. */
export function flowFaults(flow: ApprovalFlow, scopes: readonly string[]): readonly FlowFault[] {
  if (flow.steps.length === 0) return [{ code: "no-steps" }];
  return flow.steps.flatMap((step, index) => [
    ...(flow.steps.findIndex(({ id }) => id === step.id) < index
      ? [{ code: "duplicate-step", step: step.id } as const]
      : []),
    ...stepFaults(step, scopes),
  ]);
}

function stepFaults(step: FlowStep, scopes: readonly string[]): readonly FlowFault[] {
  const faults: FlowFault[] = [];
  const at = step.id;
  if (step.labels.en.trim() === "" || step.labels.zh.trim() === "") faults.push({ code: "no-label", step: at });
  const people = namedPeople(step.who);
  if (people === 0) faults.push({ code: "no-people", step: at });
  if (typeof step.rule === "object" && people !== null && people > 0 && step.rule.atLeast > people)
    faults.push({ code: "more-than-people", step: at, needed: step.rule.atLeast, people });
  if (step.scope.length === 0) faults.push({ code: "no-scope", step: at });
  for (const scope of step.scope)
    if (scope !== "all" && !scopes.includes(scope)) faults.push({ code: "unknown-scope", step: at, scope });
  if (step.escalateAfterWorkingDays !== null && namedPeople(step.escalateTo) === 0)
    faults.push({ code: "nobody-to-escalate-to", step: at });
  if (step.condition) {
    if (depthOf(step.condition) > DEEPEST_CONDITION) faults.push({ code: "condition-too-deep", step: at });
    for (const { field } of misfits(step.condition)) faults.push({ code: "unknown-field", step: at, field });
  }
  return faults;
}

/** How many people sources name by themselves; `null` where that is known only for a contract. */
function namedPeople(sources: readonly PeopleSource[]): number | null {
  const names = new Set<string>();
  for (const source of sources) {
    if (source.kind !== "people") return null;
    for (const person of source.people) names.add(person);
  }
  return names.size;
}

function depthOf(condition: Condition): number {
  if (condition.op === "not") return 1 + depthOf(condition.of);
  if (condition.op === "and" || condition.op === "or") return 1 + Math.max(...condition.of.map(depthOf));
  return 1;
}
