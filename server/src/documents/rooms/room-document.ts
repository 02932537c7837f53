/**
 * The document behind a room: what is durable, in the form that clients get, and, while somebody writes, the replica.
 *
 * Invariants:
 * - What is served holds durable rows only: the newest snapshot in collected form, and the rows after it.
 * - Opening a document for reading never builds a Y.Doc; the replica is loaded by the first write and dropped when writing stops.
 * - The replica may be ahead of the log by the rows that are being written. When one of them is lost, the replica is thrown
 *   away, and so is the room.
 */
import { hash } from "node:crypto";
import { type Clock, type DocumentId, type PersonId, type Random, type UpdateKind, assert } from "@parley/base";
import {
  CHAIN_START,
  type ChainedRow,
  DocumentReplica,
  ReplicaSpoiled,
  type ReplicaState,
  type Sha256,
  type TailRow,
  asTailRow,
  collectDeleted,
  hashRow,
  inspectUpdate,
} from "@parley/history";
import { type RoomDocument, type TakenOutcome, type UpdateSource, mergeInChunks, updateFlags } from "@parley/sync";
import * as Y from "yjs";
import type { Authorship } from "../live.ts";
import type { Appender } from "./appender.ts";
import type { LogStore, OpenedLog } from "./log-store.ts";
import { openGoodPart } from "./quarantine.ts";

/** SHA-256 of the platform. */
export const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");

/** A document without any row: no structs, no deletions; and its state vector. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);
const EMPTY_VECTOR = Uint8Array.of(0);

/** How long a replica is kept after the last write. */
const REPLICA_IDLE_MS = 30_000;

export interface RoomDocumentParts {
  readonly documentId: DocumentId;
  readonly store: LogStore;
  readonly appender: Appender;
  readonly clock: Clock;
  readonly random: Random;
  readonly maxDocumentBytes: number;
  /** Keeps a Yjs client id for a person who has not written under it yet. */
  readonly keepClient: (client: number, personId: PersonId) => void;
  /** Called after rows became durable, with who made the last one. */
  readonly onDurable: (row: ChainedRow) => void;
}

export class StoredDocument implements RoomDocument {
  private readonly parts: RoomDocumentParts;
  private served: { seq: number; state: Uint8Array };
  private tail: TailRow[];
  private tailBytes: number;
  private readonly clocks: Map<number, number>;
  private vector: Uint8Array | null = null;
  private mergedTail: { seq: number; update: Uint8Array } | null = null;
  private readonly clients: Map<number, PersonId>;
  private readonly issued = new Map<number, PersonId>();
  private durableHash: Uint8Array;
  private candidateHash: Uint8Array;
  private durableSeq: number;
  private readonly quarantine: string | null;
  private replica: DocumentReplica | null = null;
  private loading: Promise<void> | null = null;
  private inFlight = 0;
  private inFlightBytes = 0;
  /** Resolves when the newest row is durable. */
  private lastAppend: Promise<void> = Promise.resolve();
  private lastWriteMs = 0;
  private lost = false;

  private constructor(parts: RoomDocumentParts, log: OpenedLog) {
    this.parts = parts;
    this.served = { seq: log.served?.seq ?? 0, state: log.served?.state ?? EMPTY_UPDATE };
    this.tail = [...log.tail];
    this.tailBytes = sumBytes(this.tail);
    this.clocks = Y.decodeStateVector(log.served?.stateVector ?? EMPTY_VECTOR);
    for (const row of this.tail) this.advanceClocks(row.update);
    this.clients = new Map(log.clients);
    this.durableSeq = this.tail.at(-1)?.seq ?? this.served.seq;
    this.durableHash = this.candidateHash = log.lastHash ?? CHAIN_START;
    this.quarantine = log.quarantine;
  }

  /** Opens a document from its log. Rejects when the log cannot be read. */
  static async open(parts: RoomDocumentParts): Promise<StoredDocument> {
    const log = await parts.store.open(parts.documentId);
    if (log.quarantine === null) return new StoredDocument(parts, log);
    // What fits together is still there to be read; what does not never reaches a client.
    const replica = await openGoodPart(parts.store, parts.documentId);
    const { state, stateVector } = collectDeleted(replica.save().full);
    const document = new StoredDocument(parts, { ...log, served: { seq: replica.seq, state, stateVector }, tail: [] });
    document.replica = replica;
    return document;
  }

  get seq(): number {
    return this.durableSeq;
  }

  /** Rows since the snapshot, and their size. */
  get uncompacted(): { rows: number; bytes: number; stateBytes: number } {
    return { rows: this.tail.length, bytes: this.tailBytes, stateBytes: this.served.state.length };
  }

  /** A row was lost: the room must be closed and the document opened again. */
  get isLost(): boolean {
    return this.lost;
  }

  /** It is read-only, and only what fits together of it is here. */
  get isQuarantined(): boolean {
    return this.quarantine !== null;
  }

