/**
 * A session's status for what is drawn: without the changes that come with every key.
 *
 * Each time React draws anything while the caret stands in the text, it looks through the whole text for the caret; in a long
 * contract that takes longer than the key itself.
 * Invariants:
 * - What is worse than what is shown is shown at once: saved is said late, never too long.
 * - Counts and rows that go on while the state stays are shown a moment later.
 */
import type { Clock } from "@parley/base";
import type { SessionStatus } from "@parley/sync";

/** Quiet changes are shown when they have rested for this long, or when the first of them is this old. */
const REST_MS = 300;
const LATEST_MS = 1_500;

export interface CalmStatus {
  readonly status: () => SessionStatus;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Follows a session's status for as long as anybody is subscribed. */
export function calmStatus(
  session: { status(): SessionStatus; subscribe(listener: () => void): () => void },
  clock: Clock,
): CalmStatus {
  let shown = session.status();
  const listeners = new Set<() => void>();
  let cancel: (() => void) | null = null;
  let firstMs = 0;
  let stop: (() => void) | null = null;
  const show = (): void => {
    cancel?.();
    cancel = null;
    shown = session.status();
    for (const listener of listeners) listener();
  };
  const changed = (): void => {
    if (!isQuiet(shown, session.status())) {
      show();
      return;
    }
    if (cancel === null) firstMs = clock.nowMs();
    cancel?.();
    cancel = clock.schedule(show, Math.max(0, Math.min(REST_MS, firstMs + LATEST_MS - clock.nowMs())));
  };
  return {
    status: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      if (!stop) {
        stop = session.subscribe(changed);
        changed();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
        cancel?.();
        cancel = null;
      };
    },
  };
}

/** Whether the way from one status to the other can wait. */
function isQuiet(from: SessionStatus, to: SessionStatus): boolean {
  const settles = from.state === "saving" && to.state === "saved";
  const alike = { state: "", unsavedCount: 0, seq: 0 };
  return (
    (from.state === to.state || settles) &&
    JSON.stringify({ ...from, ...alike }) === JSON.stringify({ ...to, ...alike })
  );
}
