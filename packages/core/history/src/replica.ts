/**
 * A document in memory as the log says it is: the Y.Doc with everything ever deleted, and its attribution.
 *
 * Duty: decide whether an update may be taken, take it, and say what it inserted, deleted and copied.
 * Invariants:
 * - It holds exactly the rows 1 to `seq` of the log and nothing else: Yjs's own formatting clean-up is kept from running here,
 *   since it would delete what no row deletes.
 * - An update that is refused before it is applied leaves no trace. One that turns out wrong while it is applied makes the
 *   replica unusable (`ReplicaSpoiled`); the caller throws it away and opens the log again.
 */
import {
  type DecodedStructs,
  type SchemaViolation,
  findFalseNeighbours,
  findSchemaViolation,
  findUnplainValue,
} from "@parley/document";
import * as Y from "yjs";
import type { UpdateKind } from "@parley/base";
import type { Attribution } from "./attribution.ts";
import { isGoneMeanwhile, lastSeenBy, removedMeanwhile } from "./gone-meanwhile.ts";
import { HistoryIndex, type ProposalRows } from "./history-index.ts";
import type { IdMap } from "./ids/id-map.ts";
import type { Id, IdRange } from "./ids/id-range.ts";
import { type InspectedUpdate, type UpdateFault, inspectUpdate } from "./incoming.ts";
import { applyExactly } from "./apply-exactly.ts";
import { buriedValues, deletionOf } from "./buried-values.ts";
import { isRedundantFormatting } from "./redundant-mark.ts";
import { buriedCopies, claimCascaded } from "./cascaded.ts";
import type { CopiedRange } from "./lineage/copied-range.ts";
import type { Lineage } from "./lineage/lineage.ts";
import type { RowStatement } from "./statement.ts";
import type { AppliedUpdate } from "./lineage/applied-update.ts";
import { unfoundedDoubles } from "./lineage/strikes.ts";
import { Sights } from "./sights.ts";
import type { Held } from "./update-limits.ts";
import { findMosaics } from "./lineage/mosaics.ts";
import { traceDoubles } from "./lineage/trace-doubles.ts";
import { traceCopies } from "./lineage/trace-copies.ts";

/** Why an update is refused. Codes reach the client; the reason goes to the log only. */
export interface UpdateRefusal {
  readonly code:
    | "malformed"
    | "gap"
    | "unknown"
    | "foreign-client"
    | "schema"
    | "agreed-text"
    | "document-too-large"
    | "too-much-proposed"
    | "gone-before";
  readonly reason: string;
}

/** What taking an update did. */
export interface TakenUpdate {
  readonly seq: number;
  /** What is to be stored and sent on: the update without structs that were here already. */
  readonly update: Uint8Array;
  readonly inserted: readonly IdRange[];
  /** What the update itself says it deletes, known or not. */
  readonly stated: readonly IdRange[];
  /** Newly deleted ids, also those that went with a deleted parent though no delete set names them. */
  readonly deleted: readonly IdRange[];
  /** Which of the inserted ids are copies of older ones. */
  readonly copies: readonly CopiedRange[];
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
  /** The encoded history index. */
  readonly index: Uint8Array;
}

/** What a row of the log says beside its bytes, as far as lineage depends on it. */
export interface RowContext {
  readonly kind: UpdateKind;
  /** The last row its author had seen; `null` when the client did not say. */
  readonly baseSeq: number | null;
  /** Whether its author only proposes: what it inserts is pending until somebody decides. */
  readonly proposes: boolean;
  readonly statement: RowStatement | null;
}

/** A check that an update has to pass before it is applied, beside those of every update. */
export type UpdateCheck = (inspected: InspectedUpdate) => UpdateRefusal | null;

/** A row after a snapshot. */
export interface TailRow extends RowContext {
  readonly seq: number;
  readonly update: Uint8Array;
}

/** How far back somebody who does not say what they had seen may have looked. */
const ASSUMED_LAG_ROWS = 200;
/** Who was away for longer finds their moves among what changed last; looking through everything would take too long. */
const MAX_LAG_ROWS = 5_000;
/** What somebody brings who missed more rows is not carried to where its place has gone. */
const MAX_CARRIED_LAG_ROWS = 2_000;

