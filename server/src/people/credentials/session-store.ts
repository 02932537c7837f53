/** Sign-in sessions and accounts. The tables are better-auth's; what is written here keeps its rules. */
import type { EpochMs, PersonId, SessionId } from "@parley/base";
import type { Queries } from "../directory/person-store.ts";

/** One sign-in session, of a member or a guest, as its owner sees it. */
export interface SessionFace {
  readonly id: SessionId;
  readonly kind: "session" | "guest-session";
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly address: string | null;
}

interface SessionRow {
  id: string;
  kind: SessionFace["kind"];
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  user_agent: string | null;
  address: string | null;
}

/** Lets the person sign in; with a hash also by password. Their e-mail counts as proved: an administrator vouches for it. */
export async function insertAccount(
  tx: Queries,
  person: { id: string; name: string; email: string },
  password: { accountId: string; hash: string } | null,
): Promise<void> {
  await tx`
    insert into auth."user" (id, name, email, "emailVerified") values (${person.id}, ${person.name}, ${person.email}, true)`;
  if (!password) return;
  await tx`
    insert into auth."account" (id, "accountId", "providerId", "userId", password)
    values (${password.accountId}, ${person.id}, 'credential', ${person.id}, ${password.hash})`;
}

/** The member's session of a token, unless it has expired. */
export async function findSession(
  sql: Queries,
  token: string,
  now: Date,
): Promise<{ id: SessionId; personId: PersonId; lastUsedAt: Date } | null> {
  const [row] = await sql<{ id: string; person_id: string; last_used_at: Date }[]>`
    select id, "userId" as person_id, "updatedAt" as last_used_at from auth."session" where token = ${token} and "expiresAt" > ${now}`;
  return row ? { id: row.id as SessionId, personId: row.person_id as PersonId, lastUsedAt: row.last_used_at } : null;
}

/** One's sessions that still count, last used first. */
export async function listSessions(sql: Queries, personId: PersonId, now: Date): Promise<SessionFace[]> {
  const rows = await sql<SessionRow[]>`
    select id, 'session' as kind, "createdAt" as created_at, "updatedAt" as last_used_at, "expiresAt" as expires_at,
      nullif("userAgent", '') as user_agent, nullif("ipAddress", '') as address
    from auth."session" where "userId" = ${personId} and "expiresAt" > ${now}
    union all
    select id, 'guest-session', created_at, last_used_at, expires_at, user_agent, address
    from people.guest_session where person_id = ${personId} and expires_at > ${now}
    order by last_used_at desc, id`;
  return rows.map((row) => ({
    id: row.id as SessionId,
    kind: row.kind,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    address: row.address,
  }));
}

/** Ends one of the person's sessions. @returns whether it was there */
export async function deleteSession(sql: Queries, personId: PersonId, id: SessionId): Promise<boolean> {
  const members = await sql`delete from auth."session" where id = ${id} and "userId" = ${personId} returning id`;
  const guests = await sql`delete from people.guest_session where id = ${id} and person_id = ${personId} returning id`;
  return members.length + guests.length > 0;
}

/** Ends every session of the person. @returns those that ended */
export async function deleteSessionsOf(tx: Queries, personId: PersonId): Promise<SessionId[]> {
  const members = await tx<{ id: string }[]>`delete from auth."session" where "userId" = ${personId} returning id`;
  const guests = await tx<
    { id: string }[]
  >`delete from people.guest_session where person_id = ${personId} returning id`;
  return [...members, ...guests].map((row) => row.id as SessionId);
}

/** Notes that a member's session was used, at most once per `everyMs`. */
export async function touchSession(sql: Queries, id: SessionId, nowMs: EpochMs, everyMs: number): Promise<void> {
  await sql`
    update auth."session" set "updatedAt" = ${new Date(nowMs)} where id = ${id} and "updatedAt" < ${new Date(nowMs - everyMs)}`;
}

/** Deletes what has expired. @returns the sessions among it */
export async function deleteExpired(sql: Queries, now: Date): Promise<{ personId: PersonId; sessionId: SessionId }[]> {
  const members = await sql<{ id: string; person_id: string }[]>`
    delete from auth."session" where "expiresAt" <= ${now} returning id, "userId" as person_id`;
  const guests = await sql<{ id: string; person_id: string }[]>`
    delete from people.guest_session where expires_at <= ${now} returning id, person_id`;
  await sql`delete from auth."verification" where "expiresAt" <= ${now}`;
  await sql`delete from people.guest_code where expires_at <= ${now}`;
  return [...members, ...guests].map((row) => ({
    personId: row.person_id as PersonId,
    sessionId: row.id as SessionId,
  }));
}
