import type { SessionFace } from "../credentials/session-store.ts";

/** A session as the API shows it; `current` is the one that asks. */
export function sessionFace(
  session: SessionFace,
  currentId: string | null,
): Omit<SessionFace, "createdAt" | "lastUsedAt" | "expiresAt"> & {
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  current: boolean;
} {
  return {
    ...session,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    current: session.id === currentId,
  };
}
