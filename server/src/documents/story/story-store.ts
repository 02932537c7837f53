/** The log as a timeline, in PostgreSQL: rows put together to sittings, and facts of single rows. */
import type { DocumentId, EpochMs, Party, PersonId, Role, UpdateKind } from "@parley/base";
import type { EntryWay } from "@parley/documents";
import { PROPOSING_ROLE } from "@parley/history";
import type { Fragment } from "postgres";
import type { Sql } from "../../platform/postgres/client.ts";
import { amongSeqs } from "../rooms/among-seqs.ts";

/** Rows of one person, party and way without a long pause between them, on one day. A restored version parts what came before it from what follows. */
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
  /** The newest first. Costs time in proportion to the rows of what it answers, not to the log. */
  readSittings(documentId: DocumentId, wanted: SittingsWanted): Promise<SittingRows[]>;
  /** Everybody who changed the document, with the party for which they did so first, and every way of it. */
  readContributors(
    documentId: DocumentId,
  ): Promise<{ readonly personId: PersonId; readonly party: Party; readonly ways: readonly EntryWay[] }[]>;
  /** The rows from `first` to `last` that are of the same person, party and way as `first`, rising; none when there is no such row. */
  readAlike(documentId: DocumentId, first: number, last: number): Promise<number[]>;
  readFacts(documentId: DocumentId, seqs: Iterable<number>): Promise<Map<number, RowFact>>;
  /** The last row that came before a moment; 0 for none. */
  readLastSeqBefore(documentId: DocumentId, atMs: EpochMs): Promise<number>;
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

/** `scannedRows`: how many rows are read at once; more when these do not hold the sittings that are wanted. */
export function createStoryStore(sql: Sql, { scannedRows = 3_000 }: { scannedRows?: number } = {}): StoryStore {
  const kinds = list(Object.keys(waysOfKinds));
  const ways = list(Object.values(waysOfKinds));
  const wayOf = sql`(${ways}::text::text[])[array_position(${kinds}::text::text[], kind)]`;
  return {
    readSittings: (documentId, wanted) => readSittings(sql, documentId, { ...wanted, scanned: scannedRows }, wayOf),
    readContributors: (documentId) => readContributors(sql, documentId),
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
    readLastSeqBefore: (documentId, atMs) => readLastSeqBefore(sql, documentId, atMs),
  };
}

/** The last row that came before a moment; 0 for none. */
export async function readLastSeqBefore(sql: Sql, documentId: DocumentId, atMs: EpochMs): Promise<number> {
  const rows = await sql<{ seq: number }[]>`
    select coalesce(max(seq), 0) as seq from documents.update_row
    where document_id = ${documentId} and received_at < ${new Date(atMs)}`;
  return rows[0]?.seq ?? 0;
}

/** Grouped by PostgreSQL without sorting the log; a document has few groups. */
async function readContributors(sql: Sql, documentId: DocumentId): ReturnType<StoryStore["readContributors"]> {
  const rows = await sql<{ person_id: PersonId; party: Party; kind: keyof typeof waysOfKinds }[]>`
    select person_id, party, kind from documents.update_row where document_id = ${documentId} and kind <> 'system'
    group by person_id, party, kind order by min(seq)`;
  const people = new Map<PersonId, { personId: PersonId; party: Party; ways: Set<EntryWay> }>();
  for (const { person_id: personId, party, kind } of rows) {
    const person = people.get(personId) ?? { personId, party, ways: new Set<EntryWay>() };
    people.set(personId, person);
    person.ways.add(waysOfKinds[kind]);
  }
  return [...people.values()].map(({ ways, ...person }) => ({ ...person, ways: [...ways] }));
}

const SCANNED_MORE = 6;

async function readSittings(
  sql: Sql,
  documentId: DocumentId,
  wanted: SittingsWanted & { readonly scanned: number },
  wayOf: Fragment,
): Promise<SittingRows[]> {
  // A sitting may have rows on both sides of where the page before ended. It was told there.
  const until = wanted.before === null ? null : await endOfPause(sql, documentId, wanted.before, wanted.pauseMs);
  const above = wanted.before === null || until === null ? 0 : until - wanted.before;
  for (let scanned = wanted.scanned + above; ; scanned *= SCANNED_MORE) {
    const answer = await scanSittings(sql, documentId, { ...wanted, until, scanned }, wayOf);
    const rows = answer.flatMap((row) => (row.first === null ? [] : [row]));
    const cut = rows.findIndex((row) => row.is_whole !== true);
    const whole = cut < 0 ? rows : rows.slice(0, cut);
    if (answer[0]?.is_all === true || whole.length >= wanted.limit) return whole.slice(0, wanted.limit).map(toSitting);
  }
}

