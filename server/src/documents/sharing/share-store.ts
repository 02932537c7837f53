/**
 * Shares in the database: who may do what, by person, department or link.
 *
 * Invariants:
 * - Changes of one document's shares run one after another (the document's row is the lock).
 * - One share per person, department and invited e-mail and document; a second one is refused, whoever was first.
 * - At least one active person holds an unending share with role `own`, and `owner_id` is one of those people.
 * - A guest's link counts from the moment its invitation exists; what never got one gives nothing and is replaced later.
 */
import type { DepartmentId, DocumentId, EpochMs, InvitationId, Party, PersonId, Role } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { Sql, Transaction } from "../../platform/postgres/client.ts";
import { type Keeping, countEarlierThreads, keepInternal, listSpeakers } from "../comments/earlier-thread-store.ts";
import { violates } from "../library/violation.ts";
import type { Queries } from "./access-store.ts";
import { noteUse, removeFromLink } from "./link-use-store.ts";

/** Whom a share is for. A link keeps only the hash of its secret. */
export type ShareTarget =
  | { readonly type: "person"; readonly personId: PersonId }
  | { readonly type: "department"; readonly departmentId: DepartmentId }
  | { readonly type: "link"; readonly audience: "company"; readonly secretHash: Uint8Array }
  | { readonly type: "link"; readonly audience: "guests"; readonly email: string | null };

export interface NewShare {
  readonly id: string;
  readonly documentId: DocumentId;
  readonly target: ShareTarget;
  readonly role: Role;
  readonly party: Party;
  readonly expiresAt: Date | null;
  readonly createdBy: PersonId;
}

/** A share as it stands, expired or not. */
export interface ShareEntry {
  readonly id: string;
  readonly documentId: DocumentId;
  readonly target:
    | { readonly type: "person"; readonly personId: PersonId }
    | { readonly type: "department"; readonly departmentId: DepartmentId }
    | { readonly type: "link"; readonly audience: "company" | "guests"; readonly email: string | null };
  readonly invitationId: InvitationId | null;
  readonly role: Role;
  readonly party: Party;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  /** Who came in through the link and was not removed from it, earliest first. */
  readonly usedBy: readonly LinkUse[];
}

/** Somebody who came in through a link, and when they first did. */
export interface LinkUse {
  readonly personId: PersonId;
  readonly sinceMs: EpochMs;
}

export interface ShareChange {
  readonly role?: Role | undefined;
  readonly party?: Party | undefined;
}

/** Somebody a share names, and for whom they act. */
export type Participant =
  | { readonly personId: PersonId; readonly party: Party }
  | { readonly departmentId: DepartmentId; readonly party: Party };

