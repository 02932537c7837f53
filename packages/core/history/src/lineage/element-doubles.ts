/**
 * [LI8] Which elements somebody proposes to put in the place of which that stand.
 *
 * Kept apart from the lineage of words: a double of an element is a thing of its own for everybody who joins, breaks, sets or removes
 * it. Only what asks where something went, or came from, asks here.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "./copied-range.ts";

/** Something by the client and the clock of an id. */
type ById<Value> = Map<number, Map<number, Value>>;

export class ElementDoubles {
  private readonly sources: ById<Id> = new Map();
  /** By what they double, oldest first. */
  private readonly doubles: ById<Id[]> = new Map();
  private settled = new IdSet();

  get isEmpty(): boolean {
    return this.sources.size === 0;
  }

  /** Records a double; one that has a source keeps it. */
  record(double: Id, source: Id): void {
    const own = ofClient(this.sources, double);
    if (own.has(double.clock)) return;
    own.set(double.clock, source);
    const known = ofClient(this.doubles, source);
    known.set(source.clock, [...(known.get(source.clock) ?? []), double]);
  }

  /** A decision put it in the place of what it doubles. */
  settle({ client, clock }: Id): void {
    this.settled.add({ client, clock, length: 1 });
  }

  /** What an element was put in the place of; `undefined` while nobody has decided so. */
  sourceOf({ client, clock }: Id): Id | undefined {
    return this.settled.has(client, clock) ? this.sources.get(client)?.get(clock) : undefined;
  }

  /** The doubles of elements in a range. */
  of(range: IdRange): CopiedRange[] {
    return [...within(this.doubles, range)].flatMap(([clock, doubles]) =>
      doubles.map((double) => ({ copy: { ...double, length: 1 }, source: { client: range.client, clock } })),
    );
  }

  /** The doubles in a range, each with what it doubles. */
  in(range: IdRange): CopiedRange[] {
    return [...within(this.sources, range)].map(([clock, source]) => ({
      copy: { client: range.client, clock, length: 1 },
      source,
    }));
  }

  encode(encoder: encoding.Encoder): void {
    const pairs = [...this.sources].flatMap(([client, ids]) =>
      [...ids].map(([clock, source]) => [client, clock, source.client, source.clock]),
    );
    encoding.writeVarUint(encoder, pairs.length);
    for (const number of pairs.flat()) encoding.writeVarUint(encoder, number);
    if (pairs.length > 0) encoding.writeVarUint8Array(encoder, this.settled.encode());
  }

  /** Reads what `encode` wrote. */
  decodeInto(decoder: decoding.Decoder): void {
    const readId = (): Id => ({ client: decoding.readVarUint(decoder), clock: decoding.readVarUint(decoder) });
    const count = decoding.readVarUint(decoder);
    for (let left = count; left > 0; left--) {
      const double = readId();
      this.record(double, readId());
    }
    if (count > 0) this.settled = IdSet.decode(decoding.readVarUint8Array(decoder));
  }
}

function ofClient<Value>(all: ById<Value>, { client }: Id): Map<number, Value> {
  const known = all.get(client) ?? new Map<number, Value>();
  all.set(client, known);
  return known;
}

/** What is kept for ids of a range, by looking at the shorter of the two. */
function* within<Value>(all: ById<Value>, { client, clock, length }: IdRange): Generator<[number, Value]> {
  const known = all.get(client);
  if (!known) return;
  if (known.size < length) {
    for (const entry of known) if (entry[0] >= clock && entry[0] < clock + length) yield entry;
    return;
  }
  for (let at = clock; at < clock + length; at++) {
    const value = known.get(at);
    if (value !== undefined) yield [at, value];
  }
}
