import type { EpochMs, InvitationId, PersonId, SessionId } from "@parley/base";
import type { Queries } from "../directory/person-store.ts";

export interface GuestSession {
  readonly id: SessionId;
  readonly personId: PersonId;
  readonly invitationId: InvitationId;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date;
}

export async function insertGuestSession(
  tx: Queries,
  session: Omit<GuestSession, "lastUsedAt"> & {
    secretHash: Uint8Array;
    createdAt: Date;
    userAgent: string | null;
    address: string | null;
  },
): Promise<void> {
  await tx`
    insert into people.guest_session (id, secret_hash, person_id, invitation_id, created_at, last_used_at, expires_at, user_agent, address)
    values (${session.id}, ${session.secretHash}, ${session.personId}, ${session.invitationId}, ${session.createdAt}, ${session.createdAt},
      ${session.expiresAt}, ${session.userAgent}, ${session.address})`;
}

/** The session of a secret that still counts: it has not expired and its invitation was not revoked. */
export async function findGuestSession(sql: Queries, secretHash: Uint8Array, now: Date): Promise<GuestSession | null> {
  const [row] = await sql<
    { id: string; person_id: string; invitation_id: string; expires_at: Date; last_used_at: Date }[]
  >`
    select s.id, s.person_id, s.invitation_id, s.expires_at, s.last_used_at
    from people.guest_session s join people.invitation i on i.id = s.invitation_id
    where s.secret_hash = ${secretHash} and s.expires_at > ${now} and i.revoked_at is null`;
  if (!row) return null;
  return {
    id: row.id as SessionId,
    personId: row.person_id as PersonId,
    invitationId: row.invitation_id as InvitationId,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}

/** Notes that the session was used, at most once per `everyMs`. */
export async function touchGuestSession(sql: Queries, id: SessionId, nowMs: EpochMs, everyMs: number): Promise<void> {
  await sql`
    update people.guest_session set last_used_at = ${new Date(nowMs)} where id = ${id} and last_used_at < ${new Date(nowMs - everyMs)}`;
}

/** Ends every session made by the invitation, or only one person's. @returns those that ended */
export async function deleteSessionsOfInvitation(
  tx: Queries,
  id: InvitationId,
  personId: PersonId | null = null,
): Promise<{ id: SessionId; personId: PersonId }[]> {
  const rows = await tx<{ id: string; person_id: string }[]>`
    delete from people.guest_session
    where invitation_id = ${id} and (${personId}::uuid is null or person_id = ${personId}) returning id, person_id`;
  return rows.map((row) => ({ id: row.id as SessionId, personId: row.person_id as PersonId }));
}
