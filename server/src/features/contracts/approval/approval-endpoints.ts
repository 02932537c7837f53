import { type PersonId, must } from "@parley/base";
import {
  type ApprovalCommand,
  type ContractApproval,
  type SubmissionPreview,
  clauseChanges,
  contractsApi,
  noRun,
  refuseApproval,
} from "@parley/contracts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import type { ContractGrant, ContractPolicies } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import { type FaceDeps, showApproval } from "./approval-faces.ts";
import type { Approvals, ApprovalsDeps, Moment } from "./approvals.ts";
import { compareTexts } from "./changes-since.ts";
import { type DelegationEndpointDeps, createDelegationEndpoints } from "./delegation-endpoints.ts";
import { createMineEndpoint } from "./mine-endpoint.ts";
import { routeObstacles, showRoute } from "./route-face.ts";
import { readKnownText, routeOf } from "./routing.ts";
import { loadRun } from "./run-store.ts";
import { findFlowOf, findObstacles, followText } from "./submission.ts";

export type ApprovalEndpointDeps = FaceDeps &
  DelegationEndpointDeps &
  Pick<ApprovalsDeps, "contracts" | "documents" | "neighbours"> & {
    readonly people: ApprovalsDeps["people"] & DelegationEndpointDeps["people"];
    readonly approvals: Approvals;
    readonly policies: ContractPolicies;
  };

/** The approval of a contract, and everything people do in it. */
export function createApprovalEndpoints(deps: ApprovalEndpointDeps): EndpointTree {
  return {
    ...readingEndpoints(deps),
    ...leadingEndpoints(deps),
    ...taskEndpoints(deps),
    ...createMineEndpoint(deps),
    ...createDelegationEndpoints(deps),
  };
}

/** The approval as it stands after something was done. */
async function showAfter(
  deps: ApprovalEndpointDeps,
  { caller, contract, mayLead }: ContractGrant,
): Promise<ContractApproval> {
  const now = (await deps.contracts.find(contract.id)) ?? contract;
  return showApproval(deps, now, { personId: caller.personId, mayLead });
}

function readingEndpoints(deps: ApprovalEndpointDeps): EndpointTree {
  const { policies } = deps;
  const { get, preview, changes } = contractsApi.approval;
  return {
    get: endpoint(get, {
      allow: policies.sees,
      handle: ({ grant: { contract, caller, mayLead } }) =>
        showApproval(deps, contract, { personId: caller.personId, mayLead }),
    }),
    preview: endpoint(preview, {
      allow: policies.leads,
      handle: ({ grant: { contract, caller } }) => previewOf(deps, contract, caller),
    }),
    changes: endpoint(changes, {
      allow: policies.sees,
      handle: ({ grant: { contract }, input }) => changesFor(deps, contract, input.task),
    }),
  };
}

async function previewOf(deps: ApprovalEndpointDeps, contract: ContractRecord, by: Caller): Promise<SubmissionPreview> {
  await followText(deps, contract, by.personId);
  const now = (await deps.contracts.find(contract.id)) ?? contract;
  const known = await readKnownText(deps.neighbours, now);
  const obstacles = await findObstacles(deps, now, known);
  const found = await findFlowOf(deps.sql, now);
  const route = found && (await routeOf(deps.people, found.flow, now, known));
  const all = [
    ...obstacles,
    ...(found ? [] : [refuseApproval("approval/no-flow")]),
    ...(route ? routeObstacles(route) : []),
  ];
  const { documentId } = now;
  return {
    flow: found && { id: found.flow.id, version: found.flow.version, labels: found.flow.labels },
    route: found && route && (await showRoute(deps, found.flow, route)),
    obstacles: all.map((refusal) => ({
      code: refusal.code,
      words: { en: refusal.sentence("en"), zh: refusal.sentence("zh") },
    })),
    textHash: documentId === null ? null : (await deps.documents.readSealed(documentId)).contentHash,
  };
}

