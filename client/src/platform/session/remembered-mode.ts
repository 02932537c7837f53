import type { SessionStatus } from "@parley/sync";

/** Whether a page that is loaded anew proposes, as this device remembers it. */
export class RememberedMode {
  private readonly remember: (proposing: boolean) => void;
  private remembered: boolean;
  private isForNow = false;

  constructor(remember: (proposing: boolean) => void, remembered: boolean) {
    this.remember = remember;
    this.remembered = remembered;
  }

  /** Carries out a choice; what is chosen `forNow` is over with the page. Returns what `set` does: whether it was possible. */
  choose(howLong: "forNow" | undefined, set: () => boolean): boolean {
    const before = this.isForNow;
    this.isForNow = howLong === "forNow";
    const done = set();
    if (!done) this.isForNow = before;
    return done;
  }

  /** Remembers what a session does. What waits on this device must be sent as what it is, whatever the role is by then. */
  follow({ proposing, unsavedCount }: Pick<SessionStatus, "proposing" | "unsavedCount">): void {
    const lasts = proposing && (!this.isForNow || unsavedCount > 0);
    if (lasts !== this.remembered) this.remember(lasts);
    this.remembered = lasts;
  }
}
