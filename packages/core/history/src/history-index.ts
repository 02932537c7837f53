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

/** Raised when the form below, or the rules by which it is filled, change. */
const INDEX_VERSION = 5;

/** A kept index that this program does not read. It is a cache: the log is read from its beginning instead. */
export function readsIndex(bytes: Uint8Array): boolean {
  return bytes[0] === INDEX_VERSION;
}

export class HistoryIndex {
  readonly attribution: Attribution;
  readonly lineage: Lineage;
  readonly cuttings: Cuttings;
  /** Ids that somebody proposed and nobody has decided on, with the row that proposed them. */
  readonly pending: IdMap<number>;
  /** Ids that were ever proposed, with the row that proposed them, and since which row they are agreed. */
  private readonly proposed = new IdMap(rowNumber);
  private readonly agreedSince = new IdMap(rowNumber);
  /** Agreed ids that became a proposal again, with the row that made them one, and since which row they are agreed again. */
  private readonly reopened = new IdMap(rowNumber);
  private readonly agreedAgain = new IdMap(rowNumber);

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

  /** From now on these ids wait for a decision; row `by` proposed them. */
  notePending(range: IdRange, by: number): void {
    this.pending.claim(range, by);
    this.proposed.set(range, by);
  }

  /** Row `seq` made these ids agreed. */
  noteAgreed(range: IdRange, seq: number): void {
    this.pending.delete(range);
    for (const part of this.reopened.slice(range)) this.agreedAgain.set(part, seq);
    for (const part of this.reopened.missing(range)) this.agreedSince.set(part, seq);
  }

  /** Row `seq` made these agreed ids a proposal again, that of row `by`. */
  noteReopened(range: IdRange, by: number, seq: number): void {
    this.pending.claim(range, by);
    this.reopened.set(range, seq);
    this.agreedAgain.delete(range);
  }

  /** Whether an id that was there at row `seq` was only proposed then. */
  wasPending({ client, clock }: Id, seq: number): boolean {
    const reopened = this.reopened.get(client, clock);
    if (reopened !== undefined && reopened <= seq) return this.wasReopened({ client, clock }, seq);
    const proposed = this.proposed.get(client, clock);
    return proposed !== undefined && proposed <= seq && (this.agreedSince.get(client, clock) ?? Infinity) > seq;
  }

  /** Whether an id that was agreed once waited again at row `seq`, because what was left in it did; so do copies of it. */
  wasReopened({ client, clock }: Id, seq: number): boolean {
    const reopened = this.reopened.get(client, clock);
    if (reopened !== undefined && reopened <= seq) return (this.agreedAgain.get(client, clock) ?? Infinity) > seq;
    const source = this.lineage.sourceOf(client, clock);
    return source !== undefined && this.wasReopened(source, seq);
  }

  /** Which row proposed an id that ever was proposed, and which row agreed on it last; `null` for none. */
  proposalOf({ client, clock }: Id): { readonly proposedSeq: number | null; readonly agreedSeq: number | null } {
    const agreedSeq = this.agreedAgain.get(client, clock) ?? this.agreedSince.get(client, clock) ?? null;
    return { proposedSeq: this.proposed.get(client, clock) ?? null, agreedSeq };
  }

  /** A range in parts that had one standing throughout, each with the rows at which that changed, rising. */
  standings(range: IdRange): { readonly range: IdRange; readonly turns: readonly number[] }[] {
    const maps = [this.proposed, this.agreedSince, this.reopened, this.agreedAgain];
    const cuts = new Set([range.clock, range.clock + range.length]);
    for (const map of maps) for (const { clock, length } of map.slice(range)) cuts.add(clock).add(clock + length);
    const places = [...cuts].sort((a, b) => a - b);
    return places.slice(1).map((end, index) => {
      const clock = places[index] as number;
      const turns = maps.flatMap((map) => map.get(range.client, clock) ?? []).sort((a, b) => a - b);
      return { range: { client: range.client, clock, length: end - clock }, turns };
    });
  }

  /** Bytes from which `decode` makes an equal index. */
  encode(): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeUint8(encoder, INDEX_VERSION);
    this.attribution.encode(encoder);
    this.lineage.encode(encoder);
    this.cuttings.encode(encoder);
    this.pending.encode(encoder);
    this.proposed.encode(encoder);
    this.agreedSince.encode(encoder);
    this.reopened.encode(encoder);
    this.agreedAgain.encode(encoder);
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
    index.proposed.decodeInto(decoder);
    index.agreedSince.decodeInto(decoder);
    index.reopened.decodeInto(decoder);
    index.agreedAgain.decodeInto(decoder);
    return index;
  }
}
