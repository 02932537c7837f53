/**
 * A session's status for what is drawn: without the changes that come with every key.
 *
 * Each time React draws anything while the caret stands in the text, it looks through the whole text for the caret; in a long
 * contract that takes longer than the key itself.
 * Invariants:
 * - What is worse than what is shown is shown at once: saved is said late, never too long. Only that saving has begun is said a few frames
 *   later, behind the letter that began it: every first key after a pause would else wait for the words.
 * - Counts and rows that go on while the state stays are shown a moment later.
 * - While somebody types on, what is shown stays "saving": "saved" between two keys would be taken back with the next one, and drawn in
 *   the same frame as its letter, after which the browser lays the whole text out again.
 */
import type { Clock } from "@parley/base";
import type { SessionStatus } from "@parley/sync";

/** Quiet changes are shown when they have rested for this long, or when the first of them is this old. */
const REST_MS = 300;
const LATEST_MS = 1_500;
/** That saving has begun is shown this long after it has. */
const BEGIN_MS = 40;

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
  let cancelBegin: (() => void) | null = null;
  const rest = (): void => {
    cancel?.();
    cancelBegin?.();
    cancel = cancelBegin = null;
  };
  const show = (next = session.status()): void => {
    rest();
    shown = next;
    for (const listener of listeners) listener();
  };
  /** Somebody types without a pause: how far it is; that everything is saved is said when they rest. */
  const showOnTheWay = (): void => {
    const next = session.status();
    const { state, unsavedCount } = shown;
    show(next.state === state ? next : { ...next, state, unsavedCount });
    if (next.state !== state) changed();
  };
  /** Saving has begun; it may be over already when that is shown. */
  const begin = (began: SessionStatus): void => {
    cancelBegin ??= clock.schedule(() => {
      show(began);
      changed();
    }, BEGIN_MS);
  };
  const changed = (): void => {
    const next = session.status();
    if (begins(shown, next)) {
      begin(next);
      return;
    }
    if (!isQuiet(shown, next)) {
      show();
      return;
    }
    if (cancel === null) firstMs = clock.nowMs();
    cancel?.();
    const latestMs = Math.max(0, firstMs + LATEST_MS - clock.nowMs());
    cancel = latestMs < REST_MS ? clock.schedule(showOnTheWay, latestMs) : clock.schedule(() => show(), REST_MS);
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
        rest();
      };
    },
  };
}

/** Whether the way from one status to the other can wait. */
function isQuiet(from: SessionStatus, to: SessionStatus): boolean {
  const settles = from.state === "saving" && to.state === "saved";
  return (from.state === to.state || settles) && isElseAlike(from, to);
}

function begins(from: SessionStatus, to: SessionStatus): boolean {
  return from.state === "saved" && to.state === "saving" && isElseAlike(from, to);
}

function isElseAlike(from: SessionStatus, to: SessionStatus): boolean {
  const alike = { state: "", unsavedCount: 0, seq: 0 };
  return JSON.stringify({ ...from, ...alike }) === JSON.stringify({ ...to, ...alike });
}