  stateVector(): Uint8Array {
    this.vector ??= Y.encodeStateVector(new Map(this.clocks) as unknown as Parameters<typeof Y.encodeStateVector>[0]);
    return this.vector;
  }

  missingFor(stateVector: Uint8Array): { before: readonly Uint8Array[]; answer: Uint8Array } | null {
    let answer = this.served.state;
    if (!(stateVector.length === 1 && stateVector[0] === 0)) {
      try {
        answer = Y.diffUpdate(this.served.state, stateVector);
      } catch {
        // Not a state vector: the room closes the socket for it.
        return null;
      }
    }
    if (this.tail.length === 0) return { before: [], answer };
    if (this.mergedTail?.seq !== this.durableSeq) {
      this.mergedTail = { seq: this.durableSeq, update: mergeInChunks(this.tail.map((row) => row.update)) };
    }
    // Without a snapshot the rows are all there is.
    return this.served.seq === 0
      ? { before: [], answer: this.mergedTail.update }
      : { before: [this.mergedTail.update], answer };
  }

  bringsContent(update: Uint8Array): boolean {
    const inspected = inspectUpdate(update, (client) => this.clocks.get(client) ?? 0);
    return !("fault" in inspected) && inspected.inserted.length > 0;
  }

  mayUseClient(client: number, personId: PersonId, claims: boolean): boolean {
    const owner = this.clients.get(client) ?? this.issued.get(client);
    if (owner !== undefined) return owner === personId;
    // Announced by a writer's caret or about to be written: the id is this person's from now on. A reader takes no ids away.
    if (claims) this.issued.set(client, personId);
    return true;
  }

  issueClient(personId: PersonId, wanted: number | null, mayWrite: boolean): number {
    if (wanted !== null && (this.clients.get(wanted) ?? this.issued.get(wanted)) === personId) return wanted;
    for (;;) {
      const client = new DataView(this.parts.random.bytes(4).buffer).getUint32(0);
      if (this.clients.has(client) || this.issued.has(client)) continue;
      this.issued.set(client, personId);
      // Others see the id with the caret; after a restart it must still be nobody else's.
      if (mayWrite) this.parts.keepClient(client, personId);
      return client;
    }
  }

  writable(): Promise<void> | null {
    if (this.replica !== null && this.loading === null) return null;
    this.loading ??= this.load().finally(() => (this.loading = null));
    return this.loading;
  }

  private async load(): Promise<void> {
    await this.settled();
    const { state, tail } = await readWhole(this.parts, this.served.seq, this.tail);
    this.replica = DocumentReplica.open(state, tail);
    assert(this.replica.seq === this.durableSeq, `replica at ${this.replica.seq}, log at ${this.durableSeq}`);
    this.candidateHash = this.durableHash;
    this.lastWriteMs = this.parts.clock.nowMs();
  }

  /** Resolves when no row is being written. */
  async settled(): Promise<void> {
    while (this.inFlight > 0) await this.parts.appender.flushed();
  }

  /** The replica, loaded, with every row durable. For reading only. Of a quarantined document, the part that fits together. */
  async read(): Promise<DocumentReplica> {
    for (;;) {
      await this.settled();
      const loading = this.writable();
      if (loading !== null) await loading;
      else if (this.replica !== null) return this.replica;
    }
  }

  take(update: Uint8Array, source: UpdateSource): TakenOutcome {
    const kind: UpdateKind =
      (source.flags & updateFlags.undo) !== 0
        ? "undo"
        : source.answer || (source.flags & updateFlags.offline) !== 0
          ? "offline"
          : "typed";
    return this.takeAs(update, source, kind, source.baseSeq);
  }

  /** Takes an update that the server made for somebody. */
  takeOwn(update: Uint8Array, by: Authorship, kind: UpdateKind): TakenOutcome {
    return this.takeAs(update, by, kind, null);
  }

  private takeAs(update: Uint8Array, by: Authorship, kind: UpdateKind, baseSeq: number | null): TakenOutcome {
    if (this.quarantine !== null || this.lost)
      return { outcome: "refused", code: "quarantined", reason: this.quarantine ?? "being opened again" };
    const { replica } = this;
    assert(replica !== null, "an update is taken only while the document is writable");
    if (this.served.state.length + this.tailBytes + this.inFlightBytes + update.length > this.parts.maxDocumentBytes) {
      return {
        outcome: "refused",
        code: "document-too-large",
        reason: `${this.served.state.length + this.tailBytes} bytes`,
      };
    }
    const newClients = new Set<number>();
    const mayUse = (client: number): boolean => {
      if (!this.mayUseClient(client, by.personId, true)) return false;
      if (!this.clients.has(client)) newClients.add(client);
      return true;
    };
    let taken: ReturnType<DocumentReplica["take"]>;
    try {
      taken = replica.take(update, mayUse, { kind, baseSeq, proposes: false, statement: null });
    } catch (error) {
      if (!(error instanceof ReplicaSpoiled)) throw error;
      this.dropReplica();
      return { outcome: "refused", code: "malformed", reason: error.message };
    }
    if (taken === null) return { outcome: "nothing-new", settled: this.inFlight > 0 ? this.lastAppend : null };
    if ("code" in taken) return { outcome: "refused", code: taken.code, reason: taken.reason };
    for (const client of newClients) this.clients.set(client, by.personId);
    const facts = {
      documentId: this.parts.documentId,
      seq: taken.seq,
      personId: by.personId,
      party: by.party,
      role: by.role,
      connectionId: by.connectionId,
      kind: taken.cleanUpOnly ? ("system" as const) : kind,
      receivedAtMs: this.parts.clock.nowMs(),
      baseSeq,
      update: taken.update,
      statement: null,
    };
    const row: ChainedRow = {
      ...facts,
      previousHash: this.candidateHash,
      hash: hashRow(this.candidateHash, facts, sha256),
    };
    this.candidateHash = row.hash;
    this.lastAppend = this.append(row, [...newClients]);
    return { outcome: "taken", seq: row.seq, update: row.update, durable: this.lastAppend };
  }

