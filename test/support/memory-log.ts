/**
 * The log in memory: the second implementation of the log's ports, for scenarios and simulations.
 * What is not flushed yet dies with the server, as with a disk.
 */
import type { DocumentId, PersonId } from "@parley/base";
import { type ChainedRow, asTailRow, equalBytes } from "@parley/history";
import type { Appender } from "../../server/src/documents/rooms/appender.ts";
import type {
  DecisionRow,
  LogStore,
  RowToAppend,
  SnapshotToStore,
} from "../../server/src/documents/rooms/log-store.ts";

interface DocumentLog {
  readonly rows: RowToAppend["row"][];
  readonly clients: Map<number, PersonId>;
  snapshot: SnapshotToStore | null;
  quarantine: string | null;
}

/** Everything that is on the simulated disk. It outlives servers. */
export interface MemoryDisk {
  logOf(documentId: DocumentId): DocumentLog;
}

export function memoryDisk(): MemoryDisk {
  const logs = new Map<DocumentId, DocumentLog>();
  return {
    logOf: (documentId) => {
      let log = logs.get(documentId);
      if (!log) logs.set(documentId, (log = { rows: [], clients: new Map(), snapshot: null, quarantine: null }));
      return log;
    },
  };
}

/** @param isDead a server that has died asks nothing any more: whatever of it still runs in this process waits for ever */
export function memoryLogStore(disk: MemoryDisk, isDead: () => boolean = () => false): LogStore {
  const store = livingStore(disk);
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const ask = Reflect.get(target, name, receiver) as (...given: unknown[]) => Promise<unknown>;
      return (...given: unknown[]) => (isDead() ? new Promise(() => undefined) : ask(...given));
    },
  });
}

function statingRows(rows: readonly ChainedRow[], wanted: "decision" | "restore"): DecisionRow[] {
  return rows.flatMap(({ seq, personId, party, receivedAtMs, kind, statement }) =>
    kind === wanted && statement !== null ? [{ seq, personId, party, receivedAtMs, statement }] : [],
  );
}

function livingStore(disk: MemoryDisk): LogStore {
  return {
    open: async (documentId) => {
      const log = disk.logOf(documentId);
      const seq = log.snapshot?.seq ?? 0;
      return {
        served: log.snapshot ? { seq, state: log.snapshot.servedState, stateVector: log.snapshot.stateVector } : null,
        tail: log.rows.filter((row) => row.seq > seq).map(asTailRow),
        lastHash: log.rows.at(-1)?.hash ?? null,
        clients: new Map(log.clients),
        quarantine: log.quarantine,
      };
    },
    readSnapshot: async (documentId) => disk.logOf(documentId).snapshot,
    readServed: async (documentId) => {
      const { snapshot } = disk.logOf(documentId);
      return snapshot && { seq: snapshot.seq, state: snapshot.servedState };
    },
    readRows: async (documentId, after, limit) =>
      disk
        .logOf(documentId)
        .rows.filter((row) => row.seq > after)
        .slice(0, limit),
    readNewestRows: async (documentId, after, { maxRows, maxBytes }) => {
      const newest = disk
        .logOf(documentId)
        .rows.filter((row) => row.seq > after)
        .slice(-maxRows);
      let bytes = 0;
      const first = newest.findLastIndex((row) => (bytes += row.update.length) > maxBytes);
      return newest.slice(first + 1);
    },
    readLastSeq: async (documentId) => disk.logOf(documentId).rows.length,
    readLastSeqs: async (documentIds) =>
      new Map(documentIds.map((documentId) => [documentId, disk.logOf(documentId).rows.length])),
    readAuthors: async (documentId, seqs) => {
      const wanted = new Set(seqs);
      return new Map(
        disk
          .logOf(documentId)
          .rows.filter((row) => wanted.has(row.seq))
          .map((row) => [
            row.seq,
            { personId: row.personId, party: row.party, kind: row.kind, receivedAtMs: row.receivedAtMs },
          ]),
      );
    },
    readStatements: async (documentId, seqs) => {
      const wanted = new Set(seqs);
      return new Map(
        disk
          .logOf(documentId)
          .rows.flatMap(({ seq, statement }) => (wanted.has(seq) && statement !== null ? [[seq, statement]] : [])),
      );
    },
    readDecisions: async (documentId) => statingRows(disk.logOf(documentId).rows, "decision"),
    readRestoring: async (documentId) => statingRows(disk.logOf(documentId).rows, "restore"),
    storeSnapshot: async (documentId, snapshot) => {
      const log = disk.logOf(documentId);
      // A real database takes its time, in which people go on typing.
      for (let turn = 0; turn < 60; turn++) await Promise.resolve();
      if (log.snapshot && log.snapshot.seq >= snapshot.seq) return false;
      log.snapshot = snapshot;
      return true;
    },
    keepClient: async (documentId, client, personId) => {
      const { clients } = disk.logOf(documentId);
      if (!clients.has(client)) clients.set(client, personId);
    },
    readClients: async (documentId) => new Map(disk.logOf(documentId).clients),
    quarantine: async (documentId, reason) => {
      disk.logOf(documentId).quarantine ??= reason;
    },
    // Titles and owners are the library's, which this disk does not have.
    listQuarantined: async () => [],
    noteQuarantineReason: async (documentId, reason) => {
      disk.logOf(documentId).quarantine = reason;
    },
    endQuarantine: async (documentId, snapshot) => {
      const log = disk.logOf(documentId);
      log.snapshot = snapshot;
      log.quarantine = null;
    },
  };
}

/** An appender whose disk can be held: rows wait until it is let go, and are lost when the server dies before. */
export interface MemoryAppender extends Appender {
  hold(): void;
  release(): void;
  /** The server died: what was not written never will be, and nobody is told. */
  die(): void;
}

export function memoryAppender(disk: MemoryDisk): MemoryAppender {
  let held = false;
  let dead = false;
  let waiting: (RowToAppend & { resolve: () => void; reject: (error: unknown) => void })[] = [];
  let idle: (() => void)[] = [];
  const write = (): void => {
    if (held || dead) return;
    const batch = waiting;
    waiting = [];
    for (const { row, newClients, resolve, reject } of batch) {
      const log = disk.logOf(row.documentId);
      const previous = log.rows.at(-1);
      if (row.seq !== log.rows.length + 1 || (previous && !equalBytes(previous.hash, row.previousHash))) {
        reject(new Error(`row ${row.seq} does not follow row ${log.rows.length}`));
        continue;
      }
      if (newClients.some((client) => (log.clients.get(client) ?? row.personId) !== row.personId)) {
        reject(new Error("a client id belongs to somebody else"));
        continue;
      }
      log.rows.push(row);
      for (const client of newClients) log.clients.set(client, row.personId);
      resolve();
    }
    const waiters = idle;
    idle = [];
    for (const done of waiters) done();
  };
  return {
    append: (row) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...row, resolve, reject });
        void Promise.resolve().then(write);
      }),
    flushed: () => (waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      write();
    },
    die: () => {
      dead = true;
    },
  };
}
