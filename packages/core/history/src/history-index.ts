/**
 * What the log says about ids, beside the document itself: who inserted and deleted them, what is a copy of what, and what waits
 * for a decision.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type * as Y from "yjs";
import { Attribution } from "./attribution.ts";
import { IdMap, rowNumber } from "./ids/id-map.ts";
import { Cuttings } from "./lineage/cuttings.ts";
import { Lineage } from "./lineage/lineage.ts";

/** Raised when the form below, or the rules by which it is filled, change. */
const INDEX_VERSION = 4;

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
  readonly proposed = new IdMap(rowNumber);
  readonly agreedSince = new IdMap(rowNumber);

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
    return index;
  }
}
