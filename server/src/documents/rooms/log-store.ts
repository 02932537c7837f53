/** The log in PostgreSQL: reading rows and snapshots, appending rows in batches. Rows are only ever inserted. */
import type { ConnectionId, DocumentId, EpochMs, Party, PersonId, Role, UpdateKind } from "@parley/base";
import { type ChainedRow, type ReplicaState, type TailRow, asTailRow, readsIndex } from "@parley/history";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Queries } from "../sharing/access-store.ts";
import { amongSeqs } from "./among-seqs.ts";
import { ownBytes } from "./own-bytes.ts";

/** What is needed to open a document for reading: the form that clients get, and the rows after it. */
export interface OpenedLog {
  readonly served: { readonly seq: number; readonly state: Uint8Array; readonly stateVector: Uint8Array } | null;
  readonly tail: readonly TailRow[];
  readonly lastHash: Uint8Array | null;
  readonly clients: ReadonlyMap<number, PersonId>;
  readonly quarantine: string | null;
}

/** A snapshot to be kept. */
export interface SnapshotToStore extends ReplicaState {
  readonly servedState: Uint8Array;
  readonly stateVector: Uint8Array;
}

/** A document that is in quarantine. */
export interface QuarantinedDocument {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly kind: string;
  readonly ownerId: PersonId;
  readonly reason: string;
  readonly sinceMs: EpochMs;
}

/** Who made the rows that attribution names. */
export interface RowAuthor {
  readonly personId: PersonId;
  readonly party: Party;
  readonly kind: UpdateKind;
  readonly receivedAtMs: EpochMs;
}

/** A row that decided or restored something. */
export interface DecisionRow {
  readonly seq: number;
  readonly personId: PersonId;
  readonly party: Party;
  readonly receivedAtMs: EpochMs;
  readonly statement: Uint8Array;
}

export interface LogStore {
  open(documentId: DocumentId): Promise<OpenedLog>;
  /** The full snapshot for a replica; `null` when there is none that this program reads, and the log is to be read from its beginning. */
  readSnapshot(documentId: DocumentId): Promise<ReplicaState | null>;
  /** The snapshot in the form that clients get, or `null`. */
  readServed(documentId: DocumentId): Promise<{ readonly seq: number; readonly state: Uint8Array } | null>;
  readRows(documentId: DocumentId, after: number, limit: number): Promise<ChainedRow[]>;
  /** The newest rows after `after`, oldest first and without a gap: as many as are allowed and not larger together than that. */
  readNewestRows(
    documentId: DocumentId,
    after: number,
    bounds: { readonly maxRows: number; readonly maxBytes: number },
  ): Promise<ChainedRow[]>;
  readLastSeq(documentId: DocumentId): Promise<number>;
  /** The last rows of several documents; 0 for one without rows. */
  readLastSeqs(documentIds: readonly DocumentId[]): Promise<Map<DocumentId, number>>;
  readAuthors(documentId: DocumentId, seqs: readonly number[]): Promise<Map<number, RowAuthor>>;
  /** What rows that the server made say of themselves. */
  readStatements(documentId: DocumentId, seqs: readonly number[]): Promise<Map<number, Uint8Array>>;
  /** Rows that decided something, oldest first. */
  readDecisions(documentId: DocumentId): Promise<DecisionRow[]>;
  /** Rows that restored something, oldest first. */
  readRestoring(documentId: DocumentId): Promise<DecisionRow[]>;
  /** Keeps a snapshot unless a newer one is there already. Returns whether it was kept. */
  storeSnapshot(documentId: DocumentId, snapshot: SnapshotToStore, atMs: EpochMs): Promise<boolean>;
  /** Keeps a Yjs client id for a person; whoever has it already keeps it. */
  keepClient(documentId: DocumentId, client: number, personId: PersonId): Promise<void>;
  /** Whose the Yjs client ids of a document are. */
  readClients(documentId: DocumentId): Promise<Map<number, PersonId>>;
  quarantine(documentId: DocumentId, reason: string, atMs: EpochMs): Promise<void>;
  /** The newest first. */
  listQuarantined(): Promise<QuarantinedDocument[]>;
  /** Changes why a document is in quarantine; since when stays. */
  noteQuarantineReason(documentId: DocumentId, reason: string): Promise<void>;
  /** Puts this snapshot in place of whatever is there and ends the quarantine, both or neither. */
  endQuarantine(documentId: DocumentId, snapshot: SnapshotToStore, atMs: EpochMs): Promise<void>;
}

interface StoredRow {
  document_id: DocumentId;
  seq: number;
  person_id: PersonId;
  party: Party;
  role: Role;
  connection_id: ConnectionId;
  kind: UpdateKind;
  received_at: Date;
  base_seq: number | null;
  statement: Buffer | null;
  bytes: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
}

