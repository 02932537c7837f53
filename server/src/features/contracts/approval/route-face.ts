/** A route before it is taken, with names and with the comparisons that leave steps out. */
import type { PersonId } from "@parley/base";
import { type ApprovalFlow, type ComparedFact, type Route, type RoutePreview, refuseApproval } from "@parley/contracts";
import type { Refusal } from "@parley/base";
import type { People } from "../../../people/index.ts";
import { listCategories } from "../parties/master-store.ts";
import type { Queries } from "../record/contract-store.ts";

export interface RouteFaceDeps {
  readonly sql: Queries;
  readonly people: Pick<People, "findPeople">;
}

/** Shows a route of a flow. */
export async function showRoute(
  { sql, people }: RouteFaceDeps,
  flow: Pick<ApprovalFlow, "steps">,
  route: Route,
): Promise<RoutePreview> {
  const ids = route.steps.flatMap((step) => [...step.people, ...step.cc]);
  const found = await people.findPeople([...new Set(ids)] as PersonId[]);
  const named = (id: string) => ({ id, name: found.get(id as PersonId)?.name ?? "" });
  const categories = await listCategories(sql);
  const called = (field: string, value: string): string => {
    const category = field === "category" ? categories.find(({ id }) => id === value) : undefined;
    return category ? category.code : value;
  };
  return {
    steps: route.steps.map(({ people: asked, cc, escalateTo: _escalateTo, position: _position, ...ways }) => ({
      ...ways,
      people: asked.map(named),
      cc: cc.map(named),
    })),
    leftOut: route.leftOut.map(({ step, because }) => ({
      step,
      labels: flow.steps.find(({ id }) => id === step)?.labels ?? { en: step, zh: step },
      because: because.map((each) => showCompared(each, called)),
    })),
  };
}

function showCompared(
  { leaf, fact, holds }: ComparedFact,
  called: (field: string, value: string) => string,
): RoutePreview["leftOut"][number]["because"][number] {
  const { field, op } = leaf;
  const facts = fact === null ? null : (typeof fact === "string" ? [fact] : fact).map((each) => called(field, each));
  const values = op === "compare" ? [leaf.value] : op === "in" ? leaf.values.map((each) => called(field, each)) : [];
  return { field, op, is: op === "compare" ? leaf.is : null, values, fact: facts, holds };
}

/** What of a route stands in the way of taking it. */
export function routeObstacles({ faults, steps }: Route): Refusal[] {
  return faults.map((fault) => {
    if (fault.code === "no-steps-apply") return refuseApproval("approval/no-steps-apply");
    const labels = steps.find(({ id }) => id === fault.step)?.labels ?? { en: fault.step, zh: fault.step };
    if (fault.code === "nobody") return refuseApproval("approval/nobody", labels);
    const { needed, people } = fault;
    return refuseApproval("approval/more-than-people", { ...labels, needed, people });
  });
}
