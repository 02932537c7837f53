/**
 * One document in memory and everybody connected to it.
 *
 * Duty: take frames, refuse what may not be, make what is taken durable, then tell everyone.
 * Invariants:
 * - [SY1] Nothing is acknowledged or broadcast before its row is durable.
 * - [SY2] Rows are broadcast in the order of the log, and a sender never gets its own change back.
 * - [SY3] The role is checked for every frame, at the moment the frame is taken.
 * - [SY4] Nothing grows without bound: a connection that does not read is closed, one that sends too fast is paused.
 * - It never looks inside the document: that is the port's.
 * It is longer than most: what is here shares one state, and parted it would share that in the open.
 */
import { type ConnectionId, type Party, type Role, roleIncludes } from "@parley/base";
import { AnswerPace } from "./answer-pace.ts";
import { type CloseCode, closeCodes } from "./close-code.ts";
import {
  type ClientMessage,
  type FollowedTopic,
  type NewsTopic,
  decodeClientFrame,
  encodeParleyMessage,
  encodePermissionDeniedFrame,
  encodeStateVectorFrame,
  encodeUpdateFrame,
} from "./messages.ts";
import {
  FRAME_HEAD_BYTES,
  type Member,
  actsAs,
  clientIdFor,
  helloFor,
  keepClientOfWriter,
  pauseWhileEmpty,
  roleOn,
} from "./room-member.ts";
import { FramePair } from "./frame-pair.ts";
import { refusedFrame, speaksFor } from "./refused-frame.ts";
import { type Peer, type RefusedCode, type RoomOptions, NotWritableNow } from "./room-ports.ts";
import { isVoid } from "./void-update.ts";
import { UpdateAllowance } from "./update-allowance.ts";
import { RoomPresence } from "./room-presence.ts";

interface Change {
  readonly update: Uint8Array;
  readonly seq: number;
  readonly from: Member | null;
}

/** Who sent much while the document was being opened lets others have their turn in between. */
const LONGEST_TURN_MS = 50;
/** How long an encoded answer is kept for the next who opens the document. */
const KEEP_ANSWER_MS = 3_000;

export class Room {
  private readonly members = new Map<ConnectionId, Member>();
  /** Who is shown here. */
  readonly presence: RoomPresence;
  private readonly options: RoomOptions;
  private changes: Change[] = [];
  private flushQueued = false;
  private waitingForDocument = false;
  private forgetAnswer: (() => void) | null = null;
  private answer: { readonly update: Uint8Array; readonly frame: Uint8Array } | null = null;

  constructor(options: RoomOptions) {
    this.options = options;
    this.presence = new RoomPresence({
      clock: options.clock,
      intervalMs: options.limits.presenceIntervalMs,
      size: () => this.members.size,
      sendAll: (frameFor) => this.members.forEach((member) => this.send(member, frameFor(member.peer))),
      onOwn: options.onPresence,
      onDropped: (connectionId) => options.onEvent({ type: "caret-dropped", connectionId }),
    });
  }

  /** How many sockets are open. */
  get size(): number {
    return this.members.size;
  }

  /** Everybody connected, for access checks. */
  peers(): { peer: Peer; role: Role; party: Party }[] {
    return [...this.members.values()].map(({ peer, role, party }) => ({ peer, role, party }));
  }

  /** Lets a connection in. What it may do is decided by the caller, who knows the shares. */
  join(peer: Peer, access: { role: Role; party: Party }): void {
    const { document, clock, limits, schemaVersion } = this.options;
    const role = roleOn(peer, access.role, schemaVersion);
    const clientId = clientIdFor(peer, role, document);
    const member: Member = {
      peer,
      person: this.presence.introduce(peer, access.party),
      clientId,
      role,
      party: access.party,
      settled: 0,
      waiting: [],
      waitingBytes: 0,
      answerBytes: 0,
      answers: new AnswerPace(clock, (stateVector) => this.answerStateVector(member, stateVector)),
      follows: new Set(),
      allowance: new UpdateAllowance(clock, limits),
      paused: false,
      gone: false,
    };
    this.members.set(peer.connectionId, member);
    if (clientId !== null) peer.send(helloFor(member, clientId, this.options));
    peer.send(encodeStateVectorFrame(document.stateVector()));
    this.sendPresence(member);
  }

