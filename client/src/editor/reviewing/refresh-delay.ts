/** What is new is asked for again this long after the last change, however many there were. */
const PAUSE_MS = 1_500;
/** Where others write without a pause, it is asked for this long after the first change that is not shown. */
const LATEST_MS = 10_000;

/** How long to wait after a change, in milliseconds, when the first change that is not shown came at `sinceMs`. */
export function refreshDelayMs(sinceMs: number, nowMs: number): number {
  return Math.max(0, Math.min(PAUSE_MS, sinceMs + LATEST_MS - nowMs));
}
