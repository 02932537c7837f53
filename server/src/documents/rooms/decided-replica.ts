/** A replica as what reads and decides on proposals takes it. */
import type { DocumentReplica } from "@parley/history";
import type { DecidedDocument, NegotiatedDocument } from "@parley/proposals";

/** The document with its history and its proposals. */
export function asNegotiated(
  { ydoc, attribution, lineage, pending }: DocumentReplica,
  ownerOf: NegotiatedDocument["ownerOf"],
): NegotiatedDocument {
  return { ydoc, attribution, lineage, pending, ownerOf };
}

/** The same with what was proposed and agreed when. */
export function asDecided(replica: DocumentReplica, ownerOf: NegotiatedDocument["ownerOf"]): DecidedDocument {
  return {
    ...asNegotiated(replica, ownerOf),
    seq: replica.seq,
    wasPending: (id, seq) => replica.wasPending(id, seq),
    wasReopened: (id, seq) => replica.wasReopened(id, seq),
    standings: (range) => replica.standings(range),
    proposalAt: (id, seq) => replica.proposalAt(id, seq),
  };
}
