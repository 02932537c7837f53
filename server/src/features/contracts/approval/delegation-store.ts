/** Standing delegations in the database. */
import type { PersonId } from "@parley/base";
import type { CategoryId, Day, Delegation } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** A delegation as kept. */
export interface DelegationRow {
  readonly id: string;
  readonly from: PersonId;
  readonly to: PersonId;
  readonly fromDay: Day;
  readonly untilDay: Day;
  readonly categories: readonly CategoryId[] | null;
}

/** Delegations that nobody ended, of everybody or of those whom `where` names, by their days. */
async function list(sql: Queries, where: ReturnType<Queries>): Promise<DelegationRow[]> {
  return sql<DelegationRow[]>`
    select id, from_id as from, to_id as to, from_day::text as "fromDay", until_day::text as "untilDay", category_ids as categories
    from contracts.approval_delegation where ended_at is null and ${where} order by from_day desc, id`;
}

/** What somebody gave. */
export function listGiven(sql: Queries, from: PersonId): Promise<DelegationRow[]> {
  return list(sql, sql`from_id = ${from}`);
}

/** What somebody has from others. */
export function listReceived(sql: Queries, to: PersonId): Promise<DelegationRow[]> {
  return list(sql, sql`to_id = ${to}`);
}

/** What any of these people gave and holds on a day, as the rules take it. */
export async function listPresent(sql: Queries, from: readonly string[], day: Day): Promise<readonly Delegation[]> {
  return list(sql, sql`from_id = any(${[...from]}::uuid[]) and from_day <= ${day} and until_day >= ${day}`);
}

/** Adds one. */
export async function insertDelegation(sql: Queries, delegation: DelegationRow, at: Date): Promise<void> {
  const { id, from, to, fromDay, untilDay, categories } = delegation;
  await sql`
    insert into contracts.approval_delegation (id, from_id, to_id, from_day, until_day, category_ids, created_at)
    values (${id}, ${from}, ${to}, ${fromDay}, ${untilDay}, ${categories === null ? null : [...categories]}, ${at})`;
}

/** Ends one of somebody's. @returns whether there was one */
export async function endDelegation(sql: Queries, id: string, from: PersonId, at: Date): Promise<boolean> {
  const ended = await sql`
    update contracts.approval_delegation set ended_at = ${at} where id = ${id} and from_id = ${from} and ended_at is null returning id`;
  return ended.length > 0;
}
