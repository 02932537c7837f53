/**
 * The document behind a room: what is durable, in the form that clients get, and, while somebody writes, the replica.
 *
 * Invariants:
 * - What is served holds durable rows only.
 * - Opening a document for reading never builds a Y.Doc; the replica is loaded by the first write and dropped when writing stops.
 * - The replica may be ahead of the log by the rows that are being written. When one of them is lost, the replica is thrown
 *   away, and so is the room.
 * - Rows are written only while this node holds the document's lease; rows of other nodes are followed in the order of the log,
 *   and a gap is filled by reading it.
 * It is longer than most: what is here shares one state, and parted it would share that in the open.
 */
import { hash } from "node:crypto";
import { type Clock, type DocumentId, type PersonId, type Random, type UpdateKind, assert } from "@parley/base";
import {
  CHAIN_START,
  type ChainedRow,
  DocumentReplica,
  PROPOSING_ROLE,
  ReplicaSpoiled,
  type ReplicaState,
  type RowContext,
  type RowStatement,
  type Sha256,
  type TailRow,
  type UpdateCheck,
  asTailRow,
  bringsNothing,
  collectDeleted,
  deletionsOnly,
  encodeStatement,
  equalBytes,
  findTooManyPieces,
  hashRow,
} from "@parley/history";
import { type DecidedDocument, type NegotiatedDocument, proposalGate, recordGate } from "@parley/proposals";
import type { DocumentStanding, RoomDocument, TakenOutcome, UpdateSource } from "@parley/sync";
import type { Authorship } from "../live.ts";
import type { ComingChange, TakenChange } from "../merging/forwarder.ts";
import type { Appender } from "./appender.ts";
import { ClientIds, type ReadKeptClients } from "./client-ids.ts";
import { mayEnter } from "./full-document.ts";
import { asDecided, asNegotiated } from "./decided-replica.ts";
import type { LogStore, OpenedLog } from "./log-store.ts";
import type { LeaseUser, NeighbourRow, WriteLease } from "./neighbours.ts";
import { openGoodPart } from "./quarantine.ts";
import { SentAgain } from "./sent-again.ts";
import { ServedForm } from "./served-form.ts";
import { frozenOr } from "../frozen/is-of-frozen.ts";
import { StandingHold } from "./standing-hold.ts";
import { contextOfOwn, kindOf } from "./update-kind.ts";

/** SHA-256 of the platform. */
export const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");

/** How long a replica is kept after the last write. */
const REPLICA_IDLE_MS = 30_000;
/** Rows of other nodes that are read from the log at once. */
const PAGE_ROWS = 500;
/** How many rows are read at once when the log has to be read from its beginning. */
const READ_ROWS = 5_000;

/** Whom somebody mentions in the text, and the paragraph in which they do. */
export interface TextMention {
  readonly personId: string;
  readonly by: PersonId;
  readonly text: string;
  /** Whether it waits for a decision. */
  readonly isProposed: boolean;
}

/** What is noted of a document when typing pauses: its words, as of which row, what is proposed in it, and who is mentioned since the last time. */
export interface WordsToNote {
  readonly atMs: number;
  readonly by: PersonId;
  readonly text: string;
  readonly seq: number;
  readonly negotiated: NegotiatedDocument | null;
  readonly mentions: readonly TextMention[];
}

export interface RoomDocumentParts {
  readonly documentId: DocumentId;
  readonly store: LogStore;
  readonly appender: Appender;
  readonly clock: Clock;
  readonly random: Random;
  readonly maxDocumentBytes: number;
  readonly leaseFor: (user: LeaseUser) => WriteLease;
  /** A Yjs client id became somebody's; `forGood` when it must stay theirs though nothing was written under it yet. */
  readonly onClientTaken: (client: number, personId: PersonId, forGood: boolean) => void;
  /** Reads whose ids are, as other nodes may have given some to people unheard; `null` when that fails, and where there is no other node. */
  readonly readClients: ReadKeptClients | null;
  /** Called after rows became durable, with who made the last one. */
  readonly onDurable: (row: ChainedRow) => void;
  /** Called with each row of another node, in order. */
  readonly onFollowed: (row: TailRow) => void;
  readonly onSnapshot: (seq: number) => void;
  /** The last row that somebody must have seen who sends row `seq` and does not say what they had seen; `null` for who may know everything. */
  readonly leastBase: (seq: number, knowsSince: number) => number | null;
  /** Called in the turn in which somebody's change is taken or refused, before that. */
  readonly onComing: (change: ComingChange) => void;
  /** Called in the turn in which somebody's change was taken, or found to delete only what is gone. */
  readonly onTaken: (change: TakenChange) => void;
  /** Called before the first write after a while, with the last row. */
  readonly beforeWriting: (seq: number) => Promise<void>;
}