export interface ShareStore {
  /** Shares of a document, the owner's first, then as they were made. */
  list(documentId: DocumentId): Promise<ShareEntry[]>;
  /** Throws `documents/share-not-found`, also for a share of another document. */
  find(documentId: DocumentId, shareId: string): Promise<ShareEntry>;
  /**
   * Adds a share; an expired one of the same target gives way. A guest's link gives nothing until `attachInvitation`.
   * Throws `documents/already-shared` with `name`.
   * @returns invitations of shares that gave way; they are to be revoked
   */
  add(share: NewShare, name: string, nowMs: EpochMs): Promise<InvitationId[]>;
  /**
   * Makes a guests' link count. Where it lets in the first outsider, `keeping` makes the threads so far internal in the same moment.
   * @returns how many threads became internal
   */
  attachInvitation(
    share: Pick<NewShare, "id" | "documentId">,
    invitationId: InvitationId,
    keeping: Keeping | null,
  ): Promise<number>;
  /** Everybody who took part in the threads of a document. */
  listSpeakers(documentId: DocumentId): Promise<PersonId[]>;
  /** How many threads the first outsider would make internal; none where an outsider is in already. */
  countEarlierThreads(documentId: DocumentId, outsiders: readonly PersonId[], nowMs: EpochMs): Promise<number>;
  /** Takes back a share that never came to count. */
  discard(shareId: string): Promise<void>;
  /** People with an unending personal share `own`, oldest first. */
  listOwners(documentId: DocumentId): Promise<PersonId[]>;
  /**
   * Changes role or party. Throws `documents/share-not-found`, and `documents/last-owner` when no one in `activeOwners`
   * would be left as owner.
   */
  update(
    documentId: DocumentId,
    shareId: string,
    change: ShareChange,
    activeOwners: readonly PersonId[],
  ): Promise<ShareEntry>;
  /** Removes a share and what it gave. Throws as `update`. */
  remove(documentId: DocumentId, shareId: string, activeOwners: readonly PersonId[]): Promise<ShareEntry>;
  /** The company link with this secret; `null` when there is none, it has expired, or its document is gone. */
  findCompanyLink(secretHash: Uint8Array, nowMs: EpochMs): Promise<{ shareId: string; documentId: DocumentId } | null>;
  /** The guests' link of this invitation; `null` when it was taken back. */
  findGuestLink(documentId: DocumentId, invitationId: InvitationId): Promise<{ shareId: string } | null>;
  /**
   * Notes that a person came in through a link; again does nothing. Throws `documents/not-found` when it was just taken
   * back, and `documents/removed-from-link` for who was removed from it.
   */
  noteUse(shareId: string, personId: PersonId, atMs: EpochMs): Promise<void>;
  /**
   * Takes from one person what the link gave them, for good; everybody else keeps it. Throws `documents/share-not-found`, and
   * `documents/not-in-link` when they did not come in through it.
   * @returns the link's invitation, when it is one for guests
   */
  removeFromLink(removal: {
    documentId: DocumentId;
    shareId: string;
    personId: PersonId;
    by: PersonId;
    atMs: EpochMs;
  }): Promise<InvitationId | null>;
  /** Everybody whom a share that counts names. One person may appear more than once, strongest and most personal first. */
  listParticipants(documentId: DocumentId, nowMs: EpochMs): Promise<Participant[]>;
  /** Documents of which a share ended after `fromMs` and not after `untilMs`. */
  listExpired(fromMs: EpochMs, untilMs: EpochMs): Promise<DocumentId[]>;
}

interface ShareRow {
  id: string;
  document_id: DocumentId;
  target: "person" | "department" | "link";
  person_id: PersonId | null;
  department_id: DepartmentId | null;
  audience: "company" | "guests" | null;
  email: string | null;
  invitation_id: InvitationId | null;
  role: Role;
  party: Party;
  expires_at: Date | null;
  created_at: Date;
  used_by: LinkUse[];
}

/** How long a guest's link may wait for its invitation before another one takes its place. */
const pendingMs = 60_000;

/** The store over a database whose `documents` schema exists. */
export function createShareStore(sql: Sql): ShareStore {
  return {
    ...guestsLinksOf(sql),
    list: (documentId) => selectShares(sql, documentId, null),
    find: (documentId, shareId) => findShare(sql, documentId, shareId),
    add: (share, name, nowMs) => add(sql, share, name, nowMs),
    async listOwners(documentId) {
      const rows = await sql<{ person_id: PersonId }[]>`
        select person_id from documents.share
        where document_id = ${documentId} and target = 'person' and role = 'own' order by created_at, id`;
      return rows.map((row) => row.person_id);
    },
    update: (documentId, shareId, change, activeOwners) =>
      changeShare(sql, documentId, shareId, activeOwners, async (tx, share) => {
        const role = change.role ?? share.role;
        const party = change.party ?? share.party;
        await tx`update documents.share set role = ${role}, party = ${party} where id = ${shareId}`;
        return { ...share, role, party };
      }),
    remove: (documentId, shareId, activeOwners) =>
      changeShare(sql, documentId, shareId, activeOwners, async (tx, share) => {
        await tx`delete from documents.share where id = ${shareId}`;
        return share;
      }),
    async findCompanyLink(secretHash, nowMs) {
      const [row] = await sql<{ id: string; document_id: DocumentId }[]>`
        select s.id, s.document_id from documents.share s join documents.document d on d.id = s.document_id
        where s.secret_hash = ${secretHash} and s.audience = 'company' and d.seeded_at is not null and d.trashed_at is null
          and (s.expires_at is null or s.expires_at > ${new Date(nowMs)})`;
      return row ? { shareId: row.id, documentId: row.document_id } : null;
    },
    async findGuestLink(documentId, invitationId) {
      const [row] = await sql<{ id: string }[]>`
        select id from documents.share
        where document_id = ${documentId} and invitation_id = ${invitationId} and audience = 'guests'`;
      return row ? { shareId: row.id } : null;
    },
    noteUse: (shareId, personId, atMs) => noteUse(sql, shareId, personId, atMs),
    removeFromLink: (removal) => removeFromLink(sql, removal),
    listParticipants: (documentId, nowMs) => listParticipants(sql, documentId, nowMs),
    async listExpired(fromMs, untilMs) {
      const rows = await sql<{ document_id: DocumentId }[]>`
        select distinct document_id from documents.share
        where expires_at > ${new Date(fromMs)} and expires_at <= ${new Date(untilMs)}`;
      return rows.map((row) => row.document_id);
    },
  };
}

