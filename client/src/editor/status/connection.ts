/** What stands between this page and the server, apart from the count of unsaved changes, which moves with every key. */
import { type SessionStatus, closeCodes } from "@parley/sync";

export type Connection = "up" | "offline" | "removed" | "signed-out" | "refused";

/** How a status is to be treated. Signed out is not removed: what is kept on this device still waits for its person. A guest who is signed out is removed. */
export function connectionOf(status: SessionStatus | null): Connection {
  if (status === null) return "up";
  const { state, reason } = status;
  if (state === "refused" && reason === `close-${closeCodes.notSignedIn}`) return "signed-out";
  return state === "removed" || state === "refused" || state === "offline" ? state : "up";
}

/** The key of the sentence that says why changes are not taken any more. */
export function refusalKey(reason: string | null): string {
  if (reason === "role") return "editor.status.refusedRole";
  if (reason === "quarantined") return "editor.status.refusedQuarantine";
  if (reason === "document-too-large") return "editor.status.refusedSize";
  if (reason === "message-too-large" || reason === `close-${closeCodes.messageTooLarge}`)
    return "editor.status.refusedChangeSize";
  if (reason === `close-${closeCodes.tooManyConnections}`) return "editor.status.refusedWindows";
  return "editor.status.refusedDraft";
}
