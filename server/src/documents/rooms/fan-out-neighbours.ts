import type { Clock, DocumentId } from "@parley/base";
import type { FanOut } from "../../platform/fan-out/fan-out.ts";
import type { Log } from "../../platform/log.ts";
import { decodeNeighbourMessage, encodeNeighbourMessage } from "./neighbour-wire.ts";
import type { NeighbourLine, NeighbourNews, Neighbours } from "./neighbours.ts";
import { SharedLease } from "./shared-lease.ts";

/** Neighbours over a fan-out: one channel per open document, so that a node hears of what it has open and of nothing else. */
export function createNeighbours(fanOut: FanOut, parts: { readonly clock: Clock; readonly log: Log }): Neighbours {
  let lines = 0;
  const join = async (documentId: DocumentId, hear: (news: NeighbourNews) => void): Promise<NeighbourLine> => {
    const channel = `parley:document:${documentId}`;
    let lease: SharedLease | null = null;
    const endListening = await fanOut.listen(channel, (bytes) => {
      const heard = decodeNeighbourMessage(bytes, fanOut.nodeId);
      if (heard === "own") return;
      if (heard === null) parts.log.warn({ documentId }, "A neighbour's message could not be read");
      else if (heard.lease) lease?.hear(heard.lease);
      else hear(heard);
    });
    const endings = [
      endListening,
      fanOut.onMissed(() => hear("missed")),
      fanOut.onNodeGone((gone) => hear({ gone })),
      () => lease?.close(),
    ];
    return {
      leaseFor: (user) => {
        const made = new SharedLease({
          name: documentId,
          token: `${fanOut.nodeId}:${++lines}`,
          leases: fanOut.leases,
          clock: parts.clock,
          user,
          tell: (message) => fanOut.publish(channel, encodeNeighbourMessage(fanOut.nodeId, message)),
        });
        lease = made;
        return made;
      },
      tell: (message) => fanOut.publish(channel, encodeNeighbourMessage(fanOut.nodeId, message)),
      leave: () => {
        for (const end of endings) end();
      },
    };
  };
  return { exist: true, join };
}
