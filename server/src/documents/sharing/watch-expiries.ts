import type { Clock, EpochMs } from "@parley/base";
import type { LiveDocuments } from "../live.ts";
import type { ShareStore } from "./share-store.ts";

/** How often ended shares are looked for; open sockets outlive a share by this at most. */
const intervalMs = 1_000;

/**
 * Asks the sockets of a document again when one of its shares has come to its end.
 * @returns a function that ends the watch; a look that is under way is waited for
 */
export function watchExpiries(deps: {
  readonly shares: Pick<ShareStore, "listExpired">;
  readonly live: Pick<LiveDocuments, "accessChanged">;
  readonly clock: Clock;
  /** Told of a look that failed; the same span of time is looked at again. */
  readonly onError: (error: unknown) => void;
}): () => Promise<void> {
  const { shares, live, clock } = deps;
  let seenUntilMs: EpochMs = clock.nowMs();
  let stopped = false;
  let cancel = (): void => {};
  let look = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      const untilMs = clock.nowMs();
      for (const documentId of await shares.listExpired(seenUntilMs, untilMs)) await live.accessChanged(documentId);
      seenUntilMs = untilMs;
    } catch (error) {
      deps.onError(error);
    } finally {
      plan();
    }
  };
  const plan = (): void => {
    if (stopped) return;
    cancel = clock.schedule(() => {
      look = run();
    }, intervalMs);
  };
  plan();
  return async () => {
    stopped = true;
    cancel();
    await look;
  };
}
