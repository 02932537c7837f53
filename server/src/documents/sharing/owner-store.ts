/**
 * Documents that nobody owns any more, and giving them an owner.
 *
 * A document is without an owner when everybody with a personal share `own` is known to count no longer, and no department
 * that has people owns it. Who counts is asked of the directory before; somebody who is not named as gone counts, so a new
 * owner is never overlooked. Giving locks the document's row: of two at once one is refused.
 */
import type { DepartmentId, DocumentId, EpochMs, PersonId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { Sql, Transaction } from "../../platform/postgres/client.ts";
import type { Queries } from "./access-store.ts";

/** Owners who do not count any more, and departments whose people count. */
export interface OwnersNow {
  readonly gone: readonly PersonId[];
  readonly departments: readonly DepartmentId[];
}

/** A document without an owner, as far as an administrator may see it. */
export interface OwnerlessDocument {
  readonly id: DocumentId;
  readonly kind: string;
  readonly title: string;
  readonly formerOwnerId: PersonId;
  readonly changedAt: Date;
  readonly trashedAt: Date | null;
}

/** Ownership that an administrator gave. */
export interface OwnerChange {
  readonly formerOwnerId: PersonId;
  readonly ownerId: PersonId;
  readonly givenBy: PersonId;
  readonly givenAt: Date;
}

export interface OwnerStore {
  /** Everybody who owns a document, by a share of theirs or of a department. */
  listOwners(): Promise<{ people: PersonId[]; departments: DepartmentId[] }>;
  /** By title, at most `limit`. */
  listOwnerless(owners: OwnersNow, limit: number): Promise<OwnerlessDocument[]>;
  /**
   * Makes the person an owner without end and records it. Throws `documents/not-found`, and `documents/has-owner` when
   * somebody owns it.
   * @returns the document as it was before
   */
  give(gift: {
    documentId: DocumentId;
    owners: OwnersNow;
    to: PersonId;
    by: PersonId;
    atMs: EpochMs;
    shareId: string;
    changeId: string;
  }): Promise<OwnerlessDocument>;
  /** What administrators did to the ownership of a document, newest first. */
  listChanges(documentId: DocumentId): Promise<OwnerChange[]>;
}

interface DocumentRow {
  id: DocumentId;
  kind: string;
  title: string;
  owner_id: PersonId;
  changed_at: Date;
  trashed_at: Date | null;
}

const toDocument = (row: DocumentRow): OwnerlessDocument => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  formerOwnerId: row.owner_id,
  changedAt: row.changed_at,
  trashedAt: row.trashed_at,
});

/** The store over a database whose `documents` schema exists. */
export function createOwnerStore(sql: Sql): OwnerStore {
  return {
    async listOwners() {
      const rows = await sql<{ person_id: PersonId | null; department_id: DepartmentId | null }[]>`
        select distinct person_id, department_id from documents.share where role = 'own'`;
      return {
        people: rows.flatMap((row) => (row.person_id === null ? [] : [row.person_id])),
        departments: rows.flatMap((row) => (row.department_id === null ? [] : [row.department_id])),
      };
    },
    async listOwnerless(owners, limit) {
      const rows = await sql<DocumentRow[]>`
        select d.id, d.kind, d.title, d.owner_id, d.changed_at, d.trashed_at from documents.document d
        where d.seeded_at is not null
          and not exists (select 1 from documents.share s where s.document_id = d.id and ${owning(sql, owners)})
        order by d.title, d.id limit ${limit}`;
      return rows.map(toDocument);
    },
    give: (gift) => sql.begin((tx) => give(tx, gift)),
    async listChanges(documentId) {
      const rows = await sql<{ former_owner_id: PersonId; owner_id: PersonId; given_by: PersonId; given_at: Date }[]>`
        select former_owner_id, owner_id, given_by, given_at from documents.owner_change
        where document_id = ${documentId} order by given_at desc, id`;
      return rows.map((row) => ({
        formerOwnerId: row.former_owner_id,
        ownerId: row.owner_id,
        givenBy: row.given_by,
        givenAt: row.given_at,
      }));
    },
  };
}

/** Whether the share `s` makes somebody who counts an owner. */
function owning(sql: Queries, { gone, departments }: OwnersNow): ReturnType<typeof sql> {
  return sql`s.role = 'own' and (
    s.target = 'person' and not s.person_id = any(${[...gone]}::uuid[])
    or s.target = 'department' and s.department_id = any(${[...departments]}::uuid[]))`;
}

async function give(tx: Transaction, gift: Parameters<OwnerStore["give"]>[0]): Promise<OwnerlessDocument> {
  const { documentId, to } = gift;
  const at = new Date(gift.atMs);
  const [before] = await tx<DocumentRow[]>`
    select id, kind, title, owner_id, changed_at, trashed_at from documents.document
    where id = ${documentId} and seeded_at is not null for no key update`;
  if (!before) throw refuseDocument("documents/not-found");
  const owners = await tx`
    select 1 from documents.share s where s.document_id = ${documentId} and ${owning(tx, gift.owners)}`;
  if (owners.length > 0) throw refuseDocument("documents/has-owner");
  await tx`
    insert into documents.share (id, document_id, target, person_id, role, party, created_at, created_by)
    values (${gift.shareId}, ${documentId}, 'person', ${to}, 'own', 'ours', ${at}, ${gift.by})
    on conflict (document_id, person_id) where target = 'person'
      do update set role = 'own', party = 'ours', expires_at = null`;
  await tx`update documents.document set owner_id = ${to} where id = ${documentId}`;
  await tx`
    insert into documents.owner_change (id, document_id, former_owner_id, owner_id, given_by, given_at)
    values (${gift.changeId}, ${documentId}, ${before.owner_id}, ${to}, ${gift.by}, ${at})`;
  return toDocument(before);
}
