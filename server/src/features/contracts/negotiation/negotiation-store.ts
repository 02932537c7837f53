import type { DocumentId, EpochMs, Party, PersonId } from "@parley/base";
import type { ClauseFreeze, ContractId, Reopening, Side } from "@parley/contracts";
import type { Fragment } from "postgres";
import type { Queries } from "../record/contract-store.ts";

/** A negotiation as kept. */
export interface NegotiationRow {
  readonly id: string;
  readonly contractId: ContractId;
  /** Counts a contract's negotiations from 1. */
  readonly ordinal: number;
  readonly documentId: DocumentId;
  /** Whether outsiders are, or were, in its document. */
  readonly isShared: boolean;
  readonly title: string;
  readonly openedSeq: number;
  readonly openedAt: Date;
  readonly openedBy: PersonId;
  /** The approval step from which it was opened. */
  readonly stepId: string | null;
  readonly turnParty: Party;
  readonly closedAt: Date | null;
  readonly closedBy: PersonId | null;
  readonly closedSeq: number | null;
  readonly settled: Settled | null;
}

/** How what was proposed in a negotiation was settled when it was closed. */
export interface Settled {
  readonly accepted: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly dropped: readonly { personId: string; party: Party; inserted: string; deleted: string }[];
}

export interface RoundRow {
  readonly number: number;
  readonly releasedAt: Date;
  readonly releasedBy: PersonId;
  readonly party: Party;
  readonly toParty: Party;
  readonly note: string;
  readonly seq: number;
  readonly textHash: string;
  readonly logHash: string;
}

/** The negotiations for which a condition on `contracts.negotiation n` holds, newest first. */
async function select(sql: Queries, where: Fragment): Promise<NegotiationRow[]> {
  return sql<NegotiationRow[]>`
    select id, contract_id as "contractId", ordinal, document_id as "documentId", is_shared as "isShared", title,
      opened_seq as "openedSeq", opened_at as "openedAt", opened_by as "openedBy", step_id as "stepId", turn_party as "turnParty",
      closed_at as "closedAt", closed_by as "closedBy", closed_seq as "closedSeq", settled
    from contracts.negotiation n where ${where} order by ordinal desc`;
}

/** A contract's negotiations, newest first. */
export function listNegotiations(sql: Queries, contractId: ContractId): Promise<NegotiationRow[]> {
  return select(sql, sql`contract_id = ${contractId}`);
}

/** One negotiation of a contract; `null` for none. */
export async function findNegotiation(
  sql: Queries,
  contractId: ContractId,
  id: string,
): Promise<NegotiationRow | null> {
  return (await select(sql, sql`contract_id = ${contractId} and id = ${id}`))[0] ?? null;
}

/** The negotiation that goes on, or went on last, in a document; `null` for none. */
export async function findNegotiationOf(sql: Queries, documentId: DocumentId): Promise<NegotiationRow | null> {
  return (await select(sql, sql`document_id = ${documentId}`))[0] ?? null;
}

/** Begins a negotiation. Fails on `negotiation_open` where one of the contract is open. */
export async function insertNegotiation(
  tx: Queries,
  row: Omit<NegotiationRow, "closedAt" | "closedBy" | "closedSeq" | "settled">,
): Promise<void> {
  await tx`insert into contracts.negotiation ${tx({
    id: row.id,
    contract_id: row.contractId,
    ordinal: row.ordinal,
    document_id: row.documentId,
    is_shared: row.isShared,
    title: row.title,
    opened_seq: row.openedSeq,
    opened_at: row.openedAt,
    opened_by: row.openedBy,
    step_id: row.stepId,
    turn_party: row.turnParty,
  })}`;
}

/** A negotiation goes on in a document that outsiders may see. */
export async function moveNegotiation(
  tx: Queries,
  id: string,
  to: { readonly documentId: DocumentId; readonly seq: number },
): Promise<void> {
  await tx`
    update contracts.negotiation set document_id = ${to.documentId}, opened_seq = ${to.seq}, is_shared = true where id = ${id}`;
}

