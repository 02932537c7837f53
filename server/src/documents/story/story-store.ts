/** The log as a timeline, in PostgreSQL: rows put together to sittings, and facts of single rows. */
import type { DocumentId, EpochMs, Party, PersonId, Role, UpdateKind } from "@parley/base";
import type { EntryWay } from "@parley/documents";
import { PROPOSING_ROLE } from "@parley/history";
import type { Fragment } from "postgres";
import type { Sql } from "../../platform/postgres/client.ts";

/** Rows of one person, party and way without a long pause between them, on one day. */
export interface SittingRows {
  readonly first: number;
  readonly last: number;
  /** Every row of it, rising. */
  readonly seqs: readonly number[];
  readonly personId: PersonId;
  readonly party: Party;
  readonly way: EntryWay;
  readonly proposed: boolean;
  readonly offline: boolean;
  /** As YYYY-MM-DD. */
  readonly day: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

export interface SittingsWanted {
  readonly personId: PersonId | null;
  readonly way: EntryWay | null;
  /** Only sittings that end before this row. */
  readonly before: number | null;
  readonly limit: number;
  readonly pauseMs: number;
  readonly timeZone: string;
}

/** What a story tells of a row. */
export interface RowFact {
  readonly seq: number;
  readonly personId: PersonId;
  readonly party: Party;
  readonly role: Role;
  readonly kind: UpdateKind;
  readonly receivedAtMs: EpochMs;
  readonly baseSeq: number | null;
  readonly statement: Uint8Array | null;
}

export interface StoryStore {
  /** The newest first. Costs time in proportion to the log. */
  readSittings(documentId: DocumentId, wanted: SittingsWanted): Promise<SittingRows[]>;
  /** Everybody who changed the document, with the party for which they did so first, and every way of it. */
  readContributors(
    documentId: DocumentId,
  ): Promise<{ readonly personId: PersonId; readonly party: Party; readonly ways: readonly EntryWay[] }[]>;
  /** The rows from `first` to `last` that are of the same person, party and way as `first`, rising; none when there is no such row. */
  readAlike(documentId: DocumentId, first: number, last: number): Promise<number[]>;
  readFacts(documentId: DocumentId, seqs: Iterable<number>): Promise<Map<number, RowFact>>;
}

/** Ways by the kinds of rows. Clean-up by the system is nobody's act and in no sitting. */
const waysOfKinds: Readonly<Record<Exclude<UpdateKind, "system">, EntryWay>> = {
  typed: "written",
  offline: "written",
  undo: "written",
  import: "import",
  copy: "copy",
  api: "api",
  decision: "decision",
  restore: "restore",
  forward: "forward",
};

const list = (values: Iterable<string | number>): string => `{${[...values].join(",")}}`;

export function createStoryStore(sql: Sql): StoryStore {
  const kinds = list(Object.keys(waysOfKinds));
  const ways = list(Object.values(waysOfKinds));
  const wayOf = sql`(${ways}::text::text[])[array_position(${kinds}::text::text[], kind)]`;
  return {
    readSittings: (documentId, wanted) => readSittings(sql, documentId, wanted, wayOf),
    readContributors: async (documentId) => {
      const rows = await sql<{ person_id: PersonId; party: Party; ways: EntryWay[] }[]>`
        select person_id, (array_agg(party order by seq))[1] as party, array_agg(distinct ${wayOf}) as ways
        from documents.update_row where document_id = ${documentId} and kind <> 'system' group by person_id order by min(seq)`;
      return rows.map(({ person_id: personId, party, ways: own }) => ({ personId, party, ways: own }));
    },
    readAlike: async (documentId, first, last) => {
      const rows = await sql<{ seq: number }[]>`
        select row.seq from documents.update_row as row, documents.update_row as first
        where first.document_id = ${documentId} and first.seq = ${first} and row.document_id = first.document_id
          and row.seq between ${first} and ${last} and row.person_id = first.person_id and row.party = first.party
          and (row.role = ${PROPOSING_ROLE}) = (first.role = ${PROPOSING_ROLE})
          and (${ways}::text::text[])[array_position(${kinds}::text::text[], row.kind)]
            = (${ways}::text::text[])[array_position(${kinds}::text::text[], first.kind)]
        order by row.seq`;
      return rows.map(({ seq }) => seq);
    },
    readFacts: (documentId, seqs) => readFacts(sql, documentId, [...seqs]),
  };
}

async function readSittings(
  sql: Sql,
  documentId: DocumentId,
  { personId, way, before, limit, pauseMs, timeZone }: SittingsWanted,
  wayOf: Fragment,
): Promise<SittingRows[]> {
  const rows = await sql<
    {
      first: number;
      last: number;
      seqs: string;
      person_id: PersonId;
      party: Party;
      way: EntryWay;
      proposed: boolean;
      offline: boolean;
      day: string;
      from_at: Date;
      to_at: Date;
    }[]
  >`
    with row as (
      select seq, person_id, party, ${wayOf} as way, role = ${PROPOSING_ROLE} as proposed, kind = 'offline' as offline, received_at,
        (received_at at time zone ${timeZone})::date as day
      from documents.update_row
      where document_id = ${documentId} and kind <> 'system' ${personId === null ? sql`` : sql`and person_id = ${personId}`}
        ${way === null ? sql`` : sql`and ${wayOf} = ${way}`}
    ), begun as (
      select row.*, (lag(day) over own is distinct from day
        or received_at - lag(received_at) over own >= ${`${pauseMs} milliseconds`}::text::interval)::int as begins
      from row window own as (partition by person_id, party, way, proposed order by seq)
    ), numbered as (
      select begun.*, sum(begins) over (partition by person_id, party, way, proposed order by seq) as sitting from begun
    )
    select min(seq) as first, max(seq) as last, string_agg(seq::text, ',' order by seq) as seqs, person_id, party, way, proposed,
      bool_or(offline) as offline, min(day)::text as day, min(received_at) as from_at, max(received_at) as to_at
    from numbered group by person_id, party, way, proposed, sitting
    having ${before === null ? sql`true` : sql`max(seq) < ${before}`}
    order by last desc limit ${limit}`;
  return rows.map((row) => ({
    first: row.first,
    last: row.last,
    seqs: row.seqs.split(",").map(Number),
    personId: row.person_id,
    party: row.party,
    way: row.way,
    proposed: row.proposed,
    offline: row.offline,
    day: row.day,
    fromMs: row.from_at.getTime(),
    toMs: row.to_at.getTime(),
  }));
}

async function readFacts(sql: Sql, documentId: DocumentId, seqs: readonly number[]): Promise<Map<number, RowFact>> {
  const rows = await sql<
    {
      seq: number;
      person_id: PersonId;
      party: Party;
      role: Role;
      kind: UpdateKind;
      received_at: Date;
      base_seq: number | null;
      statement: Buffer | null;
    }[]
  >`select seq, person_id, party, role, kind, received_at, base_seq, statement from documents.update_row
    where document_id = ${documentId} and seq = any(${list(seqs)}::text::bigint[])`;
  return new Map(
    rows.map(({ seq, person_id: personId, party, role, kind, received_at, base_seq: baseSeq, statement }) => [
      seq,
      { seq, personId, party, role, kind, receivedAtMs: received_at.getTime(), baseSeq, statement },
    ]),
  );
}
