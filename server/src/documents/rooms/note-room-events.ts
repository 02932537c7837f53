import type { DocumentId } from "@parley/base";
import { type RoomEvent, isPermanentClose } from "@parley/sync";
import type { Log } from "../../platform/log.ts";

/** Passes on what happens in a room, and writes what somebody has to look at into the server's log. */
export function noteRoomEvents(
  documentId: DocumentId,
  told: {
    readonly log: Log;
    readonly onEvent: (event: RoomEvent, documentId: DocumentId) => void;
    /** The log or the document failed. */
    readonly onFailed: (error: unknown) => void;
  },
): (event: RoomEvent) => void {
  return (event) => {
    told.onEvent(event, documentId);
    if (event.type === "refused" && event.act === "update")
      told.log.warn(
        { documentId, personId: event.personId, code: event.code, reason: event.reason },
        "An update was refused",
      );
    else if (event.type === "closed" && isPermanentClose(event.code))
      told.log.warn(
        { documentId, connectionId: event.connectionId, code: event.code, reason: event.reason },
        "A socket was closed for good",
      );
    else if (event.type === "failed") told.onFailed(event.error);
  };
}