/** What changed between the text that somebody approved last, before this task, and the present one. */
async function changesFor(deps: ApprovalEndpointDeps, contract: ContractRecord, taskId: string) {
  const run = (await loadRun(deps.sql, contract.id))?.run ?? noRun;
  const task = run.tasks.find(({ id }) => id === taskId);
  const nothing = { since: null, clauses: [], fields: [] };
  if (!task || !run.text) return nothing;
  const earlier = run.tasks.findLast(({ decision, slot }) => slot === task.slot && decision !== null)?.decision ?? null;
  if (earlier === null) return nothing;
  const known = await readKnownText(deps.neighbours, contract);
  const texts = { before: earlier.text, after: run.text };
  const compared = await compareTexts(deps.documents, deps.sql, contract.id, texts);
  if (compared === null) return nothing;
  const different = compared.clauses.filter(({ kind }) => kind !== "unchanged");
  const told = clauseChanges(different, { variableKind: known.reading.variableKind });
  return {
    since: new Date(earlier.at).toISOString(),
    clauses: told.map(({ kind, title, scopes }, index) => ({
      ...{ kind, title },
      scopes: [...scopes],
      words: wordsOf(must(different[index], "every change is told")),
    })),
    fields: compared.fields.map(({ field, before, after }) => ({ field, before, after })),
  };
}

type Different =
  Awaited<ReturnType<typeof compareTexts>> extends infer C
    ? NonNullable<C> extends { clauses: readonly (infer D)[] }
      ? D
      : never
    : never;

/** An added or removed clause differs with all of its words. */
function wordsOf({ kind, before, after, words }: Different): { kind: "same" | "removed" | "added"; text: string }[] {
  if (kind === "added") return [{ kind: "added", text: after?.text ?? "" }];
  if (kind === "removed") return [{ kind: "removed", text: before?.text ?? "" }];
  return words.map(({ kind: how, text }) => ({ kind: how, text }));
}

function leadingEndpoints(deps: ApprovalEndpointDeps): EndpointTree {
  const { policies, approvals } = deps;
  const { submit, resubmit, withdraw, reopen, copy, negotiate } = contractsApi.approval;
  const submitted = async (grant: ContractGrant, input: { note: string; command?: string | undefined }) => {
    await approvals.submit(grant.contract, grant.caller, { note: input.note, command: input.command ?? null });
    return showAfter(deps, grant);
  };
  return {
    submit: endpoint(submit, { allow: policies.leads, handle: ({ grant, input }) => submitted(grant, input) }),
    resubmit: endpoint(resubmit, {
      allow: policies.sees,
      handle: async ({ grant, input }) => {
        const run = (await loadRun(deps.sql, grant.contract.id))?.run ?? noRun;
        if (run.status !== "returned") throw refuseApproval("approval/not-returned");
        if (run.initiator !== grant.caller.personId) throw refuseApproval("approval/not-initiator");
        return submitted(grant, input);
      },
    }),
    withdraw: endpoint(withdraw, {
      allow: policies.sees,
      handle: ({ grant, input }) =>
        acted(deps, grant, input.command, ({ at }) => ({
          type: "withdraw",
          at,
          by: grant.caller.personId,
          note: input.note,
        })),
    }),
    reopen: endpoint(reopen, {
      allow: policies.leads,
      handle: async ({ grant }) => {
        await approvals.reopen(grant.contract.id, grant.caller.personId);
        return showAfter(deps, grant);
      },
    }),
    copy: endpoint(copy, {
      allow: policies.sees,
      handle: async ({ grant, input }) => {
        for (const id of input.people) await requireColleague(deps, id);
        return acted(deps, grant, input.command, ({ at }) => ({
          ...({ type: "copy", at, by: grant.caller.personId, people: input.people } as const),
        }));
      },
    }),
    negotiate: endpoint(negotiate, {
      allow: policies.sees,
      handle: async ({ grant, input }) => {
        const { contract, caller } = grant;
        const run = (await loadRun(deps.sql, contract.id))?.run ?? noRun;
        const open = deps.neighbours.openNegotiation;
        if (run.current === null || !open) throw refuseApproval("approval/not-running");
        const wanted = {
          people: input.people.map((each) => ({ ...each, personId: each.personId as PersonId })),
          ...{ guests: input.guests, title: input.title ?? null, note: input.note, stepId: run.current },
        };
        const by = { personId: caller.personId, party: "ours" as const, language: caller.language };
        const suspend = approvals.suspendForNegotiation(
          run.current,
          caller.personId,
          input.actsFor as PersonId | undefined,
        );
        await open(contract, wanted, by, suspend);
        return showAfter(deps, grant);
      },
    }),
  };
}

