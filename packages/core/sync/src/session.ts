/**
 * A client's connection to one document: keeps the Y.Doc and the server in step, and tells the truth about it.
 *
 * Duty: reconnect, synchronise, send what is typed, count what is not yet durable, and stop when told to.
 * Invariants:
 * - [SE1] `saved` is said only when every local change is durable on the server.
 * - [SE2] Nothing may be edited before the first synchronisation, and never after access was removed.
 * - [SE3] Ids are written under a Yjs client id that the server issued.
 * - [SE4] A refused change stays in the local document as a draft and is never called saved.
 * - [SE7] A change that is larger than a message is never sent: it is said to be refused.
 * - [SE15] Rows of others reach the text in the order of the log.
 * - [SE10] All unsaved changes are of one mode: proposed, or made directly. Whoever has the role `suggest` always proposes.
 * No timer, socket or randomness of its own: those are ports, so that a simulation can hold them.
 * It is longer than most: what is here shares one state, and parted it would share that in the open.
 */
import { type Party, type Role, roleIncludes } from "@parley/base";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { closeCodes, isPermanentClose } from "./close-code.ts";
import { forgetOthers, takeClientId } from "./client-id.ts";
import { type DocumentStanding, plainStanding } from "./document-standing.ts";
import {
  type ServerMessage,
  decodeServerFrame,
  encodeAwarenessFrame,
  encodeFollowFrame,
  encodeParleyUpdateFrame,
  encodeStateVectorFrame,
  updateFlags,
} from "./messages.ts";
import { orElse } from "./or-else.ts";
import { NewsListeners } from "./news-listeners.ts";
import { isStorageOrigin, tidyNothing } from "./page-transactions.ts";
import type { DocumentSession, SessionOptions, Transport } from "./session-ports.ts";
import { type SessionStatus, type StateFacts, alwaysProposes, mayWrite, stateOf } from "./session-status.ts";
import { TopicFollowers } from "./topic-followers.ts";
import { UnsavedIds } from "./unsaved-ids.ts";

/** Origin of changes that came from the server; every other origin is the person's own. */
export const remoteOrigin: symbol = Symbol("remote");

/** Close code by which a WebSocket server says that it does not read a message of that size. */
const MESSAGE_TOO_BIG = 1009;
/** The reason of a change that no message can carry. */
const TOO_LARGE = "message-too-large";
/** The server speaks at least this often (it repeats presence); a line that is silent for longer is dead. */
const SILENCE_MS = 45_000;
/** What a WebSocket calls a connection that ended without a word. */
const LINE_DEAD = 1006;
/** With changes on their way, silence is noticed sooner: "saving" must not stand for long when nothing arrives. */
const SILENCE_WHILE_SAVING_MS = 10_000;
const LISTEN_EVERY_MS = 2_500;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
/** Changes that are made within this time travel together. */
const COALESCE_MS = 15;

/** Protocol version from which on a server knows what following is. */
const FOLLOWING_SINCE = 4;

/** Opens a session. It connects at once and until `close` is called. */
export function openDocumentSession(options: SessionOptions): DocumentSession {
  const session = new Session(options);
  session.start();
  return session;
}

class Session implements DocumentSession {
  private readonly options: SessionOptions;
  private heardMs = 0;
  private listenTimer: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly news = new NewsListeners();
  readonly onNews: DocumentSession["onNews"] = (topic, listener) => this.news.add(topic, listener);
  private readonly topics = new TopicFollowers((topic, on) => {
    if (this.takesWishes) this.transport?.send(encodeFollowFrame(topic, on));
  });
  readonly follow: DocumentSession["follow"] = (topic, listener) => this.topics.add(topic, listener);
  private transport: Transport | null = null;
  /** Whether the server has spoken on this connection, and understands wishes to follow something. */
  private takesWishes = false;
  private current: SessionStatus;
  private clientId: number | null = null;
  role: Role | null = null;
  private party: Party | null = null;
  standing: DocumentStanding = plainStanding;
  private everSynced = false;
  private seq = 0;
  private othersSeq = 0;
  private helloSeq = 0;
  private maxUpdateBytes: number | null = null;
  /** Update frames sent on this connection, and how many of them the server has settled. */
  private sent = 0;
  private settled = 0;
  private answered = false;
  /** Rows that came before what this page had missed, in their order; `null` once that is here. */
  private early: Extract<ServerMessage, { type: "update" }>[] | null = [];
  private pending: Uint8Array[] = [];
  private pendingUndo = false;
  /** The last row that this page had when the oldest pending change was made. */
  private pendingBaseSeq = 0;
  private flushTimer: (() => void) | null = null;
  private retryTimer: (() => void) | null = null;
  private retries = 0;
  private readonly unsaved: UnsavedIds;
  /** Changes that were not durable when the connection broke, or that wait from an earlier page. */
  private carried: number;
  private reason: string | null = null;
  private proposing: boolean;
  private closed = false;

