/**
 * Group commit: rows of all documents that arrive while one batch is being written go into the next.
 *
 * Invariants:
 * - Rows become durable in the order in which they were handed over; promises resolve in that order, all of a batch in one turn.
 * - When a document's row cannot be written, every row of that document behind it fails, too: its hash would hang in the air.
 */
import type { DocumentId } from "@parley/base";
import type { Sql } from "../../platform/postgres/client.ts";
import { type RowToAppend, appendRows } from "./log-store.ts";

/** Bounds of one statement; more would only make everybody in it wait. */
const MAX_BATCH_ROWS = 1_000;
const MAX_BATCH_BYTES = 4_000_000;

interface Waiting extends RowToAppend {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface Appender {
  /** Resolves when the row is on disk. */
  append(row: RowToAppend): Promise<void>;
  /** Resolves when everything handed over so far has been written or refused. */
  flushed(): Promise<void>;
}

/** An appender over a client with exactly one connection, so that statements keep their order. */
export function createAppender(sql: Sql): Appender {
  let queue: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const takeBatch = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    for (const { row } of queue) {
      bytes += row.update.length;
      if (count > 0 && (bytes > MAX_BATCH_BYTES || count >= MAX_BATCH_ROWS)) break;
      count++;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    return batch;
  };

  const failDocument = (documentId: DocumentId, rows: readonly Waiting[], error: unknown): void => {
    const behind = queue.filter(({ row }) => row.documentId === documentId);
    queue = queue.filter(({ row }) => row.documentId !== documentId);
    for (const waiting of [...rows, ...behind]) waiting.reject(error);
  };

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await appendRows(sql, batch);
      for (const waiting of batch) waiting.resolve();
    } catch (error) {
      const documents = Map.groupBy(batch, ({ row }) => row.documentId);
      const [only] = documents.keys();
      if (documents.size === 1 && only) {
        failDocument(only, batch, error);
        return;
      }
      // One document's bad row must not take the others down with it.
      for (const rows of documents.values()) await write(rows);
    }
  };

  const run = async (): Promise<void> => {
    while (queue.length > 0) await write(takeBatch());
    writing = null;
  };

  return {
    append: (row) =>
      new Promise((resolve, reject) => {
        queue.push({ ...row, resolve, reject });
        writing ??= Promise.resolve().then(run);
      }),
    flushed: async () => {
      while (writing !== null) await writing;
    },
  };
}
