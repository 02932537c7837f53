/**
 * A document in memory as the log says it is: the Y.Doc with everything ever deleted, and its attribution.
 *
 * Duty: decide whether an update may be taken, take it, and say what it inserted and deleted.
 * Invariants:
 * - It holds exactly the rows 1 to `seq` of the log and nothing else: Yjs's own formatting clean-up is kept from running here,
 *   since it would delete what no row deletes.
 * - An update that is refused before it is applied leaves no trace. One that turns out wrong while it is applied makes the
 *   replica unusable (`ReplicaSpoiled`); the caller throws it away and opens the log again.
 */
import { type DecodedStructs, type SchemaViolation, findSchemaViolation } from "@parley/document";
import * as Y from "yjs";
import { Attribution } from "./attribution.ts";
import { type IdRange, type InspectedUpdate, type UpdateFault, inspectUpdate } from "./incoming.ts";

/** Why an update is refused. Codes reach the client; the reason goes to the log only. */
export interface UpdateRefusal {
  readonly code: "malformed" | "gap" | "unknown" | "foreign-client" | "schema";
  readonly reason: string;
}

/** What taking an update did. */
export interface TakenUpdate {
  readonly seq: number;
  /** What is to be stored and sent on: the update without structs that were here already. */
  readonly update: Uint8Array;
  readonly inserted: readonly IdRange[];
  /** Newly deleted ids, also those that went with a deleted parent though no delete set names them. */
  readonly deleted: readonly IdRange[];
  /** True when only redundant formatting marks were deleted: structural clean-up, nobody's act. */
  readonly cleanUpOnly: boolean;
}

/** The replica no longer equals the log and must be opened again. */
export class ReplicaSpoiled extends Error {
  /** The row that did not fit. */
  readonly seq: number;

  constructor(seq: number, reason: string) {
    super(`replica spoiled at row ${seq}: ${reason}`);
    this.name = "ReplicaSpoiled";
    this.seq = seq;
  }
}

/** Everything needed to open a replica at the row `seq`: a snapshot, or nothing for the empty document. */
export interface ReplicaState {
  readonly seq: number;
  /** The whole document with deleted content, update encoding v1. */
  readonly full: Uint8Array;
  readonly attribution: Uint8Array;
}

/** Applies an update without Yjs's formatting clean-up, which runs only after transactions that are not local. */
export function applyExactly(ydoc: Y.Doc, updates: readonly Uint8Array[]): void {
  ydoc.transact((transaction) => {
    for (const update of updates) Y.applyUpdate(ydoc, update);
    transaction.local = true;
  });
}

/** Separate ranges that one update may newly delete. Yjs splits its items for each; replacing all hits of a word stays far below. */
const MAX_FRESH_DELETES = 5_000;

export class DocumentReplica {
  readonly ydoc: Y.Doc;
  readonly attribution: Attribution;
  private lastSeq: number;

  private constructor(ydoc: Y.Doc, attribution: Attribution, seq: number) {
    this.ydoc = ydoc;
    this.attribution = attribution;
    this.lastSeq = seq;
  }

  /** Opens a replica from a snapshot and the rows after it, in order. Throws `ReplicaSpoiled` when they do not fit together. */
  static open(state: ReplicaState | null, tail: readonly { seq: number; update: Uint8Array }[]): DocumentReplica {
    const ydoc = new Y.Doc({ gc: false });
    if (state) applyExactly(ydoc, [state.full]);
    const attribution = state ? Attribution.decode(state.attribution) : new Attribution();
    const replica = new DocumentReplica(ydoc, attribution, state?.seq ?? 0);
    for (const row of tail) replica.follow(row);
    return replica;
  }

  /**
   * Opens as many rows as fit together, for reading a document whose log cannot be opened whole: a row that does not fit, and
   * everything after it, is left out.
   */
  static openGoodPart(
    state: ReplicaState | null,
    tail: readonly { seq: number; update: Uint8Array }[],
  ): DocumentReplica {
    for (let count = tail.length; ;) {
      try {
        return DocumentReplica.open(state, tail.slice(0, count));
      } catch (error) {
        if (!(error instanceof ReplicaSpoiled) || count === 0) throw error;
        const bad = tail.findIndex((row) => row.seq === error.seq);
        count = bad >= 0 && bad < count ? bad : count - 1;
      }
    }
  }

