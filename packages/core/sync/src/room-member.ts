import { type Clock, type Party, type Role, roleIncludes } from "@parley/base";
import type { AnswerPace } from "./answer-pace.ts";
import {
  type ClientMessage,
  type FollowedTopic,
  PROTOCOL_VERSION,
  encodeParleyMessage,
  updateFlags,
} from "./messages.ts";
import type { PresentPerson } from "./presence.ts";
import type { Peer, RoomDocument, RoomOptions } from "./room-ports.ts";
import type { UpdateAllowance } from "./update-allowance.ts";

/** A connection in its room. */
export interface Member {
  readonly peer: Peer;
  readonly person: PresentPerson;
  /** The Yjs client id that it was told; `null` for one that does not ask for our messages. */
  readonly clientId: number | null;
  role: Role;
  party: Party;
  /** Update frames received, and how many of them are settled (durable, nothing new, or refused). */
  settled: number;
  /** Frames that wait for the document to become writable. */
  waiting: Extract<ClientMessage, { type: "update" }>[];
  waitingBytes: number;
  /** Size of the last whole answer, which may still be on its way. */
  answerBytes: number;
  readonly answers: AnswerPace;
  readonly follows: Set<FollowedTopic>;
  readonly allowance: UpdateAllowance;
  paused: boolean;
  gone: boolean;
}

/** What a role comes to on a page: an editor older than the schema would delete what it does not know, so it only reads. */
export function roleOn({ parley }: Peer, role: Role, schemaVersion: number): Role {
  return parley && parley.schemaVersion < schemaVersion ? "view" : role;
}

/** The Yjs client id under which a page may write; `null` for one that does not ask for our messages. */
export function clientIdFor(
  { personId, parley }: Peer,
  role: Role,
  document: Pick<RoomDocument, "issueClient">,
): number | null {
  return parley && document.issueClient(personId, parley.wantedClient, roleIncludes(role, "suggest"));
}

/** More than any frame's head takes. */
export const FRAME_HEAD_BYTES = 32;

/** The first message to a page of ours. */
export function helloFor(
  { peer, role, party }: Pick<Member, "peer" | "role" | "party">,
  clientId: number,
  { document, limits, schemaVersion }: Pick<RoomOptions, "document" | "limits" | "schemaVersion">,
): Uint8Array {
  return encodeParleyMessage({
    type: "hello",
    protocolVersion: PROTOCOL_VERSION,
    schemaVersion,
    clientId,
    seq: document.seq,
    role,
    party,
    personId: peer.personId,
    name: peer.name,
    maxUpdateBytes: limits.maxMessageBytes - FRAME_HEAD_BYTES,
    standing: document.standing,
  });
}

/** [SY18] As what somebody acts who sends an update: it is a proposal by choice, or because in this document everything is. */
export function actsAs(
  { role }: Pick<Member, "role">,
  { flags }: Pick<Extract<ClientMessage, { type: "update" }>, "flags">,
  { standing }: Pick<RoomDocument, "standing">,
): Role {
  return (flags & updateFlags.propose) !== 0 || standing.everybodyProposes ? "suggest" : role;
}

/** Keeps the client id of who may write from now on for good: what is written under it may outlive the room before it is saved. */
export function keepClientOfWriter(
  { peer, clientId, role }: Member,
  document: Pick<RoomDocument, "issueClient">,
): void {
  if (clientId !== null && roleIncludes(role, "suggest")) document.issueClient(peer.personId, clientId, true);
}

/** A socket that is not read for longer would be taken for broken by its page. What it owes then, it goes on owing. */
const LONGEST_PAUSE_MS = 5_000;

/** An empty bucket pauses the socket until something is in it again, so the network pushes back; nothing is lost. */
export function pauseWhileEmpty(member: Member, clock: Clock, staysPaused: () => boolean): void {
  if (member.paused) return;
  member.paused = true;
  member.peer.pause();
  const latestMs = clock.nowMs() + LONGEST_PAUSE_MS;
  const resumeOrWait = (): void => {
    if (member.gone) return;
    // What had been read before the pause may be spent during it.
    const waitMs = Math.min(member.allowance.emptyForMs(), latestMs - clock.nowMs());
    if (waitMs > 0) {
      clock.schedule(resumeOrWait, waitMs);
      return;
    }
    member.paused = false;
    if (!staysPaused()) member.peer.resume();
  };
  resumeOrWait();
}
