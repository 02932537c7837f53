/**
 * How much of an update is looked through for copies before the rest of it counts as new: everybody waits meanwhile, and an update can be made
 * for it. People at work stay far below. Counted, not timed, so that the log alone gives the same answer again [LI1].
 */
export class Effort {
  /** Runs of ids that are found to be copies. */
  private entries = 20_000;
  /** Places in new text at which a common part may begin. */
  private places = 1_000_000;
  /** Pairs of characters that are held against each other to align short rests. */
  private pairs = 20_000_000;
  /** Characters that are compared to find the longest of several common parts. */
  private characters = 20_000_000;

  /** Whether so many more runs may be found. */
  takeEntries(count: number): boolean {
    if (count > this.entries) return false;
    this.entries -= count;
    return true;
  }

  /** Whether one more place may be looked at. */
  takePlace(): boolean {
    this.places--;
    return this.places >= 0;
  }

  /** Whether so many more pairs may be compared. */
  takePairs(count: number): boolean {
    this.pairs -= count;
    return this.pairs >= 0;
  }

  /** Whether there is time to compare more than one candidate. */
  get hasChoice(): boolean {
    return this.characters > 0;
  }

  noteCompared(characters: number): void {
    this.characters -= characters;
  }
}
