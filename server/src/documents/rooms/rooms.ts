/**
 * All open documents of this server: opens them once however many ask, tidies them up, and lets go of idle ones.
 *
 * Invariants:
 * - A document is open at most once; everybody who asks while it opens waits for the same promise.
 * - Tidying up happens one document at a time. A document whose own bytes make that fail is quarantined and reported; the
 *   others go on. A database that does not answer is no reason for quarantine.
 * - A room that lost a row is forgotten at once, so whoever comes back opens the log as it is.
 * - With several nodes each opens the document for its own people; what neighbours wrote and was not heard is looked for.
 * It is longer than most: what is here shares one state, and parted it would share that in the open.
 */
import type { Clock, DocumentId, PersonId, Random } from "@parley/base";
import { SCHEMA_VERSION, contentText, readContent, withReferences } from "@parley/document";
import { type ChainedRow, type Damage, type DocumentReplica, PROPOSING_ROLE, ReplicaSpoiled } from "@parley/history";
import { type FollowedTopic, type Peer, Room, type RoomEvent, type RoomLimits, closeCodes } from "@parley/sync";
import type { Log } from "../../platform/log.ts";
import type { ReadStandings } from "../frozen/standings.ts";
import { type Forwarder, type TakenChange, recalledRows } from "../merging/forwarder.ts";
import { createRoomForwarder } from "../merging/room-forwarder.ts";
import type { Appender } from "./appender.ts";
import { keepClient, readClients } from "./kept-clients.ts";
import type { LogStore } from "./log-store.ts";
import type { Neighbours } from "./neighbours.ts";
import { isDatabaseError, retryQuarantined } from "./quarantine.ts";
import { StoredDocument, type WordsToNote } from "./room-document.ts";
import type { OpenRoom, RowNature } from "./open-room.ts";
import { mentionsBy } from "./text-mentions.ts";
import { noteRoomEvents } from "./note-room-events.ts";
import { RoomStandings } from "./room-standings.ts";
import { RoomNeighbours } from "./room-neighbours.ts";
import { type VoidNews, endEmptied } from "./void-proposals.ts";

export interface RoomsParts {
  readonly store: LogStore;
  readonly appender: Appender;
  readonly neighbours: Neighbours;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly limits: RoomLimits & {
    readonly maxDocumentBytes: number;
    readonly idleRoomMs: number;
    readonly compactEveryRows: number;
  };
  /** Told when typing pauses, with the document's words and what is proposed in it, for search and lists. */
  readonly onWords: (documentId: DocumentId, change: WordsToNote) => Promise<void>;
  /** Editors of an older schema only read. */
  readonly schemaVersion?: number;
  /** What documents let people do, whatever their role. Without it, roles alone count. */
  readonly readStandings?: ReadStandings;
  /** Told of every durable row, of this node or of another. */
  readonly onRow: (open: OpenRoom, nature: RowNature) => void;
  /** Told when a page begins to follow something. */
  readonly onFollow: (open: OpenRoom, peer: Peer, topic: FollowedTopic) => void;
  /** Told of what two people did to each other's words, once it is durable. */
  readonly onDamage?: (documentId: DocumentId, damage: readonly Damage[], metBy: PersonId | null) => Promise<void>;
  /** Told of proposals that became void with a direct change, and of such as wait again, once it is durable. */
  readonly onVoid?: (open: OpenRoom, news: VoidNews) => Promise<void>;
  /** Told of refusals, closings, rows and failures, for the metrics and the trail. */
  readonly onEvent: (event: RoomEvent, documentId: DocumentId) => void;
}

const SWEEP_MS = 5_000;
/** Words are noted when nobody has typed for this long, or after this long of typing without a pause. */
const WORDS_PAUSE_MS = 3_000;
const WORDS_LATEST_MS = 30_000;
/** Rows as large as this together are put into a snapshot however few they are. */
const LARGE_TAIL_BYTES = 2_000_000;
/** A shorter tail is not worth a snapshot when a room is let go. */
const MIN_ROWS_TO_COMPACT = 20;

