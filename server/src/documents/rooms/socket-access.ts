/**
 * Open sockets are asked again when what they stand on changed [SY7]: here at once, on other nodes by a notice of the database.
 * A node that may have missed a notice closes its sockets: whoever comes back is asked at the door.
 */
import type { DocumentId, PersonId } from "@parley/base";
import { closeCodes } from "@parley/sync";
import type { Notices } from "../../platform/fan-out/notices.ts";
import type { FindAccess } from "../access.ts";
import type { OpenRoom } from "./open-room.ts";
import type { Rooms } from "./rooms.ts";

/** Reactions to what changed. Each resolves when the sockets have been asked and the other nodes told. */
export interface SocketAccess {
  accessChanged(documentId: DocumentId): Promise<void>;
  /** As `accessChanged`, for a change that every node notices by itself. */
  accessChangedHere(documentId: DocumentId): Promise<void>;
  peopleChanged(personIds: readonly PersonId[]): Promise<void>;
  credentialEnded(credentialId: string): Promise<void>;
  /** A node is gone; should it have died between a change and its notice, this node's sockets learn of the change now. */
  nodeGone(): Promise<void>;
}

/** People of one notice; a notice may have some thousand bytes. */
const PEOPLE_PER_NOTICE = 100;

/** @param notices `null` when this node is the only one */
export function createSocketAccess(
  rooms: Pick<Rooms, "find" | "openRooms">,
  findAccess: FindAccess,
  notices: Notices | null,
  onError: (error: unknown) => void,
): SocketAccess {
  const here = {
    access: async ({ documentId }: { documentId: DocumentId }): Promise<void> => {
      const open = rooms.find(documentId);
      if (open) await askAgain(open, findAccess, null);
    },
    people: async ({ personIds }: { personIds: readonly PersonId[] }): Promise<void> => {
      const affected = new Set(personIds);
      for (const open of [...rooms.openRooms()]) await askAgain(open, findAccess, affected);
    },
    credential: async ({ credentialId }: { credentialId: string }): Promise<void> => {
      for (const { room } of rooms.openRooms()) room.closeCredential(credentialId);
    },
  };
  for (const [topic, react] of Object.entries(here))
    notices?.on(topic, (payload) => void react(payload as never).catch(onError));
  notices?.onMissed(() => {
    for (const { room } of rooms.openRooms()) room.closeAll(closeCodes.documentUnavailable, "try again");
  });
  const everywhere = async <Topic extends keyof typeof here>(
    topic: Topic,
    payload: Parameters<(typeof here)[Topic]>[0],
  ): Promise<void> => {
    // The others are told even if the asking fails here.
    const told = notices?.tell(topic, payload);
    await Promise.all([here[topic](payload as never), told]);
  };
  return {
    accessChanged: (documentId) => everywhere("access", { documentId }),
    accessChangedHere: (documentId) => here.access({ documentId }),
    peopleChanged: async (personIds) => {
      for (let at = 0; at < personIds.length; at += PEOPLE_PER_NOTICE)
        await everywhere("people", { personIds: personIds.slice(at, at + PEOPLE_PER_NOTICE) });
    },
    credentialEnded: (credentialId) => everywhere("credential", { credentialId }),
    nodeGone: async () => {
      for (const open of [...rooms.openRooms()]) await askAgain(open, findAccess, null);
    },
  };
}

/** Asks for every socket of a room, or for those of some people, what its person may do now. */
async function askAgain(open: OpenRoom, findAccess: FindAccess, only: ReadonlySet<PersonId> | null): Promise<void> {
  for (const { peer } of open.room.peers()) {
    if (only && !only.has(peer.personId)) continue;
    try {
      open.room.setAccess(peer.connectionId, await findAccess(open.documentId, peer.personId));
    } catch (error) {
      // Not knowing is no reason to let anybody go on: they come back and are asked at the door.
      open.room.closeAll(closeCodes.documentUnavailable, "try again");
      throw error;
    }
  }
}
