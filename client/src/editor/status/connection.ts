/** What stands between this page and the server, apart from the count of unsaved changes, which moves with every key. */
import { type SessionStatus, closeCodes } from "@parley/sync";

export type Connection = "up" | "offline" | "removed" | "signed-out" | "refused";

/** How a status is to be treated. Signed out is not removed: what is kept on this device still waits for its person. A guest who is signed out is removed. */
export function connectionOf(status: SessionStatus | null): Connection {
  if (status === null) return "up";
  const { state, reason } = status;
  if (state === "refused" && reason === `close-${closeCodes.notSignedIn}`) return "signed-out";
  // What waits here from when this person could still write is refused as long as they only read.
  if (state === "read-only" && status.unsavedCount > 0) return "refused";
  return state === "removed" || state === "refused" || state === "offline" ? state : "up";
}

/** Why nothing is taken any more, while `connectionOf` says refused. */
export function refusalOf({ state, reason, standing }: SessionStatus): string | null {
  if (state === "read-only" && standing.frozen) return "frozen";
  return reason ?? (state === "read-only" ? "role" : null);
}

/** Whether something that was refused is kept on this device, which can be copied or discarded. */
export function keepsRefused(reason: string | null): boolean {
  return reason !== `close-${closeCodes.tooManyConnections}`;
}

/** The key of the sentence that says why changes are not taken any more. */
export function refusalKey(reason: string | null): string {
  if (reason === "role") return "editor.status.refusedRole";
  if (reason === "frozen") return "editor.status.refusedFrozen";
  if (reason === "quarantined") return "editor.status.refusedQuarantine";
  if (reason === "agreed-text") return "editor.status.refusedAgreed";
  if (reason === "too-much-proposed") return "editor.status.refusedProposals";
  if (reason === "document-too-large") return "editor.status.refusedSize";
  if (reason === "message-too-large" || reason === `close-${closeCodes.messageTooLarge}`)
    return "editor.status.refusedChangeSize";
  if (reason === `close-${closeCodes.tooManyConnections}`) return "editor.status.refusedWindows";
  return "editor.status.refusedDraft";
}
