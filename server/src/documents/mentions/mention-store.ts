import type { DocumentId, EpochMs, PersonId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";

/** When people were last told that a document's text mentions them. */
export interface MentionStore {
  /** Notes that these people are told now, in one statement, and returns those who were not told within `quietMs`. */
  claim(documentId: DocumentId, personIds: readonly PersonId[], nowMs: EpochMs, quietMs: number): Promise<PersonId[]>;
}

/** The store over a database whose `documents` schema exists. */
export function createMentionStore(sql: Sql): MentionStore {
  return {
    async claim(documentId, personIds, nowMs, quietMs) {
      if (personIds.length === 0) return [];
      const rows = await sql<{ person_id: PersonId }[]>`
        insert into documents.mention_notice as n (document_id, person_id, sent_at)
        select ${documentId}, id, ${new Date(nowMs)} from unnest(${[...new Set(personIds)]}::uuid[]) as id
        on conflict (document_id, person_id) do update set sent_at = excluded.sent_at
          where n.sent_at <= ${new Date(nowMs - quietMs)}
        returning person_id`;
      return rows.map((row) => row.person_id);
    },
  };
}
