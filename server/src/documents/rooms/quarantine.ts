/**
 * Documents whose log could not be opened or tidied up: which they are, what of them can be read, and the way back.
 *
 * Invariants:
 * - The log is the truth and a snapshot a cache: what the rows alone give is never held back by a bad snapshot.
 * - Looking changes nothing. Only a document whose whole log opens and whose snapshot was kept is let out.
 */
import type { Clock, DocumentId, EpochMs, PersonId } from "@parley/base";
import { assert } from "@parley/base";
import { DocumentReplica, ReplicaSpoiled, type ReplicaState, type TailRow, asTailRow, collectDeleted } from "@parley/history";
import type { LogRow } from "../live.ts";
import type { LogStore, QuarantinedDocument } from "./log-store.ts";

/** A quarantined document and how much of its log can be read. */
export interface QuarantineEntry {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly kind: string;
  readonly ownerId: PersonId;
  readonly reason: string;
  readonly sinceMs: EpochMs;
  /** The last row of the log. */
  readonly lastSeq: number;
  /** Rows 1 to this one can be read; 0 when none can. */
  readonly readableSeq: number;
}

/** What administrators do with quarantined documents. */
export interface Quarantines {
  /** The newest first. */
  list(): Promise<QuarantineEntry[]>;
  /** `null` when the document is not in quarantine. */
  find(documentId: DocumentId): Promise<QuarantineEntry | null>;
  /** The rows up to `readableSeq`, in order. */
  readGoodRows(entry: QuarantineEntry): Promise<LogRow[]>;
  /** Opens and compacts the document again. Answers `null` when the quarantine is over, or why it stays. */
  retry(documentId: DocumentId): Promise<string | null>;
}

const PAGE_ROWS = 1_000;

type GoodPartStore = Pick<LogStore, "readSnapshot" | "readRows">;

async function readAllRows(store: GoodPartStore, documentId: DocumentId, after: number): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for (;;) {
    const page = await store.readRows(documentId, rows.at(-1)?.seq ?? after, PAGE_ROWS);
    rows.push(...page);
    if (page.length < PAGE_ROWS) return rows;
  }
}

async function readTail(store: GoodPartStore, documentId: DocumentId, after: number): Promise<TailRow[]> {
  return (await readAllRows(store, documentId, after)).map(asTailRow);
}

/**
 * As much of a document as fits together: from the snapshot and the rows after it, or, when the snapshot itself cannot be
 * read, from the rows alone.
 */
export async function openGoodPart(store: GoodPartStore, documentId: DocumentId): Promise<DocumentReplica> {
  const state = await store.readSnapshot(documentId);
  const tail = await readTail(store, documentId, state?.seq ?? 0);
  try {
    return DocumentReplica.openGoodPart(state, tail);
  } catch (error) {
    if (!(error instanceof ReplicaSpoiled) || state === null) throw error;
    return DocumentReplica.openGoodPart(null, await readTail(store, documentId, 0));
  }
}

/** The whole document; throws `ReplicaSpoiled` with the first row that does not fit. */
async function openWhole(store: GoodPartStore, documentId: DocumentId): Promise<DocumentReplica> {
  const state = await store.readSnapshot(documentId);
  try {
    return DocumentReplica.open(state, await readTail(store, documentId, state?.seq ?? 0));
  } catch (error) {
    if (!(error instanceof ReplicaSpoiled) || state === null) throw error;
    return DocumentReplica.open(null, await readTail(store, documentId, 0));
  }
}

/**
 * Tries to open and compact a quarantined document. The caller has closed its room and keeps it closed meanwhile.
 * @returns `null` when the quarantine is over, or why it stays, which is noted
 */
export async function retryQuarantined(store: LogStore, clock: Clock, documentId: DocumentId): Promise<string | null> {
  let whole: DocumentReplica | null = null;
  try {
    whole = await openWhole(store, documentId);
    const state: ReplicaState = whole.save();
    const lastSeq = await store.readLastSeq(documentId);
    assert(state.seq === lastSeq, `replica at ${state.seq}, log at ${lastSeq}`);
    const collected = collectDeleted(state.full);
    await store.endQuarantine(
      documentId,
      { ...state, servedState: collected.state, stateVector: collected.stateVector },
      clock.nowMs(),
    );
    return null;
  } catch (error) {
    // A database that does not answer says nothing about the document.
    if (isDatabaseError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    await store.noteQuarantineReason(documentId, reason);
    return reason;
  } finally {
    whole?.destroy();
  }
}

/** Errors of the database or its connection; they carry a code, the document's own do not. */
export function isDatabaseError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
}

/** The port over the store and the rooms. */
export function createQuarantines(
  store: LogStore,
  rooms: { retry(documentId: DocumentId): Promise<string | null> },
): Quarantines {
  const look = async (found: QuarantinedDocument): Promise<QuarantineEntry> => {
    const good = await readableSeq(store, found.documentId);
    return { ...found, lastSeq: await store.readLastSeq(found.documentId), readableSeq: good };
  };
  return {
    async list() {
      const entries: QuarantineEntry[] = [];
      // One after another: each is opened in memory for a moment.
      for (const found of await store.listQuarantined()) entries.push(await look(found));
      return entries;
    },
    async find(documentId) {
      const found = (await store.listQuarantined()).find((each) => each.documentId === documentId);
      return found ? look(found) : null;
    },
    async readGoodRows({ documentId, readableSeq: last }) {
      const rows = await readAllRows(store, documentId, 0);
      return rows.filter((row) => row.seq <= last);
    },
    retry: (documentId) => rooms.retry(documentId),
  };
}

async function readableSeq(store: GoodPartStore, documentId: DocumentId): Promise<number> {
  try {
    const replica = await openGoodPart(store, documentId);
    const { seq } = replica;
    replica.destroy();
    return seq;
  } catch (error) {
    if (error instanceof ReplicaSpoiled) return 0;
    throw error;
  }
}
