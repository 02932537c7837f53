import type { InvitationId } from "@parley/base";
import type { Queries } from "../directory/person-store.ts";

/** A code that was sent; a new one replaces the old. */
export async function putGuestCode(
  sql: Queries,
  code: { invitationId: InvitationId; email: string; codeHash: Uint8Array; expiresAt: Date; tries: number },
): Promise<void> {
  await sql`
    insert into people.guest_code (invitation_id, email, code_hash, expires_at, tries_left)
    values (${code.invitationId}, ${code.email}, ${code.codeHash}, ${code.expiresAt}, ${code.tries})
    on conflict (invitation_id, email) do update set
      code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries_left = excluded.tries_left`;
}

/**
 * Uses up one try, before the code is compared, so that tries at the same time cannot share one.
 * @returns `null` when there is no code, it has expired, or no try is left
 */
export async function takeGuestCodeTry(
  sql: Queries,
  invitationId: InvitationId,
  email: string,
  now: Date,
): Promise<{ codeHash: Uint8Array; triesLeft: number } | null> {
  const [row] = await sql<{ code_hash: Buffer; tries_left: number }[]>`
    update people.guest_code set tries_left = tries_left - 1
    where invitation_id = ${invitationId} and email = ${email} and tries_left > 0 and expires_at > ${now}
    returning code_hash, tries_left`;
  return row ? { codeHash: row.code_hash, triesLeft: row.tries_left } : null;
}

/** @returns whether exactly this code was still there: of two entries with one code, one gets it */
export async function consumeGuestCode(
  tx: Queries,
  invitationId: InvitationId,
  email: string,
  codeHash: Uint8Array,
): Promise<boolean> {
  const rows = await tx`
    delete from people.guest_code where invitation_id = ${invitationId} and email = ${email} and code_hash = ${codeHash} returning email`;
  return rows.length > 0;
}