/** Ends a negotiation. */
export async function closeNegotiation(
  tx: Queries,
  id: string,
  end: { readonly at: Date; readonly by: PersonId; readonly seq: number; readonly settled: Settled },
): Promise<void> {
  await tx`
    update contracts.negotiation
    set closed_at = ${end.at}, closed_by = ${end.by}, closed_seq = ${end.seq}, settled = ${tx.json(end.settled as never)}
    where id = ${id}`;
}

/** The rounds of negotiations, oldest first. */
export async function listRounds(
  sql: Queries,
  ids: readonly string[],
): Promise<(RoundRow & { negotiationId: string })[]> {
  return sql<(RoundRow & { negotiationId: string })[]>`
    select negotiation_id as "negotiationId", number, released_at as "releasedAt", released_by as "releasedBy", party,
      to_party as "toParty", note, seq, text_hash as "textHash", log_hash as "logHash"
    from contracts.round where negotiation_id = any(${[...ids]}::uuid[]) order by negotiation_id, number`;
}

/** Keeps a round and moves the turn. */
export async function insertRound(tx: Queries, negotiationId: string, round: RoundRow): Promise<void> {
  await tx`insert into contracts.round ${tx({
    negotiation_id: negotiationId,
    number: round.number,
    released_at: round.releasedAt,
    released_by: round.releasedBy,
    party: round.party,
    to_party: round.toParty,
    note: round.note,
    seq: round.seq,
    text_hash: round.textHash,
    log_hash: round.logHash,
  })}`;
  await tx`update contracts.negotiation set turn_party = ${round.toParty} where id = ${negotiationId}`;
}

/** What the sides have frozen of a document, with the hash of the clause as it read then. */
export async function listFreezes(
  sql: Queries,
  documentId: DocumentId,
): Promise<(ClauseFreeze & { readonly textHash: string })[]> {
  const rows = await sql<{ clause: string; side: Side; at: Date; text_hash: string }[]>`
    select clause, side, at, text_hash from contracts.frozen_clause where document_id = ${documentId} order by at`;
  return rows.map(({ clause, side, at, text_hash: textHash }) => ({ clause, side, atMs: at.getTime(), textHash }));
}

/** A side freezes a clause as it reads now; what it froze before is replaced. */
export async function freezeClause(
  tx: Queries,
  freeze: { documentId: DocumentId; clause: string; side: Side; personId: PersonId; at: Date; textHash: string },
): Promise<void> {
  const { documentId, clause, side, personId, at, textHash } = freeze;
  await tx`
    insert into contracts.frozen_clause (document_id, clause, side, person_id, at, text_hash)
    values (${documentId}, ${clause}, ${side}, ${personId}, ${at}, ${textHash})
    on conflict (document_id, clause, side) do update set person_id = ${personId}, at = ${at}, text_hash = ${textHash}`;
}

/** A side lets a clause go. */
export async function releaseClause(tx: Queries, documentId: DocumentId, clause: string, side: Side): Promise<void> {
  await tx`delete from contracts.frozen_clause where document_id = ${documentId} and clause = ${clause} and side = ${side}`;
}

/** Changes of clauses after both sides had frozen them, oldest first. */
export async function listReopenings(sql: Queries, documentId: DocumentId): Promise<Reopening[]> {
  const rows = await sql<(Omit<Reopening, "atMs"> & { at: Date })[]>`
    select clause, person_id as "personId", party, at from contracts.reopening where document_id = ${documentId} order by at`;
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() satisfies EpochMs }));
}

export async function insertReopening(
  tx: Queries,
  reopening: { id: string; documentId: DocumentId; clause: string; personId: PersonId | null; party: Party; at: Date },
): Promise<void> {
  const { id, documentId, clause, personId, party, at } = reopening;
  await tx`
    insert into contracts.reopening (id, document_id, clause, person_id, party, at)
    values (${id}, ${documentId}, ${clause}, ${personId}, ${party}, ${at})`;
}

/** The companies of a contract, as it names them. */
export async function listOrganisations(
  sql: Queries,
  contractId: ContractId,
): Promise<readonly { side: Side; name: string }[]> {
  return sql<{ side: Side; name: string }[]>`
    select p.side, l.name from contracts.contract_party p join contracts.legal_party l on l.id = p.legal_party_id
    where p.contract_id = ${contractId} order by p.position`;
}
