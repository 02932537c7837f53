/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Time as a port: the core never reads a clock of its own, so tests can hold and move time. */
export interface Clock {
  /** The present. */
  nowMs(): EpochMs;
  /** Runs `task` once, `afterMs` from now, unless the returned function is called before. */
  schedule(task: () => void, afterMs: number): () => void;
}

/** A clock that stands still until it is told to move. Tasks run in the order of their time, then of their scheduling. */
export interface VirtualClock extends Clock {
  /** Moves time forward and runs every task that falls due on the way, also those that due tasks schedule. */
  advance(byMs: number): void;
}

/** Makes a clock for tests and simulations. */
export function virtualClock(startMs: EpochMs = 1_700_000_000_000): VirtualClock {
  let now = startMs;
  let order = 0;
  const tasks: { atMs: number; order: number; task: () => void }[] = [];
  return {
    nowMs: () => now,
    schedule(task, afterMs) {
      const entry = { atMs: now + Math.max(0, afterMs), order: order++, task };
      tasks.push(entry);
      return () => {
        const index = tasks.indexOf(entry);
        if (index >= 0) tasks.splice(index, 1);
      };
    },
    advance(byMs) {
      const until = now + byMs;
      for (;;) {
        tasks.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
        const first = tasks[0];
        if (!first || first.atMs > until) break;
        tasks.shift();
        now = Math.max(now, first.atMs);
        first.task();
      }
      now = until;
    },
  };
}
