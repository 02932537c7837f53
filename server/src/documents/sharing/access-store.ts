/**
 * The one query that says who may do what: the library's lists and the rooms' checks both stand on it, so a list never
 * shows what a check would refuse.
 *
 * Rules: a share gives what it says until it expires; the strongest wins, and among equals the more personal one (own
 * share, then department, then link), which also decides the party. Guests have only what they came in by: a department
 * or a company link never counts for them. A document without content exists for nobody.
 */
import type { DepartmentId, DocumentId, EpochMs, Party, PersonId, Role } from "@parley/base";
import type { Fragment, ISql } from "postgres";

/** The pool or a transaction. */
export type Queries = ISql<{ bigint: number }>;

/** An active person as sharing sees them. */
export interface Viewer {
  readonly personId: PersonId;
  /** Administrators and members; not guests. */
  readonly isColleague: boolean;
  /** Their departments and all of those above; empty for guests. */
  readonly departmentIds: readonly DepartmentId[];
}

/** Role and party as shares give them, whether or not the document is in the trash. */
export interface Grant {
  readonly role: Role;
  readonly party: Party;
  readonly isTrashed: boolean;
  /** The kind of document. */
  readonly kind: string;
  /** Since when something is shared with them personally, or by a link they opened; `null` for never. */
  readonly directSince: EpochMs | null;
  /** Since when they are invited: the same, but for a link made for them alone, which counts from when it was made. */
  readonly invitedSince: EpochMs | null;
}

/**
 * Rows of what `viewer` may do, at most one per document: `document_id, role, party, source` (`person`, `department`,
 * `link`), `direct_at`, when something was last shared with them personally or by a link they opened (null for never), and
 * `direct_since`, when that was so first, and `invited_since`, when a link was made for them alone, or the same.
 */
export function grantRows(sql: Queries, viewer: Viewer, nowMs: EpochMs, only: DocumentId | null): Fragment {
  const departmentIds = viewer.isColleague ? [...viewer.departmentIds] : [];
  const audiences = viewer.isColleague ? ["company", "guests"] : ["guests"];
  return sql`
    select distinct on (document_id) document_id, role, party, source,
      max(direct_at) over (partition by document_id) as direct_at,
      min(direct_at) over (partition by document_id) as direct_since,
      min(invited_at) over (partition by document_id) as invited_since
    from (
      select document_id, role, party, 'person' as source, 1 as distance, created_at as direct_at,
        created_at as invited_at, expires_at, created_at, id
      from documents.share
      where target = 'person' and person_id = ${viewer.personId}
      union all
      select document_id, role, party, 'department', 2, null, null, expires_at, created_at, id
      from documents.share
      where target = 'department' and department_id = any(${departmentIds}::uuid[])
      union all
      select s.document_id, s.role, s.party, 'link', 3, u.used_at,
        case when s.email is null then u.used_at else s.created_at end, s.expires_at, s.created_at, s.id
      from documents.share s join documents.share_use u on u.share_id = s.id
      where s.target = 'link' and u.person_id = ${viewer.personId} and s.audience = any(${audiences}::text[])
    ) given
    where (expires_at is null or expires_at > ${new Date(nowMs)})
      ${only === null ? sql`` : sql`and document_id = ${only}`}
    order by document_id, array_position(array['view', 'comment', 'suggest', 'edit', 'own'], role) desc, distance, created_at, id
  `;
}

/** What `viewer` may do to one document; `null` for nothing or for a document that does not exist. */
export async function findGrant(
  sql: Queries,
  viewer: Viewer,
  documentId: DocumentId,
  nowMs: EpochMs,
): Promise<Grant | null> {
  const [row] = await sql<GrantRow[]>`
    select g.role, g.party, g.direct_since, g.invited_since, d.trashed_at, d.kind
    from (${grantRows(sql, viewer, nowMs, documentId)}) g
    join documents.document d on d.id = g.document_id
    where d.seeded_at is not null
  `;
  if (!row) return null;
  const { role, party, kind, trashed_at: trashedAt, direct_since: since, invited_since: invited } = row;
  return {
    role,
    party,
    kind,
    isTrashed: trashedAt !== null,
    directSince: since?.getTime() ?? null,
    invitedSince: invited?.getTime() ?? null,
  };
}

interface GrantRow {
  readonly role: Role;
  readonly party: Party;
  readonly kind: string;
  readonly trashed_at: Date | null;
  readonly direct_since: Date | null;
  readonly invited_since: Date | null;
}
