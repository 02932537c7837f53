/** What was said in a document and what became of it, as rows of a trail. */
import type { DocumentId, EpochMs, Party, PersonId } from "@parley/base";
import type { ThreadAudience } from "@parley/documents";
import type { Sql } from "../../platform/postgres/client.ts";
import { readableThread } from "../comments/thread-audience.ts";

/** One comment, or one thing that was done about comments. */
export interface CommentFact {
  readonly id: string;
  readonly atMs: EpochMs;
  readonly personId: PersonId;
  readonly party: Party | null;
  readonly act: "added" | "edited" | "deleted" | "resolved" | "reopened" | "assigned" | "unassigned" | "opened";
  /** The beginning of what it says; `null` when that was deleted. */
  readonly text: string | null;
  readonly audience: ThreadAudience;
  /** To whom it was assigned. */
  readonly toPersonId: PersonId | null;
}

/** Characters of a comment that are told. */
const TOLD = 160;

/** What the reader may read of it, from the moment `until` backwards, the newest first. */
export async function readCommentFacts(
  sql: Sql,
  documentId: DocumentId,
  wanted: {
    readonly reader: { readonly personId: PersonId; readonly internal: boolean };
    readonly personId: PersonId | null;
    readonly fromMs: EpochMs;
    readonly untilMs: EpochMs;
    readonly limit: number;
  },
): Promise<CommentFact[]> {
  const { reader, personId, limit } = wanted;
  const [from, until] = [new Date(wanted.fromMs), new Date(wanted.untilMs)];
  const rows = await sql<(Omit<CommentFact, "atMs"> & { at: Date })[]>`
    select * from (
      select c.id, c.created_at as at, c.author_id as "personId", c.party, 'added' as act,
        case when c.deleted_at is null then left(c.text, ${TOLD}) end as text, t.audience, null::uuid as "toPersonId"
      from documents.thread t join documents.comment c on c.thread_id = t.id
      where t.document_id = ${documentId} and ${readableThread(sql, reader)}
      union all
      select r.id, r.at, r.by_id, null, r.act, case when c.deleted_at is null then left(c.text, ${TOLD}) end, t.audience, r.person_id
      from documents.thread t join documents.comment_record r on r.thread_id = t.id left join documents.comment c on c.id = r.comment_id
      where t.document_id = ${documentId} and ${readableThread(sql, reader)}
    ) as fact
    where at between ${from} and ${until} and (${personId}::uuid is null or "personId" = ${personId})
    order by at desc, id limit ${limit}`;
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}
