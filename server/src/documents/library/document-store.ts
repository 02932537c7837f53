/**
 * The library's documents in the database: cards, lists, search, trash. Not their words' history: that is the log's.
 *
 * Invariants:
 * - A document appears to anyone only after `markSeeded`; until then `forget` removes every trace of it.
 * - Every document has an owner's share from its first moment; `owner_id` always has a share with role `own`.
 * - Lists and cards go through `grantRows`, so nobody sees a document that a check would refuse them.
 */
import {
  type DocumentId,
  type EpochMs,
  type FolderId,
  type ImageId,
  type Party,
  type PersonId,
  type Role,
  must,
} from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { Fragment } from "postgres";
import type { Sql } from "../../platform/postgres/client.ts";
import { type Queries, type Viewer, grantRows } from "../sharing/access-store.ts";
import type { PictureType } from "../pictures/sniff-picture.ts";
import { EXCERPT_BEFORE, EXCERPT_LENGTH, foldText, gramsOf, markExcerpt, withoutControls } from "./search-text.ts";
import { violates } from "./violation.ts";

/** A document as one person sees it in a list. */
export interface LibraryEntry {
  readonly id: DocumentId;
  readonly kind: string;
  readonly title: string;
  readonly ownerId: PersonId;
  readonly folderId: FolderId | null;
  /** `view` at most while in the trash. */
  readonly role: Role;
  readonly party: Party;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly changedBy: PersonId | null;
  readonly openedAt: Date | null;
  readonly trashedAt: Date | null;
  /** Shares that count now, beside the owner's own. */
  readonly shareCount: number;
  readonly excerpt: string | null;
}