function emptyDoc(): Y.Doc {
  return new Y.Doc({ gc: false });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Separate ranges that one update may newly delete. Yjs splits its items for each; replacing all hits of a word stays far below. */
const MAX_FRESH_DELETES = 5_000;
/**
 * The same for what the server makes itself out of what it has taken. A decision deletes what many have proposed, and their proposals: what
 * can be proposed can be decided on. A deletion that is carried may meet a copy in many more places.
 */
const MAX_OWN_DELETES = 100_000;
const ownKinds: ReadonlySet<UpdateKind> = new Set(["decision", "forward"]);

export class DocumentReplica {
  readonly ydoc: Y.Doc;
  private readonly index: HistoryIndex;
  private readonly sights: Sights;
  private lastSeq: number;

  private constructor(ydoc: Y.Doc, index: HistoryIndex, seq: number) {
    this.ydoc = ydoc;
    this.index = index;
    this.sights = new Sights(ydoc, index.attribution);
    this.lastSeq = seq;
  }

  /** Opens a replica from a snapshot and the rows after it, in order. Throws `ReplicaSpoiled` when they do not fit together. */
  static open(state: ReplicaState | null, tail: readonly TailRow[]): DocumentReplica {
    const replica = state ? DocumentReplica.openState(state) : new DocumentReplica(emptyDoc(), new HistoryIndex(), 0);
    for (const row of tail) replica.follow(row);
    return replica;
  }

  private static openState(state: ReplicaState): DocumentReplica {
    try {
      const ydoc = emptyDoc();
      applyExactly(ydoc, [state.full]);
      return new DocumentReplica(ydoc, HistoryIndex.decode(state.index, ydoc), state.seq);
    } catch (error) {
      throw new ReplicaSpoiled(state.seq, `the snapshot cannot be read: ${messageOf(error)}`);
    }
  }

  /**
   * Opens as many rows as fit together, for reading a document whose log cannot be opened whole: a row that does not fit, and
   * everything after it, is left out.
   */
  static openGoodPart(state: ReplicaState | null, tail: readonly TailRow[]): DocumentReplica {
    for (let count = tail.length; ;) {
      try {
        return DocumentReplica.open(state, tail.slice(0, count));
      } catch (error) {
        // A snapshot that cannot be read itself is no better with fewer rows after it.
        if (!(error instanceof ReplicaSpoiled) || count === 0 || error.seq === state?.seq) throw error;
        const bad = tail.findIndex((row) => row.seq === error.seq);
        count = bad >= 0 && bad < count ? bad : count - 1;
      }
    }
  }

  /** The last row it holds. */
  get seq(): number {
    return this.lastSeq;
  }

  get attribution(): Attribution {
    return this.index.attribution;
  }

  /** Ids that somebody proposed and nobody has decided on, with the row that proposed them. */
  get pending(): IdMap<number> {
    return this.index.pending;
  }

  /** Whether an id that was there at row `seq` was only proposed then. */
  wasPending(id: Id, seq: number): boolean {
    return this.index.standings.wasPending(id, seq);
  }

  /** Whether an id that was agreed once waited again at row `seq`, because what was left in it did. */
  wasReopened(id: Id, seq: number): boolean {
    return this.index.wasReopened(id, seq);
  }

  /** A range in parts that were pending and agreed together, each with the rows at which that changed. */
  standings(range: IdRange): { readonly range: IdRange; readonly turns: readonly number[] }[] {
    return this.index.standings.of(range);
  }

  /** Which row proposed an id that ever was proposed, which row agreed on it, and which took that back; `null` for none. */
  proposalOf(id: Id): ProposalRows {
    return this.index.proposalOf(id);
  }

  /** The row that proposed an id on which nobody had decided when the row `seq` was taken, or `null`. */
  proposalAt(id: Id, seq: number): number | null {
    return this.index.standings.proposerAt(id, seq);
  }

  get lineage(): Lineage {
    return this.index.lineage;
  }

  /** How much it holds of what `findTooManyPieces` bounds. */
  get held(): Held {
    return { goneRuns: this.attribution.deletedRuns, clients: this.ydoc.store.clients.size };
  }

  private readonly knownClock = (client: number): number => Y.getState(this.ydoc.store, client);

  /**
   * Takes an update as the next row. `mayUseClient` says whether the sender may write under a Yjs client id.
   * Returns `null` when the update brings nothing new, so there is nothing to store.
   */
  take(
    update: Uint8Array,
    mayUseClient: (client: number) => boolean,
    context: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null },
    check: UpdateCheck = () => null,
  ): TakenUpdate | UpdateRefusal | null {
    const whole = inspectUpdate(update, this.knownClock);
    if ("fault" in whole) return refusalOfFault(whole);
    // First of all: parts of it cannot even be encoded.
    const unplain = findUnplainValue(whole.structs as DecodedStructs);
    if (unplain) return { code: "schema", reason: unplain.reason };
    // Structs that are here already may say something else than what is here. Nobody who comes later may be shown that.
    const trimmed = whole.repeats ? withoutKnown(update, whole, this.knownClock) : update;
    const inspected = whole.repeats ? inspectUpdate(trimmed, this.knownClock) : whole;
    if ("fault" in inspected) return refusalOfFault(inspected);
    for (const range of inspected.inserted) {
      if (!mayUseClient(range.client))
        return { code: "foreign-client", reason: `client id ${range.client} belongs to someone else` };
    }
    const fresh = this.countFreshDeletes(inspected.deleted);
    // What the server states is worth a row also when no content changes: agreed is agreed.
    if (inspected.inserted.length === 0 && fresh === 0 && context.statement === null) return null;
    if (fresh > (ownKinds.has(context.kind) ? MAX_OWN_DELETES : MAX_FRESH_DELETES))
      return { code: "malformed", reason: `${fresh} separate deletions at once` };
    const structs = inspected.structs as DecodedStructs;
    const violation: SchemaViolation | null =
      findSchemaViolation(this.ydoc, structs, inspected.deleted) ??
      (isServed(context) ? null : findFalseNeighbours(this.ydoc, structs, this.sights.sightOf(mayUseClient)));
    if (violation) return { code: "schema", reason: violation.reason };
    const refusal = check(inspected);
    if (refusal) return refusal;
    return this.apply(trimmed, inspected, context);
  }

  /** What an update says it deletes, known or not; nothing for one that cannot be taken. */
  deletionsIn(update: Uint8Array): readonly IdRange[] {
    const inspected = inspectUpdate(update, this.knownClock);
    return "fault" in inspected ? [] : inspected.deleted;
  }

  /** Applies the next row of the log, which was checked when it was written. Throws `ReplicaSpoiled` when it does not fit. */
  follow(row: TailRow): void {
    if (row.seq !== this.lastSeq + 1) throw new ReplicaSpoiled(row.seq, `it follows ${this.lastSeq}`);
    const inspected = inspectUpdate(row.update, this.knownClock);
    if ("fault" in inspected) throw new ReplicaSpoiled(row.seq, inspected.reason);
    this.apply(row.update, inspected, row);
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

  private apply(update: Uint8Array, inspected: InspectedUpdate, context: RowContext): TakenUpdate {
    const seq = this.lastSeq + 1;
    try {
      return this.applyAs(seq, update, inspected, context);
    } catch (error) {
      if (error instanceof ReplicaSpoiled) throw error;
      // Wherever it broke off, the document is not what the log says any more: nobody may go on with it.
      throw new ReplicaSpoiled(seq, `taking it in failed: ${messageOf(error)}`);
    }
  }

  private applyAs(seq: number, update: Uint8Array, inspected: InspectedUpdate, context: RowContext): TakenUpdate {
    const { inserted, deleted: stated } = inspected;
    const baseSeq = Math.max(context.baseSeq ?? this.lastSeq - ASSUMED_LAG_ROWS, this.lastSeq - MAX_LAG_ROWS);
    const removedByOthers = removedMeanwhile(this.attribution, stated, baseSeq);
    const own = new Set(inserted.map(({ client }) => client));
    const seenSeq = lastSeenBy(this.attribution, stated, baseSeq, own);
    const cascaded = this.applyAndCollect(update, buriedValues(inspected.structs));
    this.claimAllInserted(inserted, seq);
    const turnedDown = context.kind === "decision" ? this.index.turnedDownWith(cascaded, context.statement) : [];
    const deleted: readonly IdRange[] = [
      ...this.attribution.claimAllDeleted(
        turnedDown.map((range) => ({ ...range, seq })),
        seq,
      ),
      ...(context.statement?.deletedFor ?? []).flatMap(({ range, seq: proposal }) =>
        this.attribution.claimDeleted(range, proposal, seq),
      ),
      ...this.attribution.claimAllDeleted(
        stated.map((range) => ({ ...range, seq })),
        seq,
      ),
      ...claimCascaded(this.ydoc, this.attribution, cascaded, seq),
    ];
    this.lastSeq = seq;
    const isUnseen = (range: IdRange): boolean =>
      this.attribution.insertedBy(range).every((by) => by.seq > seenSeq && by.seq < seq);
    const traced =
      context.statement?.copies ??
      this.trace({
        inserted,
        removed: [...deleted, ...removedByOthers],
        removedBefore: removedByOthers,
        named: stated,
        isUndo: context.kind === "undo",
        mayReturn: context.kind === "undo" || context.kind === "offline",
        isGoneMeanwhile: (range) => isGoneMeanwhile(this.attribution, range, seenSeq, seq),
        isUnseen,
      });
    const copies = context.proposes ? this.index.onceProposed(traced) : traced;
    if (context.statement !== null) this.lineage.recordServed(copies);
    else for (const { copy, source } of copies) this.lineage.record(copy, source);
    // Who writes at once what they say to move has struck nothing that anybody could decide on.
    const isMove = context.proposes || context.statement !== null;
    const doubles = traceDoubles(this, isMove ? inserted : [], seq);
    for (const { copy, source } of doubles.words) this.lineage.recordDouble(copy, source);
    for (const { copy, source } of doubles.elements) this.lineage.recordElementDouble(copy, source);
    if (mayMakeMosaics(context)) {
      const row = { copies: [...copies, ...doubles.words], deleted, isUnseen };
      this.lineage.noteMosaics(findMosaics(this, { ...row, wasProposed: this.wasProposedFor(context) }), seq);
    }
    // Of whom it is not known, or long ago, what they had seen, nothing is carried.
    const isCarried = context.baseSeq !== null && context.baseSeq >= seq - MAX_CARRIED_LAG_ROWS;
    const wasKnown = (row: number): boolean => !isCarried || row <= seenSeq;
    for (const range of buriedCopies(this.attribution, copies, seq, wasKnown))
      this.attribution.creditDeletion(range, seq);
    this.index.noteProposed({ ...context, ydoc: this.ydoc, seq, inserted, deleted, copies });
    const agreed = context.statement?.agreed ?? [];
    this.lineage.noteDecided(agreed, deleted);
    this.lineage.endDoubles(unfoundedDoubles(this, { agreed, deleted }), seq);
    return {
      seq,
      update,
      inserted,
      stated,
      deleted,
      copies,
      cleanUpOnly:
        inserted.length === 0 &&
        deleted.length > 0 &&
        deleted.every((range) => isRedundantFormatting(this.ydoc, range)),
    };
  }

  /** [LI10] For a restoration whether ids were proposed once; of other rows it is not asked. */
  private wasProposedFor({ kind }: RowContext): ((range: IdRange) => boolean) | undefined {
    if (kind !== "restore") return undefined;
    return (range) => this.index.standings.of(range).some(({ turns }) => turns.length > 0);
  }

  private claimAllInserted(inserted: readonly IdRange[], seq: number): void {
    for (const range of inserted) {
      if (this.knownClock(range.client) !== range.clock + range.length)
        throw new ReplicaSpoiled(seq, `client ${range.client} did not reach its clock`);
      this.attribution.claimInserted(range, seq);
    }
    if (this.ydoc.store.pendingStructs !== null || this.ydoc.store.pendingDs !== null)
      throw new ReplicaSpoiled(seq, "something stayed pending");
  }

  private trace(update: Omit<AppliedUpdate, "ydoc" | "attribution" | "lineage">): readonly CopiedRange[] {
    const { ydoc, attribution, lineage } = this;
    const traced = traceCopies({ ...update, ydoc, attribution, lineage }, this.index.cuttings);
    for (const stretch of traced.cut) this.index.cuttings.add(stretch);
    return traced.copies;
  }

  /** Applies, deletes what is buried, and returns what the transaction deleted, including children of deleted parents. */
  private applyAndCollect(update: Uint8Array, buried: readonly IdRange[]): IdRange[] {
    const deleted: IdRange[] = [];
    const collect = (transaction: Y.Transaction): void => {
      for (const [client, ranges] of transaction.deleteSet.clients) {
        for (const { clock, len } of ranges) deleted.push({ client, clock, length: len });
      }
    };
    this.ydoc.once("afterTransaction", collect);
    try {
      applyExactly(this.ydoc, buried.length > 0 ? [update, deletionOf(buried)] : [update]);
    } catch (error) {
      throw new ReplicaSpoiled(this.lastSeq + 1, `applying failed: ${messageOf(error)}`);
    }
    return deleted;
  }

  /** The state from which an equal replica opens. */
  save(): ReplicaState {
    return { seq: this.lastSeq, full: Y.encodeStateAsUpdate(this.ydoc), index: this.index.encode() };
  }

  destroy(): void {
    this.ydoc.destroy();
  }
}

/** Whether the server made an update itself: its structs are placed where the document has them. */
function isServed({ statement, kind }: RowContext): boolean {
  return statement !== null || ownKinds.has(kind);
}

/**
 * [LI10] Whether a row can put words together that nobody has looked at. What is restored was looked at when it first stood so, but comes
 * back without what was only proposed among it.
 */
function mayMakeMosaics({ statement, kind }: RowContext): boolean {
  return statement === null || kind === "decision" || kind === "forward" || kind === "restore";
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
