/**
 * Lists and search: which documents one person sees, in which order, and where a search found its words.
 * Both go through `grantRows`, so nobody sees a document that a check would refuse them.
 */
import {
  type DocumentId,
  type EpochMs,
  type FolderId,
  type Party,
  type PersonId,
  type Role,
  type ThreadId,
  must,
} from "@parley/base";
import type { Fragment } from "postgres";
import type { Sql } from "../../platform/postgres/client.ts";
import { foundComments } from "../comments/comment-store.ts";
import { readsInternalThere } from "../comments/thread-audience.ts";
import { type Queries, type Viewer, grantRows } from "../sharing/access-store.ts";
import { EXCERPT_BEFORE, EXCERPT_LENGTH, foldText, gramsOf, markExcerpt, withoutControls } from "./search-text.ts";

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
  /** The place that a search found, its hits marked. */
  readonly excerpt: string | null;
  /** The thread with that, where neither the title nor the text holds every term. */
  readonly inThread: ThreadId | null;
}

/** Which of the viewer's documents; `recent` is what they opened or were given personally, latest first. */
export type LibraryView = "recent" | "mine" | "shared" | "all" | "trash";

export interface LibraryQuery {
  readonly view: LibraryView;
  readonly kind: string | null;
  /** Left out where every kind is asked for. */
  readonly unlisted: readonly string[];
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
  in_words: boolean;
  comment_text: string | null;
  comment_thread: ThreadId | null;
}

export async function findEntry(
  sql: Sql,
  viewer: Viewer,
  id: DocumentId,
  nowMs: EpochMs,
): Promise<LibraryEntry | null> {
  const chosen = sql`
    select g.*, 0 as title_hit, d.changed_at as sort_key
    from (${grantRows(sql, viewer, nowMs, id)}) g join documents.document d on d.id = g.document_id
    where d.seeded_at is not null`;
  const [row] = await selectEntries(sql, viewer, chosen, [], nowMs);
  return row ? toEntry(row, []) : null;
}

