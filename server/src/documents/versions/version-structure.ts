/**
 * What changed in versions beside characters, read a few at a time: a long contract has many, and others wait for the process that reads
 * them.
 *
 * Invariant: what is known of two versions stays, since neither changes [VE11].
 */
import type { DocumentReplica } from "@parley/history";
import * as Y from "yjs";
import { type StructureCounts, countStructure } from "./restoration-figures.ts";

/** How many ids are gone through at one time; comparing goes through all that a document ever held. */
const IDS_AT_ONCE = 300_000;

/** For as long as the document is held. */
const known = new WeakMap<DocumentReplica, Map<string, StructureCounts>>();

/** Compares pairs of versions, the first ones first, as many as there is time for and at least one that is not known yet. */
export function readStructure(
  replica: DocumentReplica,
  pairs: readonly (readonly [from: number, to: number])[],
): (StructureCounts | null)[] {
  const counts = known.get(replica) ?? new Map<string, StructureCounts>();
  known.set(replica, counts);
  const clients = [...replica.ydoc.store.clients.keys()];
  const idsOfEach = clients.reduce((sum, client) => sum + Y.getState(replica.ydoc.store, client), 0);
  let left = Math.max(1, Math.floor(IDS_AT_ONCE / Math.max(1, idsOfEach)));
  return pairs.map(([from, to]) => {
    const key = `${from} ${to}`;
    const found = counts.get(key);
    if (found !== undefined || left === 0) return found ?? null;
    left--;
    const counted = countStructure(replica, from, to);
    counts.set(key, counted);
    return counted;
  });
}