  /** The socket is closed, by whomever. */
  leave(connectionId: ConnectionId): void {
    const member = this.members.get(connectionId);
    if (!member) return;
    member.gone = true;
    this.members.delete(connectionId);
    this.presence.leave(connectionId);
  }

  /** Changes what a connection may do; `null` closes it. */
  setAccess(connectionId: ConnectionId, access: { role: Role; party: Party } | null): void {
    const member = this.members.get(connectionId);
    if (!member) return;
    if (access === null) {
      this.close(member, closeCodes.accessRemoved, "access removed");
      return;
    }
    if (access.party !== member.party) {
      // The party is part of who one is in the room, so the client comes back as who it is now.
      this.close(member, closeCodes.outOfStep, "party changed");
      return;
    }
    const role = roleOn(member.peer, access.role, this.options.schemaVersion);
    if (role === member.role) return;
    member.role = role;
    keepClientOfWriter(member, this.options.document);
    this.tellAccess(member);
  }

  /** [SY19] What the document lets people do has changed: everybody who asked for our messages is told. */
  tellStanding(): void {
    for (const member of this.members.values()) this.tellAccess(member);
  }

  private tellAccess(member: Member): void {
    const told = { role: member.role, party: member.party, standing: this.options.document.standing };
    if (member.peer.parley) this.send(member, encodeParleyMessage({ type: "access", ...told }));
  }

  /** [SY16] Tells that something beside the text has changed, to those who asked for our messages and may know of it. */
  tellNews(topic: NewsTopic, mayKnow: (peer: Peer, party: Party) => boolean): void {
    const frame = encodeParleyMessage({ type: "news", topic });
    for (const member of this.members.values())
      if (member.peer.parley && mayKnow(member.peer, member.party)) this.send(member, frame);
  }

  /** [SY17] Who follows a topic now. */
  followers(topic: FollowedTopic): Peer[] {
    return [...this.members.values()].flatMap(({ peer, follows }) => (follows.has(topic) ? [peer] : []));
  }

  /** [SY17] Tells these connections what is known of a topic, as far as they follow it. */
  tell(peers: readonly Peer[], told: { topic: FollowedTopic; seq: number; whole: boolean; body: Uint8Array }): void {
    const frame = encodeParleyMessage({ type: "told", ...told });
    for (const { connectionId } of peers) {
      const member = this.members.get(connectionId);
      if (member?.follows.has(told.topic)) this.send(member, frame);
    }
  }

  /** Closes every socket of the room. */
  closeAll(code: CloseCode, reason: string): void {
    for (const member of this.members.values()) this.close(member, code, reason);
  }

  /** Closes the sockets of an ended credential. */
  closeCredential(credentialId: string): void {
    for (const member of this.members.values()) {
      if (member.peer.credentialId !== credentialId) continue;
      if (member.peer.guest) this.close(member, closeCodes.accessRemoved, "access removed");
      else this.close(member, closeCodes.notSignedIn, "signed out");
    }
  }

  /** A frame from a connection. Never throws for what the frame says. */
  receive(connectionId: ConnectionId, bytes: Uint8Array): void {
    const member = this.members.get(connectionId);
    if (!member) return;
    if (bytes.length > this.options.limits.maxMessageBytes) {
      this.close(member, closeCodes.messageTooLarge, "message too large");
      return;
    }
    const message = decodeClientFrame(bytes);
    if (message === null) {
      this.options.onEvent(refusedFrame(member, "update", "malformed", "no frame"));
      this.close(member, closeCodes.malformed, "malformed frame");
      return;
    }
    this.spend(member);
    this.handle(member, message);
  }

  private handle(member: Member, message: ClientMessage): void {
    switch (message.type) {
      case "state-vector":
        member.answers.ask(message.stateVector);
        break;
      case "query-awareness":
        this.sendPresence(member);
        break;
      case "awareness":
        this.presence.hear(member.peer.connectionId, message.update, member.person, speaksFor(member, this.options));
        break;
      case "follow":
        this.follow(member, message);
        break;
      case "update":
        if (member.waiting.length > 0 || !this.takeNow(member, message)) this.putOff(member, message);
        break;
    }
  }

  private follow(member: Member, { topic, on }: Extract<ClientMessage, { type: "follow" }>): void {
    // A stock client knows nothing of this; whoever sends it without having asked for our messages gets none.
    if (!member.peer.parley) return;
    if (!on) {
      member.follows.delete(topic);
      return;
    }
    member.follows.add(topic);
    this.options.onFollow?.(member.peer, topic);
  }

