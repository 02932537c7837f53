/** Freezes documents at a row and thaws them: in the database first, then in every room that has them open, on every node. */
import type { Clock, DocumentId, PersonId } from "@parley/base";
import type { Notices } from "../../platform/fan-out/notices.ts";
import type { Rooms } from "../rooms/rooms.ts";
import type { FreezingWanted, FrozenDocument, FrozenEnd, FrozenStore } from "./frozen-store.ts";

export interface FrozenDocuments {
  /**
   * Ends the log of a document at its last row, or at `seq`: no row follows, whoever sends it, until it thaws. Resolves when that is durable and the
   * pages here were told. A frozen document stays as it is, and has the new reason.
   * @throws Refusal `documents/not-found`, `documents/log-moved-on`
   */
  freeze(documentId: DocumentId, wanted: FreezingWanted): Promise<FrozenEnd>;
  /** Lets the log go on. @returns whether it was frozen */
  thaw(documentId: DocumentId, by: PersonId): Promise<boolean>;
  /** `null` for a document that is not frozen. */
  find(documentId: DocumentId): Promise<FrozenDocument | null>;
}

export function createFrozenDocuments(deps: {
  readonly store: FrozenStore;
  readonly rooms: Pick<Rooms, "find" | "openRooms" | "standings">;
  /** `null` when this node is the only one. */
  readonly notices: Notices | null;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): FrozenDocuments {
  const { store, rooms, notices, clock, onError } = deps;
  const renew = async (documentId: DocumentId): Promise<void> => {
    const open = rooms.find(documentId);
    if (open) await rooms.standings.renew(open);
  };
  notices?.on("standing", (payload) => {
    const { documentId } = payload as { documentId: DocumentId };
    void renew(documentId).catch(onError);
  });
  notices?.onMissed(() => {
    for (const open of [...rooms.openRooms()]) rooms.standings.renew(open).catch(onError);
  });
  const tell = async (documentId: DocumentId): Promise<void> => {
    // What a node does not hear it finds out by itself within seconds; its rows are refused by the database until then.
    const told = notices?.tell("standing", { documentId }).catch(onError);
    await Promise.all([renew(documentId), told]);
  };
  return {
    async freeze(documentId, wanted) {
      // What is on its way to the disk here gets there first, so that nobody's room has to close over it.
      const document = rooms.find(documentId)?.document;
      const letGo = await document?.hold.holdBack(() => document.settled());
      try {
        return await store.freeze(documentId, { ...wanted, atMs: clock.nowMs() });
      } finally {
        await tell(documentId).finally(() => letGo?.());
      }
    },
    async thaw(documentId) {
      const wasFrozen = await store.thaw(documentId);
      await tell(documentId);
      return wasFrozen;
    },
    find: (documentId) => store.find(documentId),
  };
}
