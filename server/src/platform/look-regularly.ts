import type { Clock } from "@parley/base";

/** Work that is done again and again while the server runs. */
export interface RegularLook {
  readonly clock: Pick<Clock, "schedule">;
  /** Counted from the end of one look to the beginning of the next: two never overlap. */
  readonly everyMs: number;
  readonly look: () => Promise<void>;
  /** Told of a look that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void;
}

/** Looks at once, and now and then from now on. @returns what ends it; a look that is under way is waited for */
export function lookRegularly({ clock, everyMs, look, onError }: RegularLook): () => Promise<void> {
  let stopped = false;
  let cancel = (): void => {};
  let running = Promise.resolve();
  const lookOnce = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      onError(error);
    } finally {
      if (!stopped) cancel = clock.schedule(begin, everyMs);
    }
  };
  const begin = (): void => {
    running = lookOnce();
  };
  begin();
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
