/**
 * What the log says about ids, beside the document itself: who inserted and deleted them, what is a copy of what, and what waits
 * for a decision.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type * as Y from "yjs";
import type { Id, IdRange } from "./ids/id-range.ts";
import { Attribution } from "./attribution.ts";
import { IdMap, rowNumber } from "./ids/id-map.ts";
import { Cuttings } from "./lineage/cuttings.ts";
import { Lineage } from "./lineage/lineage.ts";
import { Standings } from "./standings.ts";

/** Raised when the form below, or the rules by which it is filled, change. */
const INDEX_VERSION = 6;

/** A kept index that this program does not read. It is a cache: the log is read from its beginning instead. */
export function readsIndex(bytes: Uint8Array): boolean {
  return bytes[0] === INDEX_VERSION;
}

/** The rows that decided about an id that was proposed. */
export interface ProposalRows {
  readonly proposedSeq: number | null;
  readonly agreedSeq: number | null;
  readonly takenBackSeq: number | null;
}

export class HistoryIndex {
  readonly attribution: Attribution;
  readonly lineage: Lineage;
  readonly cuttings: Cuttings;
  /** Ids that somebody proposed and nobody has decided on, with the row that proposed them. */
  readonly pending: IdMap<number>;
  /** What waited when, also what has been decided on. */
  readonly standings = new Standings();

  constructor(
    attribution: Attribution = new Attribution(),
    lineage: Lineage = new Lineage(),
    cuttings: Cuttings = new Cuttings(),
    pending: IdMap<number> = new IdMap(rowNumber),
  ) {
    this.attribution = attribution;
    this.lineage = lineage;
    this.cuttings = cuttings;
    this.pending = pending;
  }

  /** From row `seq` on these ids wait for a decision; row `by` proposed them. */
  notePending(range: IdRange, by: number, seq: number): void {
    this.pending.claim(range, by);
    this.standings.notePending(range, seq);
  }

  /**
   * From row `seq` on ids that were agreed wait for a decision; row `by` proposed them. What that row itself had brought waits as it did
   * before it was agreed on: it has the turn twice more, which tells it from what was reopened for the sake of others' words.
   */
  noteReopened(range: IdRange, by: number, seq: number): void {
    const isAsProposed = this.standings.turnsOf(range).length > 0 && this.proposalOf(range).proposedSeq === by;
    this.notePending(range, by, seq);
    if (!isAsProposed) return;
    this.standings.noteAgreed(range, seq);
    this.standings.notePending(range, seq);
  }

  /** Row `seq` made these ids agreed. */
  noteAgreed(range: IdRange, seq: number): void {
    this.pending.delete(range);
    this.standings.noteAgreed(range, seq);
  }

  /** Whether an id that was agreed once waited again at row `seq`, because what was left in it did; so do copies of it. */
  wasReopened({ client, clock }: Id, seq: number): boolean {
    const turns = this.standings.turnsOf({ client, clock }).filter((turn) => turn <= seq);
    const [start] = turns;
    if (start === undefined || turns.length % 2 === 0) return false;
    // What was proposed waits from the row that brought it, and again from the one that took back what was decided about it.
    const isAsProposed = turns.length === 1 || (turns.at(-1) === turns.at(-2) && turns.at(-1) === turns.at(-3));
    if (!isAsProposed || start !== this.attribution.insertingRow(client, clock)) return true;
    const source = this.lineage.sourceOf(client, clock);
    return source !== undefined && this.wasReopened(source, start);
  }

  /**
   * Which row proposed an id, which row agreed on it last, and which took that back last; `null` for none. A copy was proposed where its
   * original was.
   */
  proposalOf({ client, clock }: Id): ProposalRows {
    const turns = this.standings.turnsOf({ client, clock });
    // A turn that lasted no row only says how something waits, or for whom.
    const agreedSeq =
      turns.findLast((turn, at) => at % 2 === 1 && turn !== turns[at - 1] && turn !== turns[at + 1]) ?? null;
    const [start] = turns;
    const takenBackSeq =
      turns.findLast((turn, at) => at > 1 && turn === turns[at - 1] && turn === turns[at - 2]) ?? null;
    if (start === undefined || start !== this.attribution.insertingRow(client, clock))
      return { proposedSeq: null, agreedSeq, takenBackSeq };
    const source = this.lineage.sourceOf(client, clock);
    const isCopy = source !== undefined && this.standings.wasPending(source, start);
    return { proposedSeq: (isCopy ? this.proposalOf(source).proposedSeq : null) ?? start, agreedSeq, takenBackSeq };
  }

  /** Bytes from which `decode` makes an equal index. */
  encode(): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeUint8(encoder, INDEX_VERSION);
    this.attribution.encode(encoder);
    this.lineage.encode(encoder);
    this.cuttings.encode(encoder);
    this.pending.encode(encoder);
    this.standings.encode(encoder);
    return encoding.toUint8Array(encoder);
  }

  /** Reads what `encode` wrote about this document. Throws for other versions. */
  static decode(bytes: Uint8Array, ydoc: Y.Doc): HistoryIndex {
    if (!readsIndex(bytes)) throw new Error(`history index of version ${bytes[0]} is unknown`);
    const decoder = decoding.createDecoder(bytes);
    decoding.readUint8(decoder);
    const attribution = new Attribution();
    attribution.decodeInto(decoder);
    const lineage = new Lineage();
    lineage.decodeInto(decoder);
    const cuttings = Cuttings.decode(decoder, ydoc);
    const pending = new IdMap(rowNumber);
    pending.decodeInto(decoder);
    const index = new HistoryIndex(attribution, lineage, cuttings, pending);
    index.standings.decodeInto(decoder);
    return index;
  }
}
