/** Runs and their tasks in the database. A run is read from the events of the contract's trail; rows beside them are for lists. */
import type { PersonId } from "@parley/base";
import {
  type ApprovalEvent,
  type ApprovalRun,
  type ApprovedFields,
  type ContractId,
  type Day,
  type RunStatus,
  applyApprovalEvent,
  approvalEventSchema,
  noRun,
} from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** A run's row. */
export interface RunRow {
  readonly id: string;
  readonly contractId: ContractId;
  readonly ordinal: number;
  readonly flowId: string;
  readonly flowVersion: number;
  readonly status: Exclude<RunStatus, "none">;
  readonly firstSeq: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** The run that goes on, or went on last, as it stands. */
export interface LoadedRun {
  readonly row: RunRow;
  readonly run: ApprovalRun;
  readonly events: readonly ApprovalEvent[];
}

/** The newest run of a contract; `null` before the first one. */
export async function loadRun(sql: Queries, contractId: ContractId): Promise<LoadedRun | null> {
  const [row] = await sql<RunRow[]>`
    select id, contract_id as "contractId", ordinal, flow_id as "flowId", flow_version as "flowVersion", status,
      first_seq as "firstSeq", started_at as "startedAt", ended_at as "endedAt"
    from contracts.approval_run where contract_id = ${contractId} order by ordinal desc limit 1`;
  if (!row) return null;
  const kept = await sql<{ event: unknown }[]>`
    select facts->'event' as event from contracts.event
    where contract_id = ${contractId} and seq >= ${row.firstSeq} and kind like 'approval.%' and facts->>'run' = ${row.id}
    order by seq`;
  const events = kept.map(({ event }) => approvalEventSchema.parse(event));
  return { row, events, run: events.reduce(applyApprovalEvent, noRun) };
}

/** Adds a run, within a transaction that holds the contract's row. */
export async function insertRun(
  tx: Queries,
  run: Pick<RunRow, "id" | "contractId" | "flowId" | "flowVersion" | "startedAt">,
): Promise<void> {
  const { id, contractId, flowId, flowVersion, startedAt } = run;
  await tx`
    insert into contracts.approval_run (id, contract_id, ordinal, flow_id, flow_version, status, first_seq, started_at)
    select ${id}, ${contractId}, 1 + coalesce((select max(ordinal) from contracts.approval_run where contract_id = ${contractId}), 0),
      ${flowId}, ${flowVersion}, 'running',
      1 + coalesce((select max(seq) from contracts.event where contract_id = ${contractId}), 0), ${startedAt}`;
}

/** A task as lists have it. */
export interface TaskRow {
  readonly runId: string;
  readonly taskId: string;
  readonly contractId: ContractId;
  readonly personId: PersonId;
  readonly stepId: string;
  readonly labels: { readonly en: string; readonly zh: string };
  readonly state: string;
  readonly openedAt: Date | null;
  readonly dueDay: Day | null;
}

/** Writes a run's rows as the run stands. */
export async function putRun(
  tx: Queries,
  { id, contractId }: { id: string; contractId: ContractId },
  run: ApprovalRun,
  { at, dueDays }: { at: Date; dueDays: ReadonlyMap<string, Day> },
): Promise<void> {
  const hasEnded = run.status === "approved" || run.status === "refused" || run.status === "withdrawn";
  await tx`
    update contracts.approval_run set status = ${run.status}, ended_at = ${hasEnded ? at : null} where id = ${id}`;
  for (const task of run.tasks) {
    const labels = run.steps.find((step) => step.id === task.step)?.labels ?? { en: "", zh: "" };
    const { decision, openedAt } = task;
    await tx`
      insert into contracts.approval_task (run_id, task_id, contract_id, person_id, step_id, label_en, label_zh, state, opened_at,
        due_day, decided_by, decided_at)
      values (${id}, ${task.id}, ${contractId}, ${task.person}, ${task.step}, ${labels.en}, ${labels.zh}, ${task.state},
        ${openedAt === null ? null : new Date(openedAt)}, ${dueDays.get(task.id) ?? null}, ${decision?.by ?? null},
        ${decision ? new Date(decision.at) : null})
      on conflict (run_id, task_id) do update set state = excluded.state, opened_at = excluded.opened_at, due_day = excluded.due_day,
        decided_by = excluded.decided_by, decided_at = excluded.decided_at`;
  }
}

const taskColumns = (sql: Queries) => sql`
  t.run_id as "runId", t.task_id as "taskId", t.contract_id as "contractId", t.person_id as "personId", t.step_id as "stepId",
  json_build_object('en', t.label_en, 'zh', t.label_zh) as labels, t.state, t.opened_at as "openedAt", t.due_day::text as "dueDay"`;

/** Tasks that wait for any of these people, the oldest first; also those of runs that a negotiation holds up. */
export async function listWaitingTasks(
  sql: Queries,
  personIds: readonly PersonId[],
): Promise<(TaskRow & { isSuspended: boolean })[]> {
  return sql<(TaskRow & { isSuspended: boolean })[]>`
    select ${taskColumns(sql)}, r.status = 'suspended' as "isSuspended"
    from contracts.approval_task t join contracts.approval_run r on r.id = t.run_id
    where t.person_id = any(${[...personIds]}::uuid[]) and t.state in ('open', 'waiting') and r.status in ('running', 'suspended')
    order by t.opened_at nulls last, t.contract_id`;
}

/** What somebody decided, newest first. */
export async function listDecidedTasks(sql: Queries, personId: PersonId, limit: number): Promise<TaskRow[]> {
  return sql<TaskRow[]>`
    select ${taskColumns(sql)} from contracts.approval_task t where t.decided_by = ${personId}
    order by t.decided_at desc limit ${limit}`;
}

/** Contracts with an open task of a running approval. */
export async function listContractsWithOpenTasks(sql: Queries): Promise<ContractId[]> {
  const rows = await sql<{ id: ContractId }[]>`
    select distinct t.contract_id as id from contracts.approval_task t join contracts.approval_run r on r.id = t.run_id
    where t.state = 'open' and r.status = 'running'`;
  return rows.map(({ id }) => id);
}

/** Notes that something was asked for by name. @returns whether it was not before */
export async function noteCommand(
  tx: Queries,
  { contractId, command, personId, at }: { contractId: ContractId; command: string; personId: PersonId; at: Date },
): Promise<boolean> {
  const added = await tx`
    insert into contracts.approval_command (contract_id, command_id, person_id, at)
    values (${contractId}, ${command}, ${personId}, ${at}) on conflict do nothing returning command_id`;
  return added.length > 0;
}

/** Keeps the fields behind a hash. */
export async function keepFields(
  tx: Queries,
  contractId: ContractId,
  hash: string,
  fields: ApprovedFields,
): Promise<void> {
  await tx`
    insert into contracts.approval_fields (contract_id, hash, fields) values (${contractId}, ${hash}, ${tx.json(fields as never)})
    on conflict do nothing`;
}

/** The fields behind a hash; `null` for one that was never kept. */
export async function findFields(sql: Queries, contractId: ContractId, hash: string): Promise<ApprovedFields | null> {
  const [row] = await sql<{ fields: ApprovedFields }[]>`
    select fields from contracts.approval_fields where contract_id = ${contractId} and hash = ${hash}`;
  return row?.fields ?? null;
}

/** Until when the tasks of a run are expected to be decided. */
export async function listTaskDays(sql: Queries, runId: string): Promise<Map<string, Day | null>> {
  const rows = await sql<{ id: string; day: Day | null }[]>`
    select task_id as id, due_day::text as day from contracts.approval_task where run_id = ${runId}`;
  return new Map(rows.map(({ id, day }) => [id, day]));
}
