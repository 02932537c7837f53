/**
 * Threads and comments as tables.
 *
 * Invariants:
 * - Nobody gets anything of a thread that does not reach them: every query for a reader has `readableThread` in itself.
 * - Into a thread of a circle writes only who is in the circle at that moment.
 * - What a comment said before, and who changed what, is written in the transaction that changes it.
 * - A thread whose comments are all deleted exists for nobody; its record stays.
 */
import type { CircleId, CommentId, DocumentId, EpochMs, Party, PersonId, ThreadId } from "@parley/base";
import { type CommentRecord, type Reaction, refuseDocument } from "@parley/documents";
import type { Fragment, JSONValue } from "postgres";
import type { Sql } from "../../platform/postgres/client.ts";
import { storableText } from "../../platform/postgres/storable-text.ts";
import { foldText, gramsOf } from "../library/search-text.ts";
import type { Queries, Viewer } from "../sharing/access-store.ts";
import { type Reach, type ThreadReader, readableThread, readsInternal } from "./thread-audience.ts";

/** Client, clock and length, as they are stored and sent. */
export type StoredRange = readonly [client: number, clock: number, length: number];

export interface StoredComment {
  readonly id: CommentId;
  readonly authorId: PersonId;
  readonly party: Party;
  readonly text: string;
  readonly mentions: readonly PersonId[];
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly deletedBy: PersonId | null;
  readonly reactions: readonly { readonly reaction: Reaction; readonly personId: PersonId }[];
}

export interface StoredThread extends Reach {
  readonly id: ThreadId;
  readonly anchor: "words" | "block" | "document" | "proposal";
  readonly ranges: readonly StoredRange[];
  readonly quote: string;
  readonly seq: number;
  /** What its circle is called. */
  readonly circleName: string | null;
  readonly createdBy: PersonId;
  readonly createdAt: Date;
  readonly resolvedBy: PersonId | null;
  readonly resolvedAt: Date | null;
  readonly assigneeId: PersonId | null;
  /** The proposal that it is about, and who had made that. */
  readonly proposalId: string | null;
  readonly proposerId: PersonId | null;
  /** The row that decided on the proposal; `null` while it waits. */
  readonly decidedSeq: number | null;
  readonly openedBy: PersonId | null;
  readonly openedAt: Date | null;
  /** Who copied it here with the document, and when; `null` where it was begun here. */
  readonly copiedBy: PersonId | null;
  readonly copiedAt: Date | null;
  readonly comments: readonly StoredComment[];
}

export type NewThread = Pick<
  StoredThread,
  | "id"
  | "anchor"
  | "ranges"
  | "quote"
  | "seq"
  | "audience"
  | "circleId"
  | "circleName"
  | "assigneeId"
  | "proposalId"
  | "proposerId"
>;
/** A thread to be copied, and what it is about in the copy. */
export interface ThreadCopy {
  readonly source: ThreadId;
  readonly ranges: readonly StoredRange[];
}
/** What a discussion of a proposal hangs on. */
export type ProposalAnchor = Pick<StoredThread, "id" | "ranges" | "proposerId" | "audience" | "circleId"> & {
  readonly proposalId: string;
};
export type NewComment = Pick<StoredComment, "id" | "authorId" | "party" | "text" | "mentions">;

/** An act on a thread, as the record keeps it. */
export interface StoredAct {
  readonly threadId: ThreadId;
  readonly commentId: CommentId | null;
  readonly act: CommentRecord["act"];
  readonly by: PersonId;
  readonly at: Date;
  readonly textBefore: string | null;
  readonly personId: PersonId | null;
}

/** Who acts, and when. */
export interface Doer {
  readonly personId: PersonId;
  readonly atMs: EpochMs;
}

