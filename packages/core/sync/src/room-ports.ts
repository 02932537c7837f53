/** What a room needs of the world: a document, sockets, a clock, bounds. The server gives it the real ones, tests and simulations others. */
import type { Clock, ConnectionId, Party, PersonId, Role } from "@parley/base";
import type { CloseCode } from "./close-code.ts";
import type { DocumentStanding } from "./document-standing.ts";
import type { FollowedTopic, RefusalCode } from "./messages.ts";
import type { PresentEntry } from "./presence.ts";

/** Who is answerable for an update, and how it came. */
export interface UpdateSource {
  readonly personId: PersonId;
  readonly party: Party;
  /** As what they act: `suggest` is of somebody who only proposes, by their role or by choice. */
  readonly role: Role;
  readonly connectionId: ConnectionId;
  readonly baseSeq: number | null;
  /** As `Peer.knowsSince`. */
  readonly knowsSince: number;
  readonly flags: number;
  /** True when it answers the server's state vector: made before this connection existed. */
  readonly answer: boolean;
}

/** Why an update is refused: with its connection, or leaving that open. */
export type RefusedCode = "malformed" | "gap" | "unknown" | "foreign-client" | "schema" | RefusalCode;

/** What became of an update. */
export type TakenOutcome =
  /** Known already; `settled` resolves when that is durable, and is `null` when it is. A change may still be on its way to the disk from an earlier connection. */
  | { readonly outcome: "nothing-new"; readonly settled: Promise<void> | null }
  | {
      readonly outcome: "refused";
      readonly code: RefusedCode;
      readonly reason: string;
    }
  /** `durable` resolves when the row is on disk, in the order of the rows; it rejects when the row is lost. */
  | {
      readonly outcome: "taken";
      readonly seq: number;
      /** What everybody else is sent; it may be less than what came. */
      readonly update: Uint8Array;
      readonly durable: Promise<void>;
    };

/** The document behind a room. What it serves holds durable rows only. */
export interface RoomDocument {
  /** The last durable row. */
  readonly seq: number;
  /** What it lets people do now, whatever their role. While it is frozen `take` refuses what brings something. */
  readonly standing: DocumentStanding;
  stateVector(): Uint8Array;
  /**
   * What a client with this state vector lacks: `answer`, which says that all is there, and updates to send before it.
   * `null` when the vector cannot be read.
   */
  missingFor(stateVector: Uint8Array): { readonly before: readonly Uint8Array[]; readonly answer: Uint8Array } | null;
  /**
   * `null` when updates can be taken at once, else a promise to wait for. It rejects with `NotWritableNow` when they cannot be
   * taken for the moment, and with anything else when the document cannot be opened.
   */
  writable(): Promise<void> | null;
  take(update: Uint8Array, source: UpdateSource): TakenOutcome;
  /** Whether an update holds structs that the document lacks. Needs nothing loaded; `false` for what cannot be read. */
  bringsContent(update: Uint8Array): boolean;
  /** Whether the person may write or show a caret under a Yjs client id. With `claims` an id that nobody has is theirs from now on. */
  mayUseClient(client: number, personId: PersonId, claims: boolean): boolean;
  /**
   * A Yjs client id that nobody has, kept for this person, for good when they may write. `wanted` is given again when it is theirs, or
   * nobody's; of a reader who may write now it is kept for good from now on.
   */
  issueClient(personId: PersonId, wanted: number | null, mayWrite: boolean): number;
}

/** Nothing can be written for the moment; reading goes on. */
export class NotWritableNow extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotWritableNow";
  }
}

/** What a room needs of a socket. */
export interface Peer {
  readonly connectionId: ConnectionId;
  readonly personId: PersonId;
  readonly name: string;
  readonly organisation: string | null;
  /** The credential behind the socket, to close it when that ends. */
  readonly credentialId: string;
  /** An outsider, whose access ends with the credential. */
  readonly guest: boolean;
  /** The last row before its person was let in, who knows nothing of what was gone by then; 0 for who may know everything. */
  readonly knowsSince: number;
  /** Whether it asked for our messages, and what it said with that. */
  readonly parley: { readonly schemaVersion: number; readonly wantedClient: number | null } | null;
  send(frame: Uint8Array): void;
  /** Bytes accepted by `send` that the network has not taken yet. */
  unsentBytes(): number;
  /** Stop and go on reading from the socket. */
  pause(): void;
  resume(): void;
  close(code: CloseCode, reason: string): void;
}

/** Bounds of a room; every one is a setting. */
export interface RoomLimits {
  readonly maxMessageBytes: number;
  readonly maxUnsentBytes: number;
  readonly maxUpdatesPerSecond: number;
  /** Updates a connection may send at once before the rate counts. */
  readonly updateBurst: number;
  readonly presenceIntervalMs: number;
}

/** Something that a connection tried and that was not taken. Of presence that is to speak under somebody else's id. */
export interface RefusedFrame {
  readonly type: "refused";
  readonly act: "update" | "presence";
  readonly connectionId: ConnectionId;
  readonly personId: PersonId;
  readonly party: Party;
  /** The role that counted. */
  readonly role: Role;
  readonly code: RefusedCode;
  readonly reason: string;
}

/** Something worth a line in the log or a count in the metrics. */
export type RoomEvent =
  | RefusedFrame
  | { readonly type: "closed"; readonly connectionId: ConnectionId; readonly code: number; readonly reason: string }
  | { readonly type: "failed"; readonly error: unknown }
  | { readonly type: "caret-dropped"; readonly connectionId: ConnectionId }
  | { readonly type: "row"; readonly seq: number; readonly personId: PersonId };

export interface RoomOptions {
  readonly document: RoomDocument;
  readonly clock: Clock;
  readonly limits: RoomLimits;
  readonly schemaVersion: number;
  readonly onEvent: (event: RoomEvent) => void;
  /** Told when a connection begins to follow a topic; it is to be told the whole with `Room.tell`. */
  readonly onFollow?: (peer: Peer, topic: FollowedTopic) => void;
  /** Told who of this node came, moved or left, whenever everybody in the room is. */
  readonly onPresence?: (entries: readonly PresentEntry[]) => void;
}
