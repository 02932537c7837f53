/** An approval as its page shows it to somebody, with what they may do. */
import type { DocumentId, PersonId } from "@parley/base";
import {
  type ApprovalCommand,
  type ApprovalRun,
  type ApprovalRunFace,
  type ApprovalStepFace,
  type ApprovalTask,
  type ApprovalTaskFace,
  type ContractApproval,
  type Delegation,
  decideApproval,
  isSameText,
  neededSeats,
  seatsOf,
} from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { WorkDays } from "./approval-ports.ts";
import { listPresent } from "./delegation-store.ts";
import { findFlow } from "./flow-store.ts";
import { type LoadedRun, listTaskDays, loadRun } from "./run-store.ts";

export interface FaceDeps {
  readonly sql: Sql;
  readonly people: Pick<People, "findPeople">;
  readonly days: Pick<WorkDays, "today">;
}

type Named = { id: string; name: string };

/** What a face is made with. */
interface Looking {
  readonly run: ApprovalRun;
  readonly viewerId: PersonId;
  readonly day: string;
  readonly delegations: readonly Delegation[];
  readonly dueDays: ReadonlyMap<string, ApprovalTaskFace["due"]>;
  readonly named: (id: string) => Named;
}

/** The newest approval of a contract. */
export async function showApproval(
  deps: FaceDeps,
  contract: ContractRecord,
  viewer: { readonly personId: PersonId; readonly mayLead: boolean },
): Promise<ContractApproval> {
  const loaded = await loadRun(deps.sql, contract.id);
  const isOpen = contract.state === "draft" || contract.state === "negotiated";
  return {
    run: loaded && (await showRun(deps, loaded, viewer.personId)),
    maySubmit: viewer.mayLead && isOpen && loaded?.run.status !== "returned",
    mayReopen: viewer.mayLead && contract.state === "rejected",
  };
}

async function showRun(deps: FaceDeps, loaded: LoadedRun, viewerId: PersonId): Promise<ApprovalRunFace> {
  const { run, row, events } = loaded;
  const day = await deps.days.today();
  const [found, delegations, flow, dueDays] = await Promise.all([
    deps.people.findPeople(peopleIn(run) as PersonId[]),
    listPresent(deps.sql, [...new Set(run.tasks.map(({ person }) => person))], day),
    findFlow(deps.sql, row.flowId, row.flowVersion),
    listTaskDays(deps.sql, row.id),
  ]);
  const named = (id: string): Named => ({ id, name: found.get(id as PersonId)?.name ?? "" });
  const looking: Looking = { run, viewerId, day, delegations, dueDays, named };
  const returned = events.findLast((event) => event.type === "returned");
  const may = (command: ApprovalCommand): boolean => "events" in decideApproval(run, command);
  const by = viewerId;
  const text = run.text ?? { documentId: "" as DocumentId, textSeq: 0, textHash: "", fieldsHash: "" };
  return {
    id: row.id,
    ordinal: row.ordinal,
    status: row.status,
    flow: { id: row.flowId, version: row.flowVersion, labels: flow?.flow.labels ?? { en: "", zh: "" } },
    initiator: named(run.initiator),
    owner: named(run.owner),
    text,
    steps: run.steps.map((step) => showStep(looking, step)),
    returnedFrom: run.returnedFrom && { ...run.returnedFrom, note: returned?.note ?? "" },
    copied: [...new Set(run.copied.map(({ person }) => person))].map(named),
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    you: {
      withdraw: may({ type: "withdraw", at: 0, by }),
      resubmit: run.status === "returned" && run.initiator === viewerId,
      negotiate: may({ type: "suspend", at: 0, by, negotiation: "next", day, delegations }),
      copy: may({ type: "copy", at: 0, by, people: [run.initiator] }),
    },
  };
}

function peopleIn(run: ApprovalRun): string[] {
  const inSteps = run.steps.flatMap(({ people, cc }) => [...people, ...cc]);
  const inTasks = run.tasks.flatMap(({ person, origin, decision }) => [
    person,
    ...("by" in origin ? [origin.by] : []),
    ...("from" in origin ? [origin.from] : []),
    ...(decision ? [decision.by] : []),
    ...(decision?.actsFor ? [decision.actsFor] : []),
  ]);
  const copied = run.copied.map(({ person }) => person);
  return [...new Set([run.initiator, run.owner, ...inSteps, ...inTasks, ...copied])].filter((id) => id !== "");
}

function showStep(looking: Looking, step: ApprovalRun["steps"][number]): ApprovalStepFace {
  const { run, named } = looking;
  const { people, cc, escalateTo: _escalateTo, position: _position, ...ways } = step;
  const seats = seatsOf(run, step.id).length || people.length;
  return {
    ...ways,
    isCurrent: run.current === step.id,
    people: people.map(named),
    cc: cc.map(named),
    needed: neededSeats(step, seats),
    tasks: run.tasks.filter((task) => task.step === step.id).map((task) => showTask(looking, task)),
  };
}

function showTask(looking: Looking, task: ApprovalTask): ApprovalTaskFace {
  const { run, named, dueDays } = looking;
  const { decision, openedAt } = task;
  return {
    id: task.id,
    step: task.step,
    person: named(task.person),
    origin: showOrigin(task.origin, named),
    state: task.state,
    since: openedAt === null ? null : new Date(openedAt).toISOString(),
    due: dueDays.get(task.id) ?? null,
    decision: decision && {
      by: named(decision.by),
      actsFor: decision.actsFor === null ? null : named(decision.actsFor),
      at: new Date(decision.at).toISOString(),
      note: decision.note,
      isPresentText: run.text !== null && isSameText(decision.text, run.text),
    },
    superseded: task.superseded,
    judgement: run.judgements.find((each) => each.task === task.id) ?? null,
    reminders: task.reminders.length,
    you: whatMayDo(looking, task),
  };
}

function showOrigin(origin: ApprovalTask["origin"], named: (id: string) => Named): ApprovalTaskFace["origin"] {
  switch (origin.kind) {
    case "flow":
    case "asked-again":
      return { kind: origin.kind };
    case "added":
      return { kind: "added", place: origin.place, by: named(origin.by) };
    case "handed-over":
    case "escalated":
      return { kind: origin.kind, from: named(origin.from) };
  }
}

/** What the rules let somebody do with a task: they are asked, and nothing happens. */
function whatMayDo({ run, viewerId, day, delegations, named }: Looking, task: ApprovalTask): ApprovalTaskFace["you"] {
  const may = (command: ApprovalCommand): boolean => "events" in decideApproval(run, command);
  const actsFor = task.person === viewerId ? null : task.person;
  const own = {
    ...{ at: 0, by: viewerId, task: task.id, day, delegations },
    ...(actsFor !== null && { actsFor }),
  };
  const text = run.text ?? { documentId: "", textSeq: 0, textHash: "", fieldsHash: "" };
  const decide = may({ ...own, type: "approve", text });
  const handOver = may({ ...own, type: "hand-over", to: "somebody-else" });
  return {
    decide,
    handOver,
    actsFor: (decide || handOver) && actsFor !== null ? named(actsFor) : null,
    remind: task.person !== viewerId && may({ type: "remind", at: 0, by: viewerId, task: task.id, day }),
    retract: may({ type: "retract", at: 0, by: viewerId, task: task.id }),
  };
}
