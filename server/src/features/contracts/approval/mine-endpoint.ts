import type { PersonId } from "@parley/base";
import { type ContractId, type MyTask, contractsApi } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Caller } from "../../../platform/caller.ts";
import { type EndpointTree, endpoint } from "../../../platform/http/endpoint.ts";
import { colleague } from "../../../platform/http/policies.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import { selectContracts } from "../record/contract-store.ts";
import type { WorkDays } from "./approval-ports.ts";
import { listReceived } from "./delegation-store.ts";
import { type TaskRow, listDecidedTasks, listWaitingTasks } from "./run-store.ts";

/** So many decisions are told. */
const longestHistory = 100;

/** What waits for somebody, and what they decided. */
export function createMineEndpoint(deps: {
  readonly sql: Sql;
  readonly people: Pick<People, "findPeople">;
  readonly days: Pick<WorkDays, "today">;
}): EndpointTree {
  return {
    mine: endpoint(contractsApi.approval.mine, {
      allow: colleague,
      handle: async ({ grant: caller, input }) => ({
        tasks: input.of === "waiting" ? await waitingFor(deps, caller) : await decidedBy(deps, caller),
      }),
    }),
  };
}

type Deps = Parameters<typeof createMineEndpoint>[0];

/** Tasks that wait for somebody, also by delegation. */
export async function waitingFor(deps: Deps, caller: Caller): Promise<MyTask[]> {
  const today = await deps.days.today();
  const received = (await listReceived(deps.sql, caller.personId)).filter(
    ({ fromDay, untilDay }) => fromDay <= today && today <= untilDay,
  );
  const rows = await listWaitingTasks(deps.sql, [caller.personId, ...received.map(({ from }) => from)]);
  return show(deps, rows, caller, ({ row, contract }) => {
    if (row.personId === caller.personId) return true;
    // [CA10] Not of a contract of one's own, and only of the kinds that were delegated.
    const own: PersonId[] = [contract.initiatorId, contract.ownerId];
    return (
      !own.includes(caller.personId) &&
      !own.includes(row.personId) &&
      received.some(
        ({ from, categories }) =>
          from === row.personId && (categories === null || categories.includes(contract.categoryId)),
      )
    );
  });
}

async function decidedBy(deps: Deps, caller: Caller): Promise<MyTask[]> {
  const rows = await listDecidedTasks(deps.sql, caller.personId, longestHistory);
  return show(
    deps,
    rows.map((row) => ({ ...row, isSuspended: false })),
    caller,
    () => true,
  );
}

type Row = TaskRow & { readonly isSuspended: boolean };

async function show(
  { sql, people, days }: Deps,
  rows: readonly Row[],
  caller: Caller,
  isTheirs: (of: { row: Row; contract: ContractRecord }) => boolean,
): Promise<MyTask[]> {
  const ids = [...new Set(rows.map(({ contractId }) => contractId))];
  const contracts = new Map<ContractId, ContractRecord>(
    (await selectContracts(sql, sql`c.id = any(${ids}::uuid[])`)).map((each) => [each.id, each]),
  );
  const found = await people.findPeople([
    ...new Set([...rows.map(({ personId }) => personId), ...[...contracts.values()].map((each) => each.initiatorId)]),
  ]);
  const named = (id: PersonId) => ({ id, name: found.get(id)?.name ?? "" });
  const today = await days.today();
  return rows.flatMap((row): MyTask[] => {
    const contract = contracts.get(row.contractId);
    if (!contract || !isTheirs({ row, contract })) return [];
    const { id, number, name, amountMinor, currency } = contract;
    const amount = amountMinor === null || currency === null ? null : { minor: amountMinor.toString(), currency };
    return [
      {
        contract: { id, number, name, amount },
        task: row.taskId,
        step: { id: row.stepId, labels: row.labels },
        actsFor: row.personId === caller.personId ? null : named(row.personId),
        initiator: named(contract.initiatorId),
        state: row.state as MyTask["state"],
        isSuspended: row.isSuspended,
        since: row.openedAt?.toISOString() ?? null,
        due: row.dueDay,
        isOverdue: row.state === "open" && row.dueDay !== null && row.dueDay < today,
      },
    ];
  });
}