/** The log's store over a database whose `documents` schema exists. */
export function createLogStore(sql: Sql): LogStore {
  return {
    open: (documentId) => openLog(sql, documentId),
    readSnapshot: async (documentId) => {
      const [row] = await sql<{ seq: number; full_state: Buffer; attribution: Buffer }[]>`
        select seq, full_state, attribution from documents.snapshot where document_id = ${documentId}`;
      return row && readsIndex(row.attribution) ? { seq: row.seq, full: row.full_state, index: row.attribution } : null;
    },
    readServed: async (documentId) => {
      const [row] = await sql<{ seq: number; served_state: Buffer }[]>`
        select seq, served_state from documents.snapshot where document_id = ${documentId}`;
      return row ? { seq: row.seq, state: row.served_state } : null;
    },
    readRows: async (documentId, after, limit) => {
      const rows = await sql<StoredRow[]>`
        select document_id, seq, person_id, party, role, connection_id, kind, received_at, base_seq, bytes, statement, previous_hash, hash
        from documents.update_row where document_id = ${documentId} and seq > ${after} order by seq limit ${limit}`;
      return rows.map(toChainedRow);
    },
    readNewestRows: async (documentId, after, { maxRows, maxBytes }) => {
      const rows = await sql<StoredRow[]>`
        select document_id, seq, person_id, party, role, connection_id, kind, received_at, base_seq, bytes, statement, previous_hash, hash
        from (
          select *, sum(octet_length(bytes)) over (order by seq desc) as newest_bytes from (
            select * from documents.update_row where document_id = ${documentId} and seq > ${after} order by seq desc limit ${maxRows}
          ) as newest
        ) as row where newest_bytes <= ${maxBytes} order by seq`;
      return rows.map(toChainedRow);
    },
    readLastSeq: async (documentId) => {
      const [row] = await sql<
        { seq: number | null }[]
      >`select max(seq) as seq from documents.update_row where document_id = ${documentId}`;
      return row?.seq ?? 0;
    },
    readLastSeqs: async (documentIds) => {
      const rows = await sql<{ document_id: DocumentId; seq: number }[]>`
        select document_id, coalesce((select max(seq) from documents.update_row as row where row.document_id = asked.document_id), 0) as seq
        from unnest(${`{${documentIds.join(",")}}`}::text::uuid[]) as asked (document_id)`;
      return new Map(rows.map((row) => [row.document_id, row.seq]));
    },
    readAuthors: (documentId, seqs) => readAuthors(sql, documentId, seqs),
    readStatements: (documentId, seqs) => readStatements(sql, documentId, seqs),
    readDecisions: (documentId) => readStating(sql, documentId, "decision"),
    readRestoring: (documentId) => readStating(sql, documentId, "restore"),
    storeSnapshot: async (documentId, snapshot, atMs) => {
      const rows = await sql`
        insert into documents.snapshot (document_id, seq, full_state, served_state, state_vector, attribution, written_at)
        values (${documentId}, ${snapshot.seq}, ${Buffer.from(snapshot.full)}, ${Buffer.from(snapshot.servedState)},
          ${Buffer.from(snapshot.stateVector)}, ${Buffer.from(snapshot.index)}, ${new Date(atMs)})
        on conflict (document_id) do update set seq = excluded.seq, full_state = excluded.full_state, served_state = excluded.served_state,
          state_vector = excluded.state_vector, attribution = excluded.attribution, written_at = excluded.written_at
        where documents.snapshot.seq < excluded.seq returning seq`;
      return rows.length > 0;
    },
    keepClient: (documentId, client, personId) => keepClient(sql, documentId, client, personId),
    readClients: (documentId) => readClients(sql, documentId),
    quarantine: async (documentId, reason, atMs) => {
      await sql`insert into documents.quarantine (document_id, reason, since) values (${documentId}, ${reason}, ${new Date(atMs)})
        on conflict (document_id) do nothing`;
    },
    listQuarantined: () => listQuarantined(sql),
    noteQuarantineReason: async (documentId, reason) => {
      await sql`update documents.quarantine set reason = ${reason} where document_id = ${documentId}`;
    },
    endQuarantine: (documentId, snapshot, atMs) => endQuarantine(sql, documentId, snapshot, atMs),
  };
}

async function readStating(sql: Sql, documentId: DocumentId, kind: "decision" | "restore"): Promise<DecisionRow[]> {
  const rows = await sql<Pick<StoredRow, "seq" | "person_id" | "party" | "received_at" | "statement">[]>`
    select seq, person_id, party, received_at, statement from documents.update_row
    where document_id = ${documentId} and kind = ${kind} and statement is not null order by seq`;
  return rows.flatMap(({ seq, person_id: personId, party, received_at, statement }) =>
    statement === null ? [] : [{ seq, personId, party, receivedAtMs: received_at.getTime(), statement }],
  );
}