  constructor(options: SessionOptions) {
    this.options = options;
    this.unsaved = new UnsavedIds(options.ydoc);
    this.carried = options.storedUnsaved ?? 0;
    this.proposing = options.proposing ?? false;
    this.current = this.compute();
  }

  start(): void {
    this.options.ydoc.on("afterTransaction", tidyNothing);
    this.options.ydoc.on("update", this.onLocalUpdate);
    this.options.awareness.on("update", this.onLocalAwareness);
    this.open();
    this.listen();
  }

  /** Notices a line that is dead without having been closed, as after a laptop's sleep. */
  private listen(): void {
    this.listenTimer = this.options.clock.schedule(() => {
      const silentMs = this.options.clock.nowMs() - this.heardMs;
      const limitMs = this.sent > this.settled ? SILENCE_WHILE_SAVING_MS : SILENCE_MS;
      if (this.transport !== null && silentMs > limitMs) this.breakOff();
      this.listen();
    }, LISTEN_EVERY_MS);
  }

  status(): SessionStatus {
    return this.current;
  }

  unsavedIds(): ReadonlyMap<number, number> {
    return this.unsaved.ids;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setProposing(proposing: boolean): boolean {
    if (proposing === this.proposing) return true;
    if (this.current.unsavedCount > 0 || (!proposing && alwaysProposes(this))) return false;
    this.proposing = proposing;
    this.changed();
    return true;
  }

  retryNow(): void {
    if (this.closed || this.retryTimer === null) return;
    this.retryTimer();
    this.retryTimer = null;
    this.open();
    this.changed();
  }

  close(): void {
    if (this.closed) return;
    this.flush();
    this.closed = true;
    this.flushTimer?.();
    this.retryTimer?.();
    this.listenTimer?.();
    this.options.ydoc.off("update", this.onLocalUpdate);
    this.options.ydoc.off("afterTransaction", tidyNothing);
    this.options.awareness.off("update", this.onLocalAwareness);
    this.transport?.close();
    this.transport = null;
  }

  private open(): void {
    let mine: Transport | null = null;
    const isCurrent = (): boolean => !this.closed && (mine === null || this.transport === mine);
    mine = this.options.connect(
      {
        opened: () => isCurrent() && this.onOpened(),
        received: (frame) => isCurrent() && this.onFrame(frame),
        closed: (code) => isCurrent() && this.onClosed(code),
      },
      { clientId: this.clientId },
    );
    this.transport = mine;
    this.takesWishes = false;
    this.heardMs = this.options.clock.nowMs();
    this.sent = this.settled = 0;
    this.unsaved.connected();
    this.answered = false;
    this.early = [];
  }

  private onOpened(): void {
    this.transport?.send(encodeStateVectorFrame(Y.encodeStateVector(this.options.ydoc)));
  }

  private onFrame(frame: Uint8Array): void {
    this.heardMs = this.options.clock.nowMs();
    const message = decodeServerFrame(frame);
    switch (message.type) {
      case "hello":
        this.onHello(message);
        break;
      case "state-vector":
        this.answerStateVector(message.stateVector);
        break;
      case "answer":
        orElse(
          () => this.takeAnswer(message.update),
          () => this.breakOff(),
        );
        break;
      case "update":
        if (this.early) this.early.push(message);
        else this.takeRow(message);
        break;
      case "awareness":
        applyAwarenessUpdate(this.options.awareness, message.update, remoteOrigin);
        break;
      case "saved":
        this.settled = message.count;
        this.seq = Math.max(this.seq, message.seq);
        this.noteDurable();
        break;
      case "refused":
        this.settled = message.count;
        this.carried++;
        this.reason = message.code;
        break;
      case "denied":
        this.reason = message.reason;
        break;
      case "access":
        this.onAccess(message);
        break;
      case "news":
        this.news.tell(message.topic);
        break;
      case "told":
        this.topics.tell(message.topic, message);
        break;
    }
    this.changed();
  }

  private takeAnswer(update: Uint8Array): void {
    Y.applyUpdate(this.options.ydoc, update, remoteOrigin);
    this.everSynced = true;
    this.seq = Math.max(this.seq, this.helloSeq);
    this.othersSeq = Math.max(this.othersSeq, this.helloSeq);
    for (const early of this.early ?? []) this.takeRow(early);
    this.early = null;
    this.retries = 0;
  }

  /** [SE15] A row of somebody else's, when all before it are here. */
  private takeRow({ update, seq }: Extract<ServerMessage, { type: "update" }>): void {
    // What was typed before this arrived says so: the server carries it where its neighbours went meanwhile.
    this.flush();
    Y.applyUpdate(this.options.ydoc, update, remoteOrigin);
    this.seq = Math.max(this.seq, seq);
    this.othersSeq = Math.max(this.othersSeq, seq);
  }

  /** Frames up to `settled` are durable, unless one of them was refused. */
  private noteDurable(): void {
    if (this.reason !== null || !this.answered) return;
    this.unsaved.durable(this.settled);
    if (this.settled !== this.sent || this.pending.length > 0) return;
    this.carried = 0;
    this.unsaved.allDurable();
  }

  private onHello(message: Extract<ServerMessage, { type: "hello" }>): void {
    const { ydoc, awareness } = this.options;
    this.role = message.schemaVersion > this.options.schemaVersion ? "view" : message.role;
    this.party = message.party;
    this.standing = message.standing;
    // Who is allowed to edit later goes on proposing until they say otherwise: what waits here was proposed.
    if (alwaysProposes(this)) this.proposing = true;
    // The rows that it names come with the answer; until then this page knows no more than before.
    this.helloSeq = message.seq;
    this.maxUpdateBytes = message.maxUpdateBytes;
    this.reason = null;
    this.clientId = null;
    takeClientId(ydoc, awareness, message.clientId, remoteOrigin);
    this.clientId = message.clientId;
    this.sendAwareness();
    this.takesWishes = message.protocolVersion >= FOLLOWING_SINCE;
    this.news.mayHaveMissed();
    if (this.takesWishes) this.topics.again();
  }

  /** Everything this page has and the server lacks goes as one update; nothing is sent when there is nothing. */
  private answerStateVector(stateVector: Uint8Array): void {
    const { ydoc } = this.options;
    this.pending = [];
    this.answered = true;
    this.unsaved.compare(stateVector);
    // The count of an earlier page may have been lost with it; structs that the server lacks speak for themselves.
    if (this.carried === 0 && this.unsaved.ids.size > 0) this.carried = 1;
    if (this.carried === 0 || !roleIncludes(this.role, "suggest")) return;
    const update = Y.encodeStateAsUpdate(ydoc, stateVector);
    // What is carried stays carried: the device keeps it, and the person is told.
    if (this.isTooLarge(update)) this.reason = TOO_LARGE;
    else {
      this.sendUpdate(update, updateFlags.offline, this.seq);
      this.unsaved.sent(this.sent);
    }
  }

  private onAccess({ role, party, standing }: Extract<ServerMessage, { type: "access" }>): void {
    const isHeldBack = this.reason !== null || !mayWrite(this);
    this.role = role;
    this.party = party;
    this.standing = standing;
    this.reason = null;
    if (alwaysProposes(this)) this.proposing = true;
    // What was not allowed before is sent again now: what is sent after it may not be called saved without it.
    if (isHeldBack && mayWrite(this) && this.carried > 0) this.reconnect();
  }

  private reconnect(): void {
    this.transport?.close();
    this.transport = null;
    this.open();
  }

  /** Gives up a line on which nothing is right any more; the next one begins anew. */
  private breakOff(): void {
    const { transport } = this;
    this.transport = null;
    transport?.close();
    if (!this.closed) this.onClosed(LINE_DEAD);
  }

  private onClosed(code: number): void {
    this.transport = null;
    // What was on its way may or may not have arrived; it is unsaved until the server says otherwise.
    this.carried += this.sent - this.settled + (this.pending.length > 0 ? 1 : 0);
    this.pending = [];
    this.sent = this.settled = 0;
    this.answered = false;
    forgetOthers(this.options.awareness, remoteOrigin);
    if (isPermanentClose(code)) {
      this.reason = `close-${code}`;
      const gone = code === closeCodes.notSignedIn && this.options.guest === true;
      if (gone || code === closeCodes.accessRemoved || code === closeCodes.notFound) this.role = null;
    } else if (code === MESSAGE_TOO_BIG) {
      // Sending the same again would end the same way.
      this.reason = TOO_LARGE;
    } else this.scheduleRetry(code);
    this.changed();
  }

  private scheduleRetry(code: number): void {
    const { clock, random } = this.options;
    const jitter = 0.5 + (random.bytes(1)[0] ?? 0) / 255;
    const base = code === closeCodes.outOfStep ? FIRST_RETRY_MS : FIRST_RETRY_MS * 2 ** Math.min(this.retries, 6);
    this.retries++;
    this.retryTimer = clock.schedule(
      () => {
        this.retryTimer = null;
        this.open();
        this.changed();
      },
      Math.min(LONGEST_RETRY_MS, base) * jitter,
    );
  }

  private readonly onLocalUpdate = (
    update: Uint8Array,
    origin: unknown,
    _ydoc: Y.Doc,
    transaction: Y.Transaction,
  ): void => {
    if (origin === remoteOrigin && !transaction.local) return;
    if (isStorageOrigin(origin)) return;
    this.unsaved.made(transaction);
    if (origin instanceof Y.UndoManager) this.pendingUndo = true;
    if (this.transport === null || !this.answered || this.reason === TOO_LARGE) {
      // The answer to the next state vector will carry it. Behind a change that was not sent nothing can be sent, either.
      this.carried++;
      this.changed();
      return;
    }
    if (this.pending.length === 0) this.pendingBaseSeq = this.seq;
    this.pending.push(update);
    this.flushTimer ??= this.options.clock.schedule(() => {
      this.flushTimer = null;
      this.flush();
    }, COALESCE_MS);
    this.changed();
  };

  private flush(): void {
    if (this.pending.length === 0 || this.transport === null) return;
    const messages = this.inMessages(this.pending);
    this.pending = [];
    for (const update of messages) {
      if (this.reason !== TOO_LARGE && this.isTooLarge(update)) this.reason = TOO_LARGE;
      if (this.reason === TOO_LARGE) this.carried++;
      else this.sendUpdate(update, this.pendingUndo ? updateFlags.undo : 0, this.pendingBaseSeq);
    }
    this.pendingUndo = false;
    if (this.reason !== TOO_LARGE) this.unsaved.sent(this.sent);
    this.changed();
  }

  private isTooLarge(update: Uint8Array): boolean {
    return this.maxUpdateBytes !== null && update.length > this.maxUpdateBytes;
  }

  /** Changes that wait, joined as far as a message holds them. */
  private inMessages(updates: readonly Uint8Array[]): Uint8Array[] {
    const joined = updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates([...updates]);
    return updates.length > 1 && this.isTooLarge(joined) ? [...updates] : [joined];
  }

  private sendUpdate(update: Uint8Array, flags: number, baseSeq: number): void {
    this.sent++;
    const how = this.proposing ? flags | updateFlags.propose : flags;
    this.transport?.send(encodeParleyUpdateFrame(baseSeq, how, update));
  }

  private readonly onLocalAwareness = (
    change: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ): void => {
    if (origin === remoteOrigin) return;
    if ([...change.added, ...change.updated, ...change.removed].includes(this.options.awareness.clientID))
      this.sendAwareness();
  };

  private sendAwareness(): void {
    const { awareness } = this.options;
    if (this.transport === null || this.clientId === null || awareness.getLocalState() === null) return;
    this.transport.send(encodeAwarenessFrame(encodeAwarenessUpdate(awareness, [awareness.clientID])));
  }

  private compute(): SessionStatus {
    const unsavedCount = this.sent - this.settled + this.pending.length + this.carried;
    const stopped = this.reason !== null && this.transport === null;
    const state = stateOf({ ...this.facts(), stopped, mayWrite: mayWrite(this), unsavedCount });
    return {
      state,
      unsavedCount,
      role: this.role,
      party: this.party,
      standing: this.standing,
      everSynced: this.everSynced,
      editable: this.everSynced && mayWrite(this) && !stopped && this.reason === null,
      proposing: this.proposing,
      seq: this.seq,
      othersSeq: this.othersSeq,
      reason: this.reason,
      maxUpdateBytes: this.maxUpdateBytes,
    };
  }

  private facts(): Omit<StateFacts, "stopped" | "mayWrite" | "unsavedCount"> {
    const { role, everSynced, retries, reason, answered } = this;
    return { role, everSynced, retries, reason, answered, isConnected: this.transport !== null };
  }

  private changed(): void {
    const next = this.compute();
    if (JSON.stringify(next) === JSON.stringify(this.current)) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}
