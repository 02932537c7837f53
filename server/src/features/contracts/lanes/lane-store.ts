import type { DocumentId, PersonId } from "@parley/base";
import type { ContractId, Side } from "@parley/contracts";
import type { Fragment } from "postgres";
import type { Queries } from "../record/contract-store.ts";

/** A private draft as kept. */
export interface LaneRow {
  readonly id: string;
  readonly contractId: ContractId;
  /** The document in which both sides negotiate. */
  readonly sharedId: DocumentId;
  readonly side: Side;
  readonly documentId: DocumentId;
  readonly madeSeq: number;
  readonly openedAt: Date;
  readonly openedBy: PersonId;
  readonly state: "open" | "released" | "discarded";
  readonly endedAt: Date | null;
  readonly endedBy: PersonId | null;
  readonly note: string;
}

function select(sql: Queries, where: Fragment): Promise<LaneRow[]> {
  return sql<LaneRow[]>`
    select id, contract_id as "contractId", shared_id as "sharedId", side, document_id as "documentId", made_seq as "madeSeq",
      opened_at as "openedAt", opened_by as "openedBy", state, ended_at as "endedAt", ended_by as "endedBy", note
    from contracts.lane where ${where}`.then((rows) => rows.map((row) => ({ ...row, madeSeq: Number(row.madeSeq) })));
}

/** The open draft of a side beside a shared document; `null` for none. */
export async function findOpenLane(sql: Queries, sharedId: DocumentId, side: Side): Promise<LaneRow | null> {
  return (await select(sql, sql`shared_id = ${sharedId} and side = ${side} and state = 'open'`))[0] ?? null;
}

/** The draft that a document is; `null` for one that is none. */
export async function findLane(sql: Queries, documentId: DocumentId): Promise<LaneRow | null> {
  return (await select(sql, sql`document_id = ${documentId}`))[0] ?? null;
}

/** A contract's drafts, of either side and in every state. */
export function listLanes(sql: Queries, contractId: ContractId): Promise<LaneRow[]> {
  return select(sql, sql`contract_id = ${contractId}`);
}

/** Keeps a new draft. Fails on `lane_open` where the side has one. */
export async function insertLane(
  tx: Queries,
  lane: Omit<LaneRow, "state" | "endedAt" | "endedBy" | "note">,
): Promise<void> {
  await tx`insert into contracts.lane ${tx({
    id: lane.id,
    contract_id: lane.contractId,
    shared_id: lane.sharedId,
    side: lane.side,
    document_id: lane.documentId,
    made_seq: lane.madeSeq,
    opened_at: lane.openedAt,
    opened_by: lane.openedBy,
    state: "open",
  })}`;
}

/** A draft goes on in another document, made of a newer row; whether it was open. */
export async function renewLane(
  tx: Queries,
  { id, documentId }: LaneRow,
  newer: { readonly documentId: DocumentId; readonly madeSeq: number },
): Promise<boolean> {
  const rows = await tx`
    update contracts.lane set document_id = ${newer.documentId}, made_seq = ${newer.madeSeq}
    where id = ${id} and document_id = ${documentId} and state = 'open' returning id`;
  return rows.length > 0;
}

/** Ends a draft that is open; whether it was. */
export async function endLane(
  tx: Queries,
  id: string,
  end: { state: "released" | "discarded"; at: Date; by: PersonId; note: string },
): Promise<boolean> {
  const rows = await tx`
    update contracts.lane set state = ${end.state}, ended_at = ${end.at}, ended_by = ${end.by}, note = ${end.note}
    where id = ${id} and state = 'open' returning id`;
  return rows.length > 0;
}