/** The whole rows of the chosen documents. Only for these few the texts are unpacked and shares counted. */
function selectEntries(
  sql: Sql,
  viewer: Viewer,
  chosen: Fragment,
  terms: readonly string[],
  nowMs: EpochMs,
): Promise<EntryRow[]> {
  // Positions count characters from 1; 0 is nowhere.
  const position = terms.reduce<Fragment>(
    (found, term) => sql`coalesce(nullif(${found}, 0), strpos(w.folded_text, ${term}))`,
    sql`0`,
  );
  const from = sql`greatest(${position} - ${EXCERPT_BEFORE}::int, 1)`;
  const excerpt =
    terms.length === 0
      ? sql`null as excerpt_window, null as excerpt_from, null as text_length, true as in_words, null as comment_text,
          null as comment_thread`
      : sql`case when ${position} > 0 then substr(w.text, ${from}, ${EXCERPT_LENGTH}::int) end as excerpt_window,
          ${from} as excerpt_from, length(w.text) as text_length, coalesce(${inWords(sql, terms)}, false) as in_words,
          said.text as comment_text, said.thread_id as comment_thread`;
  const said =
    terms.length === 0
      ? sql``
      : sql`left join lateral (
          select text, thread_id from (${foundComments(sql, viewer, terms, readsInternalThere(sql, viewer, sql`c.party`))} and t.document_id = d.id) found
          order by created_at desc limit 1
        ) said on true`;
  return sql<EntryRow[]>`
    select d.id, d.kind, d.title, d.owner_id, d.created_at, d.changed_at, d.changed_by, d.trashed_at,
      c.role, c.party, c.title_hit, c.sort_key, p.folder_id, o.opened_at,
      (select count(*)::int from documents.share s
        where s.document_id = d.id and s.person_id is distinct from d.owner_id
          and (s.audience is distinct from 'guests' or s.invitation_id is not null)
          and (s.expires_at is null or s.expires_at > ${new Date(nowMs)})) as share_count,
      ${excerpt}
    from (${chosen}) c
    join documents.document d on d.id = c.document_id
    left join documents.document_words w on w.document_id = d.id
    left join documents.placement p on p.document_id = d.id and p.person_id = ${viewer.personId}
    left join documents.opened o on o.document_id = d.id and o.person_id = ${viewer.personId}
    ${said}
    order by c.title_hit desc, c.sort_key desc, d.id desc`;
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

/** Every term occurs, in the title or in the text. */
function inWords(sql: Queries, terms: readonly string[]): Fragment {
  return sql`(${terms.map((term) => sql`(strpos(w.folded_text, ${term}) > 0 or strpos(w.folded_title, ${term}) > 0) and`)} true)`;
}

/** Every term occurs in the title or the text, or in one comment that the viewer may read. The index narrows, `strpos` decides. */
function foundIn(sql: Queries, viewer: Viewer, terms: readonly string[]): Fragment {
  return sql`
    and (
      d.id in (
        select w.document_id from documents.document_words w
        where w.grams @> ${gramsOf(terms.join(" "))}::integer[] and ${inWords(sql, terms)}
      )
      or d.id in (select document_id from (${foundComments(sql, viewer, terms, sql`false`)}) found)
      or (${readsInternalThere(sql, viewer, sql`g.party`)}
        and d.id in (select document_id from (${foundComments(sql, viewer, terms, sql`true`)}) found))
    )
  `;
}

export async function listEntries(
  sql: Sql,
  viewer: Viewer,
  query: LibraryQuery,
  nowMs: EpochMs,
): Promise<{ entries: LibraryEntry[]; next: LibraryCursor | null }> {
  const { where, key } = viewOf(sql, query.view);
  const { terms, after } = query;
  const titleHit =
    terms.length === 0 ? sql`0` : sql`(${terms.map((term) => sql`strpos(w.folded_title, ${term}) > 0 and`)} true)::int`;
  const chosen = sql`
    select * from (
      select g.*, ${titleHit} as title_hit, ${key} as sort_key
      from (${grantRows(sql, viewer, nowMs, null)}) g
      join documents.document d on d.id = g.document_id
      left join documents.document_words w on w.document_id = d.id
      left join documents.placement p on p.document_id = d.id and p.person_id = ${viewer.personId}
      left join documents.opened o on o.document_id = d.id and o.person_id = ${viewer.personId}
      where d.seeded_at is not null and ${where}
        ${query.kind === null ? sql`and d.kind <> all(${[...query.unlisted]}::text[])` : sql`and d.kind = ${query.kind}`}
        ${query.folderId === null ? sql`` : sql`and p.folder_id = ${query.folderId}`}
        ${terms.length === 0 ? sql`` : foundIn(sql, viewer, terms)}
    ) candidate
    ${after === null ? sql`` : sql`where (title_hit, sort_key, document_id) < (${after.titleHit}::int, ${new Date(after.keyMs)}::timestamptz, ${after.id}::uuid)`}
    order by title_hit desc, sort_key desc, document_id desc
    limit ${query.limit + 1}`;
  const rows = await selectEntries(sql, viewer, chosen, terms, nowMs);
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
    inThread: row.in_words ? null : row.comment_thread,
  };
}

function excerptOf(row: EntryRow, terms: readonly string[]): string | null {
  if (!row.in_words && row.comment_text !== null) return excerptOfComment(row.comment_text, terms);
  if (row.excerpt_window === null) return markExcerpt(row.title, terms, { before: false, after: false });
  const from = must(row.excerpt_from, "a window has a start");
  return markExcerpt(row.excerpt_window, terms, {
    before: from > 1,
    after: from - 1 + EXCERPT_LENGTH < (row.text_length ?? 0),
  });
}

function excerptOfComment(text: string, terms: readonly string[]): string | null {
  const shown = withoutControls(text);
  const folded = foldText(shown);
  const first = Math.min(...terms.map((term) => folded.indexOf(term)).filter((at) => at >= 0));
  const from = Math.max(0, first - EXCERPT_BEFORE);
  const window = shown.slice(from, from + EXCERPT_LENGTH);
  return markExcerpt(window, terms, { before: from > 0, after: from + EXCERPT_LENGTH < text.length });
}
