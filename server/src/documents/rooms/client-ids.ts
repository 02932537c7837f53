import type { PersonId, Random } from "@parley/base";

/**
 * Which Yjs client id of a document belongs to whom [IN6]. An id is somebody's as soon as it was issued or announced; the
 * database decides when two nodes gave one id to two people, at the latest with the first row under it.
 */
export class ClientIds {
  /** Ids that the log knows. */
  private readonly written: Map<number, PersonId>;
  private readonly issued = new Map<number, PersonId>();
  /** Ids of `issued` that stay somebody's after the room is let go. */
  private readonly kept = new Set<number>();
  private readonly random: Random;
  private readonly onTaken: (client: number, personId: PersonId, forGood: boolean) => void;

  /** @param onTaken told of each id that becomes somebody's here; `forGood` when it must stay theirs after the room is let go */
  constructor(
    written: ReadonlyMap<number, PersonId>,
    random: Random,
    onTaken: (client: number, personId: PersonId, forGood: boolean) => void,
  ) {
    this.written = new Map(written);
    this.random = random;
    this.onTaken = onTaken;
  }

  /** Whether the log knows the id. */
  isWritten(client: number): boolean {
    return this.written.has(client);
  }

  /** Whose an id is. */
  ownerOf(client: number): PersonId | undefined {
    return this.written.get(client) ?? this.issued.get(client);
  }

  /** A row under these ids was taken, or came from another node. Whoever has an id already keeps it. */
  noteWritten(clients: Iterable<number>, personId: PersonId): void {
    for (const client of clients) if (!this.written.has(client)) this.written.set(client, personId);
  }

  /** Another node gave the id to somebody. */
  noteIssued(client: number, personId: PersonId): void {
    if (!this.written.has(client) && !this.issued.has(client)) this.issued.set(client, personId);
  }

  mayUse(client: number, personId: PersonId, claims: boolean): boolean {
    const owner = this.written.get(client) ?? this.issued.get(client);
    if (owner !== undefined) return owner === personId;
    // Announced by a writer's caret or about to be written: the id is this person's from now on. A reader takes no ids away.
    if (claims) {
      this.issued.set(client, personId);
      this.onTaken(client, personId, false);
    }
    return true;
  }

  /** Whether words of this person's may come under an id; with `claims` also under one that nobody has, which is theirs then. */
  mayWrite(client: number, personId: PersonId, claims: boolean): boolean {
    return (claims || this.ownerOf(client) !== undefined) && this.mayUse(client, personId, claims);
  }

  issue(personId: PersonId, wanted: number | null, mayWrite: boolean): number {
    if (wanted !== null && this.ownerOf(wanted) === personId) {
      // Whoever only read under it may write now.
      if (mayWrite && !this.written.has(wanted) && !this.kept.has(wanted)) this.keep(wanted, personId);
      return wanted;
    }
    // A page may hold what it wrote under an id that was forgotten before anything came of it, or with rows that a restored log lacks.
    const isForgotten = mayWrite && wanted !== null && wanted <= 0xff_ff_ff_ff && this.ownerOf(wanted) === undefined;
    const client = isForgotten ? wanted : this.findFree();
    this.issued.set(client, personId);
    if (mayWrite) this.keep(client, personId);
    else this.onTaken(client, personId, false);
    return client;
  }

  /** Others see the id with the caret, and its page may hold what was not saved; after a restart it must still be nobody else's. */
  private keep(client: number, personId: PersonId): void {
    this.kept.add(client);
    this.onTaken(client, personId, true);
  }

  private findFree(): number {
    for (;;) {
      const client = new DataView(this.random.bytes(4).buffer).getUint32(0);
      if (this.ownerOf(client) === undefined) return client;
    }
  }
}
