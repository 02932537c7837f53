import type { DocumentId, EpochMs, PersonId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";

/** When people were last told of a document. */
export interface NoticeStore {
  /**
   * Notes that these people are told now, except who was told less than `quietMs` ago. One statement, so that of two
   * changes at once only one tells.
   * @returns those who are to be told
   */
  claim(documentId: DocumentId, personIds: readonly PersonId[], nowMs: EpochMs, quietMs: number): Promise<PersonId[]>;
}

/** The store over a database whose `documents` schema exists. */
export function createNoticeStore(sql: Sql): NoticeStore {
  return {
    async claim(documentId, personIds, nowMs, quietMs) {
      if (personIds.length === 0) return [];
      const rows = await sql<{ person_id: PersonId }[]>`
        insert into documents.share_notice as n (document_id, person_id, sent_at)
        select ${documentId}, id, ${new Date(nowMs)} from unnest(${[...new Set(personIds)]}::uuid[]) as id
        on conflict (document_id, person_id) do update set sent_at = excluded.sent_at
          where n.sent_at <= ${new Date(nowMs - quietMs)}
        returning person_id`;
      return rows.map((row) => row.person_id);
    },
  };
}
