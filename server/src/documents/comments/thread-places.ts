/** Finds where threads stand, and remembers it until the document has another row: what an anchor names is walked through once. */
import { setImmediate as othersTurn } from "node:timers/promises";
import { type DocumentReplica, knownSince } from "@parley/history";
import type { StoredThread } from "./comment-store.ts";
import { type PlacedThread, type ThreadPlace, placeAnchor } from "./thread-anchors.ts";

/** A document as somebody may know it, at one row. For reading at once. */
export interface KnownDocument {
  readonly replica: DocumentReplica;
  /** The thread with where its words stand; `among` is how many threads the reader is told of together. */
  place(thread: StoredThread, among?: number): PlacedThread;
}

interface Remembered {
  readonly seq: number;
  /** By what a reader knows nothing of. */
  readonly known: Map<number | null, KnownDocument>;
}

/** Pieces in which the words of all threads together stand: some words can be pasted ten thousand times, and commented a thousand times. */
const PIECES_TOLD = 200_000;
/** Of one thread as many in any case, and no more however few there are. */
const [FEWEST_PIECES, MOST_PIECES] = [100, 5_000];

/** Readers who joined at different rows; each guest is one. */
const MAX_READERS = 50;

export class ThreadPlaces {
  private readonly remembered = new WeakMap<DocumentReplica, Remembered>();

  /** What of a document somebody may know who knows nothing of what was gone by row `since`; see `knownSince`. */
  of(replica: DocumentReplica, since: number | null): KnownDocument {
    let remembered = this.remembered.get(replica);
    if (remembered?.seq !== replica.seq || remembered.known.size > MAX_READERS) {
      remembered = { seq: replica.seq, known: new Map() };
      this.remembered.set(replica, remembered);
    }
    const found = remembered.known.get(since) ?? knownDocument(knownSince(replica, since));
    remembered.known.set(since, found);
    return found;
  }
}

function knownDocument(replica: DocumentReplica): KnownDocument {
  // Threads on the same words, as on one proposal, share their place.
  const places = new Map<string, ThreadPlace>();
  return {
    replica,
    place(thread, among = 1) {
      const most = Math.min(MOST_PIECES, Math.max(FEWEST_PIECES, Math.floor(PIECES_TOLD / among)));
      const anchor = `${most} ${thread.anchor} ${thread.ranges.flat().join(" ")}`;
      const place = places.get(anchor) ?? placeAnchor(replica, thread, most);
      places.set(anchor, place);
      return { ...thread, ...place };
    },
  };
}

/** Threads that are placed without a pause. */
const BATCH = 16;

/** Places many threads; others have their turn in between, and may write. */
export async function placeThreads(
  threads: readonly StoredThread[],
  readKnown: () => Promise<KnownDocument>,
): Promise<PlacedThread[]> {
  const placed: PlacedThread[] = [];
  for (let from = 0; from < threads.length; from += BATCH) {
    if (from > 0) await othersTurn();
    const known = await readKnown();
    placed.push(...threads.slice(from, from + BATCH).map((thread) => known.place(thread, threads.length)));
  }
  return placed;
}