/** A picture's row; its bytes lie in the data folder. */
export interface PictureRecord {
  readonly id: ImageId;
  readonly mediaType: PictureType;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

export interface NewDocument {
  readonly id: DocumentId;
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly ownerId: PersonId;
  /** A folder of the owner's. */
  readonly folderId: FolderId | null;
  readonly atMs: EpochMs;
  readonly shareId: string;
  readonly pictures: readonly PictureRecord[];
}

/** Which of the viewer's documents; `recent` is what they opened or were given personally, latest first. */
export type LibraryView = "recent" | "mine" | "shared" | "all" | "trash";

export interface LibraryQuery {
  readonly view: LibraryView;
  readonly kind: string | null;
  readonly folderId: FolderId | null;
  /** From `searchTerms`; empty when nothing is searched. */
  readonly terms: readonly string[];
  /** Where the page before ended. */
  readonly after: LibraryCursor | null;
  readonly limit: number;
}

/** A place in a list: title hits first, then by time, then by id, all falling. */
export interface LibraryCursor {
  readonly titleHit: number;
  readonly keyMs: number;
  readonly id: DocumentId;
}

interface EntryRow {
  id: DocumentId;
  kind: string;
  title: string;
  owner_id: PersonId;
  folder_id: FolderId | null;
  role: Role;
  party: Party;
  created_at: Date;
  changed_at: Date;
  changed_by: PersonId | null;
  opened_at: Date | null;
  trashed_at: Date | null;
  share_count: number;
  title_hit: number;
  sort_key: Date;
  excerpt_window: string | null;
  excerpt_from: number | null;
  text_length: number | null;
}

export interface DocumentStore {
  /** Writes the document with its owner's share, unseen until `markSeeded`. Throws `documents/folder-not-found`. */
  create(wanted: NewDocument): Promise<void>;
  markSeeded(id: DocumentId, atMs: EpochMs): Promise<void>;
  /** Removes a document that was never seeded. A seeded one stays; one with rows in the log stays, too, seen by nobody. */
  forget(id: DocumentId): Promise<void>;
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
    async forget(id) {
      await sql`
        delete from documents.document d where id = ${id} and seeded_at is null
          and not exists (select 1 from documents.update_row r where r.document_id = d.id)`;
    },
    list: (viewer, query, nowMs) => list(sql, viewer, query, nowMs),
    find: (viewer, id, nowMs) => find(sql, viewer, id, nowMs),
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
      values (${wanted.shareId}, ${id}, 'person', ${ownerId}, 'own', 'ours', ${at}, ${ownerId})`;
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

/** Locks the document's row, so that a new title and a new text never write each other's old half. */
async function lockTitle(tx: Queries, id: DocumentId): Promise<string | null> {
  const [row] = await tx<{ title: string }[]>`select title from documents.document where id = ${id} for update`;
  return row?.title ?? null;
}

async function rename(sql: Sql, id: DocumentId, title: string, change: { by: PersonId; atMs: EpochMs }): Promise<void> {
  const at = new Date(change.atMs);
  await sql.begin(async (tx) => {
    if ((await lockTitle(tx, id)) === title) return;
    await tx`
      update documents.document
      set title = ${title}, changed_at = greatest(changed_at, ${at}), changed_by = ${change.by} where id = ${id}`;
    const [words] = await tx<{ text: string; noted_at: Date }[]>`
      select text, noted_at from documents.document_words where document_id = ${id}`;
    if (words) await writeWords(tx, id, { title, text: words.text, at: words.noted_at });
  });
}

async function noteChanged(
  sql: Sql,
  id: DocumentId,
  change: { atMs: EpochMs; by: PersonId; text: string },
): Promise<void> {
  const at = new Date(change.atMs);
  await sql.begin(async (tx) => {
    const title = await lockTitle(tx, id);
    if (title === null) return;
    await tx`
      update documents.document set changed_at = ${at}, changed_by = ${change.by}
      where id = ${id} and changed_at <= ${at}`;
    await writeWords(tx, id, { title, text: change.text, at });
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

async function find(sql: Sql, viewer: Viewer, id: DocumentId, nowMs: EpochMs): Promise<LibraryEntry | null> {
  const [row] = await sql<EntryRow[]>`
    ${entryColumns(sql, [], nowMs)}, 0 as title_hit, d.changed_at as sort_key
    from (${grantRows(sql, viewer, nowMs, id)}) g ${entryTables(sql, viewer)}
    where d.seeded_at is not null`;
  return row ? toEntry(row, []) : null;
}

function entryColumns(sql: Queries, terms: readonly string[], nowMs: EpochMs): Fragment {
  // Positions count characters from 1; 0 is nowhere.
  const position = terms.reduce<Fragment>(
    (found, term) => sql`coalesce(nullif(${found}, 0), strpos(w.folded_text, ${term}))`,
    sql`0`,
  );
  const from = sql`greatest(${position} - ${EXCERPT_BEFORE}::int, 1)`;
  return sql`
    select d.id, d.kind, d.title, d.owner_id, d.created_at, d.changed_at, d.changed_by, d.trashed_at,
      g.role, g.party, p.folder_id, o.opened_at,
      (select count(*)::int from documents.share s
        where s.document_id = d.id and s.person_id is distinct from d.owner_id
          and (s.audience is distinct from 'guests' or s.invitation_id is not null)
          and (s.expires_at is null or s.expires_at > ${new Date(nowMs)})) as share_count,
      case when ${position} > 0 then substr(w.text, ${from}, ${EXCERPT_LENGTH}::int) end as excerpt_window,
      ${from} as excerpt_from, length(w.text) as text_length
  `;
}

function entryTables(sql: Queries, viewer: Viewer): Fragment {
  return sql`
    join documents.document d on d.id = g.document_id
    left join documents.document_words w on w.document_id = d.id
    left join documents.placement p on p.document_id = d.id and p.person_id = ${viewer.personId}
    left join documents.opened o on o.document_id = d.id and o.person_id = ${viewer.personId}
  `;
}

/** What each view shows and the moment it is sorted by. */
function viewOf(sql: Queries, view: LibraryView): { readonly where: Fragment; readonly key: Fragment } {
  const mine = sql`(g.role = 'own' and g.source = 'person')`;
  const views: Readonly<Record<LibraryView, { where: Fragment; key: Fragment }>> = {
    recent: {
      where: sql`d.trashed_at is null and (o.opened_at is not null or g.direct_at is not null)`,
      key: sql`coalesce(o.opened_at, g.direct_at)`,
    },
    mine: { where: sql`d.trashed_at is null and ${mine}`, key: sql`d.changed_at` },
    shared: { where: sql`d.trashed_at is null and not ${mine}`, key: sql`d.changed_at` },
    all: { where: sql`d.trashed_at is null`, key: sql`d.changed_at` },
    trash: { where: sql`d.trashed_at is not null and g.role = 'own'`, key: sql`d.trashed_at` },
  };
  return views[view];
}

/** The index narrows, `strpos` decides: every term occurs, in the title or in the text. */
function foundIn(sql: Queries, terms: readonly string[]): Fragment {
  return sql`
    and w.grams @> ${gramsOf(terms.join(" "))}::text[]
    ${terms.map((term) => sql`and (strpos(w.folded_text, ${term}) > 0 or strpos(w.folded_title, ${term}) > 0)`)}
  `;
}

async function list(
  sql: Sql,
  viewer: Viewer,
  query: LibraryQuery,
  nowMs: EpochMs,
): Promise<{ entries: LibraryEntry[]; next: LibraryCursor | null }> {
  const { where, key } = viewOf(sql, query.view);
  const { terms, after } = query;
  const titleHit =
    terms.length === 0 ? sql`0` : sql`(${terms.map((term) => sql`strpos(w.folded_title, ${term}) > 0 and`)} true)::int`;
  const rows = await sql<EntryRow[]>`
    select * from (
      ${entryColumns(sql, terms, nowMs)}, ${titleHit} as title_hit, ${key} as sort_key
      from (${grantRows(sql, viewer, nowMs, null)}) g ${entryTables(sql, viewer)}
      where d.seeded_at is not null and ${where}
        ${query.kind === null ? sql`` : sql`and d.kind = ${query.kind}`}
        ${query.folderId === null ? sql`` : sql`and p.folder_id = ${query.folderId}`}
        ${terms.length === 0 ? sql`` : foundIn(sql, terms)}
    ) entry
    ${after === null ? sql`` : sql`where (title_hit, sort_key, id) < (${after.titleHit}::int, ${new Date(after.keyMs)}::timestamptz, ${after.id}::uuid)`}
    order by title_hit desc, sort_key desc, id desc
    limit ${query.limit + 1}`;
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const next =
    rows.length > query.limit && last
      ? { titleHit: last.title_hit, keyMs: last.sort_key.getTime(), id: last.id }
      : null;
  return { entries: page.map((row) => toEntry(row, terms)), next };
}

function toEntry(row: EntryRow, terms: readonly string[]): LibraryEntry {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    ownerId: row.owner_id,
    folderId: row.folder_id,
    role: row.trashed_at === null ? row.role : "view",
    party: row.party,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    openedAt: row.opened_at,
    trashedAt: row.trashed_at,
    shareCount: row.share_count,
    excerpt: terms.length === 0 ? null : excerptOf(row, terms),
  };
}

function excerptOf(row: EntryRow, terms: readonly string[]): string | null {
  if (row.excerpt_window === null) return markExcerpt(row.title, terms, { before: false, after: false });
  const from = must(row.excerpt_from, "a window has a start");
  return markExcerpt(row.excerpt_window, terms, {
    before: from > 1,
    after: from - 1 + EXCERPT_LENGTH < (row.text_length ?? 0),
  });
}
