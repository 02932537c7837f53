/**
 * A map from ids to values, kept as runs: what one row inserted, or one paste copied, is one entry however long it is.
 *
 * Duty: the one structure under attribution, lineage and proposals: claiming, looking up, slicing, encoding.
 * Invariants:
 * - Per client, runs rise, never overlap, are never empty, and two that touch and continue each other are one; so two maps with
 *   the same content have the same runs and the same bytes, whatever the order in which they were filled.
 * - A value may move along a run (`advance`): the copy of a sentence points, unit by unit, at the sentence it was copied from.
 * - Parallel arrays: a document has tens of thousands of runs, and an object for each would cost four times as much.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { IdRange } from "./id-range.ts";

/** How values of a map behave along a run, and how they are written. */
export interface ValueKind<Value> {
  /** The value `by` units further into a run that begins with `value`. */
  readonly advance: (value: Value, by: number) => Value;
  readonly equal: (a: Value, b: Value) => boolean;
  /** How many whole numbers a value is written as. */
  readonly width: number;
  /** A value as whole numbers: small ones when it is near the run's before. */
  readonly toNumbers: (value: Value, before: Value | null) => readonly number[];
  readonly fromNumbers: (numbers: readonly number[], before: Value | null) => Value;
}

/** A run of ids with the value of its first id. */
export interface ValuedRange<Value> extends IdRange {
  readonly value: Value;
}

interface Runs<Value> {
  readonly starts: number[];
  readonly ends: number[];
  readonly values: Value[];
}

