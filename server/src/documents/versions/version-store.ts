/** Which versions of a document a list shows, in PostgreSQL: names, and pauses in work as the log tells them. */
import type { DocumentId, EpochMs, Id, Party, PersonId, UpdateKind } from "@parley/base";
import { PROPOSING_ROLE } from "@parley/history";
import type { Sql } from "../../platform/postgres/client.ts";
import { amongSeqs } from "../rooms/among-seqs.ts";
import { readLastSeqBefore } from "../story/story-store.ts";
import type { Hand } from "./read-versions.ts";

/** A name that somebody gave, or that of the file with which a document came in. */
export interface NamedVersion {
  readonly seq: number;
  readonly name: string;
  readonly imported: boolean;
  readonly namedBy: PersonId;
  readonly atMs: EpochMs;
}

/** A version's last row, and who made rows of it. */
export interface VersionRows {
  readonly seq: number;
  readonly atMs: EpochMs;
  readonly personIds: readonly PersonId[];
  /** What the last row states, when it restored something. */
  readonly restoring: Uint8Array | null;
}

/** Rows of one kind in a frame; each row that decided or restored something is there by itself, with what it states. */
export interface FrameRows {
  /** Index of the frame. */
  readonly frame: number;
  readonly kind: UpdateKind;
  readonly proposes: boolean;
  /** The row, where it is there by itself. */
  readonly apart: number | null;
  readonly statement: Uint8Array | null;
}

/** Somebody for a party, and whether they brought the words in (an import or a copy) instead of writing them. */
export interface HandAuthor {
  readonly personId: PersonId;
  readonly party: Party;
  readonly brought: boolean;
}

export interface VersionStore {
  name(documentId: DocumentId, version: NamedVersion & { readonly id: Id<"version"> }): Promise<void>;
  listNamed(documentId: DocumentId): Promise<NamedVersion[]>;
  /** The last row that came before a moment; 0 for none. */
  readLastSeqBefore(documentId: DocumentId, atMs: EpochMs): Promise<number>;
  /** The rows that restored something, in rising order. */
  listRestoring(documentId: DocumentId): Promise<number[]>;
  /**
   * The last rows before each pause of this length, each change of day in a time zone (IANA), each restore or import, and
   * the end, in rising order.
   */
  listPauses(
    documentId: DocumentId,
    options: { readonly pauseMs: number; readonly timeZone: string },
  ): Promise<number[]>;
  /** Who wrote the rows, as stretches of rows of one author, and those authors in the order of their first row. */
  readHands(documentId: DocumentId): Promise<{ hands: Hand[]; authors: HandAuthor[] }>;
  /** The rows between versions, given by their last rows in rising order. */
  readRows(documentId: DocumentId, seqs: readonly number[]): Promise<VersionRows[]>;
  /** What kinds of rows there are between versions, given as to `readRows`. */
  readKinds(documentId: DocumentId, seqs: readonly number[]): Promise<FrameRows[]>;
}