export interface CommentStore {
  /** The threads that reach a reader who has access to the document; those that are for everyone where there is no reader. */
  list(documentId: DocumentId, reader: ThreadReader | null): Promise<StoredThread[]>;
  find(documentId: DocumentId, threadId: ThreadId, reader: ThreadReader): Promise<StoredThread | null>;
  /** Throws `documents/circle-not-found` when its author is not in its circle any more. */
  create(documentId: DocumentId, thread: NewThread, comment: NewComment, atMs: EpochMs): Promise<void>;
  /**
   * Puts copies of threads that everyone may see into a new document, with their authors and times as they are. What is deleted,
   * internal or of a circle stays behind, also when whoever copies is in the circle: a copy has other people, and a circle gains readers only
   * by somebody's adding them. So do assignments and mentions: nobody is called into a document by its being copied.
   */
  copyThreads(documentId: DocumentId, threads: readonly ThreadCopy[], by: Doer): Promise<void>;
  /** Throws as `create`. */
  reply(thread: Pick<StoredThread, "id" | "circleId">, comment: NewComment, atMs: EpochMs): Promise<void>;
  /** Answers whether it changed anything: who comes second resolves nothing. */
  setResolved(threadId: ThreadId, resolved: boolean, by: Doer): Promise<boolean>;
  assign(threadId: ThreadId, assigneeId: PersonId | null, by: Doer): Promise<boolean>;
  /** Makes an internal thread visible to everyone. */
  open(threadId: ThreadId, by: Doer): Promise<boolean>;
  edit(commentId: CommentId, text: string, mentions: readonly PersonId[], by: Doer): Promise<boolean>;
  remove(commentId: CommentId, by: Doer): Promise<boolean>;
  react(commentId: CommentId, reaction: Reaction, on: boolean, by: Doer): Promise<void>;
  /** What the discussions of proposals that wait hang on, whoever may see them. */
  listProposalAnchors(documentId: DocumentId): Promise<ProposalAnchor[]>;
  /** The proposal of a discussion was decided on, under this id and by this row. */
  setDecided(threadId: ThreadId, proposalId: string, seq: number): Promise<void>;
  /** What the discussions of proposals hang on that a row decided on, whoever may see them. */
  listDecidedAnchors(documentId: DocumentId, seq: number): Promise<ProposalAnchor[]>;
  /** The proposal of a discussion waits again, under this id. */
  setWaiting(threadId: ThreadId, proposalId: string): Promise<void>;
  /** Everything that was ever changed in threads that reach a reader, oldest first, also of threads that are deleted. */
  readRecord(documentId: DocumentId, reader: ThreadReader): Promise<StoredAct[]>;
  /** Notes that these people are told of a thread now, and returns those who were not told within `quietMs`. */
  claimLetters(
    threadId: ThreadId,
    personIds: readonly PersonId[],
    nowMs: EpochMs,
    quietMs: number,
  ): Promise<PersonId[]>;
  /** Makes comments findable that were written before comments were searched. */
  makeFindable(): Promise<void>;
  /** Whether anybody from outside has, or may come in by, a share of the document. */
  hasOutsiders(documentId: DocumentId, nowMs: EpochMs): Promise<boolean>;
}

/** The store over a database whose `documents` schema exists. */
export function createCommentStore(sql: Sql): CommentStore {
  return { ...readingOf(sql), ...writingOf(sql), ...threadChangesOf(sql), ...commentChangesOf(sql) };
}

/** One line of the record, in the transaction of what it records. */
async function note(
  tx: Queries,
  threadId: ThreadId,
  act: CommentRecord["act"],
  by: Doer,
  more: { commentId?: CommentId; textBefore?: string; personId?: PersonId | null } = {},
): Promise<void> {
  await tx`insert into documents.comment_record (id, thread_id, comment_id, act, by_id, at, text_before, person_id)
    values (gen_random_uuid(), ${threadId}, ${more.commentId ?? null}, ${act}, ${by.personId}, ${new Date(by.atMs)},
      ${more.textBefore ?? null}, ${more.personId ?? null})`;
}

/** Comments that are made findable at a time. */
const FOLDED_AT_ONCE = 500;

/**
 * Rows `document_id, text, created_at` of comments that hold every term and that `viewer` may read where they may open the document:
 * with those of internal threads where `internal`; deleted ones are for nobody. The index narrows, `strpos` decides.
 */
export function foundComments(
  sql: Queries,
  { personId }: Pick<Viewer, "personId">,
  terms: readonly string[],
  internal: Fragment,
): Fragment {
  return sql`
    select t.document_id, t.id as thread_id, c.text, c.created_at
    from documents.comment c join documents.thread t on t.id = c.thread_id
    where c.deleted_at is null and c.grams @> ${gramsOf(terms.join(" "))}::integer[]
      and ${readableThread(sql, { personId, internal })}
      ${terms.map((term) => sql`and strpos(c.folded_text, ${term}) > 0`)}`;
}

