/**
 * The trail of what was tried and refused [GA4]: collected in memory, written some moments later, read by a document's owners.
 *
 * Invariants:
 * - Noting costs a few steps and never waits: a room goes on as if nobody listened.
 * - However many attempts come, they are written at most once a second, together, and once more when somebody reads.
 * - Memory is bounded. What does not fit any more is counted and told in the server's log.
 * - A write that fails is tried again with what came meanwhile; a killed server loses at most what it had not written yet.
 */
import type { Clock, ConnectionId, DocumentId, Party, PersonId, Role } from "@parley/base";
import type { AttemptCode, AttemptedAct } from "@parley/documents";
import type { Log } from "../../platform/log.ts";
import { storableText } from "../../platform/postgres/storable-text.ts";
import type { AttemptStore, CountedAttempts } from "./attempt-store.ts";

/** One attempt. */
export interface RefusedAttempt {
  readonly documentId: DocumentId;
  readonly personId: PersonId;
  /** `null` for who has no access to the document; so is `role`. */
  readonly party: Party | null;
  readonly role: Role | null;
  readonly connectionId: ConnectionId | null;
  readonly act: AttemptedAct;
  readonly code: AttemptCode;
  /** As the guard says it. */
  readonly reason: string;
  /** Of a message over the limit, where it is known. */
  readonly sizeBytes?: number | null;
}

export interface RefusedAttempts {
  /** Takes an attempt into the trail. Returns at once. */
  note(attempt: RefusedAttempt): void;
  /** The same of one about which something is to be found out first; `null` is none. Returns at once, too. */
  noteFound(find: () => Promise<RefusedAttempt | null>): void;
  /** What was tried in a document, newest first, everything noted on this node included. */
  list: AttemptStore["list"];
  /** Writes what is not written yet. Resolves also when that fails. */
  stop(): Promise<void>;
}

export interface RefusedAttemptsParts {
  readonly store: AttemptStore;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn" | "error">;
  /** How many rows may wait to be written. */
  readonly maxWaiting?: number;
}

/** Attempts of one kind within this time are one row. */
const SLOT_MS = 10 * 60_000;
const WRITE_EVERY_MS = 1_000;
const TRY_AGAIN_MS = 5_000;
const MAX_WAITING = 1_000;
/** How many may be found out about at once. */
const MAX_FINDING = 200;
const MAX_REASON = 160;

/** Keeps refused attempts in a store. */
export function createRefusedAttempts(parts: RefusedAttemptsParts): RefusedAttempts {
  const collector = new AttemptCollector(parts);
  return {
    note: (attempt) => collector.note(attempt),
    noteFound: (find) => collector.noteFound(find),
    list: async (documentId, wanted) => {
      await collector.write();
      return parts.store.list(documentId, wanted);
    },
    stop: () => collector.write(),
  };
}

class AttemptCollector {
  private readonly parts: RefusedAttemptsParts;
  private readonly maxWaiting: number;
  private waiting = new Map<string, CountedAttempts>();
  /** Attempts for which there was no room. */
  private leftOut = 0;
  private readonly finding = new Set<Promise<void>>();
  private writing: Promise<void> = Promise.resolve();
  private cancelTimer: (() => void) | null = null;

  constructor(parts: RefusedAttemptsParts) {
    this.parts = parts;
    this.maxWaiting = parts.maxWaiting ?? MAX_WAITING;
  }

  note({ reason: given, sizeBytes = null, ...attempt }: RefusedAttempt): void {
    const nowMs = this.parts.clock.nowMs();
    const reason = tellableReason(attempt.act, attempt.code, given);
    const slotMs = nowMs - (nowMs % SLOT_MS);
    this.add({ ...attempt, reason, sizeBytes, slotMs, firstMs: nowMs, lastMs: nowMs, count: 1 });
    this.writeIn(WRITE_EVERY_MS);
  }

  noteFound(find: () => Promise<RefusedAttempt | null>): void {
    if (this.finding.size >= MAX_FINDING) {
      this.leftOut++;
      this.writeIn(WRITE_EVERY_MS);
      return;
    }
    const found = find()
      .then(
        (attempt) => attempt && this.note(attempt),
        (error: unknown) => this.parts.log.error({ err: error }, "A refused attempt could not be kept"),
      )
      .then(() => void this.finding.delete(found));
    this.finding.add(found);
  }

  /** Resolves when everything noted before is written, or could not be. */
  write(): Promise<void> {
    this.cancelTimer?.();
    this.cancelTimer = null;
    const found = Promise.all(this.finding);
    return (this.writing = this.writing.then(() => found).then(() => this.writeWaiting()));
  }

  private add(attempts: CountedAttempts): void {
    const { documentId, personId, act, code, slotMs } = attempts;
    const key = `${documentId} ${personId} ${act} ${code} ${slotMs}`;
    const known = this.waiting.get(key);
    if (known) this.waiting.set(key, joined(known, attempts));
    else if (this.waiting.size < this.maxWaiting) this.waiting.set(key, attempts);
    else this.leftOut += attempts.count;
  }

  private writeIn(afterMs: number): void {
    this.cancelTimer ??= this.parts.clock.schedule(() => {
      this.cancelTimer = null;
      void this.write();
    }, afterMs);
  }

  private async writeWaiting(): Promise<void> {
    const { store, log } = this.parts;
    const [batch, leftOut] = [this.waiting, this.leftOut];
    this.leftOut = 0;
    if (leftOut > 0) log.warn({ attempts: leftOut }, "More was refused at once than is kept in the documents' trails");
    if (batch.size === 0) return;
    this.waiting = new Map();
    try {
      await store.add([...batch.values()]);
    } catch (error) {
      log.error({ err: error }, "Refused attempts could not be kept; it will be tried again");
      const since = this.waiting;
      this.waiting = batch;
      for (const attempts of since.values()) this.add(attempts);
      this.writeIn(TRY_AGAIN_MS);
    }
  }
}

/** Two counts of one slot, the earlier one first. */
function joined(known: CountedAttempts, more: CountedAttempts): CountedAttempts {
  return {
    ...more,
    connectionId: known.connectionId === more.connectionId ? known.connectionId : null,
    reason: known.reason,
    sizeBytes: known.sizeBytes === null ? more.sizeBytes : Math.max(known.sizeBytes, more.sizeBytes ?? 0),
    firstMs: Math.min(known.firstMs, more.firstMs),
    lastMs: Math.max(known.lastMs, more.lastMs),
    count: known.count + more.count,
  };
}

/**
 * A reason without what the sender wrote: names come in quotation marks, and of bytes that cannot be decoded the decoder may quote
 * some. Why a document is in quarantine is the server's own affair. What exactly was refused of a comment could tell the document's owner of
 * a circle of which they know nothing.
 */
function tellableReason(act: AttemptedAct, code: AttemptCode, reason: string): string {
  if (code === "quarantined" || act === "comment") return "";
  const own = (code === "malformed" ? reason.replace(/:.*$/s, "") : reason).replaceAll(/"(?:[^"\\]|\\.)*"/gs, "“…”");
  return storableText(own.replaceAll(/\p{C}/gu, " ")).slice(0, MAX_REASON);
}
