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

/** [SE16] Whether the role and the document let a person write. */
export function mayWrite({ role, standing }: Pick<SessionStatus, "role" | "standing">): boolean {
  return roleIncludes(role, "suggest") && standing.frozen === null;
}

/** [SE10] Whether nothing that a person types is direct: of who writes only so that somebody else decides, and where everybody proposes. */
export function alwaysProposes({ role, standing }: Pick<SessionStatus, "role" | "standing">): boolean {
  return standing.everybodyProposes || (roleIncludes(role, "suggest") && !roleIncludes(role, "edit"));
}

/** What a session's state follows from. */
export interface StateFacts extends Pick<SessionStatus, "role" | "everSynced" | "reason" | "unsavedCount"> {
  /** Nothing more is sent on any connection. */
  readonly stopped: boolean;
  readonly isConnected: boolean;
  readonly retries: number;
  /** Whether this connection has been told what the server lacks. */
  readonly answered: boolean;
  readonly mayWrite: boolean;
}

/** The one word for where a document's words stand. */
export function stateOf(facts: StateFacts): SessionState {
  if (facts.stopped) return facts.role === null ? "removed" : "refused";
  if (!facts.everSynced) return !facts.isConnected && facts.retries > 1 ? "offline" : "connecting";
  if (!facts.isConnected || !facts.answered) return "offline";
  if (!facts.mayWrite) return "read-only";
  if (facts.reason !== null) return "refused";
  return facts.unsavedCount > 0 ? "saving" : "saved";
}
