import { type DocumentStanding, plainStanding } from "@parley/sync";

/** How an open document stands, and whether it is held back for a moment since somebody is about to freeze it. */
export class StandingHold {
  private held: Promise<void> | null = null;
  /** What it lets people do now. */
  standing: DocumentStanding = plainStanding;

  get isFrozen(): boolean {
    return this.standing.frozen !== null;
  }

  /** `null` while nobody holds it back, else a promise to wait for. */
  get heldBack(): Promise<void> | null {
    return this.held;
  }

  /** [FR1] Nobody is let write until the answer is called. Resolves when what was taken before has `settled`. */
  async holdBack(settled: () => Promise<void>): Promise<() => void> {
    while (this.held !== null) await this.held;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.held = promise.then(() => {
      this.held = null;
    });
    await settled();
    return resolve;
  }
}