function readingOf(
  sql: Sql,
): Pick<CommentStore, "list" | "find" | "readRecord" | "claimLetters" | "hasOutsiders" | "makeFindable"> {
  return {
    async makeFindable() {
      for (;;) {
        const rows = await sql<{ id: CommentId; text: string }[]>`
          select id, text from documents.comment where folded_text is null limit ${FOLDED_AT_ONCE}`;
        for (const { id, text } of rows) {
          const folded = foldText(text);
          await sql`update documents.comment set folded_text = ${folded}, grams = ${gramsOf(folded)}::integer[]
            where id = ${id} and text = ${text}`;
        }
        if (rows.length < FOLDED_AT_ONCE) return;
      }
    },
    list: (documentId, reader) => selectThreads(sql, documentId, null, reader),
    find: async (documentId, threadId, reader) => (await selectThreads(sql, documentId, threadId, reader))[0] ?? null,
    readRecord: (documentId, reader) => sql<StoredAct[]>`
      select r.thread_id as "threadId", r.comment_id as "commentId", r.act, r.by_id as "by", r.at,
        r.text_before as "textBefore", r.person_id as "personId"
      from documents.comment_record r join documents.thread t on t.id = r.thread_id
      where t.document_id = ${documentId} and ${reaching(sql, reader)} order by r.at, r.id`,
    async claimLetters(threadId, personIds, nowMs, quietMs) {
      if (personIds.length === 0) return [];
      const rows = await sql<{ person_id: PersonId }[]>`
        insert into documents.thread_notice as n (thread_id, person_id, sent_at)
        select ${threadId}, id, ${new Date(nowMs)} from unnest(${[...new Set(personIds)]}::uuid[]) as id
        on conflict (thread_id, person_id) do update set sent_at = excluded.sent_at
          where n.sent_at <= ${new Date(nowMs - quietMs)}
        returning person_id`;
      return rows.map((row) => row.person_id);
    },
    async hasOutsiders(documentId, nowMs) {
      const rows = await sql`
        select 1 from documents.share
        where document_id = ${documentId} and audience = 'guests' and (expires_at is null or expires_at > ${new Date(nowMs)})
        limit 1`;
      return rows.length > 0;
    },
  };
}

function writingOf(sql: Sql): Pick<CommentStore, "create" | "reply" | "copyThreads"> {
  return {
    async copyThreads(documentId, threads, by) {
      await sql.begin(async (tx) => {
        for (const thread of threads) await copyThread(tx, documentId, thread, by);
      });
    },
    async create(documentId, thread, comment, atMs) {
      const { id, anchor, ranges, quote, seq, audience, circleId, assigneeId, proposalId, proposerId } = thread;
      await sql.begin(async (tx) => {
        if (circleId !== null) await holdMember(tx, circleId, comment.authorId);
        await tx`insert into documents.thread
            (id, document_id, anchor, ranges, quote, seq, audience, circle_id, created_by, created_at, assignee_id,
            proposal_id, proposer_id)
          values (${id}, ${documentId}, ${anchor}, ${tx.json(ranges as unknown as JSONValue)}, ${storableText(quote)}, ${seq}, ${audience}, ${circleId},
            ${comment.authorId}, ${new Date(atMs)}, ${assigneeId}, ${proposalId}, ${proposerId})`;
        await insertComment(tx, id, comment, atMs);
        if (assigneeId !== null)
          await note(tx, id, "assigned", { personId: comment.authorId, atMs }, { personId: assigneeId });
      });
    },
    async reply({ id, circleId }, comment, atMs) {
      await sql.begin(async (tx) => {
        if (circleId !== null) await holdMember(tx, circleId, comment.authorId);
        await insertComment(tx, id, comment, atMs);
      });
    },
  };
}

function threadChangesOf(
  sql: Sql,
): Pick<
  CommentStore,
  "setResolved" | "assign" | "open" | "listProposalAnchors" | "setDecided" | "listDecidedAnchors" | "setWaiting"