export class StoredDocument implements RoomDocument, LeaseUser {
  private readonly parts: RoomDocumentParts;
  private readonly served: ServedForm;
  private readonly clients: ClientIds;
  private readonly lease: WriteLease;
  /** The hash of the last durable row, and of the last row that was taken. */
  private durableHash: Uint8Array;
  private candidateHash: Uint8Array;
  private readonly quarantine: string | null;
  private replica: DocumentReplica | null = null;
  private loading: Promise<void> | null = null;
  private becomingWritable: Promise<void> | null = null;
  private reading: Promise<void> = Promise.resolve();
  private nextReading: Promise<void> | null = null;
  private inFlight = 0;
  private inFlightBytes = 0;
  /** Resolves when the newest row is durable. */
  private lastAppend: Promise<void> = Promise.resolve();
  private lastWriteMs = 0;
  private readonly sentAgain = new SentAgain();
  private lost = false;
  /** How it stands, whatever people's roles. */
  readonly hold = new StandingHold();

  private constructor(parts: RoomDocumentParts, log: OpenedLog) {
    this.parts = parts;
    this.served = new ServedForm(log);
    this.clients = new ClientIds(log.clients, parts.random, parts.onClientTaken, parts.readClients);
    this.lease = parts.leaseFor(this);
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
    return this.served.seq;
  }

  /** Rows since the snapshot, and their size. */
  get uncompacted(): { rows: number; bytes: number; stateBytes: number } {
    return this.served.size;
  }

  get standing(): DocumentStanding {
    return this.hold.standing;
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
    return this.served.stateVector();
  }

  missingFor(stateVector: Uint8Array): { before: readonly Uint8Array[]; answer: Uint8Array } | null {
    return this.served.missingFor(stateVector);
  }

  bringsContent(update: Uint8Array): boolean {
    return this.findTooManyPieces(update) !== null || this.served.bringsContent(update);
  }

  mayUseClient(client: number, personId: PersonId, claims: boolean): boolean {
    return this.clients.mayUse(client, personId, claims);
  }

  issueClient(personId: PersonId, wanted: number | null, mayWrite: boolean): number {
    return this.clients.issue(personId, wanted, mayWrite);
  }

  /** Another node gave a Yjs client id to somebody. */
  noteIssued(client: number, personId: PersonId): void {
    this.clients.noteIssued(client, personId);
  }

  writable(): Promise<void> | null {
    if (this.hold.heldBack !== null) return this.hold.heldBack;
    // A document that is quarantined or frozen is not written, so nobody needs to be asked.
    if (this.loaded() === null && (this.lease.held || this.quarantine !== null || this.hold.isFrozen)) return null;
    this.becomingWritable ??= this.becomeWritable().finally(() => (this.becomingWritable = null));
    return this.becomingWritable;
  }

  private async becomeWritable(): Promise<void> {
    // First what takes long: the lease keeps others from writing.
    await this.loaded();
    if (this.quarantine !== null || this.hold.isFrozen) return;
    if (!this.lease.held) await this.lease.take();
    await this.parts.beforeWriting(this.seq);
  }

  /** `null` when the replica is there, else a promise to wait for. */
  private loaded(): Promise<void> | null {
    if (this.replica !== null && this.loading === null) return null;
    this.loading ??= this.load().finally(() => (this.loading = null));
    return this.loading;
  }

