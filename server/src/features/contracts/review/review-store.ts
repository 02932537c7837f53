import type { DocumentId, PersonId } from "@parley/base";
import { type BoundText, type ContractId, boundTextSchema } from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import { type Queries, selectContracts } from "../record/contract-store.ts";

/** The text of somebody's newest approval of a contract, in whichever run; also of one that no longer counts. */
export async function findLastApproval(
  sql: Queries,
  contractId: ContractId,
  personId: PersonId,
): Promise<{ readonly text: BoundText; readonly at: Date } | null> {
  const [row] = await sql<{ text: unknown; at: Date }[]>`
    select facts->'event'->'text' as text, at from contracts.event
    where contract_id = ${contractId} and kind = 'approval.task-approved' and person_id = ${personId}
    order by seq desc limit 1`;
  return row ? { text: boundTextSchema.parse(row.text), at: row.at } : null;
}

/** When the last round of a negotiation was released; `null` before the first one. */
export async function findLastRelease(sql: Queries, negotiationId: string): Promise<Date | null> {
  const [last] = await sql<{ at: Date | null }[]>`
    select max(released_at) as at from contracts.round where negotiation_id = ${negotiationId}`;
  return last?.at ?? null;
}

/** What the initiator said when the contract was submitted last. */
export async function findNote(sql: Queries, id: ContractId): Promise<string> {
  const [row] = await sql<{ note: string | null }[]>`
    select facts->'event'->>'note' as note from contracts.event
    where contract_id = ${id} and kind in ('approval.started', 'approval.resubmitted') order by seq desc limit 1`;
  return row?.note ?? "";
}

/** The number of the last event that is more than somebody's opening; 0 for none. */
export async function findLastEvent(sql: Queries, id: ContractId): Promise<number> {
  const [last] = await sql<{ seq: number | null }[]>`
    select max(seq) as seq from contracts.event where contract_id = ${id} and kind not like 'access.%'`;
  return last?.seq ?? 0;
}

/** An open negotiation of a contract with which somebody has to do. */
export interface OpenNegotiation {
  readonly contractId: ContractId;
  readonly documentId: DocumentId;
  readonly turnParty: string;
  readonly since: Date;
}

/** Open negotiations of contracts with which somebody has to do, the longest at rest first. */
export async function listOpenNegotiations(
  sql: Queries,
  personId: PersonId,
  limit: number,
): Promise<OpenNegotiation[]> {
  return sql<OpenNegotiation[]>`
    select n.contract_id as "contractId", n.document_id as "documentId", n.turn_party as "turnParty",
      coalesce((select max(r.released_at) from contracts.round r where r.negotiation_id = n.id), n.opened_at) as since
    from contracts.negotiation n join contracts.contract c on c.id = n.contract_id
    where n.closed_at is null and (c.owner_id = ${personId}
      or exists (select 1 from contracts.member m where m.contract_id = c.id and m.person_id = ${personId}))
    order by since limit ${limit}`;
}

/** Contracts by their ids, in no order. */
export async function findContracts(sql: Queries, ids: readonly ContractId[]): Promise<ContractRecord[]> {
  return ids.length === 0 ? [] : selectContracts(sql, sql`c.id = any(${[...ids]}::uuid[])`);
}
