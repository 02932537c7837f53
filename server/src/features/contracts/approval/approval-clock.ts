/**
 * What the clock does in approvals: reminds, escalates, lets delegates in, and finishes what a server that stopped has left.
 *
 * Invariants:
 * - A reminder or an escalation is an event in the transaction that writes its letters: it happens once, however many servers look.
 * - Working days are counted from the day on which a task opened, by the company's calendar.
 */
import { type Clock, type PersonId, Refusal } from "@parley/base";
import {
  type ApprovalCommand,
  type ApprovalRun,
  type ApprovalTask,
  type ContractId,
  countDays,
  decideApproval,
} from "@parley/contracts";
import type { Log } from "../../../platform/log.ts";
import { lookRegularly } from "../../../platform/look-regularly.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { actsIn } from "./approval-letters.ts";
import type { WorkDays } from "./approval-ports.ts";
import { type Approvals, type ApprovalsDeps, letReadersIn } from "./approvals.ts";
import { listPresent } from "./delegation-store.ts";
import { listContractsWithOpenTasks, loadRun } from "./run-store.ts";

export interface ApprovalClockDeps {
  readonly sql: Sql;
  readonly approvals: Approvals;
  readonly contracts: ApprovalsDeps["contracts"];
  readonly documents: ApprovalsDeps["documents"];
  readonly people: ApprovalsDeps["people"];
  readonly days: WorkDays;
  readonly clock: Clock;
  readonly log: Pick<Log, "error">;
}

export interface ApprovalClock {
  /** Does what is due now. */
  run(): Promise<void>;
  /** Looks now and then from now on. @returns what ends it; a look that is under way is waited for */
  watch(): () => Promise<void>;
}

const lookEveryMs = 10 * 60_000;

export function createApprovalClock(deps: ApprovalClockDeps): ApprovalClock {
  const { clock, log } = deps;
  return {
    run: () => run(deps),
    watch: () =>
      lookRegularly({
        clock,
        everyMs: lookEveryMs,
        look: () => run(deps),
        onError: (error) => log.error({ err: error }, "Approvals could not be looked after"),
      }),
  };
}

async function run(deps: ApprovalClockDeps): Promise<void> {
  await deps.approvals.settle();
  for (const id of await listContractsWithOpenTasks(deps.sql)) await lookAfter(deps, id);
  await letDelegatesIn(deps);
}

/** Reminds of and escalates what has been open for too long in one contract. */
async function lookAfter(deps: ApprovalClockDeps, id: ContractId): Promise<void> {
  const loaded = await loadRun(deps.sql, id);
  if (!loaded) return;
  const { clock, days, approvals } = deps;
  const [today, holidays] = [await days.today(), await days.readHolidays()];
  for (const task of loaded.run.tasks) {
    if (task.state !== "open" || task.openedAt === null) continue;
    const open = countDays(await days.dayOf(task.openedAt), today, "working", holidays);
    for (const due of dueFor(loaded.run, task, open)) {
      const command = (run: ApprovalRun): ApprovalCommand => ({ at: clock.nowMs(), task: task.id, ...due(today, run) });
      if ("refusal" in decideApproval(loaded.run, command(loaded.run))) continue;
      try {
        await approvals.act(id, null, null, ({ run: now }) => command(now));
      } catch (error) {
        // Somebody has decided meanwhile, or another server was faster: nothing is due any more.
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }
}

type Due = (
  day: string,
  run: ApprovalRun,
) => { type: "remind"; by: null; day: string } | { type: "escalate"; workingDaysOpen: number };

/** [CA13] [CA14] One reminder for each so many working days, and one escalation. */
function dueFor(run: ApprovalRun, task: ApprovalTask, open: number): Due[] {
  const step = run.steps.find(({ id }) => id === task.step);
  const due: Due[] = [];
  const every = step?.remindAfterWorkingDays ?? null;
  const byClock = task.reminders.filter(({ by }) => by === null).length;
  if (every !== null && Math.floor(open / every) > byClock) due.push((day) => ({ type: "remind", by: null, day }));
  const after = step?.escalateAfterWorkingDays ?? null;
  const isEscalated = run.tasks.some(({ origin }) => origin.kind === "escalated" && origin.task === task.id);
  if (after !== null && open >= after && !isEscalated) due.push(() => ({ type: "escalate", workingDaysOpen: open }));
  return due;
}

/** Opens contracts that wait for somebody to those who may act for them today. */
export async function letDelegatesIn(
  deps: Pick<ApprovalClockDeps, "sql" | "contracts" | "documents" | "people" | "days">,
): Promise<void> {
  const { sql, contracts, days } = deps;
  const today = await days.today();
  for (const id of await listContractsWithOpenTasks(sql)) {
    const loaded = await loadRun(sql, id);
    if (!loaded) continue;
    const open = loaded.run.tasks.filter(({ state }) => state === "open");
    const present = await listPresent(sql, [...new Set(open.map(({ person }) => person))], today);
    const delegates = new Set(
      present.filter((each) => open.some((task) => actsIn(loaded.run, task, each))).map(({ to }) => to as PersonId),
    );
    const known = new Set((await contracts.members(id)).map(({ personId }) => personId));
    const missing = [...delegates].filter((personId) => !known.has(personId));
    if (missing.length === 0) continue;
    const members = missing.map((personId) => ({ personId, reason: "approver" as const }));
    await letReadersIn(deps, await contracts.act(id, () => ({ events: [], members })));
  }
}
