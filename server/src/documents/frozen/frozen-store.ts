/** Which documents are frozen, at which row and why. */
import type { DocumentId, EpochMs, PersonId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { Sql } from "../../platform/postgres/client.ts";
import { ownBytes } from "../rooms/own-bytes.ts";

/** The end of a frozen document's log. */
export interface FrozenEnd {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** A frozen document. */
export interface FrozenDocument extends FrozenEnd {
  readonly documentId: DocumentId;
  /** As its kind names it. */
  readonly reason: string;
  readonly by: PersonId;
  readonly atMs: EpochMs;
}

export interface FreezingWanted {
  readonly by: PersonId;
  /** One of the kind's `frozenReasons`. */
  readonly reason: string;
  /** The row at which the log has to end; left out for wherever it does. */
  readonly seq?: number;
}

/** What decides how a document stands. */
export interface StandingFacts {
  readonly kind: string;
  /** `null` for one that is not frozen. */
  readonly reason: string | null;
}

export interface FrozenStore {
  /**
   * No row follows from here on. A frozen document stays as it is, and has the new reason.
   * @throws Refusal `documents/not-found`, `documents/log-moved-on` when its log ends at another row than `seq`
   */
  freeze(documentId: DocumentId, wanted: FreezingWanted & { readonly atMs: EpochMs }): Promise<FrozenEnd>;
  /** @returns whether it was frozen */
  thaw(documentId: DocumentId): Promise<boolean>;
  /** `null` for a document that is not frozen. */
  find(documentId: DocumentId): Promise<FrozenDocument | null>;
  /** Documents that there are not are left out. */
  readStandings(documentIds: readonly DocumentId[]): Promise<Map<DocumentId, StandingFacts>>;
}

export function createFrozenStore(sql: Sql): FrozenStore {
  return {
    freeze: (documentId, wanted) => freeze(sql, documentId, wanted),
    async thaw(documentId) {
      const rows = await sql`delete from documents.frozen where document_id = ${documentId} returning document_id`;
      return rows.length > 0;
    },
    async find(documentId) {
      const [row] = await sql<{ seq: number; hash: Buffer; reason: string; frozen_by: PersonId; frozen_at: Date }[]>`
        select seq, hash, reason, frozen_by, frozen_at from documents.frozen where document_id = ${documentId}`;
      if (!row) return null;
      const { seq, hash, reason, frozen_by: by, frozen_at: at } = row;
      return { documentId, seq, hash: ownBytes(hash), reason, by, atMs: at.getTime() };
    },
    async readStandings(documentIds) {
      const rows = await sql<{ id: DocumentId; kind: string; reason: string | null }[]>`
        select id, kind, reason from documents.document left join documents.frozen on document_id = id
        where id = any(${[...documentIds]}::uuid[])`;
      return new Map(rows.map(({ id, kind, reason }) => [id, { kind, reason }]));
    },
  };
}

async function freeze(
  sql: Sql,
  documentId: DocumentId,
  { by, reason, seq, atMs }: FreezingWanted & { readonly atMs: EpochMs },
): Promise<FrozenEnd> {
  return sql.begin(async (tx) => {
    // Waits for rows that are being written, which hold the key; those that come after see what is written here.
    const there = await tx`select from documents.document where id = ${documentId} for update`;
    const [last] = await tx<{ seq: number; hash: Buffer }[]>`
      select seq, hash from documents.update_row where document_id = ${documentId} order by seq desc limit 1`;
    if (there.length === 0 || !last) throw refuseDocument("documents/not-found");
    if (seq !== undefined && seq !== last.seq) throw refuseDocument("documents/log-moved-on", { seq, last: last.seq });
    await tx`
      insert into documents.frozen (document_id, seq, hash, reason, frozen_by, frozen_at)
      values (${documentId}, ${last.seq}, ${last.hash}, ${reason}, ${by}, ${new Date(atMs)})
      on conflict (document_id) do update
      set reason = excluded.reason, frozen_by = excluded.frozen_by, frozen_at = excluded.frozen_at`;
    return { seq: last.seq, hash: ownBytes(last.hash) };
  });
}