/** What has been written since words were noted last. */
interface UnnotedWords {
  readonly by: PersonId;
  readonly atMs: number;
  readonly firstMs: number;
  /** Rows in which somebody wrote, each with who did. */
  readonly writers: Map<number, PersonId>;
  readonly cancel: () => void;
}

interface Entry extends OpenRoom {
  readonly neighbours: RoomNeighbours;
  lastUsedMs: number;
  words: UnnotedWords | null;
}

export class Rooms {
  private readonly parts: RoomsParts;
  private readonly entries = new Map<DocumentId, Promise<Entry>>();
  private readonly open = new Map<DocumentId, Entry>();
  private readonly retrying = new Map<DocumentId, Promise<string | null>>();
  private readonly tidyQueue = new Set<DocumentId>();
  /** What open documents let people do. */
  readonly standings: RoomStandings;
  private tidying: Promise<void> | null = null;
  private cancelSweep: () => void = () => undefined;
  private stopped = false;

  constructor(parts: RoomsParts) {
    this.parts = parts;
    this.standings = new RoomStandings(parts.readStandings);
    this.planSweep();
  }

  /** The document's room, opened if need be. */
  async acquire(documentId: DocumentId): Promise<OpenRoom> {
    let entry = this.entries.get(documentId);
    if (!entry) {
      entry = this.load(documentId);
      this.entries.set(documentId, entry);
      entry.catch(() => this.entries.delete(documentId));
    }
    const loaded = await entry;
    if (loaded.document.isLost) {
      this.forget(documentId, loaded);
      return this.acquire(documentId);
    }
    loaded.lastUsedMs = this.parts.clock.nowMs();
    return loaded;
  }

  /**
   * The document as it stands on the disk, for reading. A document that cannot be opened is quarantined, and what fits
   * together of it is read.
   */
  async read(documentId: DocumentId): Promise<DocumentReplica> {
    const entry = await this.acquire(documentId);
    try {
      return await entry.document.read();
    } catch (error) {
      if (!(error instanceof ReplicaSpoiled)) throw error;
      entry.room.closeAll(closeCodes.documentUnavailable, "try again");
      await this.onFailed(documentId, error);
      return (await this.acquire(documentId)).document.read();
    }
  }

  /** The rooms that are open now. */
  openRooms(): Iterable<OpenRoom> {
    return this.open.values();
  }

  /** The document's room if it is open. */
  find(documentId: DocumentId): OpenRoom | null {
    return this.open.get(documentId) ?? null;
  }

  private async load(documentId: DocumentId): Promise<Entry> {
    const { clock, limits, log } = this.parts;
    const neighbours = await RoomNeighbours.join(this.parts.neighbours, documentId, {
      onReopen: () => this.closeToReopen(documentId),
      onError: (error) => log.error({ err: error, documentId }, "A neighbour's rows could not be read"),
    });
    let document: StoredDocument;
    const forwarder = createRoomForwarder(() => this.open.get(documentId) ?? null, {
      onDamage: (damage, metBy) => this.parts.onDamage?.(documentId, damage, metBy),
      onError: (error) => log.error({ err: error, documentId }, "Edits into moved text could not be carried or told"),
    });
    try {
      document = await this.openDocument(documentId, neighbours, forwarder);
    } catch (error) {
      neighbours.leave();
      throw error;
    }
    const onFailed = (error: unknown): void => void this.onFailed(documentId, error);
    const onEvent = noteRoomEvents(documentId, { log, onEvent: this.parts.onEvent, onFailed });
    const onPresence = neighbours.presenceChanged.bind(neighbours);
    const onFollow = (peer: Peer, topic: FollowedTopic): void => this.parts.onFollow(entry, peer, topic);
    const schemaVersion = this.parts.schemaVersion ?? SCHEMA_VERSION;
    const room = new Room({ document, clock, limits, schemaVersion, onEvent, onPresence, onFollow });
    const takenBack = new Set<number>();
    const entry: Entry = {
      documentId,
      document,
      room,
      takenBack,
      neighbours,
      lastUsedMs: clock.nowMs(),
      words: null,
    };
    this.open.set(documentId, entry);
    neighbours.attach(document, room);
    // Whoever freezes it from here on finds it open, and reads again after this.
    await this.standings.renew(entry).catch((error: unknown) => {
      this.forget(documentId, entry);
      throw error;
    });
    return entry;
  }

