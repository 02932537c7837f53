/** A set of ids kept as runs, with the algebra of sets. The same runs and bytes for the same content, however it was filled. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IdMap, type ValueKind } from "./id-map.ts";
import type { IdRange } from "./id-range.ts";

const membership: ValueKind<true> = {
  advance: () => true,
  equal: () => true,
  width: 0,
  toNumbers: () => [],
  fromNumbers: () => true,
};

export class IdSet {
  private readonly members = new IdMap<true>(membership);

  static of(ranges: Iterable<IdRange>): IdSet {
    const set = new IdSet();
    // In order each is added at the end; room in the middle costs more the more there is.
    const rising = [...ranges].sort((a, b) => a.client - b.client || a.clock - b.clock);
    for (const range of rising) set.add(range);
    return set;
  }

  get isEmpty(): boolean {
    return this.members.isEmpty;
  }

  has(client: number, clock: number): boolean {
    return this.members.get(client, clock) === true;
  }

  /** Whether every id of the range is in it. */
  covers(range: IdRange): boolean {
    return this.members.missing(range).length === 0;
  }

  /** Adds a range, and returns the part that was not in it. */
  add(range: IdRange): IdRange[] {
    return this.members.claim(range, true);
  }

  remove(range: IdRange): void {
    this.members.delete(range);
  }

  /** The parts of a range that are in it, in order. */
  slice(range: IdRange): IdRange[] {
    return this.members.slice(range).map(({ client, clock, length }) => ({ client, clock, length }));
  }

  /** The parts of a range that are not in it, in order. */
  missing(range: IdRange): IdRange[] {
    return this.members.missing(range);
  }

  /** Everything in it, clients in rising order. */
  ranges(): IdRange[] {
    return [...this.members.ranges()].map(({ client, clock, length }) => ({ client, clock, length }));
  }

  union(other: IdSet): IdSet {
    return IdSet.of([...this.ranges(), ...other.ranges()]);
  }

  intersection(other: IdSet): IdSet {
    return IdSet.of(this.ranges().flatMap((range) => other.slice(range)));
  }

  difference(other: IdSet): IdSet {
    return IdSet.of(this.ranges().flatMap((range) => other.missing(range)));
  }

  encode(): Uint8Array {
    const encoder = encoding.createEncoder();
    this.members.encode(encoder);
    return encoding.toUint8Array(encoder);
  }

  static decode(bytes: Uint8Array): IdSet {
    const set = new IdSet();
    set.members.decodeInto(decoding.createDecoder(bytes));
    return set;
  }
}
