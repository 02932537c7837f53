/**
 * Who inserted and who deleted each id of a document, as the number of the log row that did it.
 *
 * Duty: the map from ids to rows; names, parties and times are the rows' own (see SPEC.md).
 * Invariants:
 * - [AT1] an id is inserted by exactly one row, and runs of one client follow each other without a hole.
 * - [AT2] the first row that deletes an id keeps it; a later one earns nothing, so a reconnecting client that repeats its
 *   whole delete set never becomes a deleter.
 * - [AT9] who deleted an id may be somebody whose proposal another row carried out; which row that was is kept, too, since only
 *   from then on the id is gone.
 * - Held outside the Y.Doc, so that no client can write it; a cache that can be rebuilt from the log at any time.
 */
import type * as decoding from "lib0/decoding";
import type * as encoding from "lib0/encoding";
import { IdMap, rowNumber } from "./ids/id-map.ts";
import type { IdRange } from "./ids/id-range.ts";
import { IdSet } from "./ids/id-set.ts";

/** A run of ids that one row inserted or deleted. */
export interface ClaimedRange extends IdRange {
  readonly seq: number;
}

/** The attribution of one document. */
export class Attribution {
  private readonly inserts = new IdMap(rowNumber);
  private readonly deletes = new IdMap(rowNumber);
  /** Where the row that carried a deletion out is not the one that it is credited to. */
  private readonly carriedOut = new IdMap(rowNumber);

  /** Row `seq` inserted these ids. Throws when they do not follow what the client had: the caller refuses gaps before. */
  claimInserted(range: IdRange, seq: number): void {
    const end = this.inserts.endOf(range.client);
    if (range.clock !== end)
      throw new Error(`ids of client ${range.client} end at ${end}, a claim starts at ${range.clock}`);
    this.inserts.claim(range, seq);
  }

  /**
   * Row `seq` says these ids are deleted, and row `by` makes it so. Returns the part that nobody had deleted before, which is now
   * the former row's.
   */
  claimDeleted(range: IdRange, seq: number, by: number = seq): IdRange[] {
    return this.claimAllDeleted([{ ...range, seq }], by);
  }

  /** The same for several ranges, none of which shares an id with another, each with the row that says so. */
  claimAllDeleted(ranges: readonly ClaimedRange[], by: number): IdRange[] {
    const claims = ranges.map(({ seq, ...range }) => ({ ...range, value: seq }));
    const fresh = this.deletes.claimAll(claims);
    const others = claims.filter(({ value }) => value !== by);
    if (others.length > 0) {
      const carried = IdSet.of(fresh).intersection(IdSet.of(others)).ranges();
      this.carriedOut.claimAll(carried.map((range) => ({ ...range, value: by })));
    }
    return fresh;
  }

  /** What row `seq` deleted counts as its doing, whoever's it was held to be. */
  creditDeletion(range: IdRange, seq: number): void {
    this.deletes.set(range, seq);
    this.carriedOut.delete(range);
  }

  /** Which rows inserted the ids of a range, in order. Ids that no row inserted are left out. */
  insertedBy(range: IdRange): ClaimedRange[] {
    return this.inserts.slice(range).map(asClaim);
  }

  /** Which rows deleted ids of a range, in order. Ids that are not deleted are left out. */
  deletedBy(range: IdRange): ClaimedRange[] {
    return this.deletes.slice(range).map(asClaim);
  }

  /** From which rows on ids of a range are gone, in order. Ids that are not deleted are left out. */
  goneSince(range: IdRange): ClaimedRange[] {
    const parts: ClaimedRange[] = [];
    for (const deleted of this.deletes.slice(range)) {
      parts.push(...this.carriedOut.slice(deleted).map(asClaim));
      for (const rest of this.carriedOut.missing(deleted)) parts.push({ ...rest, seq: deleted.value });
    }
    return parts.sort((a, b) => a.clock - b.clock);
  }

  /** The row from which on an id is gone, or `undefined` while it is not deleted. */
  goneSinceRow(client: number, clock: number): number | undefined {
    return this.carriedOut.get(client, clock) ?? this.deletes.get(client, clock);
  }

  /** How many runs of ids are deleted; one where neighbours went with different rows counts for each. */
  get deletedRuns(): number {
    return this.deletes.runCount;
  }

  /** The row that inserted an id, or `undefined`. */
  insertingRow(client: number, clock: number): number | undefined {
    return this.inserts.get(client, clock);
  }

  /** The row that deleted an id, or `undefined` while it is not deleted. */
  deletingRow(client: number, clock: number): number | undefined {
    return this.deletes.get(client, clock);
  }

  /** Everything that rows after `after` up to `until` inserted. Costs time in proportion to the runs, little for each. */
  insertedBetween(after: number, until: number): ClaimedRange[] {
    return Array.from(this.inserts.ranges(isBetween(after, until)), asClaim);
  }

  /** Everything that is gone since rows after `after` up to `until`, with the row that it is credited to. */
  goneBetween(after: number, until: number): ClaimedRange[] {
    const passes = isBetween(after, until);
    const parts = Array.from(this.carriedOut.ranges(passes)).flatMap((range) => this.deletedBy(range));
    for (const range of this.deletes.ranges(passes))
      for (const rest of this.carriedOut.missing(range)) parts.push({ ...rest, seq: range.value });
    return parts;
  }

  /** How many units of a client are attributed; equals the document's clock for it. */
  clockOf(client: number): number {
    return this.inserts.endOf(client);
  }

  /** Writes everything, for `decodeInto`. About two bytes per change of row. */
  encode(encoder: encoding.Encoder): void {
    this.inserts.encode(encoder);
    this.deletes.encode(encoder);
    this.carriedOut.encode(encoder);
  }

  /** Reads what `encode` wrote into this empty attribution. */
  decodeInto(decoder: decoding.Decoder): void {
    this.inserts.decodeInto(decoder);
    this.deletes.decodeInto(decoder);
    this.carriedOut.decodeInto(decoder);
  }
}

const isBetween =
  (after: number, until: number) =>
  (seq: number): boolean =>
    seq > after && seq <= until;

function asClaim({ client, clock, length, value }: IdRange & { readonly value: number }): ClaimedRange {
  return { client, clock, length, seq: value };
}
