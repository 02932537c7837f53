/** How far people have looked, and what waits for them, in tables. */
import type { DocumentId, EpochMs, Party, PersonId, Role, ThreadId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import { readableThread, readsInternalThere } from "../comments/thread-audience.ts";
import { type Viewer, grantRows } from "../sharing/access-store.ts";
import { readLastSeqBefore } from "../story/story-store.ts";

/** How far somebody has looked. */
export interface Seen {
  readonly seq: number;
  readonly atMs: EpochMs;
}

/** A document that somebody sees, with what is noted about it for them. */
export interface WaitingRow {
  readonly id: DocumentId;
  readonly kind: string;
  readonly title: string;
  readonly role: Role;
  readonly party: Party;
  /** `null` for who has never opened it. */
  readonly seenAt: Date | null;
  readonly proposals: number;
  readonly proposedAt: Date | null;
  /** Others who made rows since they looked, and when the newest came in. */
  readonly changedBy: readonly PersonId[];
  readonly changedAt: Date | null;
}

/** An open thread that somebody has to do with. */
export interface ConcerningThread {
  readonly id: ThreadId;
  readonly documentId: DocumentId;
  readonly assigneeId: PersonId | null;
  readonly proposerId: PersonId | null;
  /** When it came here with a copy of its document: what was said before waits for nobody here. */
  readonly copiedAt: Date | null;
  readonly comments: readonly {
    readonly authorId: PersonId;
    readonly mentions: readonly PersonId[];
    readonly at: string;
  }[];
}

export interface ReviewStore {
  findSeen(documentId: DocumentId, personId: PersonId): Promise<Seen | null>;
  /** Whoever opens a document for the first time has seen what is in it. */
  beginSeeing(documentId: DocumentId, personId: PersonId, atMs: EpochMs): Promise<void>;
  /** Never goes back. */
  markSeen(documentId: DocumentId, personId: PersonId, seen: Seen): Promise<void>;
  /** The last row from before a moment; 0 for none. */
  lastSeqBefore(documentId: DocumentId, atMs: EpochMs): Promise<number>;
  /** Notes how many proposals of whom wait as of a row. Older news than what is noted changes nothing. */
  noteWaiting(
    documentId: DocumentId,
    waiting: { seq: number; proposals: ReadonlyMap<PersonId | null, number>; newestMs: EpochMs | null },
  ): Promise<void>;
  /** Documents of a viewer in which others wrote since they looked, or proposed something that waits, and those that are named. */
  listWaiting(viewer: Viewer, nowMs: EpochMs, named: readonly DocumentId[]): Promise<WaitingRow[]>;
  /** Open threads that are assigned to the viewer, mention them, in which they spoke, or about their proposals. */
  listThreads(viewer: Viewer, nowMs: EpochMs): Promise<ConcerningThread[]>;
}

export function createReviewStore(sql: Sql): ReviewStore {
  return {
    async findSeen(documentId, personId) {
      const [row] = await sql<{ seq: number; seen_at: Date }[]>`
        select seq, seen_at from documents.seen where document_id = ${documentId} and person_id = ${personId}`;
      return row ? { seq: row.seq, atMs: row.seen_at.getTime() } : null;
    },
    async beginSeeing(documentId, personId, atMs) {
      await sql`
        insert into documents.seen (document_id, person_id, seq, seen_at)
        select ${documentId}, ${personId}, coalesce(max(seq), 0), ${new Date(atMs)}::timestamptz
        from documents.update_row where document_id = ${documentId}
        on conflict do nothing`;
    },
    async markSeen(documentId, personId, { seq, atMs }) {
      await sql`
        insert into documents.seen as s (document_id, person_id, seq, seen_at)
        values (${documentId}, ${personId}, ${seq}, ${new Date(atMs)})
        on conflict (document_id, person_id) do update
          set seq = greatest(s.seq, excluded.seq), seen_at = greatest(s.seen_at, excluded.seen_at)`;
    },
    lastSeqBefore: (documentId, atMs) => readLastSeqBefore(sql, documentId, atMs),
    async noteWaiting(documentId, { seq, proposals, newestMs }) {
      const byPerson = Object.fromEntries([...proposals].map(([personId, count]) => [personId ?? "", count]));
      await sql`
        insert into documents.waiting as w (document_id, seq, proposals, newest_at)
        select id, ${seq}, ${sql.json(byPerson)}, ${newestMs === null ? null : new Date(newestMs)}::timestamptz
        from documents.document where id = ${documentId}
        on conflict (document_id) do update
          set seq = excluded.seq, proposals = excluded.proposals, newest_at = excluded.newest_at
          where w.seq <= excluded.seq`;
    },
    listWaiting: (viewer, nowMs, named) => listWaiting(sql, viewer, nowMs, named),
    listThreads: (viewer, nowMs) => listThreads(sql, viewer, nowMs),
  };
}

function listWaiting(sql: Sql, viewer: Viewer, nowMs: EpochMs, named: readonly DocumentId[]): Promise<WaitingRow[]> {
  const me = viewer.personId;
  return sql<WaitingRow[]>`
    select * from (
      select d.id, d.kind, d.title, g.role, g.party, s.seen_at as "seenAt", w.newest_at as "proposedAt",
        coalesce((select sum(value::int)::int from jsonb_each_text(w.proposals) where key <> ${me}::text), 0) as proposals,
        coalesce(changed.people, '{}') as "changedBy", changed.at as "changedAt"
    from (${grantRows(sql, viewer, nowMs, null)}) g
      join documents.document d on d.id = g.document_id
      left join documents.seen s on s.document_id = d.id and s.person_id = ${me}
      left join documents.waiting w on w.document_id = d.id
      left join lateral (
        select array_agg(distinct r.person_id) as people, max(r.received_at) as at
        from documents.update_row r
        where r.document_id = d.id and r.seq > s.seq and r.person_id <> ${me}
      ) changed on true
      where d.seeded_at is not null and d.trashed_at is null
    ) found
    where proposals > 0 or "changedAt" is not null or id = any(${[...named]}::uuid[])`;
}

function listThreads(sql: Sql, viewer: Viewer, nowMs: EpochMs): Promise<ConcerningThread[]> {
  const me = viewer.personId;
  return sql<ConcerningThread[]>`
    select t.id, t.document_id as "documentId", t.assignee_id as "assigneeId", t.proposer_id as "proposerId", t.copied_at as "copiedAt",
      (select json_agg(json_build_object('authorId', c.author_id, 'mentions', c.mentions, 'at', c.created_at)
          order by c.created_at, c.id)
        from documents.comment c where c.thread_id = t.id and c.deleted_at is null) as comments
    from (${grantRows(sql, viewer, nowMs, null)}) g
    join documents.document d on d.id = g.document_id
    join documents.thread t on t.document_id = d.id
    where d.seeded_at is not null and d.trashed_at is null and t.resolved_at is null
      and ${readableThread(sql, { personId: me, internal: readsInternalThere(sql, viewer, sql`g.party`) })}
      and exists (select 1 from documents.comment c where c.thread_id = t.id and c.deleted_at is null)
      and (t.assignee_id = ${me} or t.proposer_id = ${me} or exists (
        select 1 from documents.comment c
        where c.thread_id = t.id and c.deleted_at is null and (c.author_id = ${me} or ${me}::uuid = any(c.mentions))))`;
}
