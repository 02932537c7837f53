/** Contracts whose document is to be frozen or thawed by their state. Whoever is at it has claimed it; a claim that is left over is taken. */
import type { ContractId } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** Longer than this nobody freezes a document; a claim that is older was left by a server that stopped. */
const claimMs = 30_000;

/** Notes, with what changes the state, that the document has to follow. */
export async function markUnsettled(tx: Queries, id: ContractId): Promise<void> {
  await tx`
    insert into contracts.approval_settling (contract_id, claimed_at) values (${id}, 'epoch') on conflict do nothing`;
}

/** Claims a contract's document. @returns whether nobody else is at it */
export async function claimSettling(sql: Queries, id: ContractId, nowMs: number): Promise<boolean> {
  const claimed = await sql`
    insert into contracts.approval_settling as s (contract_id, claimed_at) values (${id}, ${new Date(nowMs)})
    on conflict (contract_id) do update set claimed_at = excluded.claimed_at
    where s.claimed_at < ${new Date(nowMs - claimMs)} returning contract_id`;
  return claimed.length > 0;
}

export async function endSettling(sql: Queries, id: ContractId): Promise<void> {
  await sql`delete from contracts.approval_settling where contract_id = ${id}`;
}

/** Contracts of which nobody is at it. */
export async function listUnsettled(sql: Queries, nowMs: number): Promise<ContractId[]> {
  const rows = await sql<{ id: ContractId }[]>`
    select contract_id as id from contracts.approval_settling where claimed_at < ${new Date(nowMs - claimMs)}`;
  return rows.map(({ id }) => id);
}
