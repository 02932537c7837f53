/** Flows that a company can begin with: legal, finance, and above an amount its heads. They name people who are there. */
import { type Clock, type PersonId, type Random, newId } from "@parley/base";
import type { ApprovalFlow, FlowStep } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { listCategories } from "../parties/master-store.ts";
import { insertFlow, insertFlowVersion, listFlowCategories, putFlowCategory } from "./flow-store.ts";

export interface SampleDeps {
  readonly sql: Sql;
  readonly people: Pick<People, "findPersonByEmail" | "findPerson">;
  readonly clock: Clock;
  readonly random: Random;
}

/** Whom the samples ask. */
export interface SamplePeople {
  readonly legal: PersonId;
  readonly finance: PersonId;
  readonly head: PersonId;
}

/** From this amount on, in the base currency, the head of the company decides. */
const headFrom = "500000";

/**
 * Adds the sample flows for categories that have none. Without `who`, everybody in them is whoever asked for them, to be replaced in the designer.
 */
export async function addSampleFlows(deps: SampleDeps, by: PersonId, who?: SamplePeople): Promise<void> {
  const { sql, clock, random } = deps;
  const people = who ?? { legal: by, finance: by, head: by };
  const taken = new Set((await listFlowCategories(sql)).map(({ categoryId }) => categoryId as string));
  const free = (await listCategories(sql)).filter(({ id, active }) => active && !taken.has(id));
  if (free.length === 0) return;
  const at = new Date(clock.nowMs());
  await sql.begin(async (tx) => {
    const add = async (flow: Omit<ApprovalFlow, "id" | "version">, isFor: (code: string) => boolean): Promise<void> => {
      const chosen = free.filter(({ code }) => isFor(code));
      if (chosen.length === 0) return;
      const id = newId<"approval-flow">(random);
      await insertFlow(tx, id, at);
      await insertFlowVersion(tx, { ...flow, id, version: 1 }, { at, by });
      for (const category of chosen) await putFlowCategory(tx, category.id, id);
    };
    await add(usualFlow(people), (code) => code !== "NDA");
    await add(shortFlow(people), (code) => code === "NDA");
  });
}

type Wanted = Pick<FlowStep, "id" | "labels" | "who" | "scope"> & Partial<FlowStep>;

const step = (wanted: Wanted): FlowStep => ({
  rule: "all",
  onRefusal: "refuse-at-once",
  condition: null,
  cc: [],
  escalateTo: [],
  keepWhenUntouched: true,
  remindAfterWorkingDays: 2,
  escalateAfterWorkingDays: null,
  ...wanted,
});

const one = (person: PersonId): FlowStep["who"] => [{ kind: "people", people: [person] }];

function usualFlow({ legal, finance, head }: SamplePeople): Omit<ApprovalFlow, "id" | "version"> {
  return {
    labels: { en: "Usual approval", zh: "常规审批" },
    steps: [
      step({ id: "legal", labels: { en: "Legal", zh: "法务审核" }, who: one(legal), scope: ["all"] }),
      step({
        ...{ id: "finance", labels: { en: "Finance", zh: "财务审核" }, who: one(finance) },
        scope: ["price", "payment", "penalties"],
      }),
      step({
        ...{ id: "head", labels: { en: "Head of the company", zh: "总经理审批" }, who: one(head), scope: ["all"] },
        condition: { op: "compare", field: "amount", is: "at-least", value: headFrom },
        keepWhenUntouched: false,
      }),
    ],
  };
}

function shortFlow({ legal }: SamplePeople): Omit<ApprovalFlow, "id" | "version"> {
  return {
    labels: { en: "Legal only", zh: "法务审批" },
    steps: [step({ id: "legal", labels: { en: "Legal", zh: "法务审核" }, who: one(legal), scope: ["all"] })],
  };
}