export function createVersionStore(sql: Sql): VersionStore {
  return {
    async name(documentId, { id, seq, name, namedBy, imported, atMs }) {
      await sql`insert into documents.version (id, document_id, seq, name, named_by, imported, named_at)
        values (${id}, ${documentId}, ${seq}, ${name}, ${namedBy}, ${imported}, ${new Date(atMs)})`;
    },
    async listNamed(documentId) {
      const rows = await sql<{ seq: number; name: string; named_by: PersonId; imported: boolean; named_at: Date }[]>`
        select seq, name, named_by, imported, named_at from documents.version
        where document_id = ${documentId} order by seq, named_at`;
      return rows.map(({ seq, name, named_by: namedBy, imported, named_at }) => ({
        seq,
        name,
        namedBy,
        imported,
        atMs: named_at.getTime(),
      }));
    },
    async listRestoring(documentId) {
      const rows = await sql<{ seq: number }[]>`
        select seq from documents.update_row where document_id = ${documentId} and kind = 'restore' order by seq`;
      return rows.map(({ seq }) => seq);
    },
    async listPauses(documentId, { pauseMs, timeZone }) {
      const rows = await sql<{ seq: number }[]>`
        select seq from (
          select seq, received_at, lead(received_at) over (order by seq) as next_at,
            lead(kind) over (order by seq) as next_kind
          from documents.update_row where document_id = ${documentId}
        ) as row
        where next_at is null or next_kind in ('restore', 'import') or next_at - received_at >= ${`${pauseMs} milliseconds`}::text::interval
          or (next_at at time zone ${timeZone}::text)::date <> (received_at at time zone ${timeZone}::text)::date
        order by seq`;
      return rows.map(({ seq }) => seq);
    },
    readLastSeqBefore: (documentId, atMs) => readLastSeqBefore(sql, documentId, atMs),
    readHands: (documentId) => readHands(sql, documentId),
    readRows: (documentId, seqs) => readRows(sql, documentId, seqs),
    readKinds: (documentId, seqs) => readKinds(sql, documentId, seqs),
  };
}

async function readKinds(sql: Sql, documentId: DocumentId, seqs: readonly number[]): Promise<FrameRows[]> {
  if (seqs.length === 0) return [];
  return sql<FrameRows[]>`
    select frame, kind, proposes, apart, statement from (
      select width_bucket(seq, ${`{${seqs.map((seq) => seq + 1).join(",")}}`}::text::bigint[]) as frame, kind,
        role = ${PROPOSING_ROLE} as proposes,
        case when kind in ('decision', 'restore') then seq end as apart,
        case when kind in ('decision', 'restore') then statement end as statement
      from documents.update_row where document_id = ${documentId} and kind <> 'system'
    ) as row group by frame, kind, proposes, apart, statement`;
}

async function readHands(sql: Sql, documentId: DocumentId): Promise<{ hands: Hand[]; authors: HandAuthor[] }> {
  const rows = await sql<{ seq: number; person_id: PersonId; party: Party; brought: boolean }[]>`
    with hand as (
      select seq, person_id, party, kind in ('import', 'copy') as brought
      from documents.update_row where document_id = ${documentId}
    )
    select seq, person_id, party, brought from (
      select *, lag((person_id, party, brought)) over (order by seq) is distinct from (person_id, party, brought) as begins
      from hand
    ) as row
    where begins order by seq`;
  const authors: HandAuthor[] = [];
  const hands = rows.map(({ seq, person_id: personId, party, brought }) => {
    let author = authors.findIndex(
      (each) => each.personId === personId && each.party === party && each.brought === brought,
    );
    if (author < 0) author = authors.push({ personId, party, brought }) - 1;
    return { fromSeq: seq, author };
  });
  return { hands, authors };
}

async function readRows(sql: Sql, documentId: DocumentId, seqs: readonly number[]): Promise<VersionRows[]> {
  if (seqs.length === 0) return [];
  const people = await sql<{ version: number; person_id: PersonId }[]>`
    select width_bucket(seq, ${`{${seqs.map((seq) => seq + 1).join(",")}}`}::text::bigint[]) as version, person_id
    from documents.update_row where document_id = ${documentId} group by version, person_id order by version, min(seq)`;
  const lasts = await sql<{ seq: number; received_at: Date; kind: string; statement: Buffer | null }[]>`
    select seq, received_at, kind, statement from documents.update_row ${amongSeqs(sql, seqs)}
    where document_id = ${documentId}`;
  const bySeq = new Map(lasts.map((row) => [row.seq, row]));
  return seqs.flatMap((seq, index) => {
    const last = bySeq.get(seq);
    if (!last) return [];
    const personIds = people.filter(({ version }) => version === index).map(({ person_id: personId }) => personId);
    return [
      { seq, atMs: last.received_at.getTime(), personIds, restoring: last.kind === "restore" ? last.statement : null },
    ];
  });
}
