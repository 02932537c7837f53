/**
 * What becomes of the threads so far when the first outsider is let into a document.
 *
 * Rules: threads that everyone saw while everyone were colleagues become internal unless whoever shares says otherwise. Those in which an
 * outsider took part, and those that somebody made visible to everyone by an act of its own, stay as they are. Each is noted in the record.
 */
import type { DocumentId, EpochMs, PersonId } from "@parley/base";
import type { Fragment } from "postgres";
import type { Queries } from "../sharing/access-store.ts";

/** Who keeps earlier threads internal, and who of those who took part in them is from outside. */
export interface Keeping {
  readonly outsiders: readonly PersonId[];
  readonly by: PersonId;
  readonly atMs: EpochMs;
}

/** Everybody who wrote in the threads of a document, or reacted to what was written. */
export async function listSpeakers(sql: Queries, documentId: DocumentId): Promise<PersonId[]> {
  const rows = await sql<{ person_id: PersonId }[]>`
    select c.author_id as person_id
    from documents.comment c join documents.thread t on t.id = c.thread_id where t.document_id = ${documentId}
    union
    select r.person_id
    from documents.reaction r join documents.comment c on c.id = r.comment_id join documents.thread t on t.id = c.thread_id
    where t.document_id = ${documentId}`;
  return rows.map((row) => row.person_id);
}

/** How many threads would become internal. */
export async function countEarlierThreads(
  sql: Queries,
  documentId: DocumentId,
  outsiders: readonly PersonId[],
): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from documents.thread t
    where ${isEarlier(sql, documentId, outsiders)}
      and exists (select 1 from documents.comment c where c.thread_id = t.id and c.deleted_at is null)`;
  return row?.count ?? 0;
}

/** Makes them internal, in the transaction that lets the outsider in. Returns how many. */
export async function keepInternal(
  tx: Queries,
  documentId: DocumentId,
  { outsiders, by, atMs }: Keeping,
): Promise<number> {
  const kept = await tx`
    with kept as (
      update documents.thread t set audience = 'internal' where ${isEarlier(tx, documentId, outsiders)} returning t.id
    )
    insert into documents.comment_record (id, thread_id, act, by_id, at)
    select gen_random_uuid(), kept.id, 'keptInternal', ${by}, ${new Date(atMs)} from kept
    returning thread_id`;
  return kept.length;
}

function isEarlier(sql: Queries, documentId: DocumentId, outsiders: readonly PersonId[]): Fragment {
  const who = sql`any(${[...outsiders]}::uuid[])`;
  return sql`
    t.document_id = ${documentId} and t.audience = 'everyone' and t.opened_by is null
    and not exists (
      select 1 from documents.comment c left join documents.reaction r on r.comment_id = c.id
      where c.thread_id = t.id and (c.author_id = ${who} or r.person_id = ${who}))`;
}
