import { randomBytes } from "node:crypto";
import type { Clock, Random } from "@parley/base";

/** The machine's clock. A task that is waiting does not keep the process alive. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (task, afterMs) => {
    const timer = setTimeout(task, afterMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** The operating system's randomness, fit for secrets. */
export const systemRandom: Random = { bytes: (length) => Uint8Array.from(randomBytes(length)) };