function guestsLinksOf(
  sql: Sql,
): Pick<ShareStore, "attachInvitation" | "countEarlierThreads" | "listSpeakers" | "discard"> {
  return {
    attachInvitation: ({ id, documentId }, invitationId, keeping) =>
      sql.begin(async (tx) => {
        await lockDocument(tx, documentId);
        const isFirst = keeping !== null && !(await hasGuests(tx, documentId, keeping.atMs));
        await tx`update documents.share set invitation_id = ${invitationId} where id = ${id}`;
        return isFirst ? keepInternal(tx, documentId, keeping) : 0;
      }),
    listSpeakers: (documentId) => listSpeakers(sql, documentId),
    countEarlierThreads: async (documentId, outsiders, nowMs) =>
      (await hasGuests(sql, documentId, nowMs)) ? 0 : countEarlierThreads(sql, documentId, outsiders),
    async discard(shareId) {
      await sql`delete from documents.share where id = ${shareId} and audience = 'guests' and invitation_id is null`;
    },
  };
}

/** Whether a guests' link counts, used or not. */
async function hasGuests(sql: Queries, documentId: DocumentId, nowMs: EpochMs): Promise<boolean> {
  const rows = await sql`
    select 1 from documents.share
    where document_id = ${documentId} and audience = 'guests' and invitation_id is not null
      and (expires_at is null or expires_at > ${new Date(nowMs)})
    limit 1`;
  return rows.length > 0;
}

async function selectShares(sql: Queries, documentId: DocumentId, shareId: string | null): Promise<ShareEntry[]> {
  const rows = await sql<ShareRow[]>`
    select id, document_id, target, person_id, department_id, audience, email, invitation_id, role, party, expires_at, created_at,
      coalesce((
        select json_agg(
          json_build_object('personId', u.person_id, 'sinceMs', floor(extract(epoch from u.used_at) * 1000))
          order by u.used_at, u.person_id)
        from documents.share_use u where u.share_id = s.id), '[]') as used_by
    from documents.share s
    where document_id = ${documentId} and (audience is distinct from 'guests' or invitation_id is not null)
      ${shareId === null ? sql`` : sql`and id = ${shareId}`}
    order by person_id is distinct from (select d.owner_id from documents.document d where d.id = s.document_id), created_at, id`;
  return rows.map(toEntry);
}

async function findShare(sql: Queries, documentId: DocumentId, shareId: string): Promise<ShareEntry> {
  const [share] = await selectShares(sql, documentId, shareId);
  if (!share) throw refuseDocument("documents/share-not-found");
  return share;
}

function toEntry(row: ShareRow): ShareEntry {
  return {
    id: row.id,
    documentId: row.document_id,
    target: targetOf(row),
    invitationId: row.invitation_id,
    role: row.role,
    party: row.party,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    usedBy: row.used_by,
  };
}

function targetOf(row: ShareRow): ShareEntry["target"] {
  if (row.person_id !== null) return { type: "person", personId: row.person_id };
  if (row.department_id !== null) return { type: "department", departmentId: row.department_id };
  if (row.audience !== null) return { type: "link", audience: row.audience, email: row.email };
  throw new Error(`share ${row.id} has no target`);
}