  private openDocument(
    documentId: DocumentId,
    neighbours: RoomNeighbours,
    forwarder: Forwarder,
  ): Promise<StoredDocument> {
    const { store, appender, clock, random, limits } = this.parts;
    return StoredDocument.open({
      documentId,
      store,
      appender,
      clock,
      random,
      maxDocumentBytes: limits.maxDocumentBytes,
      leaseFor: (user) => neighbours.leaseFor(user),
      onClientTaken: (client, personId, forGood) => {
        neighbours.clientTaken(client, personId);
        if (forGood) void keepClient(this.parts, documentId, client, personId);
      },
      readClients: this.parts.neighbours.exist ? () => readClients(this.parts, documentId) : null,
      onDurable: (row) => {
        neighbours.rowWritten(row);
        this.onDurable(documentId, row);
      },
      onFollowed: (row) => {
        neighbours.rowFollowed(row);
        this.tellRow(documentId, row.proposes || row.statement !== null || row.kind === "undo");
        // Its writer puts it into a snapshot; should that one be gone, somebody else does a while later.
        this.tidyIfLong(documentId, 2);
      },
      onSnapshot: (seq) => neighbours.snapshotStored(seq),
      leastBase: (seq, knowsSince) => forwarder.leastBase(seq, knowsSince, clock.nowMs()),
      onComing: (change) => forwarder.before(change),
      onTaken: (change) => {
        forwarder.after(change);
        this.endEmptied(documentId, change, forwarder);
      },
      beforeWriting: async (seq) => {
        const unknown = forwarder.unknownRows(seq);
        const [first] = unknown;
        if (first === undefined) return;
        const newest = store.readNewestRows(documentId, first - 1, recalledRows);
        const [authors, rows] = await Promise.all([store.readAuthors(documentId, unknown), newest]);
        forwarder.know(authors, rows);
      },
    });
  }

  private endEmptied(documentId: DocumentId, change: TakenChange, forwarder: Forwarder): void {
    const open = this.open.get(documentId);
    if (!open) return;
    endEmptied(open, change, {
      madeBy: (seq) => forwarder.madeBy(seq),
      onVoid: (news) => this.parts.onVoid?.(open, news),
      onError: (error) => this.parts.log.error({ err: error, documentId }, "What became void could not be said"),
    });
  }

  private async onFailed(documentId: DocumentId, error: unknown): Promise<void> {
    this.parts.log.error(
      { err: error, documentId },
      "A document was closed because its log could not be written or read",
    );
    const neighbours = this.open.get(documentId)?.neighbours;
    this.forget(documentId);
    if (!(error instanceof ReplicaSpoiled)) return;
    await this.quarantine(documentId, error);
    neighbours?.askToReopen();
  }

  /** Another node found the document's log in need of somebody's look. */
  private closeToReopen(documentId: DocumentId): void {
    this.open.get(documentId)?.room.closeAll(closeCodes.documentUnavailable, "try again");
    this.forget(documentId);
  }

  private forget(documentId: DocumentId, only?: OpenRoom): void {
    const entry = this.open.get(documentId);
    // Whoever comes second to forget a lost room must not take the new one away.
    if (only && entry !== only) return;
    entry?.words?.cancel();
    entry?.room.destroy();
    entry?.document.dropReplica();
    entry?.neighbours.leave();
    this.open.delete(documentId);
    this.entries.delete(documentId);
  }

