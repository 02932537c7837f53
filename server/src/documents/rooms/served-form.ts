/**
 * What clients of a document are given: the newest snapshot in collected form, and the rows after it.
 *
 * Invariants:
 * - It holds durable rows only, every one up to `seq`, each once.
 * - It is bytes: no Y.Doc is built for reading.
 */
import { assert } from "@parley/base";
import { type TailRow, inspectUpdate } from "@parley/history";
import { mergeInChunks } from "@parley/sync";
import * as Y from "yjs";
import type { OpenedLog } from "./log-store.ts";

/** A document without any row: no structs, no deletions; and its state vector. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);
const EMPTY_VECTOR = Uint8Array.of(0);

export class ServedForm {
  private snapshot: { seq: number; state: Uint8Array };
  private rows: TailRow[];
  private rowBytes: number;
  private readonly clocks: Map<number, number>;
  private vector: Uint8Array | null = null;
  private merged: { seq: number; update: Uint8Array } | null = null;
  private lastSeq: number;

  constructor(log: Pick<OpenedLog, "served" | "tail">) {
    this.snapshot = { seq: log.served?.seq ?? 0, state: log.served?.state ?? EMPTY_UPDATE };
    this.rows = [...log.tail];
    this.rowBytes = sumBytes(this.rows);
    this.clocks = Y.decodeStateVector(log.served?.stateVector ?? EMPTY_VECTOR);
    for (const row of this.rows) this.advanceClocks(row.update);
    this.lastSeq = this.rows.at(-1)?.seq ?? this.snapshot.seq;
  }

  /** The last row. */
  get seq(): number {
    return this.lastSeq;
  }

  /** The row at which the snapshot stands; 0 without one. */
  get snapshotSeq(): number {
    return this.snapshot.seq;
  }

  /** Rows since the snapshot, in order. */
  get tail(): readonly TailRow[] {
    return this.rows;
  }

  /** Rows since the snapshot, their size, and the snapshot's. */
  get size(): { rows: number; bytes: number; stateBytes: number } {
    return { rows: this.rows.length, bytes: this.rowBytes, stateBytes: this.snapshot.state.length };
  }

  /** Adds the next row. Returns the Yjs client ids under which it inserts something. */
  append(row: TailRow): number[] {
    assert(row.seq === this.lastSeq + 1, `row ${row.seq} follows ${this.lastSeq}`);
    this.lastSeq = row.seq;
    this.rows.push(row);
    this.rowBytes += row.update.length;
    this.merged = null;
    return this.advanceClocks(row.update);
  }

  /** Puts a newer snapshot in the place of the rows up to it. It may not hold rows that are not here. */
  stand(snapshot: { readonly seq: number; readonly state: Uint8Array }): void {
    assert(snapshot.seq <= this.lastSeq, `snapshot ${snapshot.seq} is ahead of row ${this.lastSeq}`);
    if (snapshot.seq <= this.snapshot.seq) return;
    this.snapshot = { seq: snapshot.seq, state: snapshot.state };
    this.rows = this.rows.filter((row) => row.seq > snapshot.seq);
    this.rowBytes = sumBytes(this.rows);
    this.merged = null;
  }

  stateVector(): Uint8Array {
    this.vector ??= Y.encodeStateVector(new Map(this.clocks) as unknown as Parameters<typeof Y.encodeStateVector>[0]);
    return this.vector;
  }

  /** What a client with this state vector lacks, or `null` when the vector cannot be read. */
  missingFor(stateVector: Uint8Array): { before: readonly Uint8Array[]; answer: Uint8Array } | null {
    let answer = this.snapshot.state;
    if (!(stateVector.length === 1 && stateVector[0] === 0)) {
      try {
        answer = Y.diffUpdate(this.snapshot.state, stateVector);
      } catch {
        // Not a state vector: the room closes the socket for it.
        return null;
      }
    }
    if (this.rows.length === 0) return { before: [], answer };
    if (this.merged?.seq !== this.lastSeq) {
      this.merged = { seq: this.lastSeq, update: mergeInChunks(this.rows.map((row) => row.update)) };
    }
    // Without a snapshot the rows are all there is.
    return this.snapshot.seq === 0
      ? { before: [], answer: this.merged.update }
      : { before: [this.merged.update], answer };
  }

  /** Whether an update holds structs that are not here; `false` for what cannot be read. */
  bringsContent(update: Uint8Array): boolean {
    const inspected = inspectUpdate(update, (client) => this.clocks.get(client) ?? 0);
    return !("fault" in inspected) && inspected.inserted.length > 0;
  }

  private advanceClocks(update: Uint8Array): number[] {
    const { to } = Y.parseUpdateMeta(update);
    for (const [client, end] of to) if (end > (this.clocks.get(client) ?? 0)) this.clocks.set(client, end);
    this.vector = null;
    return [...to.keys()];
  }
}

function sumBytes(rows: readonly { update: Uint8Array }[]): number {
  return rows.reduce((sum, row) => sum + row.update.length, 0);
}