async function lockDocument(tx: Transaction, documentId: DocumentId): Promise<{ ownerId: PersonId }> {
  const [row] = await tx<{ owner_id: PersonId }[]>`
    select owner_id from documents.document where id = ${documentId} for no key update`;
  if (!row) throw refuseDocument("documents/not-found");
  return { ownerId: row.owner_id };
}

async function add(sql: Sql, share: NewShare, name: string, nowMs: EpochMs): Promise<InvitationId[]> {
  const { target } = share;
  const columns = {
    id: share.id,
    document_id: share.documentId,
    target: target.type,
    person_id: target.type === "person" ? target.personId : null,
    department_id: target.type === "department" ? target.departmentId : null,
    audience: target.type === "link" ? target.audience : null,
    email: target.type === "link" && target.audience === "guests" ? target.email : null,
    secret_hash: target.type === "link" && target.audience === "company" ? target.secretHash : null,
    role: share.role,
    party: share.party,
    expires_at: share.expiresAt,
    created_at: new Date(nowMs),
    created_by: share.createdBy,
  };
  try {
    return await sql.begin(async (tx) => {
      await lockDocument(tx, share.documentId);
      const gone = await tx<{ invitation_id: InvitationId | null }[]>`
        delete from documents.share
        where document_id = ${share.documentId}
          and (expires_at <= ${new Date(nowMs)}
            or audience = 'guests' and invitation_id is null and created_at <= ${new Date(nowMs - pendingMs)})
          and (person_id = ${columns.person_id} or department_id = ${columns.department_id} or email = ${columns.email})
        returning invitation_id`;
      await tx`insert into documents.share ${tx(columns)}`;
      return gone.flatMap((row) => (row.invitation_id === null ? [] : [row.invitation_id]));
    });
  } catch (error) {
    if (["share_person", "share_department", "share_email"].some((index) => violates(error, index))) {
      throw refuseDocument("documents/already-shared", { name });
    }
    throw error;
  }
}

async function changeShare(
  sql: Sql,
  documentId: DocumentId,
  shareId: string,
  activeOwners: readonly PersonId[],
  change: (tx: Transaction, share: ShareEntry) => Promise<ShareEntry>,
): Promise<ShareEntry> {
  return sql.begin(async (tx) => {
    const { ownerId } = await lockDocument(tx, documentId);
    const before = await findShare(tx, documentId, shareId);
    const after = await change(tx, before);
    if (before.target.type === "person" && before.role === "own") {
      const owners = await tx<{ person_id: PersonId }[]>`
        select person_id from documents.share
        where document_id = ${documentId} and target = 'person' and role = 'own' and person_id = any(${[...activeOwners]}::uuid[])
        order by created_at, id`;
      const first = owners[0]?.person_id;
      if (first === undefined) throw refuseDocument("documents/last-owner");
      if (!owners.some((owner) => owner.person_id === ownerId)) {
        await tx`update documents.document set owner_id = ${first} where id = ${documentId}`;
      }
    }
    return after;
  });
}

async function listParticipants(sql: Sql, documentId: DocumentId, nowMs: EpochMs): Promise<Participant[]> {
  const rows = await sql<{ person_id: PersonId | null; department_id: DepartmentId | null; party: Party }[]>`
    select coalesce(s.person_id, u.person_id) as person_id, s.department_id, s.party
    from documents.share s left join documents.share_use u on u.share_id = s.id
    where s.document_id = ${documentId} and (s.expires_at is null or s.expires_at > ${new Date(nowMs)})
    order by array_position(array['view', 'comment', 'suggest', 'edit', 'own'], s.role) desc,
      array_position(array['person', 'department', 'link'], s.target), s.created_at, s.id, u.used_at, u.person_id`;
  return rows.flatMap((row): Participant[] => {
    if (row.person_id !== null) return [{ personId: row.person_id, party: row.party }];
    return row.department_id === null ? [] : [{ departmentId: row.department_id, party: row.party }];
  });
}