  private onDurable(documentId: DocumentId, row: ChainedRow): void {
    const entry = this.open.get(documentId);
    if (!entry) return;
    const { clock } = this.parts;
    entry.lastUsedMs = clock.nowMs();
    this.tellRow(documentId, row.role === PROPOSING_ROLE || row.statement !== null || row.kind === "undo");
    this.tidyIfLong(documentId, 1);
    const { firstMs, writers } = entry.words ?? { firstMs: clock.nowMs(), writers: new Map<number, PersonId>() };
    if (row.kind === "typed" || row.kind === "offline") writers.set(row.seq, row.personId);
    entry.words?.cancel();
    const waitMs = Math.max(0, Math.min(WORDS_PAUSE_MS, firstMs + WORDS_LATEST_MS - clock.nowMs()));
    entry.words = {
      by: row.personId,
      atMs: row.receivedAtMs,
      firstMs,
      writers,
      cancel: clock.schedule(() => void this.noteWords(entry), waitMs),
    };
  }

  private tellRow(documentId: DocumentId, mayPropose: boolean): void {
    const entry = this.open.get(documentId);
    if (entry) this.parts.onRow(entry, { mayPropose });
  }

  private async noteWords(entry: Entry): Promise<void> {
    const { words } = entry;
    if (!words) return;
    words.cancel();
    entry.words = null;
    try {
      const replica = await entry.document.read();
      const negotiated = entry.document.negotiated();
      await this.parts.onWords(entry.documentId, {
        by: words.by,
        atMs: words.atMs,
        text: contentText(withReferences(readContent(replica.ydoc))),
        seq: replica.seq,
        negotiated,
        mentions: mentionsBy(replica, negotiated, words.writers),
      });
    } catch (error) {
      // Search is behind until the next change; nothing is lost.
      this.parts.log.error({ err: error, documentId: entry.documentId }, "The words of a document could not be noted");
    }
  }

  /** Renews the snapshot when many rows stand behind it. The larger `patience`, the later. */
  private tidyIfLong(documentId: DocumentId, patience: number): void {
    const entry = this.open.get(documentId);
    if (!entry) return;
    const { rows, bytes, stateBytes } = entry.document.uncompacted;
    const manyRows = this.parts.limits.compactEveryRows * patience;
    // The larger the document, the dearer a snapshot; rows that are few beside it can wait, but not without end.
    const many = rows >= manyRows && bytes * 8 >= stateBytes * patience;
    if (many || rows >= manyRows * 10 || bytes >= Math.max(LARGE_TAIL_BYTES, stateBytes) * patience)
      this.tidy(documentId);
  }

  private tidy(documentId: DocumentId): void {
    this.tidyQueue.add(documentId);
    this.tidying ??= this.runTidy().finally(() => (this.tidying = null));
  }

  private async runTidy(): Promise<void> {
    for (;;) {
      const [documentId] = this.tidyQueue;
      if (documentId === undefined) return;
      this.tidyQueue.delete(documentId);
      const entry = this.open.get(documentId);
      if (entry) await this.compact(entry);
    }
  }

  private async compact(entry: Entry): Promise<void> {
    try {
      await entry.document.compact();
    } catch (error) {
      if (isDatabaseError(error)) {
        this.parts.log.error(
          { err: error, documentId: entry.documentId },
          "A snapshot could not be stored; it will be tried again",
        );
        return;
      }
      entry.room.closeAll(closeCodes.documentUnavailable, "try again");
      this.forget(entry.documentId);
      await this.quarantine(entry.documentId, error);
      entry.neighbours.askToReopen();
    }
  }

  private async quarantine(documentId: DocumentId, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.parts.log.error({ err: error, documentId }, "A document could not be tidied up and is read-only now");
    try {
      await this.parts.store.quarantine(documentId, reason, this.parts.clock.nowMs());
    } catch (failure) {
      this.parts.log.error({ err: failure, documentId }, "The quarantine could not be noted");
    }
  }

