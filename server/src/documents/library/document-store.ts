/**
 * The library's documents in the database: made, renamed, placed, trashed, made findable. Not their words' history: that
 * is the log's.
 *
 * Invariants:
 * - A document appears to anyone only after `markSeeded`; until then `forget` removes every trace of it.
 * - Every document has an owner's share from its first moment; `owner_id` always has a share with role `own`.
 * - The document's own row is never locked for long, nor against its key: every append to its log asks for that.
 */
import type { DocumentId, EpochMs, FolderId, ImageId, Party, PersonId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { Sql } from "../../platform/postgres/client.ts";
import type { Queries, Viewer } from "../sharing/access-store.ts";
import type { PictureType } from "../pictures/sniff-picture.ts";
import { type LibraryCursor, type LibraryEntry, type LibraryQuery, findEntry, listEntries } from "./entry-store.ts";
import { foldText, gramsOf, withoutControls } from "./search-text.ts";
import { violates } from "./violation.ts";

/** A picture's row; its bytes lie in the data folder. */
export interface PictureRecord {
  readonly id: ImageId;
  readonly mediaType: PictureType;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

/** How a document comes in sight whose making ends with something else in the same transaction. */
export interface DocumentAppearance {
  readonly title: string;
  readonly atMs: EpochMs;
  /** Shares for people who own it beside its maker. */
  readonly otherOwners: readonly { readonly shareId: string; readonly personId: PersonId }[];
}

export interface NewDocument {
  readonly id: DocumentId;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly ownerId: PersonId;
  /** For whom its owner acts in it; our side without it. */
  readonly party?: Party;
  /** A folder of the owner's. */
  readonly folderId: FolderId | null;
  readonly atMs: EpochMs;
  readonly shareId: string;
  readonly pictures: readonly PictureRecord[];
}

export interface DocumentStore {
  /** Writes the document with its owner's share, unseen until `markSeeded`. Throws `documents/folder-not-found`. */
  create(wanted: NewDocument): Promise<void>;
  markSeeded(id: DocumentId, atMs: EpochMs): Promise<void>;
  /** As `markSeeded`, within a transaction of the caller's, with the title it has by now and further owners. */
  appear(tx: Queries, id: DocumentId, appearance: DocumentAppearance): Promise<void>;
  /**
   * Removes a document that was never seeded. A seeded one stays; one with rows in the log stays, too, seen by nobody.
   * @returns whether nothing of it is there any more
   */
  forget(id: DocumentId): Promise<boolean>;
  /** Documents made before this moment that never received content: their making was cut off. */
  listAbandoned(beforeMs: EpochMs): Promise<DocumentId[]>;
  /** A page of the viewer's list and where the next one begins. */
  list(
    viewer: Viewer,
    query: LibraryQuery,
    nowMs: EpochMs,
  ): Promise<{ entries: LibraryEntry[]; next: LibraryCursor | null }>;
  /** One entry, also from the trash; `null` when nothing gives the viewer access. */
  find(viewer: Viewer, id: DocumentId, nowMs: EpochMs): Promise<LibraryEntry | null>;
  /** The title alone, without a check of access; `null` for a document that is not there or in the trash. */
  findTitle(id: DocumentId): Promise<string | null>;
  rename(id: DocumentId, title: string, change: { by: PersonId; atMs: EpochMs }): Promise<void>;
  /** Keeps the document in one of the person's folders, or in none. Throws `documents/folder-not-found`. */
  place(id: DocumentId, personId: PersonId, folderId: FolderId | null): Promise<void>;
  /** @returns whether it was not in the trash before */
  trash(id: DocumentId, atMs: EpochMs): Promise<boolean>;
  /** @returns whether it was in the trash before */
  restore(id: DocumentId): Promise<boolean>;
  /**
   * The words changed: notes when and by whom, and makes the new text findable. Older news than what is noted changes
   * nothing. Costs an index write of the whole text, so a room calls it when typing pauses, not for every update.
   */
  noteChanged(id: DocumentId, change: { atMs: EpochMs; by: PersonId; text: string }): Promise<void>;
  /** The person opened the document. */
  noteOpened(id: DocumentId, personId: PersonId, atMs: EpochMs): Promise<void>;
}

/** The store over a database whose `documents` schema exists. */
export function createDocumentStore(sql: Sql): DocumentStore {
  return {
    create: (wanted) => create(sql, wanted),
    async markSeeded(id, atMs) {
      await sql`update documents.document set seeded_at = ${new Date(atMs)} where id = ${id} and seeded_at is null`;
    },
    appear: (tx, id, appearance) => appear(tx, id, appearance),
    async forget(id) {
      await sql`
        delete from documents.document d where id = ${id} and seeded_at is null
          and not exists (select 1 from documents.update_row r where r.document_id = d.id)`;
      const left = await sql`select 1 from documents.document where id = ${id}`;
      return left.length === 0;
    },
    async listAbandoned(beforeMs) {
      const rows = await sql<{ id: DocumentId }[]>`
        select d.id from documents.document d
        where d.seeded_at is null and d.created_at < ${new Date(beforeMs)}
          and not exists (select 1 from documents.update_row r where r.document_id = d.id)`;
      return rows.map((row) => row.id);
    },
    list: (viewer, query, nowMs) => listEntries(sql, viewer, query, nowMs),
    find: (viewer, id, nowMs) => findEntry(sql, viewer, id, nowMs),
    async findTitle(id) {
      const [row] = await sql<{ title: string }[]>`
        select title from documents.document where id = ${id} and seeded_at is not null and trashed_at is null`;
      return row?.title ?? null;
    },
    rename: (id, title, change) => rename(sql, id, title, change),
    place: (id, personId, folderId) => place(sql, id, personId, folderId),
    async trash(id, atMs) {
      const rows = await sql`
        update documents.document set trashed_at = ${new Date(atMs)} where id = ${id} and trashed_at is null returning id`;
      return rows.length > 0;
    },
    async restore(id) {
      const rows = await sql`
        update documents.document set trashed_at = null where id = ${id} and trashed_at is not null returning id`;
      return rows.length > 0;
    },
    noteChanged: (id, change) => noteChanged(sql, id, change),
    async noteOpened(id, personId, atMs) {
      await sql`
        insert into documents.opened (person_id, document_id, opened_at) values (${personId}, ${id}, ${new Date(atMs)})
        on conflict (person_id, document_id)
        do update set opened_at = greatest(documents.opened.opened_at, excluded.opened_at)`;
    },
  };
}

async function create(sql: Sql, wanted: NewDocument): Promise<void> {
  const at = new Date(wanted.atMs);
  const { id, ownerId } = wanted;
  await sql.begin(async (tx) => {
    await tx`
      insert into documents.document (id, kind, title, owner_id, created_at, changed_at, changed_by)
      values (${id}, ${wanted.kind}, ${wanted.title}, ${ownerId}, ${at}, ${at}, ${ownerId})`;
    await tx`
      insert into documents.share (id, document_id, target, person_id, role, party, created_at, created_by)
      values (${wanted.shareId}, ${id}, 'person', ${ownerId}, 'own', ${wanted.party ?? "ours"}, ${at}, ${ownerId})`;
    await tx`insert into documents.opened (person_id, document_id, opened_at) values (${ownerId}, ${id}, ${at})`;
    await writeWords(tx, id, { title: wanted.title, text: wanted.text, at });
    for (const picture of wanted.pictures) {
      await tx`
        insert into documents.picture (id, document_id, media_type, width, height, size_bytes, created_at, created_by)
        values (${picture.id}, ${id}, ${picture.mediaType}, ${picture.width}, ${picture.height}, ${picture.sizeBytes}, ${at}, ${ownerId})`;
    }
    await place(tx, id, ownerId, wanted.folderId);
  });
}

async function appear(tx: Queries, id: DocumentId, { title, atMs, otherOwners }: DocumentAppearance): Promise<void> {
  const at = new Date(atMs);
  const words = await lockWords(tx, id);
  if (words) await writeWords(tx, id, { title, text: words.text, at: words.notedAt });
  const [made] = await tx<{ ownerId: PersonId }[]>`
    update documents.document set title = ${title}, seeded_at = ${at} where id = ${id} and seeded_at is null
    returning owner_id as "ownerId"`;
  if (!made) throw new Error(`document ${id} is not one that is being made`);
  for (const { shareId, personId } of otherOwners.filter((other) => other.personId !== made.ownerId)) {
    await tx`
      insert into documents.share (id, document_id, target, person_id, role, party, created_at, created_by)
      values (${shareId}, ${id}, 'person', ${personId}, 'own', 'ours', ${at}, ${made.ownerId})`;
  }
}

/** Writes text, folded forms and grams; older news than what is there changes nothing. */
async function writeWords(
  sql: Queries,
  id: DocumentId,
  words: { readonly title: string; readonly text: string; readonly at: Date },
): Promise<void> {
  const text = withoutControls(words.text);
  const [foldedTitle, foldedText] = [foldText(words.title), foldText(text)];
  await sql`
    insert into documents.document_words as w (document_id, noted_at, text, folded_title, folded_text, grams)
    values (${id}, ${words.at}, ${text}, ${foldedTitle}, ${foldedText}, ${gramsOf(`${foldedTitle}\n${foldedText}`)})
    on conflict (document_id) do update
    set noted_at = excluded.noted_at, text = excluded.text, folded_title = excluded.folded_title,
      folded_text = excluded.folded_text, grams = excluded.grams
    where w.noted_at <= excluded.noted_at and (w.text <> excluded.text or w.folded_title <> excluded.folded_title)`;
}

/**
 * Locks the document's words, so that a new title and a new text never write each other's old half. Not the document's
 * own row: every append to its log asks for that one, and may not wait for an index.
 */
async function lockWords(tx: Queries, id: DocumentId): Promise<{ title: string; text: string; notedAt: Date } | null> {
  const [row] = await tx<{ text: string; noted_at: Date }[]>`
    select text, noted_at from documents.document_words where document_id = ${id} for update`;
  const [document] = await tx<{ title: string }[]>`select title from documents.document where id = ${id}`;
  return row && document ? { title: document.title, text: row.text, notedAt: row.noted_at } : null;
}

async function rename(sql: Sql, id: DocumentId, title: string, change: { by: PersonId; atMs: EpochMs }): Promise<void> {
  const at = new Date(change.atMs);
  await sql.begin(async (tx) => {
    const words = await lockWords(tx, id);
    if (!words || words.title === title) return;
    await writeWords(tx, id, { title, text: words.text, at: words.notedAt });
    await tx`
      update documents.document
      set title = ${title}, changed_at = greatest(changed_at, ${at}), changed_by = ${change.by} where id = ${id}`;
  });
}

async function noteChanged(
  sql: Sql,
  id: DocumentId,
  change: { atMs: EpochMs; by: PersonId; text: string },
): Promise<void> {
  const at = new Date(change.atMs);
  await sql`
    update documents.document set changed_at = ${at}, changed_by = ${change.by}
    where id = ${id} and changed_at <= ${at}`;
  await sql.begin(async (tx) => {
    const words = await lockWords(tx, id);
    if (words) await writeWords(tx, id, { title: words.title, text: change.text, at });
  });
}

async function place(sql: Queries, id: DocumentId, personId: PersonId, folderId: FolderId | null): Promise<void> {
  if (folderId === null) {
    await sql`delete from documents.placement where document_id = ${id} and person_id = ${personId}`;
    return;
  }
  try {
    await sql`
      insert into documents.placement (person_id, document_id, folder_id) values (${personId}, ${id}, ${folderId})
      on conflict (person_id, document_id) do update set folder_id = excluded.folder_id`;
  } catch (error) {
    if (violates(error, "placement_own_folder")) throw refuseDocument("documents/folder-not-found");
    throw error;
  }
}
