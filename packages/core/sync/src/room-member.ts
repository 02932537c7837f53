import type { Clock, Party, Role } from "@parley/base";
import type { AnswerPace } from "./answer-pace.ts";
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
  readonly answers: AnswerPace;
  readonly follows: Set<FollowedTopic>;
  readonly allowance: UpdateAllowance;
  paused: boolean;
  gone: boolean;
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
