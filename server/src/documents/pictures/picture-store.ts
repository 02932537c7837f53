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

/** How many pictures, and how large they may be altogether. */
export interface PictureBounds {
  readonly count: number;
  readonly totalBytes: number;
}

/** Whether a picture was added, or which bound it would have passed. */
export type AddedPicture = "added" | "tooMuchInAll" | "tooMuchOfOne";

export interface PictureStore {
  /** Adds a picture unless the document would then have more than `most.inAll` allows, or of this person more than `most.ofOne`. */
  add(
    documentId: DocumentId,
    picture: PictureRecord,
    by: { personId: PersonId; atMs: EpochMs },
    most: { inAll: PictureBounds; ofOne: PictureBounds | null },
  ): Promise<AddedPicture>;
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
        const held = async (personId: PersonId | null): Promise<PictureBounds> => {
          const [sums] = await tx<{ count: number; total: number }[]>`
            select count(*)::int as count, coalesce(sum(size_bytes), 0)::float8 as total from documents.picture
            where document_id = ${documentId} and (${personId}::uuid is null or created_by = ${personId}::uuid)`;
          return { count: sums?.count ?? 0, totalBytes: sums?.total ?? 0 };
        };
        const fits = ({ count, totalBytes }: PictureBounds, bounds: PictureBounds): boolean =>
          count < bounds.count && totalBytes + picture.sizeBytes <= bounds.totalBytes;
        if (!fits(await held(null), most.inAll)) return "tooMuchInAll";
        if (most.ofOne && !fits(await held(by.personId), most.ofOne)) return "tooMuchOfOne";
        await tx`
          insert into documents.picture (id, document_id, media_type, width, height, size_bytes, created_at, created_by)
          values (${picture.id}::uuid, ${documentId}::uuid, ${picture.mediaType}, ${picture.width}::int, ${picture.height}::int,
            ${picture.sizeBytes}::int, ${new Date(by.atMs)}::timestamptz, ${by.personId}::uuid)`;
        return "added";
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
