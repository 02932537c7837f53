/** Restored versions as they are told to somebody, with names. */
import type { EpochMs, PersonId } from "@parley/base";
import type { DocumentRestoration, RestorationFigures, RestoredVersion } from "@parley/documents";
import type { Figures, Restoration } from "../versions/restorations.ts";
import type { Names } from "./cards.ts";

/**
 * A restoration for whoever may know of the history since a moment, `null` for all of it. Versions are colleagues' business: a guest
 * learns of them what time it was, and of nothing before they were let in.
 */
export function toRestoration(restoration: Restoration, nameOf: Names, sinceMs: EpochMs | null): DocumentRestoration {
  const { seq, personId, party, atMs, waiting, did } = restoration;
  const by = nameOf(personId);
  return {
    seq,
    by,
    party,
    at: new Date(atMs).toISOString(),
    version: toRestoredVersion(restoration, sinceMs),
    waiting,
    did,
  };
}

/** The version of a restoration, told as `toRestoration` does. */
export function toRestoredVersion({ restored, version }: Restoration, sinceMs: EpochMs | null): RestoredVersion {
  const { name, imported, atMs } = version;
  const at = atMs === null || (sinceMs !== null && atMs < sinceMs) ? null : new Date(atMs).toISOString();
  return sinceMs === null ? { seq: restored, name, imported, at } : { seq: null, name: null, imported: false, at };
}

/** Everybody whom figures name. */
export function peopleIn({ edits, accepted }: Figures): PersonId[] {
  return [...edits.map(({ personId }) => personId), ...accepted.proposedBy, ...accepted.acceptedBy];
}

/** Figures with names; `only` is the one person whose changes are told apart. */
export function toFigures({ edits, accepted, ...sums }: Figures, nameOf: Names, only?: PersonId): RestorationFigures {
  return {
    ...sums,
    edits: edits
      .filter(({ personId }) => only === undefined || personId === only)
      .map(({ personId, inserted, deleted, ...others }) => ({
        author: nameOf(personId),
        insertedCharacters: inserted,
        deletedCharacters: deleted,
        ...others,
      })),
    accepted: {
      count: accepted.count,
      proposedBy: accepted.proposedBy.map(nameOf),
      acceptedBy: accepted.acceptedBy.map(nameOf),
    },
  };
}