  private async append(row: ChainedRow, newClients: readonly number[]): Promise<void> {
    this.inFlight++;
    this.inFlightBytes += row.update.length;
    try {
      await this.parts.appender.append({ row, newClients });
    } catch (error) {
      this.lost = true;
      this.dropReplica();
      throw error;
    } finally {
      this.inFlight--;
      this.inFlightBytes -= row.update.length;
    }
    this.durableSeq = row.seq;
    this.durableHash = row.hash;
    this.lastWriteMs = this.parts.clock.nowMs();
    this.tail.push(asTailRow(row));
    this.tailBytes += row.update.length;
    this.advanceClocks(row.update);
    this.parts.onDurable(row);
  }

  private advanceClocks(update: Uint8Array): void {
    const { to } = Y.parseUpdateMeta(update);
    for (const [client, end] of to) if (end > (this.clocks.get(client) ?? 0)) this.clocks.set(client, end);
    this.vector = null;
  }

  /**
   * Keeps a snapshot of what is durable and forgets the rows before it. Returns `false` when rows are being written right
   * now or there is nothing to do. Throws when the document cannot be tidied up.
   */
  async compact(): Promise<boolean> {
    if (this.tail.length === 0 || this.quarantine !== null || this.lost) return false;
    const loading = this.writable();
    if (loading !== null) await loading;
    const { replica } = this;
    if (replica === null || this.inFlight > 0 || replica.seq !== this.durableSeq) return false;
    const state = replica.save();
    const collected = collectDeleted(state.full);
    const kept = await this.parts.store.storeSnapshot(
      this.parts.documentId,
      { ...state, servedState: collected.state, stateVector: collected.stateVector },
      this.parts.clock.nowMs(),
    );
    if (!kept) return false;
    this.served = { seq: state.seq, state: collected.state };
    this.tail = this.tail.filter((row) => row.seq > state.seq);
    this.tailBytes = sumBytes(this.tail);
    this.mergedTail = null;
    return true;
  }

  /** Sees to it that what is served holds no deleted words, as far as it is durable now. Gives up when people type without a pause. */
  async collect(): Promise<void> {
    for (let attempt = 0; attempt < 20 && this.tail.length > 0 && this.quarantine === null && !this.lost; attempt++) {
      await this.settled();
      if (await this.compact()) return;
    }
  }

  /** Gives the replica's memory back when nobody has written for a while. */
  releaseIfIdle(): void {
    if (this.replica === null || this.loading !== null || this.inFlight > 0 || this.quarantine !== null) return;
    if (this.parts.clock.nowMs() - this.lastWriteMs >= REPLICA_IDLE_MS) this.dropReplica();
  }

  dropReplica(): void {
    this.replica?.destroy();
    this.replica = null;
  }
}

/** How many rows are read at once when the log has to be read from its beginning. */
const READ_ROWS = 5_000;

/** What a replica opens from: the kept snapshot and the rows after it, or, when no snapshot can be used, every row. */
async function readWhole(
  { store, documentId }: RoomDocumentParts,
  servedSeq: number,
  tail: readonly TailRow[],
): Promise<{ state: ReplicaState | null; tail: TailRow[] }> {
  const state = await store.readSnapshot(documentId);
  if (state !== null || servedSeq === 0) return { state, tail: tail.filter((row) => row.seq > (state?.seq ?? 0)) };
  const rows: TailRow[] = [];
  for (let after = 0; after < servedSeq;) {
    const read = await store.readRows(documentId, after, Math.min(READ_ROWS, servedSeq - after));
    if (read.length === 0) break;
    rows.push(...read.map(asTailRow));
    after = rows.at(-1)?.seq ?? after;
  }
  return { state: null, tail: [...rows, ...tail] };
}

function sumBytes(rows: readonly { update: Uint8Array }[]): number {
  return rows.reduce((sum, row) => sum + row.update.length, 0);
}
