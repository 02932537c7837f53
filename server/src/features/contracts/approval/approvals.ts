/**
 * The approval of contracts: submitted on a frozen text, decided task by task, suspended by negotiations, ended for good.
 *
 * Invariants:
 * - Every event of a run is an event of its contract's trail, in the transaction that does what it says.
 * - The text under approval is frozen before the approval begins, at the row whose hash approvals are bound to.
 * - What is asked for by the same name twice happens once.
 */
import { type Clock, type Language, type PersonId, type Random, must, newId } from "@parley/base";
import {
  type ApprovalCommand,
  type ApprovalRun,
  type BoundText,
  type ContractId,
  type Delegation,
  noRun,
  refuseApproval,
  refuseContract,
} from "@parley/contracts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Queries } from "../record/contract-store.ts";
import type { ContractAct, Contracts } from "../record/contracts.ts";
import { findOpenNegotiation } from "./open-negotiation-id.ts";
import { type ActDeps, type Alongside, actOn, stateBefore } from "./approval-acts.ts";
import type { ApprovalDocuments, ApprovalNeighbours, SealedText } from "./approval-ports.ts";
import { changesSince } from "./changes-since.ts";
import { listPresent } from "./delegation-store.ts";
import { type FlowRow, findFlow } from "./flow-store.ts";
import { boundText, hashedFields, readKnownText, routeOf } from "./routing.ts";
import { insertRun, keepFields, loadRun, noteCommand } from "./run-store.ts";
import { settleDocument, settleLeftOver, underClaim } from "./settling.ts";
import { findFlowOf, followText, requireReady } from "./submission.ts";
import type { SourcePeople } from "./resolve-people.ts";

/** Somebody who acts, and how they are written to. */
export interface ActingPerson {
  readonly personId: PersonId;
  readonly language: Language;
}

/** What a command is made of: the run as it stands, and what everybody's commands need. */
export interface Moment {
  readonly run: ApprovalRun;
  readonly at: number;
  readonly day: string;
  /** Those that hold today, by people who are asked in the run. */
  readonly delegations: readonly Delegation[];
}

export interface Approvals {
  /** Submits a contract, or submits it again. Throws `approval/*` for what stands in the way, `contracts/state-forbids`. */
  submit(contract: ContractRecord, by: ActingPerson, wanted: { note: string; command: string | null }): Promise<void>;
  /** Carries out a command, once for each name. Throws the refusals of the rules. */
  act(
    id: ContractId,
    by: PersonId | null,
    command: string | null,
    make: (moment: Moment) => ApprovalCommand,
  ): Promise<void>;
  /** Takes a refused contract back to where it can be changed and submitted again. Throws `contracts/state-forbids`. */
  reopen(id: ContractId, by: PersonId): Promise<void>;
  /** What happens to the approval when a negotiation is opened from one of its steps. */
  suspendForNegotiation(stepId: string, by: PersonId, actsFor?: PersonId): Alongside;
  /** What happens to the approval when that negotiation is closed, on the text that it sealed. */
  resumeAfterNegotiation(
    negotiation: { readonly documentId: ContractRecord["documentId"]; readonly stepId: string | null },
    sealed: SealedText,
    by: PersonId | null,
  ): Alongside;
  /** Finishes what a server that stopped has left, and brings documents and their readers to what contracts say. */
  settle(): Promise<void>;
}

export interface ApprovalsDeps extends ActDeps {
  readonly sql: Sql;
  readonly contracts: Contracts;
  readonly documents: ApprovalDocuments;
  readonly neighbours: ApprovalNeighbours;
  readonly people: ActDeps["people"] & SourcePeople;
  readonly clock: Clock;
  readonly random: Random;
}