  /** Opens the replica from the kept snapshot and the rows after it, or, when no snapshot can be used, from every row. */
  private async load(): Promise<void> {
    await this.settled();
    const { store, documentId } = this.parts;
    for (;;) {
      const { snapshotSeq } = this.served;
      const state = await store.readSnapshot(documentId);
      // Another node's snapshot may hold rows that have not come here yet.
      if (state !== null && state.seq > this.seq) await this.catchUp();
      const rows: TailRow[] = [];
      for (let after = 0; state === null && after < snapshotSeq;) {
        const read = await store.readRows(documentId, after, Math.min(READ_ROWS, snapshotSeq - after));
        if (read.length === 0) break;
        rows.push(...read.map(asTailRow));
        after = rows.at(-1)?.seq ?? after;
      }
      // A newer snapshot that came meanwhile took the rows before it away.
      if (this.served.snapshotSeq === snapshotSeq) {
        // In one turn with the reading of the tail: a row of another node that comes between them would be in neither.
        this.openReplica(state, rows, state?.seq ?? snapshotSeq);
        return;
      }
    }
  }

  private openReplica(state: ReplicaState | null, rows: readonly TailRow[], from: number): void {
    this.replica = DocumentReplica.open(state, [...rows, ...this.served.tail.filter((row) => row.seq > from)]);
    assert(this.replica.seq === this.seq, `replica at ${this.replica.seq}, log at ${this.seq}`);
    this.candidateHash = this.durableHash;
    this.lastWriteMs = this.parts.clock.nowMs();
  }

  /** Resolves when no row is being written. */
  async settled(): Promise<void> {
    while (this.inFlight > 0) await this.parts.appender.flushed();
  }

  /** The replica, loaded, with every row durable. For reading only. Of a quarantined document, the part that fits together. */
  async read(): Promise<DocumentReplica> {
    await this.catchUp();
    for (;;) {
      await this.settled();
      const loading = this.loaded();
      if (loading !== null) await loading;
      else if (this.replica !== null) return this.replica;
    }
  }

  take(update: Uint8Array, source: UpdateSource): TakenOutcome {
    const kind = kindOf(source);
    const tooMany = this.findTooManyPieces(update);
    if (tooMany !== null) return { outcome: "refused", code: "message-too-large", reason: tooMany };
    const proposes = source.role === PROPOSING_ROLE;
    const seq = (this.replica?.seq ?? this.seq) + 1;
    const baseSeq = source.baseSeq ?? (kind === "typed" ? this.parts.leastBase(seq, source.knowsSince) : null);
    // A page of ours writes under ids that it was issued. What it brings under ids that nobody has are others' words that the log has
    // lost, as after the restoring of a backup: whoever comes back first has not written them.
    const context = { kind, baseSeq, proposes, statement: null, claims: source.baseSeq === null };
    const gate = proposes ? proposalGate : recordGate;
    return this.takeAs(update, source, context, (document, personId) => gate(document, personId, source.knowsSince));
  }

  /** Takes an update that the server made for somebody, with what it states about it. What a command proposes passes the gate as theirs does. */
  takeOwn(update: Uint8Array, by: Authorship, kind: UpdateKind, statement: RowStatement | null = null): TakenOutcome {
    const context = contextOfOwn(kind, by.role, statement);
    return this.takeAs(update, by, context, context.proposes ? proposalGate : null);
  }

  /** The document with everything it ever was, rows on their way to the disk included; `null` while it is not loaded. For reading. */
  versioned(): DocumentReplica | null {
    return this.replica;
  }

  /** The document with its history and its proposals, rows on their way to the disk included; `null` while it is not loaded. */
  negotiated(): NegotiatedDocument | null {
    return this.replica && asNegotiated(this.replica, (client) => this.clients.ownerOf(client));
  }

  /** The same with what was proposed and agreed when. */
  decided(): DecidedDocument | null {
    return this.replica && asDecided(this.replica, (client) => this.clients.ownerOf(client));
  }

  private findTooManyPieces(update: Uint8Array): string | null {
    return findTooManyPieces(update, this.replica?.held ?? null);
  }

