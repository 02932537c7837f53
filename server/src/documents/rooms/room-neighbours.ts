/**
 * An open document's side of its line to the neighbours: what they are told of it, and what is done with what they say.
 *
 * Whatever is heard before the document is open is found in the log: the line is joined first, the log is read afterwards.
 */
import type { DocumentId, PersonId } from "@parley/base";
import type { ChainedRow, TailRow } from "@parley/history";
import type { PresentEntry, Room } from "@parley/sync";
import type {
  LeaseUser,
  NeighbourLine,
  NeighbourMessage,
  NeighbourNews,
  Neighbours,
  WriteLease,
} from "./neighbours.ts";
import type { StoredDocument } from "./room-document.ts";

export interface RoomNeighboursHooks {
  /** A neighbour says that the document is to be closed and opened again. */
  readonly onReopen: () => void;
  /** The log could not be read. It is tried again with the next row, and by those who look every few seconds. */
  readonly onError: (error: unknown) => void;
}

interface OpenedRoom {
  readonly document: StoredDocument;
  readonly room: Room;
}

export class RoomNeighbours {
  private readonly hooks: RoomNeighboursHooks;
  private line: NeighbourLine | null = null;
  private opened: OpenedRoom | null = null;
  private heardEarly = false;

  private constructor(hooks: RoomNeighboursHooks) {
    this.hooks = hooks;
  }

  static async join(
    neighbours: Neighbours,
    documentId: DocumentId,
    hooks: RoomNeighboursHooks,
  ): Promise<RoomNeighbours> {
    const joined = new RoomNeighbours(hooks);
    joined.line = await neighbours.join(documentId, (news) => joined.hear(news));
    return joined;
  }

  /** The document is open: what was heard meanwhile is looked for, and the neighbours are asked who is there. */
  attach(document: StoredDocument, room: Room): void {
    this.opened = { document, room };
    if (this.heardEarly) this.lookInLog();
    this.tell({ type: "who-is-there" });
  }

  leaseFor(user: LeaseUser): WriteLease {
    if (this.line === null) throw new Error("the line is joined before the document is opened");
    return this.line.leaseFor(user);
  }

  rowWritten(row: ChainedRow): void {
    const { seq, personId, kind, role, baseSeq, previousHash, hash } = row;
    const update = row.statement === null ? row.update : null;
    this.tell({ type: "row", seq, personId, kind, role, baseSeq, previousHash, hash, update });
  }

  /** Another node's row is here now: everybody in the room gets it. */
  rowFollowed(row: TailRow): void {
    this.opened?.room.announceOwn(row.update, row.seq);
  }

  clientTaken(client: number, personId: PersonId): void {
    this.tell({ type: "client", client, personId });
  }

  presenceChanged(entries: readonly PresentEntry[]): void {
    this.tell({ type: "presence", whole: false, entries });
  }

  snapshotStored(seq: number): void {
    this.tell({ type: "snapshot", seq });
  }

  /** Tells the neighbours to close the document and open it again; also after leaving. */
  askToReopen(): void {
    this.tell({ type: "reopen" });
  }

  /** Reads from the log what may have been missed. */
  lookInLog(): void {
    this.opened?.document.catchUp().catch(this.hooks.onError);
  }

  leave(): void {
    if (this.opened) this.tell({ type: "presence", whole: true, entries: [] });
    this.opened = null;
    this.line?.leave();
  }

  private tell(message: NeighbourMessage): void {
    this.line?.tell(message);
  }

  private hear(news: NeighbourNews): void {
    if (this.opened === null) {
      this.heardEarly = true;
      return;
    }
    const { room } = this.opened;
    if (news === "missed") {
      this.lookInLog();
      this.tellPresence();
      this.tell({ type: "who-is-there" });
    } else if ("gone" in news) room.presence.neighbourGone(news.gone);
    else this.hearMessage(news.from, news.message, this.opened);
  }

  private hearMessage(from: string, message: NeighbourMessage, { document, room }: OpenedRoom): void {
    switch (message.type) {
      case "row":
        document.follow(message).catch(this.hooks.onError);
        break;
      case "presence":
        room.presence.hearNeighbour(from, message.entries, message.whole);
        break;
      case "who-is-there":
        this.tellPresence();
        break;
      case "client":
        document.noteIssued(message.client, message.personId);
        break;
      case "snapshot":
        document.adoptSnapshot().catch(this.hooks.onError);
        break;
      case "reopen":
        this.hooks.onReopen();
        break;
    }
  }

  private tellPresence(): void {
    const entries = this.opened?.room.presence.own() ?? [];
    this.tell({ type: "presence", whole: true, entries });
  }
}
