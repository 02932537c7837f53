/**
 * Who came in through a link, and who was removed from it. Somebody removed cannot come in through the same link again:
 * coming in and removing take the share's row in turns, so neither can miss the other.
 */
import type { DocumentId, EpochMs, InvitationId, PersonId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import type { Sql, Transaction } from "../../platform/postgres/client.ts";

/** Notes that a person came in through a link. Throws as `ShareStore.noteUse`. */
export async function noteUse(sql: Sql, shareId: string, personId: PersonId, atMs: EpochMs): Promise<void> {
  await sql.begin(async (tx) => {
    const shares = await tx`select 1 from documents.share where id = ${shareId} for share`;
    if (shares.length === 0) throw refuseDocument("documents/not-found");
    const removals = await tx`
      select 1 from documents.share_removal where share_id = ${shareId} and person_id = ${personId}`;
    if (removals.length > 0) throw refuseDocument("documents/removed-from-link");
    await tx`
      insert into documents.share_use (share_id, person_id, used_at) values (${shareId}, ${personId}, ${new Date(atMs)})
      on conflict (share_id, person_id) do nothing`;
  });
}

/** Removes one person from a link. Throws as `ShareStore.removeFromLink`. */
export async function removeFromLink(
  sql: Sql,
  removal: {
    readonly documentId: DocumentId;
    readonly shareId: string;
    readonly personId: PersonId;
    readonly by: PersonId;
    readonly atMs: EpochMs;
  },
): Promise<InvitationId | null> {
  return sql.begin(async (tx) => {
    const invitationId = await holdLink(tx, removal.documentId, removal.shareId);
    const { shareId, personId } = removal;
    const used = await tx`
      delete from documents.share_use where share_id = ${shareId} and person_id = ${personId} returning person_id`;
    if (used.length === 0) throw refuseDocument("documents/not-in-link");
    await tx`
      insert into documents.share_removal (share_id, person_id, removed_at, removed_by)
      values (${shareId}, ${personId}, ${new Date(removal.atMs)}, ${removal.by})`;
    return invitationId;
  });
}

async function holdLink(tx: Transaction, documentId: DocumentId, shareId: string): Promise<InvitationId | null> {
  const [row] = await tx<{ invitation_id: InvitationId | null }[]>`
    select invitation_id from documents.share
    where id = ${shareId} and document_id = ${documentId} and target = 'link' for update`;
  if (!row) throw refuseDocument("documents/share-not-found");
  return row.invitation_id;
}