  private takeAs(
    update: Uint8Array,
    by: Authorship,
    { claims, ...context }: RowContext & { readonly claims: boolean },
    gate: ((document: NegotiatedDocument, personId: PersonId) => UpdateCheck) | null,
  ): TakenOutcome {
    if (this.quarantine !== null) return { outcome: "refused", code: "quarantined", reason: this.quarantine };
    // The room is about to be closed; whoever sent this comes back and sends it again.
    if (this.lost) return { outcome: "refused", code: "gap", reason: "being opened again" };
    const { replica } = this;
    assert(replica !== null, "an update is taken only while the document is writable");
    const { seq } = replica;
    if (this.sentAgain.has(seq, update, by, context)) return this.nothingNew();
    // [FR2] Who only repeats what is here has lost nothing by it.
    if (this.hold.isFrozen)
      return bringsNothing(replica.ydoc, update)
        ? this.nothingNew()
        : { outcome: "refused", code: "frozen", reason: context.kind };
    const { bytes, stateBytes } = this.served.size;
    const size = { usedBytes: stateBytes + bytes + this.inFlightBytes, maxBytes: this.parts.maxDocumentBytes };
    if (!mayEnter(update, { ...size, isDecision: context.kind === "decision" }))
      return { outcome: "refused", code: "document-too-large", reason: `${stateBytes + bytes} bytes` };
    const use = this.clients.useBy(by.personId, claims);
    const atMs = this.parts.clock.nowMs();
    const change = { ...context, replica, by, offline: context.kind === "offline", atMs };
    this.parts.onComing(change);
    let taken: ReturnType<DocumentReplica["take"]>;
    try {
      const document = this.negotiated();
      taken = replica.take(update, use.mayUse, context, gate && document ? gate(document, by.personId) : undefined);
    } catch (error) {
      if (!(error instanceof ReplicaSpoiled)) throw error;
      this.dropReplica();
      return { outcome: "refused", code: "malformed", reason: error.message };
    }
    if (taken === null) {
      this.parts.onTaken({ ...change, row: deletionsOnly(replica, update), isRow: false });
      if (replica.seq === seq) this.sentAgain.note(seq, update, by, context);
      return this.nothingNew();
    }
    if ("code" in taken) {
      // Whoever sent this comes back once it is known whose the ids are.
      const isAsked = taken.code === "foreign-client" && this.clients.ask(use.unheard);
      return { outcome: "refused", code: isAsked ? "gap" : taken.code, reason: taken.reason };
    }
    this.clients.noteWritten(use.fresh, by.personId);
    const facts = {
      documentId: this.parts.documentId,
      seq: taken.seq,
      personId: by.personId,
      party: by.party,
      role: by.role,
      connectionId: by.connectionId,
      kind: taken.cleanUpOnly ? ("system" as const) : context.kind,
      receivedAtMs: atMs,
      baseSeq: context.baseSeq,
      update: taken.update,
      statement: context.statement === null ? null : encodeStatement(context.statement),
    };
    const row: ChainedRow = {
      ...facts,
      previousHash: this.candidateHash,
      hash: hashRow(this.candidateHash, facts, sha256),
    };
    this.candidateHash = row.hash;
    const durable = (this.lastAppend = this.append(row, [...use.fresh]));
    this.parts.onTaken({ ...change, row: taken, isRow: true });
    return { outcome: "taken", seq: row.seq, update: row.update, durable };
  }

  private nothingNew(): TakenOutcome {
    return { outcome: "nothing-new", settled: this.inFlight > 0 ? this.lastAppend : null };
  }

  private async append(row: ChainedRow, newClients: readonly number[]): Promise<void> {
    this.inFlight++;
    this.inFlightBytes += row.update.length;
    try {
      await this.parts.appender.append({ row, newClients });
    } catch (error) {
      this.lost = true;
      this.dropReplica();
      throw frozenOr(error);
    } finally {
      this.inFlight--;
      this.inFlightBytes -= row.update.length;
    }
    this.durableHash = row.hash;
    this.lastWriteMs = this.parts.clock.nowMs();
    this.served.append(asTailRow(row));
    this.parts.onDurable(row);
  }

