import { type Clock, type Random, newId } from "@parley/base";
import {
  type ApprovalFlow,
  type FlowDetail,
  type FlowDraft,
  type FlowFault,
  type FlowFaultFace,
  type FlowHead,
  computeRoute,
  contractsApi,
  defaultScopes,
  flowFaults,
  refuseApproval,
  refuseContract,
} from "@parley/contracts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import { listCategories } from "../parties/master-store.ts";
import type { People } from "../../../people/index.ts";
import {
  findFlow,
  insertFlow,
  insertFlowVersion,
  listFlowCategories,
  listFlowVersions,
  listFlows,
  putFlowCategory,
} from "./flow-store.ts";
import { type SourcePeople, resolvePeople } from "./resolve-people.ts";
import { showRoute } from "./route-face.ts";
import { addSampleFlows } from "./sample-flows.ts";

export interface FlowEndpointDeps {
  readonly sql: Sql;
  readonly people: SourcePeople & Pick<People, "findPersonByEmail">;
  readonly master: MasterPolicies;
  readonly clock: Clock;
  readonly random: Random;
}

const scopeNames = defaultScopes.map(({ name }) => name);

/** Flows and their versions; those who keep the master data design them. */
export function createFlowEndpoints(deps: FlowEndpointDeps): EndpointTree {
  const { sql, master, clock, random } = deps;
  const api = contractsApi.flows;
  const now = (): Date => new Date(clock.nowMs());
  return {
    list: endpoint(api.list, { allow: colleague, handle: ({ grant }) => list(deps, grant) }),
    get: endpoint(api.get, {
      allow: colleague,
      handle: ({ input }) => detail(deps, input.id, input.version ?? null),
    }),
    create: endpoint(api.create, {
      allow: master.edits,
      handle: async ({ grant: caller, input }) => {
        const flow = { ...input, id: newId<"approval-flow">(random), version: 1 };
        requireFaultless(flow);
        await sql.begin(async (tx) => {
          await insertFlow(tx, flow.id, now());
          await insertFlowVersion(tx, flow, { at: now(), by: caller.personId });
        });
        return detail(deps, flow.id, null);
      },
    }),
    publish: endpoint(api.publish, {
      allow: master.edits,
      handle: async ({ grant: caller, input: { id, seen, labels, steps } }) => {
        const newest = await findFlow(sql, id);
        if (!newest) throw refuseApproval("approval/flow-not-found");
        if (newest.flow.version !== seen) throw refuseApproval("approval/flow-changed");
        const flow = { id, version: seen + 1, labels, steps };
        requireFaultless(flow);
        if (!(await insertFlowVersion(sql, flow, { at: now(), by: caller.personId })))
          throw refuseApproval("approval/flow-changed");
        return detail(deps, id, null);
      },
    }),
    check: endpoint(api.check, {
      allow: colleague,
      handle: ({ grant, input }) => check(deps, grant, input),
    }),
    setCategory: endpoint(api.setCategory, {
      allow: master.edits,
      handle: async ({ grant, input: { categoryId, flowId } }) => {
        if (!(await listCategories(sql)).some(({ id }) => id === categoryId))
          throw refuseContract("contracts/category-not-found");
        if (flowId !== null && !(await findFlow(sql, flowId))) throw refuseApproval("approval/flow-not-found");
        await putFlowCategory(sql, categoryId, flowId);
        return list(deps, grant);
      },
    }),
    addSamples: endpoint(api.addSamples, {
      allow: master.edits,
      handle: async ({ grant }) => {
        await addSampleFlows(deps, grant.personId);
        return list(deps, grant);
      },
    }),
  };
}

function requireFaultless(flow: ApprovalFlow): void {
  const faults = flowFaults(flow, scopeNames);
  if (faults.length > 0) throw refuseApproval("approval/flow-faulty", { count: faults.length });
}

async function list(
  { sql, master }: FlowEndpointDeps,
  caller: Caller,
): Promise<{ flows: FlowHead[]; mayEdit: boolean }> {
  const [flows, chosen, mayEdit] = [await listFlows(sql), await listFlowCategories(sql), await master.mayEdit(caller)];
  return {
    mayEdit,
    flows: flows
      .map(({ flow, publishedAt }) => ({
        ...{ id: flow.id, labels: flow.labels, version: flow.version, stepCount: flow.steps.length },
        publishedAt: publishedAt.toISOString(),
        categories: chosen.flatMap(({ flowId, categoryId }) => (flowId === flow.id ? [categoryId] : [])),
      }))
      .toSorted((a, b) => (a.labels.en < b.labels.en ? -1 : 1)),
  };
}

async function detail({ sql, people }: FlowEndpointDeps, id: string, version: number | null): Promise<FlowDetail> {
  const found = await findFlow(sql, id, version);
  if (!found) throw refuseApproval("approval/flow-not-found");
  const versions = await listFlowVersions(sql, id);
  const names = await people.findPeople(versions.flatMap(({ by }) => (by === null ? [] : [by])));
  const chosen = await listFlowCategories(sql);
  return {
    flow: found.flow,
    newest: versions[0]?.version ?? found.flow.version,
    versions: versions.map(({ version: number, at, by }) => ({
      version: number,
      at: at.toISOString(),
      by: by && { id: by, name: names.get(by)?.name ?? "" },
    })),
    categories: chosen.flatMap(({ flowId, categoryId }) => (flowId === id ? [categoryId] : [])),
  };
}

/** Everything wrong with a draft, and the route that a contract of the caller's with these facts would take. */
async function check(
  deps: FlowEndpointDeps,
  caller: Caller,
  { steps, facts }: Pick<FlowDraft, "steps"> & { facts: CheckedFacts },
) {
  const flow = { id: "draft", version: 1, labels: { en: "-", zh: "-" }, steps };
  const self = await deps.people.findPerson(caller.personId);
  const resolve = await resolvePeople(deps.people, flow, {
    ownerId: caller.personId,
    initiatorId: caller.personId,
    departmentId: (self?.departmentIds[0] ?? null) as never,
    findingApprovers: [],
  });
  const { category, direction, ...others } = facts;
  const route = computeRoute(
    flow,
    { ...others, category: category === null ? null : [category], direction: direction === null ? null : [direction] },
    resolve,
  );
  return { faults: flowFaults(flow, scopeNames).map(showFault), route: await showRoute(deps, flow, route) };
}

interface CheckedFacts {
  readonly amount: string | null;
  readonly termMonths: string | null;
  readonly templateDeviations: string | null;
  readonly category: string | null;
  readonly direction: string | null;
  readonly counterparties: readonly string[];
  readonly tags: readonly string[];
  readonly findings: readonly string[];
}

function showFault(fault: FlowFault): FlowFaultFace {
  const about =
    "field" in fault ? fault.field : "scope" in fault ? fault.scope : "needed" in fault ? String(fault.people) : null;
  return { code: fault.code, step: "step" in fault ? fault.step : null, about };
}
