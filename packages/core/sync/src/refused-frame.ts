/** What a room tells of frames that it does not take. */
import { roleIncludes } from "@parley/base";
import type { SpeaksFor } from "./presence.ts";
import type { Member } from "./room-member.ts";
import type { RefusedCode, RefusedFrame, RoomOptions } from "./room-ports.ts";

/** The event of a refused frame: who tried, as what they are here now, and why it was not taken. */
export function refusedFrame(
  { peer, party, role }: Pick<Member, "peer" | "party" | "role">,
  act: RefusedFrame["act"],
  code: RefusedCode,
  reason: string,
): RefusedFrame {
  const { connectionId, personId } = peer;
  return { type: "refused", act, connectionId, personId, party, role, code, reason };
}

/**
 * For whom a connection may speak in the room's presence. Speaking for others is told of clients of ours only, which speak for themselves
 * alone: stock clients send everybody what they have heard of others.
 */
export function speaksFor(member: Member, { document, onEvent }: Pick<RoomOptions, "document" | "onEvent">): SpeaksFor {
  const { peer } = member;
  return {
    mayUseClient: (client) => document.mayUseClient(client, peer.personId, roleIncludes(member.role, "suggest")),
    onForeign: (client) => {
      if (peer.parley) onEvent(refusedFrame(member, "presence", "foreign-client", `client id ${client}`));
    },
  };
}
