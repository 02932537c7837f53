/** Who is shown in a room: names and colours for those who join, carets sent on at a bounded pace, people of other nodes. */
import type { Clock, ConnectionId, Party, PersonId } from "@parley/base";
import { encodeAwarenessFrame } from "./messages.ts";
import { type PresentEntry, type PresentPerson, type SpeaksFor, Presence, partyShade, shadeIndex } from "./presence.ts";
import type { Peer } from "./room-ports.ts";

export interface RoomPresenceParts {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** How many sockets are open. */
  readonly size: () => number;
  /** Sends everybody the frame of their kind. */
  readonly sendAll: (frameFor: (peer: Peer) => Uint8Array) => void;
  /** Told who of this node came, moved or left. */
  readonly onOwn: ((entries: readonly PresentEntry[]) => void) | undefined;
  /** Told which connection sent a caret that is none. */
  readonly onDropped?: (from: ConnectionId) => void;
}

export class RoomPresence {
  private readonly presence: Presence;
  private readonly shadeOf = new Map<PersonId, number>();
  private readonly parts: RoomPresenceParts;
  private timer: (() => void) | null = null;

  constructor(parts: RoomPresenceParts) {
    this.parts = parts;
    this.presence = new Presence(parts.onDropped);
  }

  /** The person of a connection as everybody is shown them. */
  introduce({ personId, name, organisation }: Peer, party: Party): PresentPerson {
    const shade = this.shadeOf.get(personId) ?? this.shadeOf.size;
    this.shadeOf.set(personId, shade);
    return { personId, name, party, organisation, color: partyShade(party, shade) };
  }

  hear(connectionId: ConnectionId, update: Uint8Array, person: PresentPerson, speaksFor: SpeaksFor): void {
    this.presence.hear(connectionId, update, person, speaksFor);
    this.schedule();
  }

  leave(connectionId: ConnectionId): void {
    this.presence.leave(connectionId);
    this.schedule();
  }

  /** Everybody who is present, for somebody who joins; `null` when nobody is. */
  frameFor(peer: Peer): Uint8Array | null {
    const update = this.presence.all();
    return update && encodeAwarenessFrame(peer.parley ? update.parley : update.stock);
  }

  /** Who is connected here, for other nodes. */
  own(): PresentEntry[] {
    return this.presence.own();
  }

  /** Shows who is connected to another node: all of them when `whole`, else those that changed. */
  hearNeighbour(node: string, entries: readonly PresentEntry[], whole: boolean): void {
    for (const { state } of entries) {
      if (state === null || this.shadeOf.has(state.user.personId)) continue;
      const shade = shadeIndex(state.user.party, state.user.color);
      // Whoever opens the document here, too, has one colour everywhere.
      this.shadeOf.set(state.user.personId, shade >= 0 ? shade : this.shadeOf.size);
    }
    this.presence.hearNode(node, entries, whole);
    this.schedule();
  }

  /** Another node is gone, and with it everybody connected to it. */
  neighbourGone(node: string): void {
    this.presence.leaveNode(node);
    this.schedule();
  }

  /** Presence matters less the more people there are, and costs their square: the interval grows with the room. */
  private schedule(): void {
    const { clock, intervalMs, size, sendAll, onOwn } = this.parts;
    if (this.timer || !this.presence.pending) return;
    const factor = Math.max(1, Math.ceil(size() / 10));
    this.timer = clock.schedule(() => {
      this.timer = null;
      const update = this.presence.flush();
      if (!update) return;
      const parley = encodeAwarenessFrame(update.parley);
      const stock = encodeAwarenessFrame(update.stock);
      sendAll((peer) => (peer.parley ? parley : stock));
      if (update.own.length > 0) onOwn?.(update.own);
    }, intervalMs * factor);
  }

  /** Ends the timer. */
  destroy(): void {
    this.timer?.();
    this.timer = null;
  }
}
