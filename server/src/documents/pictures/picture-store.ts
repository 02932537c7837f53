/** Rows of a document's pictures. The bytes lie in the data folder, see picture-folder.ts. */
import type { DocumentId, EpochMs, ImageId, PersonId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import type { PictureRecord } from "../library/document-store.ts";
import type { PictureType } from "./sniff-picture.ts";

interface PictureRow {
  id: ImageId;
  media_type: PictureType;
  width: number;
  height: number;
  size_bytes: number;
}

export interface PictureStore {
  /**
   * Adds a picture unless the document would then have more than `most` allows.
   * @returns whether it was added
   */
  add(
    documentId: DocumentId,
    picture: PictureRecord,
    by: { personId: PersonId; atMs: EpochMs },
    most: { count: number; totalBytes: number },
  ): Promise<boolean>;
  remove(documentId: DocumentId, id: ImageId): Promise<void>;
  /** A picture of this very document; `null` for any other. */
  find(documentId: DocumentId, id: ImageId): Promise<PictureRecord | null>;
  list(documentId: DocumentId): Promise<PictureRecord[]>;
}

/** The store over a database whose `documents` schema exists. */
export function createPictureStore(sql: Sql): PictureStore {
  return {
    add: (documentId, picture, by, most) =>
      sql.begin(async (tx) => {
        // The document's row is the lock: two uploads at once are counted one after the other.
        await tx`select 1 from documents.document where id = ${documentId} for no key update`;
        const rows = await tx`
          insert into documents.picture (id, document_id, media_type, width, height, size_bytes, created_at, created_by)
          select ${picture.id}::uuid, ${documentId}::uuid, ${picture.mediaType}, ${picture.width}::int, ${picture.height}::int,
            ${picture.sizeBytes}::int, ${new Date(by.atMs)}::timestamptz, ${by.personId}::uuid
          from (select count(*) as count, coalesce(sum(size_bytes), 0) as total from documents.picture where document_id = ${documentId}) held
          where held.count < ${most.count} and held.total + ${picture.sizeBytes}::int <= ${most.totalBytes}
          returning id`;
        return rows.length > 0;
      }),
    async remove(documentId, id) {
      await sql`delete from documents.picture where document_id = ${documentId} and id = ${id}`;
    },
    async find(documentId, id) {
      const [row] = await sql<PictureRow[]>`
        select id, media_type, width, height, size_bytes from documents.picture
        where document_id = ${documentId} and id = ${id}`;
      return row ? toPicture(row) : null;
    },
    async list(documentId) {
      const rows = await sql<PictureRow[]>`
        select id, media_type, width, height, size_bytes from documents.picture
        where document_id = ${documentId} order by created_at, id`;
      return rows.map(toPicture);
    },
  };
}

function toPicture(row: PictureRow): PictureRecord {
  return { id: row.id, mediaType: row.media_type, width: row.width, height: row.height, sizeBytes: row.size_bytes };
}