async function endQuarantine(
  sql: Sql,
  documentId: DocumentId,
  snapshot: SnapshotToStore,
  atMs: EpochMs,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`delete from documents.snapshot where document_id = ${documentId}`;
    await tx`
      insert into documents.snapshot (document_id, seq, full_state, served_state, state_vector, attribution, written_at)
      values (${documentId}, ${snapshot.seq}, ${Buffer.from(snapshot.full)}, ${Buffer.from(snapshot.servedState)},
        ${Buffer.from(snapshot.stateVector)}, ${Buffer.from(snapshot.index)}, ${new Date(atMs)})`;
    await tx`delete from documents.quarantine where document_id = ${documentId}`;
  });
}

async function listQuarantined(sql: Sql): Promise<QuarantinedDocument[]> {
  const rows = await sql<
    { document_id: DocumentId; title: string; kind: string; owner_id: PersonId; reason: string; since: Date }[]
  >`select document_id, title, kind, owner_id, reason, since
    from documents.quarantine join documents.document on id = document_id order by since desc, document_id`;
  return rows.map((row) => ({
    documentId: row.document_id,
    title: row.title,
    kind: row.kind,
    ownerId: row.owner_id,
    reason: row.reason,
    sinceMs: row.since.getTime(),
  }));
}

async function openLog(sql: Sql, documentId: DocumentId): Promise<OpenedLog> {
  // One transaction sees one state of the log, so a snapshot and the rows after it always fit together.
  return sql.begin("isolation level repeatable read read only", async (tx) => {
    const [snapshot] = await tx<{ seq: number; served_state: Buffer; state_vector: Buffer }[]>`
      select seq, served_state, state_vector from documents.snapshot where document_id = ${documentId}`;
    const tail = await tx<Pick<StoredRow, "seq" | "bytes" | "hash" | "kind" | "base_seq" | "role" | "statement">[]>`
      select seq, bytes, hash, kind, base_seq, role, statement from documents.update_row where document_id = ${documentId} and seq > ${snapshot?.seq ?? 0} order by seq`;
    const [last] =
      tail.length > 0 || !snapshot
        ? [tail.at(-1)]
        : await tx<
            { hash: Buffer }[]
          >`select hash from documents.update_row where document_id = ${documentId} and seq = ${snapshot.seq}`;
    const clients = await readClients(tx, documentId);
    const [quarantine] = await tx<
      { reason: string }[]
    >`select reason from documents.quarantine where document_id = ${documentId}`;
    return {
      served: snapshot
        ? { seq: snapshot.seq, state: ownBytes(snapshot.served_state), stateVector: snapshot.state_vector }
        : null,
      tail: tail.map((row) => toTailRow({ ...row, bytes: ownBytes(row.bytes) })),
      lastHash: last ? ownBytes(last.hash) : null,
      clients,
      quarantine: quarantine?.reason ?? null,
    };
  });
}

async function keepClient(sql: Sql, documentId: DocumentId, client: number, personId: PersonId): Promise<void> {
  await sql`insert into documents.client_id (document_id, client_id, person_id) values (${documentId}, ${client}, ${personId})
    on conflict do nothing`;
}

async function readClients(sql: Queries, documentId: DocumentId): Promise<Map<number, PersonId>> {
  const rows = await sql<{ client_id: number; person_id: PersonId }[]>`
    select client_id, person_id from documents.client_id where document_id = ${documentId}`;
  return new Map(rows.map((row) => [row.client_id, row.person_id]));
}

async function readAuthors(sql: Sql, documentId: DocumentId, seqs: readonly number[]): Promise<Map<number, RowAuthor>> {
  const rows = await sql<Pick<StoredRow, "seq" | "person_id" | "party" | "kind" | "received_at">[]>`
    select seq, person_id, party, kind, received_at from documents.update_row ${amongSeqs(sql, seqs)}
    where document_id = ${documentId}`;
  return new Map(
    rows.map((row) => [
      row.seq,
      { personId: row.person_id, party: row.party, kind: row.kind, receivedAtMs: row.received_at.getTime() },
    ]),
  );
}

async function readStatements(
  sql: Sql,
  documentId: DocumentId,
  seqs: readonly number[],
): Promise<Map<number, Uint8Array>> {
  const rows = await sql<{ seq: number; statement: Uint8Array }[]>`
    select seq, statement from documents.update_row ${amongSeqs(sql, seqs)}
    where document_id = ${documentId} and statement is not null`;
  return new Map(rows.map(({ seq, statement }) => [seq, ownBytes(statement)]));
}

