import type { PersonId, Random } from "@parley/base";

export type ReadKeptClients = () => Promise<ReadonlyMap<number, PersonId> | null>;

/** What came of asking under which ids an update may be written. */
export interface ClientUse {
  readonly mayUse: (client: number) => boolean;
  /** Those that the log does not know yet. */
  readonly fresh: Set<number>;
  /** Those of which nothing is known, and of which the database was not asked. */
  readonly unheard: number[];
}

/** Who makes ids up would have them remembered. */
const MAX_ASKED = 10_000;

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
  private readonly readKept: ReadKeptClients | null;
  /** Ids of which nothing was known, and the database was asked. */
  private readonly asked = new Set<number>();
  private readonly random: Random;
  private readonly onTaken: (client: number, personId: PersonId, forGood: boolean) => void;

  /**
   * @param readKept where there are other nodes: whose ids are as the database has it; `null` when it cannot be read
   * @param onTaken told of each id that becomes somebody's here; `forGood` when it must stay theirs after the room is let go
   */
  constructor(
    written: ReadonlyMap<number, PersonId>,
    random: Random,
    onTaken: (client: number, personId: PersonId, forGood: boolean) => void,
    readKept: ReadKeptClients | null = null,
  ) {
    this.written = new Map(written);
    this.random = random;
    this.onTaken = onTaken;
    this.readKept = readKept;
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

  /** Under which ids somebody may write in one update; with `claims` also under those that nobody has, which are theirs then. */
  useBy(personId: PersonId, claims: boolean): ClientUse {
    const use: ClientUse = {
      fresh: new Set(),
      unheard: [],
      mayUse: (client) => {
        const may = this.mayWrite(client, personId, claims);
        if (may && !this.written.has(client)) use.fresh.add(client);
        if (!may && this.ownerOf(client) === undefined && !this.asked.has(client)) use.unheard.push(client);
        return may;
      },
    };
    return use;
  }

  /** Asks the database whose ids are, as another node may have given them to somebody unheard; `false` where there is none to be asked. */
  ask(clients: readonly number[]): boolean {
    if (this.readKept === null || clients.length === 0) return false;
    void this.readKept().then((kept) => {
      if (kept === null) return;
      if (this.asked.size > MAX_ASKED) this.asked.clear();
      for (const client of clients) this.asked.add(client);
      for (const [client, personId] of kept) this.noteIssued(client, personId);
    });
    return true;
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

  private mayWrite(client: number, personId: PersonId, claims: boolean): boolean {
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
