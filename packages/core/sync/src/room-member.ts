import type { Party, Role } from "@parley/base";
import type { ClientMessage, FollowedTopic } from "./messages.ts";
import type { PresentPerson } from "./presence.ts";
import type { Peer } from "./room-ports.ts";
import type { UpdateAllowance } from "./update-allowance.ts";

/** A connection in its room. */
export interface Member {
  readonly peer: Peer;
  readonly person: PresentPerson;
  role: Role;
  party: Party;
  /** Update frames received, and how many of them are settled (durable, nothing new, or refused). */
  settled: number;
  /** Frames that wait for the document to become writable. */
  waiting: Extract<ClientMessage, { type: "update" }>[];
  waitingBytes: number;
  /** Size of the last whole answer, which may still be on its way. */
  answerBytes: number;
  readonly follows: Set<FollowedTopic>;
  readonly allowance: UpdateAllowance;
  paused: boolean;
  gone: boolean;
}