function toTailRow(
  row: Pick<StoredRow, "seq" | "kind" | "base_seq" | "role" | "statement"> & { readonly bytes: Uint8Array },
): TailRow {
  const { seq, bytes: update, kind, base_seq: baseSeq, role, statement } = row;
  return asTailRow({ seq, update, kind, baseSeq, role, statement });
}

function toChainedRow(row: StoredRow): ChainedRow {
  return {
    documentId: row.document_id,
    seq: row.seq,
    personId: row.person_id,
    party: row.party,
    role: row.role,
    connectionId: row.connection_id,
    kind: row.kind,
    receivedAtMs: row.received_at.getTime(),
    baseSeq: row.base_seq,
    update: row.bytes,
    statement: row.statement,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/** A row to be appended, and the Yjs client ids that it uses for the first time. */
export interface RowToAppend {
  readonly row: ChainedRow;
  readonly newClients: readonly number[];
}

/**
 * Appends rows in one statement, so they become durable together or not at all. PostgreSQL refuses all of them when a row is
 * there already, when one does not hang on the last row of its document, or when a client id is somebody else's: two nodes
 * that write one document at once can harm each other's rows, never the log.
 * Values travel as text arrays: the statement's text is the same for every batch size, so PostgreSQL plans it once.
 */
export async function appendRows(sql: Sql, batch: readonly RowToAppend[]): Promise<void> {
  const rows = batch.map(({ row }) => row);
  const firstRows = new Map(rows.toReversed().map((row) => [row.documentId, row]));
  const firsts = [...firstRows.values()].filter((row) => row.seq > 1);
  const claims = batch.flatMap(({ row, newClients }) => newClients.map((client) => ({ client, row })));
  const list = (values: readonly (string | number | null)[]): string =>
    `{${values.map((value) => value ?? "NULL").join(",")}}`;
  const bytesOrNull = (values: readonly (Uint8Array | null)[]): string =>
    `{${values.map((value) => (value === null ? "NULL" : `"\\\\x${Buffer.from(value).toString("hex")}"`)).join(",")}}`;
  const bytes = (values: readonly Uint8Array[]): string =>
    `{${values.map((value) => `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}"`).join(",")}}`;
  await sql`
    with claimed as (
      insert into documents.client_id (document_id, client_id, person_id)
      select * from unnest(${list(claims.map(({ row }) => row.documentId))}::text::uuid[],
        ${list(claims.map(({ client }) => client))}::text::bigint[], ${list(claims.map(({ row }) => row.personId))}::text::uuid[])
      on conflict (document_id, client_id) do update set person_id = excluded.person_id
        where documents.client_id.person_id = excluded.person_id
      returning client_id
    ), fault as (
      select case
        when (select count(*) from claimed) < ${claims.length}::int then 'a client id belongs to somebody else'
        when exists (
          select from unnest(${list(firsts.map((row) => row.documentId))}::text::uuid[],
            ${list(firsts.map((row) => row.seq - 1))}::text::bigint[],
            ${bytes(firsts.map((row) => row.previousHash))}::text::bytea[]) as previous (document_id, seq, hash)
          where not exists (
            select from documents.update_row as row
            where row.document_id = previous.document_id and row.seq = previous.seq and row.hash = previous.hash
          )
        ) then 'a row does not follow the last one of its document'
      end as sentence
    )
    insert into documents.update_row
      (document_id, seq, person_id, party, role, connection_id, kind, received_at, base_seq, bytes, statement, previous_hash, hash)
    select * from unnest(${list(rows.map((row) => row.documentId))}::text::uuid[], ${list(rows.map((row) => row.seq))}::text::bigint[],
      ${list(rows.map((row) => row.personId))}::text::uuid[], ${list(rows.map((row) => row.party))}::text::text[],
      ${list(rows.map((row) => row.role))}::text::text[], ${list(rows.map((row) => row.connectionId))}::text::uuid[],
      ${list(rows.map((row) => row.kind))}::text::text[],
      ${list(rows.map((row) => `"${new Date(row.receivedAtMs).toISOString()}"`))}::text::timestamptz[],
      ${list(rows.map((row) => row.baseSeq))}::text::bigint[], ${bytes(rows.map((row) => row.update))}::text::bytea[],
      ${bytesOrNull(rows.map((row) => row.statement))}::text::bytea[],
      ${bytes(rows.map((row) => row.previousHash))}::text::bytea[], ${bytes(rows.map((row) => row.hash))}::text::bytea[])
    -- A sentence is no boolean: PostgreSQL fails with it, which is all that a statement can do to undo itself.
    where (select coalesce(sentence, 'true') from fault)::boolean`;
}
