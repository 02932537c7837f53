/** What a session tells of itself. */
import { type Party, type Role, roleIncludes } from "@parley/base";
import type { DocumentStanding } from "./document-standing.ts";

/** Where a document's words stand, as a person needs to know it. */
export type SessionState = "connecting" | "saved" | "saving" | "offline" | "read-only" | "removed" | "refused";

export interface SessionStatus {
  readonly state: SessionState;
  /** Local changes that are not durable on the server. */
  readonly unsavedCount: number;
  readonly role: Role | null;
  readonly party: Party | null;
  /** What the document lets people do, whatever their role. */
  readonly standing: DocumentStanding;
  /** Whether this page has ever seen the whole document from the server. */
  readonly everSynced: boolean;
  /** Whether the person may type now (offline counts: changes are kept and sent later). */
  readonly editable: boolean;
  /** Whether what is typed is proposed: agreed text stays as it is until somebody decides. */
  readonly proposing: boolean;
  /** The last row of the log that this client has seen. */
  readonly seq: number;
  /** The last one of those that this page has not sent itself. */
  readonly othersSeq: number;
  /** Why nothing more will be sent: a refusal code, `message-too-large`, or `close-4403`. */
  readonly reason: string | null;
  /** The largest change that can be sent at once, in bytes of its update; `null` before the server has told. */
  readonly maxUpdateBytes: number | null;
}

/** Whether this role writes, but only so that somebody else decides. */
export function mayOnlyPropose(role: Role | null): boolean {
  return roleIncludes(role, "suggest") && !roleIncludes(role, "edit");
}