  /** The last row it holds. */
  get seq(): number {
    return this.lastSeq;
  }

  private readonly knownClock = (client: number): number => Y.getState(this.ydoc.store, client);

  /**
   * Takes an update as the next row. `mayUseClient` says whether the sender may write under a Yjs client id.
   * Returns `null` when the update brings nothing new, so there is nothing to store.
   */
  take(update: Uint8Array, mayUseClient: (client: number) => boolean): TakenUpdate | UpdateRefusal | null {
    const whole = inspectUpdate(update, this.knownClock);
    if ("fault" in whole) return refusalOfFault(whole);
    // Structs that are here already may say something else than what is here. Nobody who comes later may be shown that.
    const trimmed = whole.repeats ? withoutKnown(update, whole, this.knownClock) : update;
    const inspected = whole.repeats ? inspectUpdate(trimmed, this.knownClock) : whole;
    if ("fault" in inspected) return refusalOfFault(inspected);
    for (const range of inspected.inserted) {
      if (!mayUseClient(range.client))
        return { code: "foreign-client", reason: `client id ${range.client} belongs to someone else` };
    }
    const fresh = this.countFreshDeletes(inspected.deleted);
    if (inspected.inserted.length === 0 && fresh === 0) return null;
    if (fresh > MAX_FRESH_DELETES) return { code: "malformed", reason: `${fresh} separate deletions at once` };
    const violation: SchemaViolation | null = findSchemaViolation(this.ydoc, inspected.structs as DecodedStructs);
    if (violation) return { code: "schema", reason: violation.reason };
    return this.apply(trimmed, inspected.inserted, inspected.deleted);
  }

  /** Applies the next row of the log, which was checked when it was written. Throws `ReplicaSpoiled` when it does not fit. */
  follow(row: { readonly seq: number; readonly update: Uint8Array }): void {
    if (row.seq !== this.lastSeq + 1) throw new ReplicaSpoiled(row.seq, `it follows ${this.lastSeq}`);
    const inspected = inspectUpdate(row.update, this.knownClock);
    if ("fault" in inspected) throw new ReplicaSpoiled(row.seq, inspected.reason);
    this.apply(row.update, inspected.inserted, inspected.deleted);
  }

  /** How many of the ranges delete anything that was not deleted before. */
  private countFreshDeletes(ranges: readonly IdRange[]): number {
    let count = 0;
    for (const range of ranges) {
      const covered = this.attribution.deletedBy(range).reduce((sum, each) => sum + each.length, 0);
      if (covered < range.length) count++;
    }
    return count;
  }

  private apply(update: Uint8Array, inserted: readonly IdRange[], stated: readonly IdRange[]): TakenUpdate {
    const seq = this.lastSeq + 1;
    const cascaded = this.applyAndCollect(update);
    for (const range of inserted) {
      if (this.knownClock(range.client) !== range.clock + range.length)
        throw new ReplicaSpoiled(seq, `client ${range.client} did not reach its clock`);
      this.attribution.claimInserted(range, seq);
    }
    if (this.ydoc.store.pendingStructs !== null || this.ydoc.store.pendingDs !== null)
      throw new ReplicaSpoiled(seq, "something stayed pending");
    const deleted: IdRange[] = [];
    for (const range of stated) deleted.push(...this.attribution.claimDeleted(range, seq));
    for (const range of cascaded) deleted.push(...this.claimCascaded(range, seq));
    this.lastSeq = seq;
    return {
      seq,
      update,
      inserted,
      deleted,
      cleanUpOnly:
        inserted.length === 0 && deleted.length > 0 && deleted.every((range) => this.isRedundantFormatting(range)),
    };
  }