/** The first row after which nothing can go on that was going on at row `seq`; `null` when there is none. */
async function endOfPause(sql: Sql, documentId: DocumentId, seq: number, pauseMs: number): Promise<number | null> {
  const [row] = await sql<{ seq: number }[]>`
    select seq from documents.update_row
    where document_id = ${documentId} and seq >= ${seq} and received_at >= ${`${pauseMs} milliseconds`}::text::interval + (
      select received_at from documents.update_row where document_id = ${documentId} and seq >= ${seq} order by seq limit 1)
    order by seq limit 1`;
  return row?.seq ?? null;
}

interface ScannedSitting {
  /** Whether every row was read that may be in an answer. */
  readonly is_all: boolean;
  readonly first: number;
  readonly last: number;
  readonly seqs: string;
  readonly person_id: PersonId;
  readonly party: Party;
  readonly way: EntryWay;
  readonly proposed: boolean;
  readonly offline: boolean;
  readonly day: string;
  readonly from_at: Date;
  readonly to_at: Date;
  /** Whether it cannot go on among older rows, which were not read. */
  readonly is_whole: boolean;
}

/** The sittings among the newest rows before `until`; without any, one row that says whether every row was read. */
function scanSittings(
  sql: Sql,
  documentId: DocumentId,
  wanted: SittingsWanted & { readonly until: number | null; readonly scanned: number },
  wayOf: Fragment,
): Promise<(ScannedSitting | { readonly is_all: boolean; readonly first: null })[]> {
  const { personId, way, before, until, scanned, timeZone, limit } = wanted;
  const pause = sql`${`${wanted.pauseMs} milliseconds`}::text::interval`;
  return sql<ScannedSitting[]>`
    with row as (
      select seq, person_id, party, ${wayOf} as way, role = ${PROPOSING_ROLE} as proposed, kind = 'offline' as offline, received_at,
        (received_at at time zone ${timeZone})::date as day
      from documents.update_row
      where document_id = ${documentId} and kind <> 'system' ${until === null ? sql`` : sql`and seq < ${until}`}
        ${personId === null ? sql`` : sql`and person_id = ${personId}`} ${way === null ? sql`` : sql`and ${wayOf} = ${way}`}
      order by seq desc limit ${scanned}
    ), edge as (
      select count(*) < ${scanned} as is_all, min(received_at) as at, min(day) as day, min(seq) as seq, max(seq) as newest from row
    ), restored as (
      select coalesce(array_agg(each.seq order by each.seq), '{}') as seqs from documents.update_row as each, edge
      where document_id = ${documentId} and kind = 'restore' and each.seq between edge.seq and edge.newest
    ), among as (
      select row.*, width_bucket(seq, restored.seqs) as restorations from row, restored
    ), begun as (
      select among.*, (lag(day) over own is distinct from day or lag(restorations) over own is distinct from restorations
        or received_at - lag(received_at) over own >= ${pause})::int as begins
      from among window own as (partition by person_id, party, way, proposed order by seq)
    ), numbered as (
      select begun.*, sum(begins) over (partition by person_id, party, way, proposed order by seq) as sitting from begun
    ), sitting as (
      select min(seq) as first, max(seq) as last, string_agg(seq::text, ',' order by seq) as seqs, person_id, party, way, proposed,
        bool_or(offline) as offline, min(day) as day, min(received_at) as from_at, max(received_at) as to_at
      from numbered group by person_id, party, way, proposed, sitting
      having ${before === null ? sql`true` : sql`max(seq) < ${before}`}
      order by last desc limit ${limit}
    )
    select edge.is_all, first, last, seqs, person_id, party, way, proposed, offline, sitting.day::text as day, from_at, to_at,
      edge.is_all or from_at - edge.at >= ${pause} or sitting.day > edge.day as is_whole
    from edge left join sitting on true order by last desc`;
}

function toSitting(row: ScannedSitting): SittingRows {
  return {
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
  };
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
  >`select seq, person_id, party, role, kind, received_at, base_seq, statement from documents.update_row ${amongSeqs(sql, seqs)}
    where document_id = ${documentId}`;
  return new Map(
    rows.map(({ seq, person_id: personId, party, role, kind, received_at, base_seq: baseSeq, statement }) => [
      seq,
      { seq, personId, party, role, kind, receivedAtMs: received_at.getTime(), baseSeq, statement },
    ]),
  );
}