  private answerStateVector(member: Member, stateVector: Uint8Array): void {
    if (member.gone) return;
    const missing = this.options.document.missingFor(stateVector);
    if (missing === null) {
      this.options.onEvent(refusedFrame(member, "update", "malformed", "state vector"));
      this.close(member, closeCodes.malformed, "malformed state vector");
      return;
    }
    // Many people who open the same document at once share one encoding of it.
    if (this.answer?.update !== missing.answer)
      this.answer = { update: missing.answer, frame: encodeUpdateFrame(missing.answer, true) };
    this.forgetAnswer?.();
    this.forgetAnswer = this.options.clock.schedule(() => (this.answer = null), KEEP_ANSWER_MS);
    member.answerBytes =
      this.answer.frame.length + missing.before.reduce((sum, update) => sum + update.length + FRAME_HEAD_BYTES, 0);
    // Yjs keeps what it cannot place yet, so recent rows may come before what they build on; the answer alone says "whole".
    for (const update of missing.before)
      this.send(member, new FramePair([update], this.options.document.seq).for(member.peer));
    this.send(member, this.answer.frame);
  }

  /** Takes an update, or returns `false` when the document has to be loaded first. */
  private takeNow(member: Member, message: Extract<ClientMessage, { type: "update" }>): boolean {
    const { document } = this.options;
    if (isVoid(message.update)) {
      this.settle(member);
      return true;
    }
    if (!roleIncludes(member.role, "suggest")) {
      // Whoever only reads still answers the server's state vector, with the deletions it knows of.
      if (message.answer && !document.bringsContent(message.update)) this.settle(member);
      else this.refuse(member, "role", `role ${member.role}`, message);
      return true;
    }
    const loading = document.writable();
    if (loading !== null) {
      this.resumeWhenWritable(loading);
      return false;
    }
    const outcome = document.take(message.update, {
      personId: member.peer.personId,
      party: member.party,
      role: actsAs(member, message, document),
      connectionId: member.peer.connectionId,
      // What was gone before they came they cannot have seen, whatever they say.
      baseSeq: message.baseSeq === null ? null : Math.max(message.baseSeq, member.peer.knowsSince),
      knowsSince: member.peer.knowsSince,
      flags: message.flags,
      answer: message.answer,
    });
    switch (outcome.outcome) {
      case "nothing-new":
        if (outcome.settled === null) this.settle(member);
        else {
          outcome.settled.then(
            () => this.settle(member),
            (error: unknown) => this.fail(error),
          );
        }
        break;
      case "refused":
        this.refuse(member, outcome.code, outcome.reason, message);
        break;
      case "taken":
        outcome.durable.then(
          () => this.announce({ update: outcome.update, seq: outcome.seq, from: member }),
          (error: unknown) => this.fail(error),
        );
        break;
    }
    return true;
  }

  private resumeWhenWritable(loading: Promise<void>): void {
    if (this.waitingForDocument) return;
    this.waitingForDocument = true;
    loading.then(
      () => {
        this.waitingForDocument = false;
        for (const member of this.members.values()) this.takeWaiting(member);
      },
      (error: unknown) => {
        this.waitingForDocument = false;
        if (error instanceof NotWritableNow) this.turnAwayWaiting();
        else this.fail(error);
      },
    );
  }

  /** Keeps an update until the document is writable; whoever sends much meanwhile is read no further. */
  private putOff(member: Member, message: Extract<ClientMessage, { type: "update" }>): void {
    member.waiting.push(message);
    member.waitingBytes += message.update.length;
    if (this.isFull(member)) member.peer.pause();
  }

  private isFull(member: Member): boolean {
    return member.waitingBytes > this.options.limits.maxMessageBytes;
  }

  private takeWaiting(member: Member): void {
    const { clock } = this.options;
    const wasFull = this.isFull(member);
    const latestMs = clock.nowMs() + LONGEST_TURN_MS;
    for (;;) {
      const message = member.waiting[0];
      if (!message || member.gone || !this.takeNow(member, message)) break;
      member.waiting.shift();
      member.waitingBytes -= message.update.length;
      if (clock.nowMs() <= latestMs) continue;
      clock.schedule(() => this.takeWaiting(member), 0);
      break;
    }
    if (wasFull && !this.isFull(member) && !member.paused && !member.gone) member.peer.resume();
  }

