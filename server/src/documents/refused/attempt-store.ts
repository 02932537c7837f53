/** Refused attempts in PostgreSQL. Nodes add to the same rows. */
import type { ConnectionId, DocumentId, EpochMs, Party, PersonId, Role } from "@parley/base";
import type { AttemptCode, AttemptedAct } from "@parley/documents";
import type { Sql } from "../../platform/postgres/client.ts";

/** What one person tried in one way and was refused for one reason, within one slot of time. */
export interface CountedAttempts {
  readonly documentId: DocumentId;
  /** When the slot begins. */
  readonly slotMs: EpochMs;
  readonly personId: PersonId;
  readonly act: AttemptedAct;
  readonly code: AttemptCode;
  /** `null` for who has no access to the document; so is `role`. */
  readonly party: Party | null;
  readonly role: Role | null;
  /** `null` where it was no connection, or several. */
  readonly connectionId: ConnectionId | null;
  readonly reason: string;
  /** Of messages over the limit: the size of the largest, where it is known. */
  readonly sizeBytes: number | null;
  readonly firstMs: EpochMs;
  readonly lastMs: EpochMs;
  readonly count: number;
}

export interface AttemptStore {
  /** Adds to what is there of the same slots. Of a document that is gone nothing is kept. */
  add(attempts: readonly CountedAttempts[]): Promise<void>;
  /** The newest slots before a moment, newest first, with the beginning of the oldest of them when there are more. */
  list(
    documentId: DocumentId,
    wanted: { readonly personId: PersonId | null; readonly beforeMs: EpochMs | null },
  ): Promise<{ readonly attempts: CountedAttempts[]; readonly nextBeforeMs: EpochMs | null }>;
}

/** Slots that are read at once. */
const PAGE_SLOTS = 50;

interface AttemptRow {
  document_id: DocumentId;
  slot: Date;
  person_id: PersonId;
  act: AttemptedAct;
  code: AttemptCode;
  party: Party | null;
  role: Role | null;
  connection_id: ConnectionId | null;
  reason: string;
  size_bytes: number | null;
  first_at: Date;
  last_at: Date;
  count: number;
}

/** The store over a database whose `documents` schema exists. */
export function createAttemptStore(sql: Sql): AttemptStore {
  return {
    add: (attempts) => add(sql, attempts),
    async list(documentId, { personId, beforeMs }) {
      const before = beforeMs === null ? null : new Date(beforeMs);
      const slots = await sql<{ slot: Date }[]>`
        select distinct slot from documents.refused_attempt
        where document_id = ${documentId} and (${personId}::uuid is null or person_id = ${personId})
          and (${before}::timestamptz is null or slot < ${before})
        order by slot desc limit ${PAGE_SLOTS + 1}`;
      const oldest = slots.slice(0, PAGE_SLOTS).at(-1)?.slot;
      if (oldest === undefined) return { attempts: [], nextBeforeMs: null };
      const rows = await sql<AttemptRow[]>`
        select * from documents.refused_attempt
        where document_id = ${documentId} and (${personId}::uuid is null or person_id = ${personId})
          and (${before}::timestamptz is null or slot < ${before}) and slot >= ${oldest}
        order by slot desc, last_at desc, person_id, act, code`;
      return { attempts: rows.map(toAttempts), nextBeforeMs: slots.length > PAGE_SLOTS ? oldest.getTime() : null };
    },
  };
}

const toAttempts = (row: AttemptRow): CountedAttempts => ({
  documentId: row.document_id,
  slotMs: row.slot.getTime(),
  personId: row.person_id,
  act: row.act,
  code: row.code,
  party: row.party,
  role: row.role,
  connectionId: row.connection_id,
  reason: row.reason,
  sizeBytes: row.size_bytes,
  firstMs: row.first_at.getTime(),
  lastMs: row.last_at.getTime(),
  count: row.count,
});

async function add(sql: Sql, attempts: readonly CountedAttempts[]): Promise<void> {
  if (attempts.length === 0) return;
  const at = (ms: EpochMs): string => new Date(ms).toISOString();
  const rows = attempts.map((each) => ({
    document_id: each.documentId,
    slot: at(each.slotMs),
    person_id: each.personId,
    act: each.act,
    code: each.code,
    party: each.party,
    role: each.role,
    connection_id: each.connectionId,
    reason: each.reason,
    size_bytes: each.sizeBytes,
    first_at: at(each.firstMs),
    last_at: at(each.lastMs),
    count: each.count,
  }));
  // In one order on every node, so that two of them never wait for each other.
  await sql`
    insert into documents.refused_attempt as kept
      (document_id, slot, person_id, act, code, party, role, connection_id, reason, size_bytes, first_at,
       last_at, count)
    select noted.document_id, slot, person_id, act, code, party, role, connection_id, reason, size_bytes, first_at,
      last_at, count
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as noted (
      document_id uuid, slot timestamptz, person_id uuid, act text, code text, party text, role text, connection_id uuid,
      reason text, size_bytes bigint, first_at timestamptz, last_at timestamptz, count bigint
    )
    where exists (select from documents.document where document.id = noted.document_id)
    order by noted.document_id, slot, person_id, act, code
    on conflict (document_id, slot, person_id, act, code) do update set
      party = excluded.party,
      role = excluded.role,
      connection_id = case when kept.connection_id = excluded.connection_id then kept.connection_id end,
      size_bytes = greatest(kept.size_bytes, excluded.size_bytes),
      first_at = least(kept.first_at, excluded.first_at),
      last_at = greatest(kept.last_at, excluded.last_at),
      count = kept.count + excluded.count`;
}
