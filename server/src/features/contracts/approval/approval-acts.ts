/**
 * What a command of an approval does to a contract: the events of its trail, the state that it is in, who has to do with it, and the letters, all
 * within the transaction that holds the contract's row.
 */
import type { Clock, PersonId } from "@parley/base";
import {
  type ApprovalCommand,
  type ApprovalEvent,
  type ApprovalRun,
  type ContractState,
  type Day,
  type Delegation,
  type EventFacts,
  applyApprovalEvent,
  daysAfter,
  decideApproval,
} from "@parley/contracts";
import type { Mail } from "../../../platform/mail/mail.ts";
import type { ContractChange, ContractRecord } from "../record/contract-record.ts";
import type { Queries } from "../record/contract-store.ts";
import type { ContractAct } from "../record/contracts.ts";
import type { NewEvent } from "../record/event-store.ts";
import type { WorkDays } from "./approval-ports.ts";
import { type LetterDeps, actsIn, writeLetters } from "./approval-letters.ts";
import { listPresent } from "./delegation-store.ts";
import { putRun } from "./run-store.ts";
import { markUnsettled } from "./settling-store.ts";

/** What happens to a contract in a transaction of somebody else's act. Throws to stop it. */
export type Alongside = (contract: ContractRecord, tx: Queries) => Promise<ContractAct> | ContractAct;

export interface ActDeps extends LetterDeps {
  readonly mail: Pick<Mail, "sendWithin">;
  readonly clock: Clock;
  readonly days: WorkDays;
}

/**
 * Carries a command out. Throws the refusals of the rules.
 * @param id the run's
 */
export async function actOn(
  deps: ActDeps,
  tx: Queries,
  contract: ContractRecord,
  { id, run }: { readonly id: string; readonly run: ApprovalRun },
  command: ApprovalCommand,
): Promise<ContractAct> {
  const outcome = decideApproval(run, command);
  if ("refusal" in outcome) throw outcome.refusal;
  const { events } = outcome;
  const after = events.reduce(applyApprovalEvent, run);
  const at = new Date(command.at);
  const today = await deps.days.today();
  await putRun(tx, { id, contractId: contract.id }, after, { at, dueDays: await dueDays(deps.days, after) });
  const delegations = await listPresent(tx, [...new Set(after.tasks.map(({ person }) => person))], today);
  for (const letter of await writeLetters(deps, contract, { before: run, after, events, delegations }))
    await deps.mail.sendWithin(tx, letter);
  const change = changeOf(contract, run, after, command.at);
  if (change.state !== undefined && change.state !== contract.state) await markUnsettled(tx, contract.id);
  // What went on without anybody being asked again was under approval for a moment.
  const isPassed = after.status === "approved" && run.status !== "running";
  return {
    change,
    ...(isPassed && { through: "approving" as const }),
    events: events.map((event) => toldEvent(id, event, after)),
    members: [...membersOf(events, run, after), ...delegatesIn(after, delegations)],
  };
}

/** The event as the contract's trail holds it: whole, and beside it what is told of it. */
function toldEvent(run: string, event: ApprovalEvent, after: ApprovalRun): NewEvent {
  const task = "task" in event ? after.tasks.find(({ id }) => id === event.task) : undefined;
  const stepId = "step" in event ? event.step : task?.step;
  const step = after.steps.find(({ id }) => id === stepId);
  const facts: Record<string, EventFacts[string]> = { run, event: event as unknown as EventFacts };
  if (step) Object.assign(facts, { stepEn: step.labels.en, stepZh: step.labels.zh });
  if (task && task.person !== event.by) facts["taskPersonId"] = task.person;
  if ("actsFor" in event && event.actsFor !== null) facts["actsForPersonId"] = event.actsFor;
  if (event.type === "handed-over") facts["toPersonId"] = event.to;
  if (event.type === "approver-added") Object.assign(facts, { addedPersonId: event.person, place: event.place });
  if (event.type === "returned") {
    const to = after.steps.find(({ id }) => id === event.to);
    Object.assign(facts, { toEn: to?.labels.en ?? null, toZh: to?.labels.zh ?? null, resume: event.resume });
  }
  if ("note" in event && event.note !== "") facts["note"] = event.note;
  if ("text" in event) Object.assign(facts, { textHash: event.text.textHash, textSeq: event.text.textSeq });
  if ("judgements" in event) {
    facts["kept"] = event.judgements.filter(({ verdict }) => verdict === "kept").length;
    facts["askedAgain"] = event.judgements.filter(({ verdict }) => verdict === "asked-again").length;
  }
  const by = event.by === null ? null : { personId: event.by as PersonId, party: "ours" as const };
  return { kind: `approval.${event.type}`, audience: "internal", by, facts };
}