/** Index of the first run that ends after `clock`. */
function firstEndingAfter({ ends }: Runs<unknown>, clock: number): number {
  let low = 0;
  let high = ends.length;
  // Most questions are about the newest ids.
  if (high > 0 && (ends[high - 1] as number) <= clock) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where so many runs come or go, building all anew is cheaper than making room for each. */
const MANY = 100;

export class IdMap<Value> {
  private readonly byClient = new Map<number, Runs<Value>>();
  private readonly kind: ValueKind<Value>;

  constructor(kind: ValueKind<Value>) {
    this.kind = kind;
  }

  get isEmpty(): boolean {
    return this.byClient.size === 0;
  }

  /** How many runs it holds: what its memory and its bytes grow with. */
  get runCount(): number {
    let count = 0;
    for (const runs of this.byClient.values()) count += runs.starts.length;
    return count;
  }

  /** The value of one id, or `undefined`. */
  get(client: number, clock: number): Value | undefined {
    const runs = this.byClient.get(client);
    if (!runs) return undefined;
    const at = firstEndingAfter(runs, clock);
    const start = runs.starts[at];
    if (start === undefined || start > clock) return undefined;
    return this.kind.advance(runs.values[at] as Value, clock - start);
  }

  /** Where the last run of a client ends; 0 for none. */
  endOf(client: number): number {
    return this.byClient.get(client)?.ends.at(-1) ?? 0;
  }

  /** Sets what has no value yet, and returns those ranges; what has one keeps it. */
  claim(range: IdRange, value: Value): IdRange[] {
    const fresh = this.missing(range);
    for (const gap of fresh) this.insert(gap, this.kind.advance(value, gap.clock - range.clock));
    return fresh;
  }

  /**
   * The same for several ranges of which none shares an id with another. However many there are, it costs no more than going through the
   * map once.
   */
  claimAll(claims: readonly ValuedRange<Value>[]): IdRange[] {
    const fresh = claims.flatMap((claim) =>
      this.missing(claim).map(({ client, clock, length }) => {
        const value = this.kind.advance(claim.value, clock - claim.clock);
        return { client, clock, length, value };
      }),
    );
    if (fresh.length < MANY) for (const each of fresh) this.insert(each, each.value);
    else for (const [client, gaps] of Map.groupBy(fresh, (each) => each.client)) this.merge(client, gaps);
    return fresh.map(({ client, clock, length }) => ({ client, clock, length }));
  }

  /** Sets the value of a range, whatever was there. */
  set(range: IdRange, value: Value): void {
    this.delete(range);
    this.insert(range, value);
  }

  /** Takes the values of a range away. */
  delete(range: IdRange): void {
    const runs = this.byClient.get(range.client);
    if (!runs) return;
    const end = range.clock + range.length;
    const first = firstEndingAfter(runs, range.clock);
    let after = first;
    const kept: { start: number; end: number; value: Value }[] = [];
    for (; after < runs.starts.length && (runs.starts[after] as number) < end; after++) {
      const start = runs.starts[after] as number;
      const until = runs.ends[after] as number;
      const value = runs.values[after] as Value;
      if (start < range.clock) kept.push({ start, end: range.clock, value });
      if (until > end) kept.push({ start: end, end: until, value: this.kind.advance(value, end - start) });
    }
    if (after === first) return;
    runs.starts.splice(first, after - first, ...kept.map((each) => each.start));
    runs.ends.splice(first, after - first, ...kept.map((each) => each.end));
    runs.values.splice(first, after - first, ...kept.map((each) => each.value));
    if (runs.starts.length === 0) this.byClient.delete(range.client);
  }

  /** Takes the values of several ranges away. */
  deleteAll(ranges: readonly IdRange[]): void {
    if (ranges.length < MANY) {
      for (const range of ranges) this.delete(range);
      return;
    }
    const gone = new IdMap<null>(nothing);
    for (const range of ranges.toSorted((a, b) => a.client - b.client || a.clock - b.clock)) gone.claim(range, null);
    for (const client of new Set(ranges.map((range) => range.client))) {
      const left = this.runsOf(client).flatMap((run) =>
        gone.missing(run).map(({ clock, length }) => {
          const value = this.kind.advance(run.value, clock - run.clock);
          return { client, clock, length, value };
        }),
      );
      this.byClient.delete(client);
      this.merge(client, left);
    }
  }

  /** The parts of a range that have a value, in order. */
  slice(range: IdRange): ValuedRange<Value>[] {
    const runs = this.byClient.get(range.client);
    if (!runs) return [];
    const found: ValuedRange<Value>[] = [];
    const end = range.clock + range.length;
    for (let at = firstEndingAfter(runs, range.clock); at < runs.starts.length; at++) {
      const start = runs.starts[at] as number;
      if (start >= end) break;
      const clock = Math.max(start, range.clock);
      const until = Math.min(runs.ends[at] as number, end);
      found.push({
        client: range.client,
        clock,
        length: until - clock,
        value: this.kind.advance(runs.values[at] as Value, clock - start),
      });
    }
    return found;
  }

  /** The parts of a range that have no value, in order. */
  missing(range: IdRange): IdRange[] {
    const gaps: IdRange[] = [];
    let clock = range.clock;
    for (const part of this.slice(range)) {
      if (part.clock > clock) gaps.push({ client: range.client, clock, length: part.clock - clock });
      clock = part.clock + part.length;
    }
    const end = range.clock + range.length;
    if (clock < end) gaps.push({ client: range.client, clock, length: end - clock });
    return gaps;
  }

  /** Everything it holds, or only runs whose first value passes `test`; clients in rising order. */
  *ranges(test: ((value: Value) => boolean) | null = null): Generator<ValuedRange<Value>> {
    for (const client of this.clients()) {
      const { starts, ends, values } = this.byClient.get(client) as Runs<Value>;
      for (let at = 0; at < starts.length; at++) {
        if (test !== null && !test(values[at] as Value)) continue;
        const clock = starts[at] as number;
        yield { client, clock, length: (ends[at] as number) - clock, value: values[at] as Value };
      }
    }
  }

  private runsOf(client: number): ValuedRange<Value>[] {
    const { starts, ends, values } = this.byClient.get(client) ?? { starts: [], ends: [], values: [] };
    return starts.map((clock, at) => ({
      client,
      clock,
      length: (ends[at] as number) - clock,
      value: values[at] as Value,
    }));
  }

  private clients(): number[] {
    return [...this.byClient.keys()].sort((a, b) => a - b);
  }

  /** Puts a run into a gap that is known to be free, joined with the neighbours that it continues. */
  private insert({ client, clock, length }: IdRange, value: Value): void {
    let runs = this.byClient.get(client);
    if (!runs) this.byClient.set(client, (runs = { starts: [], ends: [], values: [] }));
    const { starts, ends, values } = runs;
    const end = clock + length;
    const at = firstEndingAfter(runs, clock);
    const { advance, equal } = this.kind;
    const joinsLeft =
      at > 0 &&
      ends[at - 1] === clock &&
      equal(advance(values[at - 1] as Value, clock - (starts[at - 1] as number)), value);
    const joinsRight = at < starts.length && starts[at] === end && equal(advance(value, length), values[at] as Value);
    if (joinsLeft && joinsRight) {
      ends[at - 1] = ends[at] as number;
      starts.splice(at, 1);
      ends.splice(at, 1);
      values.splice(at, 1);
    } else if (joinsLeft) ends[at - 1] = end;
    else if (joinsRight) {
      starts[at] = clock;
      values[at] = value;
    } else if (at === starts.length) {
      starts.push(clock);
      ends.push(end);
      values.push(value);
    } else {
      starts.splice(at, 0, clock);
      ends.splice(at, 0, end);
      values.splice(at, 0, value);
    }
  }

  /** Puts runs into gaps of a client that are known to be free, all at once. */
  private merge(client: number, gaps: readonly ValuedRange<Value>[]): void {
    const runs: Runs<Value> = { starts: [], ends: [], values: [] };
    const { advance, equal } = this.kind;
    for (const { clock, length, value } of [...this.runsOf(client), ...gaps].sort((a, b) => a.clock - b.clock)) {
      const last = runs.starts.length - 1;
      const joins =
        runs.ends[last] === clock &&
        equal(advance(runs.values[last] as Value, clock - (runs.starts[last] as number)), value);
      if (joins) runs.ends[last] = clock + length;
      else {
        runs.starts.push(clock);
        runs.ends.push(clock + length);
        runs.values.push(value);
      }
    }
    if (runs.starts.length > 0) this.byClient.set(client, runs);
  }

  /**
   * Writes everything, to be read by `decodeInto`. Runs are differences from the run before, and equal neighbours are counted:
   * a person typing is one entry however long they type.
   */
  encode(encoder: encoding.Encoder): void {
    const clients = this.clients();
    encoding.writeVarUint(encoder, clients.length);
    for (const client of clients) {
      encoding.writeVarUint(encoder, client);
      this.encodeRuns(encoder, this.byClient.get(client) as Runs<Value>);
    }
  }

  private encodeRuns(encoder: encoding.Encoder, { starts, ends, values }: Runs<Value>): void {
    const steps: { gap: number; length: number; numbers: readonly number[]; times: number }[] = [];
    for (let at = 0; at < starts.length; at++) {
      const gap = (starts[at] as number) - (at > 0 ? (ends[at - 1] as number) : 0);
      const length = (ends[at] as number) - (starts[at] as number);
      const numbers = this.kind.toNumbers(values[at] as Value, at > 0 ? (values[at - 1] as Value) : null);
      const last = steps.at(-1);
      if (last && last.gap === gap && last.length === length && numbers.every((each, i) => each === last.numbers[i]))
        last.times++;
      else steps.push({ gap, length, numbers, times: 1 });
    }
    encoding.writeVarUint(encoder, steps.length);
    for (const { gap, length, numbers, times } of steps) {
      encoding.writeVarUint(encoder, gap);
      encoding.writeVarUint(encoder, length);
      for (const each of numbers) encoding.writeVarInt(encoder, each);
      encoding.writeVarUint(encoder, times);
    }
  }

  /** Reads what `encode` wrote into this empty map. */
  decodeInto(decoder: decoding.Decoder): void {
    const clients = decoding.readVarUint(decoder);
    for (let i = 0; i < clients; i++) {
      const client = decoding.readVarUint(decoder);
      this.byClient.set(client, this.decodeRuns(decoder));
    }
  }

  private decodeRuns(decoder: decoding.Decoder): Runs<Value> {
    const runs: Runs<Value> = { starts: [], ends: [], values: [] };
    const steps = decoding.readVarUint(decoder);
    let end = 0;
    let value: Value | null = null;
    for (let step = 0; step < steps; step++) {
      const gap = decoding.readVarUint(decoder);
      const length = decoding.readVarUint(decoder);
      const numbers = Array.from({ length: this.kind.width }, () => decoding.readVarInt(decoder));
      const times = decoding.readVarUint(decoder);
      for (let time = 0; time < times; time++) {
        runs.starts.push(end + gap);
        end += gap + length;
        runs.ends.push(end);
        value = this.kind.fromNumbers(numbers, value);
        runs.values.push(value);
      }
    }
    return runs;
  }
}

/** No values: a map of them is a set. */
const nothing: ValueKind<null> = {
  advance: () => null,
  equal: () => true,
  width: 0,
  toNumbers: () => [],
  fromNumbers: () => null,
};

/** Values that are the same along a run, each written as its distance from the one before: numbers of rows. */
export const rowNumber: ValueKind<number> = {
  advance: (value) => value,
  equal: (a, b) => a === b,
  width: 1,
  toNumbers: (value, before) => [value - (before ?? 0)],
  fromNumbers: ([step = 0], before) => (before ?? 0) + step,
};
