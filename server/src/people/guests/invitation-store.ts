import type { DocumentId, InvitationId, Party, PersonId, Role } from "@parley/base";
import type { Queries } from "../directory/person-store.ts";
import type { Invitation } from "../people.ts";

interface InvitationRow {
  id: string;
  subject_id: string;
  email: string | null;
  role: Role;
  party: Party;
  inviter_id: string;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  used_by: { id: string; name: string; email: string }[];
}

const select = (sql: Queries): ReturnType<typeof sql<InvitationRow[]>> => sql<InvitationRow[]>`
  select i.id, i.subject_id, i.email, i.role, i.party, i.inviter_id, i.created_at, i.expires_at, i.revoked_at,
    coalesce((
      select json_agg(json_build_object('id', p.id, 'name', p.name, 'email', p.email) order by u.first_used_at, p.id)
      from people.invitation_use u join people.person p on p.id = u.person_id where u.invitation_id = i.id
    ), '[]') as used_by
  from people.invitation i`;

const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id as InvitationId,
  subjectId: row.subject_id as DocumentId,
  role: row.role,
  party: row.party,
  email: row.email,
  inviterId: row.inviter_id as PersonId,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  usedBy: row.used_by.map((person) => ({ personId: person.id as PersonId, name: person.name, email: person.email })),
});

export async function insertInvitation(
  sql: Queries,
  invitation: Omit<Invitation, "usedBy" | "revokedAt">,
  secretHash: Uint8Array,
): Promise<void> {
  await sql`
    insert into people.invitation (id, subject_id, secret_hash, email, role, party, inviter_id, created_at, expires_at)
    values (${invitation.id}, ${invitation.subjectId}, ${secretHash}, ${invitation.email}, ${invitation.role}, ${invitation.party},
      ${invitation.inviterId}, ${invitation.createdAt}, ${invitation.expiresAt})`;
}

export async function findInvitation(sql: Queries, id: InvitationId): Promise<Invitation | null> {
  const [row] = await sql<InvitationRow[]>`${select(sql)} where i.id = ${id}`;
  return row ? toInvitation(row) : null;
}

export async function findInvitationBySecret(sql: Queries, secretHash: Uint8Array): Promise<Invitation | null> {
  const [row] = await sql<InvitationRow[]>`${select(sql)} where i.secret_hash = ${secretHash}`;
  return row ? toInvitation(row) : null;
}

/** Neither revoked nor expired, oldest first. */
export async function listOpenInvitations(sql: Queries, subjectId: DocumentId, now: Date): Promise<Invitation[]> {
  const rows = await sql<InvitationRow[]>`
    ${select(sql)} where i.subject_id = ${subjectId} and i.revoked_at is null and i.expires_at > ${now} order by i.created_at, i.id`;
  return rows.map(toInvitation);
}

export async function updateInvitation(
  sql: Queries,
  id: InvitationId,
  terms: { role: Role | null; party: Party | null },
): Promise<void> {
  await sql`
    update people.invitation set role = coalesce(${terms.role}, role), party = coalesce(${terms.party}, party) where id = ${id}`;
}

export async function markRevoked(tx: Queries, id: InvitationId, now: Date): Promise<void> {
  await tx`update people.invitation set revoked_at = ${now} where id = ${id} and revoked_at is null`;
}

/** @returns whether the invitation still counts; holds it so that it cannot be revoked before the transaction ends */
export async function holdOpenInvitation(tx: Queries, id: InvitationId, now: Date): Promise<boolean> {
  const rows = await tx`
    select 1 from people.invitation where id = ${id} and revoked_at is null and expires_at > ${now} for share`;
  return rows.length > 0;
}

export async function insertUse(tx: Queries, id: InvitationId, personId: PersonId, now: Date): Promise<void> {
  await tx`
    insert into people.invitation_use (invitation_id, person_id, first_used_at) values (${id}, ${personId}, ${now}) on conflict do nothing`;
}