  /** Whoever waits to write comes again later, and keeps the changes meanwhile; whoever reads stays. */
  private turnAwayWaiting(): void {
    for (const member of this.members.values())
      if (member.waiting.length > 0) this.close(member, closeCodes.documentUnavailable, "try again");
  }

  private refuse(
    member: Member,
    code: RefusedCode,
    reason: string,
    message: Extract<ClientMessage, { type: "update" }>,
  ): void {
    const { peer } = member;
    this.options.onEvent(refusedFrame(member, "update", code, reason));
    switch (code) {
      case "malformed":
        this.close(member, closeCodes.malformed, "malformed update");
        return;
      case "foreign-client":
        this.close(member, closeCodes.foreignClientId, "client id belongs to someone else");
        return;
      case "schema":
        this.close(member, closeCodes.schema, "not in the schema");
        return;
      case "gap":
      case "unknown":
        this.close(member, closeCodes.outOfStep, "synchronise again");
        return;
      case "role":
      case "agreed-text":
      case "document-too-large":
      case "message-too-large":
      case "too-much-proposed":
      case "gone-before":
      case "quarantined":
      case "frozen":
        member.settled++;
        if (peer.parley) this.send(member, encodeParleyMessage({ type: "refused", code, count: member.settled }));
        // A stock reader always answers the state vector, with nothing new; only a real change is worth a word.
        else if (!message.answer) this.send(member, encodePermissionDeniedFrame(code));
    }
  }

  private settle(member: Member): void {
    member.settled++;
    if (member.peer.parley && !member.gone)
      this.send(member, encodeParleyMessage({ type: "saved", count: member.settled, seq: this.options.document.seq }));
  }

  /** A row made by the server itself or by another node, already durable: everybody gets it. */
  announceOwn(update: Uint8Array, seq: number): void {
    this.announce({ update, seq, from: null });
  }

  /** Rows that become durable in one commit are sent together, in order. */
  private announce(change: Change): void {
    this.changes.push(change);
    if (change.from) this.options.onEvent({ type: "row", seq: change.seq, personId: change.from.peer.personId });
    if (this.flushQueued) return;
    this.flushQueued = true;
    void Promise.resolve().then(() => this.flushChanges());
  }

  private flushChanges(): void {
    this.flushQueued = false;
    const changes = this.changes;
    this.changes = [];
    const last = changes.at(-1);
    if (!last) return;
    const senders = new Set(changes.map((change) => change.from));
    const frames = new FramePair(
      changes.map((change) => change.update),
      last.seq,
    );
    for (const member of this.members.values()) {
      if (!senders.has(member)) {
        this.send(member, frames.for(member.peer));
        continue;
      }
      const others = changes.filter((change) => change.from !== member).map((change) => change.update);
      if (others.length > 0) this.send(member, new FramePair(others, last.seq).for(member.peer));
    }
    for (const { from } of changes) if (from) from.settled++;
    for (const sender of senders) {
      if (sender?.peer.parley && !sender.gone)
        this.send(sender, encodeParleyMessage({ type: "saved", count: sender.settled, seq: last.seq }));
    }
  }

  private send(member: Member, frame: Uint8Array): void {
    if (member.gone) return;
    // A large document takes its time; only what piles up behind it is a sign of not reading.
    if (member.peer.unsentBytes() > this.options.limits.maxUnsentBytes + member.answerBytes) {
      // It will come back and synchronise; keeping its backlog would cost everybody memory.
      this.close(member, closeCodes.tooSlow, "does not read fast enough");
      return;
    }
    member.peer.send(frame);
  }

  private close(member: Member, code: CloseCode, reason: string): void {
    if (member.gone) return;
    this.options.onEvent({ type: "closed", connectionId: member.peer.connectionId, code, reason });
    this.leave(member.peer.connectionId);
    member.peer.close(code, reason);
  }

  /** The log or the document failed: nobody may go on as if it had not. */
  private fail(error: unknown): void {
    this.options.onEvent({ type: "failed", error });
    this.closeAll(closeCodes.documentUnavailable, "try again");
  }

  private spend(member: Member): void {
    if (!member.allowance.spend()) pauseWhileEmpty(member, this.options.clock, () => this.isFull(member));
  }

  private sendPresence(member: Member): void {
    const frame = this.presence.frameFor(member.peer);
    if (frame) this.send(member, frame);
  }

  /** Ends timers; the room is not used afterwards. */
  destroy(): void {
    this.presence.destroy();
    this.forgetAnswer?.();
  }
}
