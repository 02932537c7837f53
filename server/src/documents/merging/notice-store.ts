/** Notices of damaged merges, in PostgreSQL. */
import type { DocumentId, EpochMs, Id, PersonId } from "@parley/base";
import type { MergeNotice } from "@parley/documents";
import type { Sql } from "../../platform/postgres/client.ts";
import { storableText } from "../../platform/postgres/storable-text.ts";

export type NoticeId = Id<"merge-notice">;
export type StoredRange = readonly [client: number, clock: number, length: number];

export interface StoredNotice {
  readonly id: NoticeId;
  readonly kind: MergeNotice["kind"];
  readonly text: string;
  readonly ids: readonly StoredRange[];
  readonly others: readonly StoredRange[];
  readonly block: readonly [client: number, clock: number] | null;
  readonly atMs: EpochMs;
  readonly personIds: readonly PersonId[];
}

export interface NoticeStore {
  /** Keeps a notice. Words that are lost one after another in one place, by the same people, are one. */
  add(documentId: DocumentId, notice: StoredNotice): Promise<void>;
  /** What concerns a person and is neither repaired nor put away, oldest first. */
  list(documentId: DocumentId, personId: PersonId): Promise<StoredNotice[]>;
  /** Whether there was something to put away. */
  dismiss(documentId: DocumentId, id: string, personId: PersonId, atMs: EpochMs): Promise<boolean>;
  markRepaired(id: NoticeId, by: PersonId, atMs: EpochMs): Promise<void>;
}

interface NoticeRow {
  id: NoticeId;
  kind: MergeNotice["kind"];
  text: string;
  ids: StoredRange[];
  others: StoredRange[];
  block: [number, number] | null;
  noted_at: Date;
  person_ids: PersonId[];
}

const toNotice = (row: NoticeRow): StoredNotice => ({
  id: row.id,
  kind: row.kind,
  text: row.text,
  ids: row.ids,
  others: row.others,
  block: row.block,
  atMs: row.noted_at.getTime(),
  personIds: row.person_ids,
});

export function createNoticeStore(sql: Sql): NoticeStore {
  return {
    add: (documentId, notice) => add(sql, documentId, notice),
    async list(documentId, personId) {
      const rows = await sql<NoticeRow[]>`
        select notice.*, array(
          select person_id from documents.merge_notice_person as each where each.notice_id = notice.id order by person_id
        ) as person_ids
        from documents.merge_notice as notice
        join documents.merge_notice_person as own on own.notice_id = notice.id and own.person_id = ${personId}
        where document_id = ${documentId} and repaired_at is null and own.dismissed_at is null
        order by noted_at, notice.id`;
      return rows.map(toNotice);
    },
    async dismiss(documentId, id, personId, atMs) {
      const rows = await sql`
        update documents.merge_notice_person as own set dismissed_at = ${new Date(atMs)}
        from documents.merge_notice as notice
        where own.notice_id = ${id} and own.person_id = ${personId} and own.dismissed_at is null
          and notice.id = own.notice_id and notice.document_id = ${documentId}
        returning own.notice_id`;
      return rows.length > 0;
    },
    async markRepaired(id, by, atMs) {
      await sql`update documents.merge_notice set repaired_by = ${by}, repaired_at = ${new Date(atMs)}
        where id = ${id} and repaired_at is null`;
    },
  };
}

async function add(sql: Sql, documentId: DocumentId, notice: StoredNotice): Promise<void> {
  const json = (value: unknown): string => JSON.stringify(value);
  const text = storableText(notice.text);
  await sql.begin(async (tx) => {
    if (notice.kind === "lost") {
      const grown = await tx`
        update documents.merge_notice as notice
        set text = text || ${text}, ids = ids || ${json(notice.ids)}::text::jsonb
        where document_id = ${documentId} and kind = 'lost' and block = ${json(notice.block)}::text::jsonb and repaired_at is null
          and (select array_agg(person_id order by person_id) from documents.merge_notice_person as each
            where each.notice_id = notice.id and dismissed_at is null) = ${`{${notice.personIds.toSorted().join(",")}}`}::text::uuid[]
        returning id`;
      if (grown.length > 0) return;
    }
    await tx`
      insert into documents.merge_notice (id, document_id, kind, text, ids, others, block, noted_at)
      values (${notice.id}, ${documentId}, ${notice.kind}, ${text}, ${json(notice.ids)}::text::jsonb,
        ${json(notice.others)}::text::jsonb, ${json(notice.block)}::text::jsonb, ${new Date(notice.atMs)})`;
    await tx`
      insert into documents.merge_notice_person (notice_id, person_id)
      select ${notice.id}::uuid, unnest(${`{${notice.personIds.join(",")}}`}::text::uuid[])`;
  });
}
