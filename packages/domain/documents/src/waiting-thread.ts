/** Which discussions wait for a person. */

/** What the rule needs to know of a thread. Moments in milliseconds. */
export interface ThreadFacts {
  readonly isResolved: boolean;
  readonly assigneeId: string | null;
  /** Who made the proposal that it is about. */
  readonly proposerId: string | null;
  /** Comments that stand, oldest first. */
  readonly comments: readonly {
    readonly authorId: string;
    readonly mentions: readonly string[];
    readonly atMs: number;
  }[];
}

/** Why a thread waits for somebody: it is assigned to them, mentions them, answers them, or is about their proposal. */
export const waitingReasons = ["assigned", "mentioned", "replied", "proposal"] as const;
export type WaitingReason = (typeof waitingReasons)[number];

/**
 * Why an open thread waits for a person; `null` when it does not. What is assigned waits until it is resolved. Everything else waits
 * until they have answered, or have looked: only what others said after `seenAtMs` counts.
 */
export function whyThreadWaits(thread: ThreadFacts, personId: string, seenAtMs: number): WaitingReason | null {
  if (thread.isResolved) return null;
  if (thread.assigneeId === personId) return "assigned";
  const own = thread.comments.filter(({ authorId }) => authorId === personId);
  const answeredMs = own.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  const fresh = thread.comments.filter(
    ({ authorId, atMs }) => authorId !== personId && atMs >= answeredMs && atMs > seenAtMs,
  );
  if (fresh.length === 0) return null;
  if (fresh.some(({ mentions }) => mentions.includes(personId))) return "mentioned";
  if (own.length > 0) return "replied";
  return thread.proposerId === personId ? "proposal" : null;
}