export function createApprovals(deps: ApprovalsDeps): Approvals {
  const { contracts } = deps;
  return {
    submit: (contract, by, wanted) => submit(deps, contract, by, wanted),
    async act(id, by, command, make) {
      const after = await contracts.act(id, async (contract, tx) => {
        if (command !== null && by !== null && !(await once(deps, tx, contract, command, by))) return { events: [] };
        const loaded = await loadRun(tx, id);
        const run = loaded?.run ?? noRun;
        const made = make({ run, ...(await momentOf(deps, tx, run)) });
        if (!loaded) throw refuseApproval("approval/not-running");
        return actOn(deps, tx, contract, { id: loaded.row.id, run }, made);
      });
      await settleDocument(deps, id);
      await letReadersIn(deps, after);
    },
    async reopen(id, by) {
      await contracts.act(id, (contract) => {
        if (contract.state !== "rejected") throw refuseContract("contracts/state-forbids", { state: contract.state });
        const actor = { personId: by, party: "ours" } as const;
        return {
          change: { state: stateBefore(contract) },
          events: [{ kind: "approval.reopened", audience: "internal", by: actor }],
        };
      });
      await settleDocument(deps, id);
    },
    suspendForNegotiation: (stepId, by, actsFor) => (contract, tx) =>
      suspend(deps, contract, tx, { stepId, by, actsFor }),
    resumeAfterNegotiation: (negotiation, sealed, by) => (contract, tx) =>
      resume(deps, contract, tx, {
        documentId: must(negotiation.documentId, "a negotiation has a document"),
        sealed,
        by,
      }),
    settle: () => settleLeftOver(deps),
  };
}

function once(
  { clock }: ApprovalsDeps,
  tx: Queries,
  contract: ContractRecord,
  command: string,
  personId: PersonId,
): Promise<boolean> {
  return noteCommand(tx, { contractId: contract.id, command, personId, at: new Date(clock.nowMs()) });
}

async function momentOf({ clock, days }: ApprovalsDeps, tx: Queries, run: ApprovalRun): Promise<Omit<Moment, "run">> {
  const day = await days.today();
  const asked = [...new Set(run.tasks.map(({ person }) => person))];
  return { at: clock.nowMs(), day, delegations: await listPresent(tx, asked, day) };
}

/** Freezes the text, then begins in one transaction on what the record says there. */
async function submit(
  deps: ApprovalsDeps,
  contract: ContractRecord,
  by: ActingPerson,
  { note, command }: { readonly note: string; readonly command: string | null },
): Promise<void> {
  const { documents, contracts, sql } = deps;
  await followText(deps, contract, by.personId);
  await requireReady(deps, contract);
  const documentId = must(contract.documentId, "a contract that is ready has a text");
  const after = await underClaim(deps, contract.id, async () => {
    const sealed = await documents.readSealed(documentId);
    await documents.freeze(documentId, { by: by.personId, reason: "approving", seq: sealed.seq });
    const waiting = await documents.countWaiting(documentId);
    if (waiting > 0) throw refuseApproval("approval/proposals-wait", { count: waiting });
    await followText(deps, contract, by.personId);
    const before = (await contracts.find(contract.id)) ?? contract;
    const known = await readKnownText(deps.neighbours, before);
    const loaded = await loadRun(sql, contract.id);
    const flow = await flowFor(deps, before, loaded?.run ?? noRun);
    const route = await routeOf(deps.people, flow.flow, before, known);
    return contracts.act(contract.id, async (now, tx) => {
      if (command !== null && !(await once(deps, tx, now, command, by.personId))) return { events: [] };
      if (now.state === "approving") throw refuseApproval("approval/started-already");
      if (now.state !== "draft" && now.state !== "negotiated")
        throw refuseContract("contracts/state-forbids", { state: now.state });
      if (now.documentId !== documentId || hashedFields(now).hash !== hashedFields(before).hash)
        throw refuseApproval("approval/text-changed");
      const text = boundText(now, documentId, sealed);
      return begin(deps, tx, now, {
        text,
        route,
        flow,
        by: by.personId,
        note,
        variableKind: known.reading.variableKind,
      });
    });
  });
  await letReadersIn(deps, after);
}

/** A run that was returned goes on with its own version of the flow; a new one takes the newest. */
async function flowFor(deps: ApprovalsDeps, contract: ContractRecord, run: ApprovalRun): Promise<FlowRow> {
  const pinned = run.status === "returned" && run.flow ? await findFlow(deps.sql, run.flow.id, run.flow.version) : null;
  const flow = pinned ?? (await findFlowOf(deps.sql, contract));
  if (!flow) throw refuseApproval("approval/no-flow");
  return flow;
}