  /**
   * Opens and compacts a quarantined document again. Answers `null` when its quarantine is over: whoever is in it is sent to
   * come back and may write; or why it stays. Who asks while it is tried gets the same answer.
   */
  retry(documentId: DocumentId): Promise<string | null> {
    let retry = this.retrying.get(documentId);
    if (!retry) {
      retry = this.retryOnce(documentId).finally(() => this.retrying.delete(documentId));
      this.retrying.set(documentId, retry);
    }
    return retry;
  }

  private async retryOnce(documentId: DocumentId): Promise<string | null> {
    const reason = await retryQuarantined(this.parts.store, this.parts.clock, documentId);
    if (reason !== null) {
      this.parts.log.warn({ documentId, reason }, "A quarantined document was tried again and stays");
      return reason;
    }
    this.parts.log.info({ documentId }, "A quarantine is over");
    // A room that is open, or opening, still holds the read-only part.
    const open = await this.entries.get(documentId)?.catch(() => null);
    if (open?.document.isQuarantined) {
      open.room.closeAll(closeCodes.documentUnavailable, "try again");
      this.forget(documentId, open);
    }
    if (this.parts.neighbours.exist) {
      await this.acquire(documentId);
      this.open.get(documentId)?.neighbours.askToReopen();
    }
    return null;
  }

  private planSweep(): void {
    this.cancelSweep = this.parts.clock.schedule(() => {
      void this.sweep().finally(() => {
        if (!this.stopped) this.planSweep();
      });
    }, SWEEP_MS);
  }

  /** Gives memory back: replicas nobody writes to, and rooms nobody is in. */
  async sweep(): Promise<void> {
    for (const entry of [...this.open.values()]) {
      entry.document.releaseIfIdle();
      if (entry.document.isLost) this.forget(entry.documentId);
      else if (this.isIdle(entry)) await this.letGo(entry);
    }
    if (this.parts.neighbours.exist) await this.lookForMissed();
  }

  /** Rows of which nobody told, because their node died or its line was down, are found in the log. */
  private async lookForMissed(): Promise<void> {
    try {
      const lastSeqs = await this.parts.store.readLastSeqs([...this.open.keys()]);
      for (const [documentId, lastSeq] of lastSeqs) {
        const entry = this.open.get(documentId);
        if (entry && entry.document.seq < lastSeq) entry.neighbours.lookInLog();
      }
      await this.standings.look(this.open);
    } catch (error) {
      this.parts.log.error({ err: error }, "Rows of other nodes could not be looked for");
    }
  }

  private isIdle(entry: Entry): boolean {
    return entry.room.size === 0 && this.parts.clock.nowMs() - entry.lastUsedMs >= this.parts.limits.idleRoomMs;
  }

  private async letGo(entry: Entry): Promise<void> {
    if (entry.words) await this.noteWords(entry);
    const { rows, bytes } = entry.document.uncompacted;
    if (rows >= MIN_ROWS_TO_COMPACT || bytes >= LARGE_TAIL_BYTES / 10) await this.compact(entry);
    await entry.document.settled();
    // Somebody may have come while we were tidying up.
    if (this.isIdle(entry) && this.open.get(entry.documentId) === entry) this.forget(entry.documentId);
  }

  /** Closes every socket with a retry code, waits until the log is flushed, and notes the words that wait. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelSweep();
    for (const entry of this.open.values()) entry.room.closeAll(closeCodes.draining, "the server is restarting");
    await this.parts.appender.flushed();
    // Other nodes may write from now on; what is left to do here only reads.
    for (const entry of this.open.values()) entry.neighbours.leave();
    await this.tidying;
    for (const entry of [...this.open.values()]) {
      if (entry.words) await this.noteWords(entry);
      this.forget(entry.documentId);
    }
  }
}
