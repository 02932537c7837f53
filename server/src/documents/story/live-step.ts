/** The story of characters as it is told, before people have their names. */
import type { Party, PersonId } from "@parley/base";
import type { WordStep } from "@parley/documents";
import type { IdRange } from "@parley/history";
import type { WordStanding } from "./contributed-steps.ts";
import type { WordOrigin } from "./word-sources.ts";

/** A step with its person by id. */
export interface LiveStep extends Omit<WordStep, "person" | "at" | "offlineSince" | "version" | "whose" | "takenBy"> {
  readonly personId: PersonId;
  readonly party: Party;
  readonly atMs: number;
  readonly whoseId: PersonId | null;
  readonly takenById: PersonId | null;
  readonly offlineSinceMs: number | null;
  /** The row of the version that was restored. */
  readonly version: number | null;
}

/** Characters with one story, told. */
export interface LivePart {
  readonly text: string;
  readonly gone: boolean;
  readonly ids: readonly IdRange[];
  /** The documents that they were copied from, the oldest first; none for what was written here. */
  readonly origins: readonly WordOrigin[];
  readonly steps: readonly LiveStep[];
}

/** The same, and since when it was agreed on. */
export interface StandingPart extends LivePart {
  readonly standing: WordStanding;
}