  /** A row that another node wrote. Whatever does not follow what is here is found in the log. */
  follow(row: NeighbourRow): Promise<void> {
    if (row.seq <= this.seq || this.quarantine !== null || this.lost) return Promise.resolve();
    // Somebody wrote although we hold the lease: it ended unnoticed.
    if (this.lease.held) this.lease.doubt();
    const { update } = row;
    const fits = row.seq === this.seq + 1 && this.inFlight === 0 && equalBytes(row.previousHash, this.durableHash);
    if (!fits || update === null) return this.catchUp();
    this.accept(asTailRow({ ...row, update, statement: null }), row);
    return Promise.resolve();
  }

  /**
   * Reads from the log what other nodes wrote. A document that is written here holds everything already. A call while the log is
   * being read looks once more afterwards.
   */
  catchUp(): Promise<void> {
    if (this.lease.held) return Promise.resolve();
    this.nextReading ??= this.reading.then(() => {
      this.nextReading = null;
      return this.readOn();
    });
    const reading = this.nextReading;
    // Whoever reads next begins anew; this failure is its caller's.
    this.reading = reading.catch(() => undefined);
    return reading;
  }

  private async readOn(): Promise<void> {
    await this.settled();
    while (!this.lease.held && this.quarantine === null && !this.lost) {
      const rows = await this.parts.store.readRows(this.parts.documentId, this.seq, PAGE_ROWS);
      for (const row of rows) if (row.seq === this.seq + 1) this.accept(asTailRow(row), row);
      if (rows.length < PAGE_ROWS) return;
    }
  }

  private accept(row: TailRow, by: { readonly personId: PersonId; readonly hash: Uint8Array }): void {
    this.clients.noteWritten(this.served.append(row), by.personId);
    this.durableHash = this.candidateHash = by.hash;
    try {
      this.replica?.follow(row);
    } catch (error) {
      if (!(error instanceof ReplicaSpoiled)) throw error;
      // Whoever needs it next opens it from the log, and finds out whether the log is at fault.
      this.dropReplica();
    }
    this.parts.onFollowed(row);
  }

  /**
   * Keeps a snapshot of what is durable and forgets the rows before it. Returns `false` when rows are being written right
   * now or there is nothing to do. Throws when the document cannot be tidied up.
   */
  async compact(): Promise<boolean> {
    if (this.served.tail.length === 0 || this.quarantine !== null || this.lost) return false;
    const loading = this.loaded();
    if (loading !== null) await loading;
    const { replica } = this;
    if (replica === null || this.inFlight > 0 || replica.seq !== this.seq) return false;
    const state = replica.save();
    const collected = collectDeleted(state.full);
    const kept = await this.parts.store.storeSnapshot(
      this.parts.documentId,
      { ...state, servedState: collected.state, stateVector: collected.stateVector },
      this.parts.clock.nowMs(),
    );
    if (!kept) return this.adoptSnapshot();
    this.served.stand({ seq: state.seq, state: collected.state });
    this.parts.onSnapshot(state.seq);
    return true;
  }

  /** Serves the stored snapshot, which another node made. Returns `false` when it is no newer than what is served. */
  async adoptSnapshot(): Promise<boolean> {
    if (this.quarantine !== null) return false;
    const snapshot = await this.parts.store.readServed(this.parts.documentId);
    if (snapshot === null) return false;
    if (snapshot.seq > this.seq) await this.catchUp();
    const { rows } = this.served.size;
    if (snapshot.seq <= this.seq) this.served.stand(snapshot);
    return this.served.size.rows < rows;
  }

  /** Sees to it that what is served holds no deleted words, as far as it is durable now. Gives up when people type without a pause. */
  async collect(): Promise<void> {
    for (
      let attempt = 0;
      attempt < 20 && this.served.tail.length > 0 && this.quarantine === null && !this.lost;
      attempt++
    ) {
      await this.settled();
      if (await this.compact()) return;
    }
  }

  /** Gives the replica's memory back, and the lease, when nobody has written for a while. */
  releaseIfIdle(): void {
    if (this.replica === null || this.loading !== null || this.inFlight > 0 || this.quarantine !== null) return;
    if (this.becomingWritable !== null || this.parts.clock.nowMs() - this.lastWriteMs < REPLICA_IDLE_MS) return;
    this.dropReplica();
    this.lease.giveBack();
  }

  dropReplica(): void {
    this.replica?.destroy();
    this.replica = null;
  }
}
