import type { PersonId } from "@parley/base";
import type { BusinessKind, ContractId, ContractState, Day, Relation, RelationKind } from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import { type ContractViewer, type Queries, isVisibleTo, selectContracts } from "../record/contract-store.ts";

/** A relation with who made it. */
export interface KeptRelation extends Relation {
  readonly contractId: ContractId;
  readonly otherId: ContractId;
  readonly at: Date;
  readonly byId: PersonId;
}

/** Relations of one contract on either side, the oldest first. */
export async function listRelations(sql: Queries, id: ContractId): Promise<KeptRelation[]> {
  return sql<KeptRelation[]>`
    select contract_id as "contractId", kind, other_id as "otherId", created_at as at, created_by as "byId"
    from contracts.relation where contract_id = ${id} or other_id = ${id} order by created_at, contract_id, other_id`;
}

/** Every relation of whatever a contract is linked to through relations of these kinds, however far. */
export async function listConnected(sql: Queries, id: ContractId, kinds: readonly RelationKind[]): Promise<Relation[]> {
  return sql<Relation[]>`
    with recursive reached (id) as (
      select ${id}::uuid
      union
      select case when r.contract_id = reached.id then r.other_id else r.contract_id end
      from reached join contracts.relation r on (r.contract_id = reached.id or r.other_id = reached.id)
        and r.kind = any(${[...kinds]})
    )
    select r.contract_id as "contractId", r.kind, r.other_id as "otherId"
    from contracts.relation r where r.contract_id in (select id from reached) and r.kind = any(${[...kinds]})
    order by r.created_at, r.contract_id, r.other_id`;
}

/** Lets changes of relations of all contracts pass one by one until the transaction ends: a line may be closed from its other end. */
export async function lockRelations(tx: Queries): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('contracts.relation'))`;
}

/** @returns whether it was not there yet */
export async function insertRelation(tx: Queries, relation: Relation, by: PersonId, at: Date): Promise<boolean> {
  const { contractId, kind, otherId } = relation;
  const added = await tx`
    insert into contracts.relation (contract_id, kind, other_id, created_at, created_by)
    values (${contractId}, ${kind}, ${otherId}, ${at}, ${by}) on conflict do nothing returning 1`;
  return added.length > 0;
}

/** @returns whether it was there */
export async function deleteRelation(tx: Queries, { contractId, kind, otherId }: Relation): Promise<boolean> {
  const gone = await tx`
    delete from contracts.relation where contract_id = ${contractId} and kind = ${kind} and other_id = ${otherId} returning 1`;
  return gone.length > 0;
}

/** Of these contracts those that the viewer may see. */
export async function findVisible(
  sql: Queries,
  ids: readonly string[],
  viewer: ContractViewer,
): Promise<Map<string, ContractRecord>> {
  if (ids.length === 0) return new Map();
  const found = await selectContracts(sql, sql`c.id = any(${[...ids]}::uuid[]) and ${isVisibleTo(sql, viewer)}`);
  return new Map(found.map((contract) => [contract.id, contract]));
}

/** A contract that follows another one. */
export interface Successor {
  readonly id: ContractId;
  readonly businessKind: BusinessKind;
  readonly state: ContractState;
  readonly name: string;
}

/** Contracts that change, renew or end one, the oldest first. */
export async function listSuccessors(sql: Queries, id: ContractId): Promise<Successor[]> {
  return sql<Successor[]>`
    select id, business_kind as "businessKind", state, name from contracts.contract where previous_id = ${id} order by created_at, id`;
}

/** What a contract follows, and from which day on it ends it. */
export async function findPrevious(
  sql: Queries,
  id: ContractId,
): Promise<{ previousId: ContractId | null; terminationDay: Day | null }> {
  const [row] = await sql<{ previousId: ContractId | null; terminationDay: Day | null }[]>`
    select previous_id as "previousId", termination_day::text as "terminationDay" from contracts.contract where id = ${id}`;
  return row ?? { previousId: null, terminationDay: null };
}

/** Says what a new contract follows. */
export async function setPrevious(
  tx: Queries,
  id: ContractId,
  previousId: ContractId,
  terminationDay: Day | null,
): Promise<void> {
  await tx`update contracts.contract set previous_id = ${previousId}, termination_day = ${terminationDay} where id = ${id}`;
}

/** Archived contracts that follow another one in which that is not carried out yet. */
export async function listUnsucceeded(
  sql: Queries,
): Promise<{ id: ContractId; previousId: ContractId; businessKind: BusinessKind }[]> {
  return sql<{ id: ContractId; previousId: ContractId; businessKind: BusinessKind }[]>`
    select id, previous_id as "previousId", business_kind as "businessKind" from contracts.contract
    where previous_id is not null and succeeded_at is null and state = 'archived' order by approved_at, id`;
}

/** Notes that a contract has done to the one before it what it was made for; again does nothing. @returns whether it had not */
export async function noteSucceeded(tx: Queries, id: ContractId, at: Date): Promise<boolean> {
  const noted = await tx`
    update contracts.contract set succeeded_at = ${at} where id = ${id} and succeeded_at is null returning 1`;
  return noted.length > 0;
}

/** When terminations take effect, of these contracts. */
export async function listTerminationDays(sql: Queries, ids: readonly string[]): Promise<Map<string, Day>> {
  const rows = await sql<{ id: string; day: Day }[]>`
    select id, termination_day::text as day from contracts.contract
    where id = any(${[...ids]}::uuid[]) and termination_day is not null`;
  return new Map(rows.map(({ id, day }) => [id, day]));
}