interface Beginning {
  readonly text: BoundText;
  readonly route: Awaited<ReturnType<typeof routeOf>>;
  readonly flow: FlowRow;
  readonly by: PersonId;
  readonly note: string;
  readonly variableKind: (name: string) => string | null;
}

async function begin(
  deps: ApprovalsDeps,
  tx: Queries,
  contract: ContractRecord,
  { text, route, flow, by, note, variableKind }: Beginning,
): Promise<ContractAct> {
  const at = deps.clock.nowMs();
  const { fields, hash } = hashedFields(contract);
  await keepFields(tx, contract.id, hash, fields);
  const loaded = await loadRun(tx, contract.id);
  if (loaded?.run.status === "returned") {
    const { run, row } = loaded;
    const changes = await changesSince(deps.documents, tx, contract.id, { run, text, variableKind });
    return actOn(deps, tx, contract, { id: row.id, run }, { type: "resubmit", at, by, note, text, route, changes });
  }
  const id = newId<"approval-run">(deps.random);
  const { id: flowId, version } = flow.flow;
  await insertRun(tx, { id, contractId: contract.id, flowId, flowVersion: version, startedAt: new Date(at) });
  const command = {
    ...({ type: "start", at, by, note, text, route, owner: contract.ownerId, category: contract.categoryId } as const),
    flow: { id: flowId, version },
  };
  return actOn(deps, tx, contract, { id, run: noRun }, command);
}

async function suspend(
  deps: ApprovalsDeps,
  contract: ContractRecord,
  tx: Queries,
  { stepId, by, actsFor }: { readonly stepId: string; readonly by: PersonId; readonly actsFor: PersonId | undefined },
): Promise<ContractAct> {
  const loaded = await loadRun(tx, contract.id);
  if (!loaded || loaded.run.current !== stepId) throw refuseApproval("approval/not-running");
  const { run, row } = loaded;
  const moment = await momentOf(deps, tx, run);
  const negotiation = await findOpenNegotiation(tx, contract.id);
  return actOn(
    deps,
    tx,
    contract,
    { id: row.id, run },
    {
      ...({ type: "suspend", by, negotiation, ...moment } as const),
      ...(actsFor !== undefined && { actsFor }),
    },
  );
}

async function resume(
  deps: ApprovalsDeps,
  contract: ContractRecord,
  tx: Queries,
  wanted: {
    readonly documentId: NonNullable<ContractRecord["documentId"]>;
    readonly sealed: SealedText;
    readonly by: PersonId | null;
  },
): Promise<ContractAct> {
  const loaded = await loadRun(tx, contract.id);
  // Withdrawn while it was negotiated: nothing goes on.
  if (loaded?.run.status !== "suspended") return { change: { state: "negotiated" }, events: [] };
  const { run, row } = loaded;
  const flow = must(await findFlow(tx, row.flowId, row.flowVersion), "a run's version of its flow is never removed");
  const known = await readKnownText(deps.neighbours, contract);
  const route = await routeOf(deps.people, flow.flow, contract, known);
  const { fields, hash } = hashedFields(contract);
  await keepFields(tx, contract.id, hash, fields);
  const text = boundText(contract, wanted.documentId, wanted.sealed);
  const { variableKind } = known.reading;
  const changes = await changesSince(deps.documents, tx, contract.id, { run, text, variableKind });
  const at = deps.clock.nowMs();
  return actOn(deps, tx, contract, { id: row.id, run }, { type: "resume", at, by: wanted.by, text, route, changes });
}

/** Whoever is asked or told may read the text. */
export async function letReadersIn(
  { contracts, documents, people }: Pick<ApprovalsDeps, "contracts" | "documents" | "people">,
  { id, documentId, ownerId }: ContractRecord,
): Promise<void> {
  if (documentId === null) return;
  const readers = (await contracts.members(id)).filter(({ reason }) => reason === "approver" || reason === "copied");
  const found = await people.findPeople([ownerId]);
  const language = found.get(ownerId)?.language ?? "en";
  for (const personId of new Set(readers.map((each) => each.personId)))
    await documents.letRead(documentId, personId, { personId: ownerId, language });
}
