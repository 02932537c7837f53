/**
 * News that may wait for a pause of whoever types here: to draw it takes as long as a key or two, and a key that comes meanwhile waits.
 *
 * It is as if the news had come a little later: nothing else depends on when it comes, and all who use one piece of news get it at once.
 */
import type { Clock } from "@parley/base";

/** Nobody who types on rests for this long. */
const PAUSE_MS = 300;
/** While somebody types on, news waits about this long; with a pause it is never a second. */
const LATEST_MS = 600;
/** A key has been painted this long after it was pressed, and the next one mostly not been pressed yet. */
const BEHIND_MS = 20;

/** The keys that are typed in a text. */
export interface TypedKeys {
  /** When the last one was pressed, in the clock's milliseconds; `-Infinity` before the first. */
  readonly lastMs: () => number;
  readonly onKey: (listener: () => void) => () => void;
}

/** Watches a page for keys that are typed into a text; `stop` ends that. */
export function watchKeys(page: EventTarget, clock: Clock): TypedKeys & { readonly stop: () => void } {
  const listeners = new Set<() => void>();
  let lastMs = Number.NEGATIVE_INFINITY;
  const pressed = ({ target }: Event): void => {
    if (!(target instanceof HTMLElement) || target.closest("[contenteditable=true]") === null) return;
    lastMs = clock.nowMs();
    for (const listener of [...listeners]) listener();
  };
  page.addEventListener("keydown", pressed, { capture: true });
  return {
    lastMs: () => lastMs,
    onKey: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => page.removeEventListener("keydown", pressed, { capture: true }),
  };
}

/**
 * Returns how to ask for a task: it runs at once if nobody types, else when they pause, or behind a key of those who go on. Asked for
 * again while it waits it runs once.
 */
export function inPauses(
  task: () => void,
  keys: TypedKeys,
  clock: Clock,
): { readonly ask: () => void; readonly cancel: () => void } {
  let stopWaiting: (() => void) | null = null;
  let stopListening: (() => void) | null = null;
  const cancel = (): void => {
    stopWaiting?.();
    stopListening?.();
    stopWaiting = stopListening = null;
  };
  const runAfter = (afterMs: number): void => {
    stopWaiting?.();
    stopWaiting = clock.schedule(() => {
      cancel();
      task();
    }, afterMs);
  };
  const ask = (): void => {
    if (stopWaiting) return;
    const sinceMs = clock.nowMs();
    const restMs = keys.lastMs() + PAUSE_MS - sinceMs;
    if (restMs <= 0) {
      task();
      return;
    }
    stopListening = keys.onKey(() => {
      if (clock.nowMs() - sinceMs < LATEST_MS) {
        runAfter(PAUSE_MS);
        return;
      }
      stopListening?.();
      stopListening = null;
      runAfter(BEHIND_MS);
    });
    runAfter(restMs);
  };
  return { ask, cancel };
}