async function acted(
  deps: ApprovalEndpointDeps,
  grant: ContractGrant,
  command: string | undefined,
  make: (moment: Moment) => ApprovalCommand,
): Promise<ContractApproval> {
  await deps.approvals.act(grant.contract.id, grant.caller.personId, command ?? null, make);
  return showAfter(deps, grant);
}

/** Whoever is asked or told must be somebody who can be. Throws `approval/person-unusable`. */
async function requireColleague({ people }: ApprovalEndpointDeps, id: string): Promise<void> {
  const person = await people.findPerson(id as PersonId);
  if (!person?.active || person.standing === "guest") throw refuseApproval("approval/person-unusable");
}

interface TaskInput {
  readonly task: string;
  readonly actsFor?: string | undefined;
  readonly note: string;
  readonly command?: string | undefined;
}

/** What every command on a task says. */
function onTask({ caller }: ContractGrant, input: TaskInput, { at, day, delegations }: Moment) {
  const { task, note, actsFor } = input;
  return { at, by: caller.personId, task, note, day, delegations, ...(actsFor !== undefined && { actsFor }) };
}

/** The text of the run, if its hashes are those that the caller has seen. */
function seenText({ run }: Moment, seen: { textHash: string; fieldsHash: string }) {
  const { text } = run;
  if (!text || text.textHash !== seen.textHash || text.fieldsHash !== seen.fieldsHash)
    throw refuseApproval(run.status === "none" ? "approval/not-running" : "approval/text-changed");
  return text;
}

function taskEndpoints(deps: ApprovalEndpointDeps): EndpointTree {
  const allow = deps.policies.sees;
  const { approve, refuse, return: sendBack, add, handOver, remind, retract } = contractsApi.approval;
  return {
    approve: endpoint(approve, {
      allow,
      handle: ({ grant, input }) =>
        acted(deps, grant, input.command, (moment) => ({
          ...onTask(grant, input, moment),
          ...({ type: "approve", text: seenText(moment, input) } as const),
        })),
    }),
    refuse: endpoint(refuse, {
      allow,
      handle: ({ grant, input }) =>
        acted(deps, grant, input.command, (moment) => ({
          ...onTask(grant, input, moment),
          ...({ type: "refuse", text: seenText(moment, input) } as const),
        })),
    }),
    return: endpoint(sendBack, {
      allow,
      handle: ({ grant, input }) =>
        acted(deps, grant, input.command, (moment) => ({
          ...onTask(grant, input, moment),
          ...({ type: "return", to: input.to, resume: input.resume } as const),
        })),
    }),
    add: endpoint(add, {
      allow,
      handle: async ({ grant, input }) => {
        await requireColleague(deps, input.personId);
        const person = input.personId;
        return acted(deps, grant, input.command, (moment) => {
          const own = onTask(grant, input, moment);
          return input.place === "after"
            ? { ...own, type: "add-after", person, text: seenText(moment, input) }
            : { ...own, type: `add-${input.place}`, person };
        });
      },
    }),
    handOver: endpoint(handOver, {
      allow,
      handle: async ({ grant, input }) => {
        await requireColleague(deps, input.personId);
        return acted(deps, grant, input.command, (moment) => ({
          ...onTask(grant, input, moment),
          ...({ type: "hand-over", to: input.personId } as const),
        }));
      },
    }),
    remind: endpoint(remind, {
      allow,
      handle: ({ grant, input }) =>
        acted(deps, grant, input.command, ({ at, day }) => ({
          ...({ type: "remind", at, by: grant.caller.personId, task: input.task, day } as const),
        })),
    }),
    retract: endpoint(retract, {
      allow,
      handle: ({ grant, input }) =>
        acted(deps, grant, input.command, ({ at }) => ({
          ...({ type: "retract", at, by: grant.caller.personId, task: input.task, note: input.note } as const),
        })),
    }),
  };
}