> {
  return {
    listProposalAnchors: (documentId) => sql<ProposalAnchor[]>`
      select id, ranges, audience, circle_id as "circleId", proposal_id as "proposalId", proposer_id as "proposerId" from documents.thread
      where document_id = ${documentId} and anchor = 'proposal' and decided_seq is null`,
    setDecided: async (threadId, proposalId, seq) => {
      await sql`update documents.thread set proposal_id = ${proposalId}, decided_seq = ${seq} where id = ${threadId}`;
    },
    listDecidedAnchors: (documentId, seq) => sql<ProposalAnchor[]>`
      select id, ranges, audience, circle_id as "circleId", proposal_id as "proposalId", proposer_id as "proposerId" from documents.thread
      where document_id = ${documentId} and anchor = 'proposal' and decided_seq = ${seq}`,
    setWaiting: async (threadId, proposalId) => {
      await sql`update documents.thread set proposal_id = ${proposalId}, decided_seq = null where id = ${threadId}`;
    },
    setResolved: (threadId, resolved, by) =>
      sql.begin(async (tx) => {
        const { count } = resolved
          ? await tx`update documents.thread set resolved_by = ${by.personId}, resolved_at = ${new Date(by.atMs)}
              where id = ${threadId} and resolved_at is null`
          : await tx`update documents.thread set resolved_by = null, resolved_at = null
              where id = ${threadId} and resolved_at is not null`;
        if (count > 0) await note(tx, threadId, resolved ? "resolved" : "reopened", by);
        return count > 0;
      }),
    assign: (threadId, assigneeId, by) =>
      sql.begin(async (tx) => {
        const { count } = await tx`update documents.thread set assignee_id = ${assigneeId}
          where id = ${threadId} and assignee_id is distinct from ${assigneeId}::uuid`;
        if (count > 0)
          await note(tx, threadId, assigneeId === null ? "unassigned" : "assigned", by, { personId: assigneeId });
        return count > 0;
      }),
    open: (threadId, by) =>
      sql.begin(async (tx) => {
        const { count } = await tx`update documents.thread
          set audience = 'everyone', opened_by = ${by.personId}, opened_at = ${new Date(by.atMs)}
          where id = ${threadId} and audience = 'internal'`;
        if (count > 0) await note(tx, threadId, "opened", by);
        return count > 0;
      }),
  };
}

function commentChangesOf(sql: Sql): Pick<CommentStore, "edit" | "remove" | "react"> {
  return {
    edit: (commentId, text, mentions, by) =>
      sql.begin(async (tx) => {
        const before = await lockComment(tx, commentId);
        if (!before) return false;
        await tx`update documents.comment
          set text = ${text}, folded_text = ${foldText(text)}, grams = ${gramsOf(foldText(text))}::integer[], mentions = ${[...mentions]}::uuid[], edited_at = ${new Date(by.atMs)} where id = ${commentId}`;
        if (before.text !== text)
          await note(tx, before.thread_id, "edited", by, { commentId, textBefore: before.text });
        return true;
      }),
    remove: (commentId, by) =>
      sql.begin(async (tx) => {
        const before = await lockComment(tx, commentId);
        if (!before) return false;
        await tx`update documents.comment set deleted_at = ${new Date(by.atMs)}, deleted_by = ${by.personId} where id = ${commentId}`;
        await note(tx, before.thread_id, "deleted", by, { commentId, textBefore: before.text });
        return true;
      }),
    async react(commentId, reaction, on, by) {
      if (on)
        await sql`insert into documents.reaction (comment_id, person_id, reaction, given_at)
          values (${commentId}, ${by.personId}, ${reaction}, ${new Date(by.atMs)}) on conflict do nothing`;
      else
        await sql`delete from documents.reaction
          where comment_id = ${commentId} and person_id = ${by.personId} and reaction = ${reaction}`;
    },
  };
}

/** Its ids are new. A comment that is deleted before the statement runs is not copied. */
async function copyThread(
  tx: Queries,
  documentId: DocumentId,
  { source, ranges }: ThreadCopy,
  by: Doer,
): Promise<void> {
  const [thread] = await tx<{ id: ThreadId }[]>`
    insert into documents.thread (id, document_id, anchor, ranges, quote, seq, audience, created_by, created_at,
      resolved_by, resolved_at, copied_by, copied_at)
    select gen_random_uuid(), ${documentId}, anchor, ${tx.json(ranges as unknown as JSONValue)}, quote, 1, audience, created_by, created_at,
      resolved_by, resolved_at, ${by.personId}, ${new Date(by.atMs)}
    from documents.thread
    where id = ${source} and audience = 'everyone' and anchor <> 'proposal'
    returning id`;
  if (!thread) return;
  await tx`
    with source as materialized (
      select c.*, gen_random_uuid() as new_id from documents.comment c where c.thread_id = ${source} and c.deleted_at is null
    ), copied as (
      insert into documents.comment
        (id, thread_id, author_id, party, text, folded_text, grams, mentions, created_at, edited_at)
      select new_id, ${thread.id}, author_id, party, text, folded_text, grams, '{}', created_at, edited_at from source
    )
    insert into documents.reaction (comment_id, person_id, reaction, given_at)
    select source.new_id, r.person_id, r.reaction, r.given_at
    from source join documents.reaction r on r.comment_id = source.id`;
}

