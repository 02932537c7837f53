export { type Caret, type CaretPlace, readCaret } from "./caret.ts";
export { type CloseCode, closeCodes, isPermanentClose } from "./close-code.ts";
export {
  type ClientMessage,
  type FollowedTopic,
  type ParleyMessage,
  type NewsTopic,
  type RefusalCode,
  type ServerMessage,
  PROTOCOL_VERSION,
  decodeClientFrame,
  decodeServerFrame,
  encodeAwarenessFrame,
  encodeFollowFrame,
  encodeParleyMessage,
  encodeParleyUpdateFrame,
  encodePermissionDeniedFrame,
  encodeStateVectorFrame,
  encodeUpdateFrame,
  updateFlags,
} from "./messages.ts";
export { type DocumentStanding, plainStanding } from "./document-standing.ts";
export { type PresentEntry, type PresentPerson, Presence, decodeAwareness, partyShade } from "./presence.ts";
export { mergeInChunks } from "./frame-pair.ts";
export { Room } from "./room.ts";
export {
  type Peer,
  type RoomDocument,
  type RoomEvent,
  type RoomLimits,
  type RoomOptions,
  type TakenOutcome,
  type UpdateSource,
  NotWritableNow,
} from "./room-ports.ts";
export type { DocumentSession, SessionOptions, Transport, TransportHandlers } from "./session-ports.ts";
export { openDocumentSession, remoteOrigin } from "./session.ts";
export type { Told } from "./topic-followers.ts";
export type { SessionState, SessionStatus } from "./session-status.ts";