  /**
   * Claims ids that went without being named. Text typed into a paragraph that someone else had deleted meanwhile
   * was deleted by that person's row, not by the typist's.
   */
  private claimCascaded(range: IdRange, seq: number): IdRange[] {
    const fresh: IdRange[] = [];
    const end = range.clock + range.length;
    for (let clock = range.clock; clock < end;) {
      const item = Y.getItem(this.ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
      const until = Math.min(end, item.id.clock + item.length);
      const by = item instanceof Y.Item ? (this.deletedWith(item) ?? seq) : seq;
      fresh.push(...this.attribution.claimDeleted({ client: range.client, clock, length: until - clock }, by));
      clock = until;
    }
    return fresh;
  }

  /** The row that deleted the nearest deleted ancestor of an item, or `null` when none is known to be. */
  private deletedWith(item: Y.Item): number | null {
    let parent: unknown = item.parent;
    while (parent instanceof Y.AbstractType && parent._item !== null) {
      const { id } = parent._item;
      const claim = this.attribution.deletedBy({ client: id.client, clock: id.clock, length: 1 })[0];
      if (claim) return claim.seq;
      parent = parent._item.parent;
    }
    return null;
  }

  /** Applies and returns what the transaction deleted, including children of deleted parents. */
  private applyAndCollect(update: Uint8Array): IdRange[] {
    const deleted: IdRange[] = [];
    const collect = (transaction: Y.Transaction): void => {
      for (const [client, ranges] of transaction.deleteSet.clients) {
        for (const { clock, len } of ranges) deleted.push({ client, clock, length: len });
      }
    };
    this.ydoc.once("afterTransaction", collect);
    try {
      applyExactly(this.ydoc, [update]);
    } catch (error) {
      throw new ReplicaSpoiled(
        this.lastSeq + 1,
        `applying failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return deleted;
  }

  /** Whether a deleted range is nothing but formatting marks whose going changes no character's look. */
  private isRedundantFormatting(range: IdRange): boolean {
    for (let clock = range.clock; clock < range.clock + range.length;) {
      const struct = Y.getItem(this.ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
      if (
        !(struct instanceof Y.Item) ||
        !(struct.content instanceof Y.ContentFormat) ||
        !isRedundant(struct, struct.content)
      )
        return false;
      clock = struct.id.clock + struct.length;
    }
    return true;
  }

  /** The state from which an equal replica opens. */
  save(): ReplicaState {
    return { seq: this.lastSeq, full: Y.encodeStateAsUpdate(this.ydoc), attribution: this.attribution.encode() };
  }

  destroy(): void {
    this.ydoc.destroy();
  }
}

/** Whether a formatting mark that is gone stood before no text, or said what held anyway. */
function isRedundant(mark: Y.Item, { key, value }: Y.ContentFormat): boolean {
  const sameKey = (item: Y.Item): Y.ContentFormat | null =>
    !item.deleted && item.content instanceof Y.ContentFormat && item.content.key === key ? item.content : null;
  let reaches = false;
  for (let item = mark.right; item !== null && !sameKey(item); item = item.right) {
    if (!item.deleted && item.countable) {
      reaches = true;
      break;
    }
  }
  if (!reaches) return true;
  for (let item = mark.left; item !== null; item = item.left) {
    const before = sameKey(item);
    if (before) return JSON.stringify(before.value) === JSON.stringify(value);
  }
  return value === null;
}

/** The update without the structs below the clocks that are known. */
function withoutKnown(
  update: Uint8Array,
  inspected: InspectedUpdate,
  knownClock: (client: number) => number,
): Uint8Array {
  const clients = new Set(inspected.structs.map((struct) => struct.id.client));
  const vector = new Map([...clients].map((client) => [client, knownClock(client)]));
  return Y.diffUpdate(update, Y.encodeStateVector(vector as unknown as Y.Doc));
}

function refusalOfFault({ fault, reason }: UpdateFault): UpdateRefusal {
  return { code: fault, reason };
}

/**
 * The form of a document that clients get: same state vector, same text, deleted content collected.
 * What was typed and deleted never travels.
 */
export function collectDeleted(full: Uint8Array): { state: Uint8Array; stateVector: Uint8Array } {
  const ydoc = new Y.Doc({ gc: true });
  applyExactly(ydoc, [full]);
  const result = { state: Y.encodeStateAsUpdate(ydoc), stateVector: Y.encodeStateVector(ydoc) };
  ydoc.destroy();
  return result;
}