async function insertComment(sql: Queries, threadId: ThreadId, comment: NewComment, atMs: EpochMs): Promise<void> {
  const { id, authorId, party, text, mentions } = comment;
  const folded = foldText(text);
  await sql`insert into documents.comment (id, thread_id, author_id, party, text, folded_text, grams, mentions, created_at)
    values (${id}, ${threadId}, ${authorId}, ${party}, ${text}, ${folded}, ${gramsOf(folded)}::integer[],
      ${[...mentions]}::uuid[], ${new Date(atMs)})`;
}

/** A comment that stands, held until the transaction ends: two edits at once are kept one after the other. */
async function lockComment(
  tx: Queries,
  commentId: CommentId,
): Promise<{ thread_id: ThreadId; text: string } | undefined> {
  const [row] = await tx<{ thread_id: ThreadId; text: string }[]>`
    select thread_id, text from documents.comment where id = ${commentId} and deleted_at is null for update`;
  return row;
}

interface CommentRow extends StoredComment {
  readonly threadId: ThreadId;
}

/** Who is in a circle stays in it until the transaction ends. */
async function holdMember(tx: Queries, circleId: CircleId, personId: PersonId): Promise<void> {
  const rows = await tx`
    select 1 from documents.circle_member where circle_id = ${circleId} and person_id = ${personId} for share`;
  if (rows.length === 0) throw refuseDocument("documents/circle-not-found");
}

/** The condition under which the thread `t` reaches a reader. */
function reaching(sql: Queries, reader: ThreadReader | null): Fragment {
  if (!reader) return sql`t.audience = 'everyone'`;
  return readableThread(sql, { personId: reader.personId, internal: readsInternal(reader) });
}

async function selectThreads(
  sql: Queries,
  documentId: DocumentId,
  threadId: ThreadId | null,
  reader: ThreadReader | null,
): Promise<StoredThread[]> {
  const which = sql`t.document_id = ${documentId} ${threadId === null ? sql`` : sql`and t.id = ${threadId}`}
    and ${reaching(sql, reader)}`;
  const threads = await sql<Omit<StoredThread, "comments">[]>`
    select t.id, t.anchor, t.ranges, t.quote, t.seq::int, t.audience, t.circle_id as "circleId",
      (select name from documents.circle where id = t.circle_id) as "circleName", t.created_by as "createdBy", t.created_at as "createdAt",
      t.resolved_by as "resolvedBy", t.resolved_at as "resolvedAt", t.assignee_id as "assigneeId",
      t.proposal_id as "proposalId", t.proposer_id as "proposerId",
      t.decided_seq::int as "decidedSeq", t.opened_by as "openedBy", t.opened_at as "openedAt",
      t.copied_by as "copiedBy", t.copied_at as "copiedAt"
    from documents.thread t
    where ${which} and exists (select 1 from documents.comment c where c.thread_id = t.id and c.deleted_at is null)
    order by t.created_at, t.id`;
  const comments = await sql<CommentRow[]>`
    select c.id, c.thread_id as "threadId", c.author_id as "authorId", c.party,
      case when c.deleted_at is null then c.text else '' end as text,
      case when c.deleted_at is null then c.mentions else '{}' end as mentions,
      c.created_at as "createdAt", c.edited_at as "editedAt", c.deleted_at as "deletedAt", c.deleted_by as "deletedBy",
      coalesce((
        select json_agg(json_build_object('reaction', r.reaction, 'personId', r.person_id) order by r.given_at, r.person_id)
        from documents.reaction r where r.comment_id = c.id), '[]') as reactions
    from documents.comment c join documents.thread t on t.id = c.thread_id
    where ${which} order by c.created_at, c.id`;
  const byThread = Map.groupBy(comments, (comment) => comment.threadId);
  // One that was deleted between the two queries has no comments.
  return threads.map((thread) => ({ ...thread, comments: byThread.get(thread.id) ?? [] }));
}