/** The state that a contract goes back to when its approval stops: where outsiders have its text, what was negotiated stays closed. */
export function stateBefore({ documentId, draftId }: Pick<ContractRecord, "documentId" | "draftId">): ContractState {
  return documentId === null || documentId === draftId ? "draft" : "negotiated";
}

function changeOf(contract: ContractRecord, before: ApprovalRun, after: ApprovalRun, atMs: number): ContractChange {
  if (before.status === after.status) return {};
  switch (after.status) {
    case "running":
      return { state: "approving" };
    case "suspended":
      return { state: "negotiating" };
    case "returned":
    case "withdrawn":
      return contract.state === "negotiating" ? {} : { state: stateBefore(contract) };
    case "refused":
      return { state: "rejected" };
    case "approved":
      return {
        state: "approved",
        approvedAtMs: atMs,
        approvedSeq: after.text?.textSeq ?? null,
        textHash: after.text?.textHash ?? null,
        fieldsHash: after.text?.fieldsHash ?? null,
      };
    case "none":
      return {};
  }
}

function membersOf(
  events: readonly ApprovalEvent[],
  before: ApprovalRun,
  after: ApprovalRun,
): NonNullable<ContractAct["members"]> {
  const known = new Set(before.tasks.map(({ id }) => id));
  const asked = after.tasks.filter(({ id }) => !known.has(id)).map(({ person }) => person);
  const acting = events.flatMap(({ by }) => (by === null ? [] : [by]));
  const told = after.copied.slice(before.copied.length).map(({ person }) => person);
  const one = (reason: "approver" | "copied") => (personId: string) => ({ personId: personId as PersonId, reason });
  const isPartOf = (person: string): boolean => after.tasks.some((task) => task.decision?.by === person);
  return [
    ...[...new Set([...asked, ...acting.filter(isPartOf)])].map(one("approver")),
    ...[...new Set(told)].map(one("copied")),
  ];
}

/** Those who may act for somebody who is asked: they see the contract. */
function delegatesIn(run: ApprovalRun, delegations: readonly Delegation[]): NonNullable<ContractAct["members"]> {
  const open = run.tasks.filter(({ state }) => state === "open");
  const acting = delegations.filter((each) => open.some((task) => actsIn(run, task, each)));
  return [...new Set(acting.map(({ to }) => to))].map((to) => ({ personId: to as PersonId, reason: "approver" }));
}

/** Until when each open task is expected to be decided: when it is escalated or, where it is not, reminded of. */
async function dueDays(days: WorkDays, run: ApprovalRun): Promise<Map<string, Day>> {
  const due = new Map<string, Day>();
  const holidays = await days.readHolidays();
  for (const { id, step: stepId, state, openedAt } of run.tasks) {
    const step = run.steps.find((each) => each.id === stepId);
    const count = step?.escalateAfterWorkingDays ?? step?.remindAfterWorkingDays ?? null;
    if (state !== "open" || openedAt === null || count === null) continue;
    due.set(id, daysAfter(await days.dayOf(openedAt), count, "working", holidays));
  }
  return due;
}
