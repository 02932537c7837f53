/**
 * Who inserted and who deleted each id of a document, as the number of the log row that did it.
 *
 * Duty: the map from ids to rows; names, parties and times are the rows' own (see SPEC.md).
 * Invariants:
 * - [AT1] an id is inserted by exactly one row, and runs of one client follow each other without a hole.
 * - [AT2] the first row that deletes an id keeps it; a later one earns nothing, so a reconnecting client that repeats its
 *   whole delete set never becomes a deleter.
 * - Held outside the Y.Doc, so that no client can write it; a cache that can be rebuilt from the log at any time.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { IdRange } from "./incoming.ts";

/** A run of ids that one row inserted or deleted. */
export interface ClaimedRange extends IdRange {
  readonly seq: number;
}

/** Runs of one client in rising order. Parallel arrays: a document has tens of thousands of runs and objects would cost four times as much. */
interface Runs {
  readonly starts: number[];
  readonly ends: number[];
  readonly seqs: number[];
}

const emptyRuns = (): Runs => ({ starts: [], ends: [], seqs: [] });

/** Index of the first run that ends after `clock`. */
function firstEndingAfter(runs: Runs, clock: number): number {
  let low = 0;
  let high = runs.ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs.ends[middle] as number) > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The attribution of one document. */
export class Attribution {
  private readonly inserts = new Map<number, Runs>();
  private readonly deletes = new Map<number, Runs>();

  /** Row `seq` inserted these ids. Throws when they do not follow what the client had: the caller refuses gaps before. */
  claimInserted(range: IdRange, seq: number): void {
    let runs = this.inserts.get(range.client);
    if (!runs) this.inserts.set(range.client, (runs = emptyRuns()));
    const last = runs.ends.length - 1;
    const end = last < 0 ? 0 : (runs.ends[last] as number);
    if (range.clock !== end)
      throw new Error(`ids of client ${range.client} end at ${end}, a claim starts at ${range.clock}`);
    if (last >= 0 && runs.seqs[last] === seq) runs.ends[last] = range.clock + range.length;
    else {
      runs.starts.push(range.clock);
      runs.ends.push(range.clock + range.length);
      runs.seqs.push(seq);
    }
  }

  /** Row `seq` says these ids are deleted. Returns the part that nobody had deleted before, which is now that row's. */
  claimDeleted(range: IdRange, seq: number): IdRange[] {
    let runs = this.deletes.get(range.client);
    if (!runs) this.deletes.set(range.client, (runs = emptyRuns()));
    const fresh: IdRange[] = [];
    const end = range.clock + range.length;
    let clock = range.clock;
    let at = firstEndingAfter(runs, clock);
    while (clock < end) {
      const start = at < runs.starts.length ? (runs.starts[at] as number) : Infinity;
      if (start <= clock) {
        clock = runs.ends[at] as number;
        at++;
        continue;
      }
      const until = Math.min(end, start);
      fresh.push({ client: range.client, clock, length: until - clock });
      at = insertRun(runs, at, clock, until, seq);
      clock = until;
    }
    return fresh;
  }

  /** Which rows inserted the ids of a range, in order. Ids that no row inserted are left out. */
  insertedBy(range: IdRange): ClaimedRange[] {
    return overlapping(this.inserts.get(range.client), range);
  }

  /** Which rows deleted ids of a range, in order. Ids that are not deleted are left out. */
  deletedBy(range: IdRange): ClaimedRange[] {
    return overlapping(this.deletes.get(range.client), range);
  }

  /** How many units of a client are attributed; equals the document's clock for it. */
  clockOf(client: number): number {
    return this.inserts.get(client)?.ends.at(-1) ?? 0;
  }

  /** Bytes from which `decode` makes an equal attribution. About two bytes per change of row. */
  encode(): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, ENCODING_VERSION);
    for (const map of [this.inserts, this.deletes]) {
      const clients = [...map.entries()].filter(([, runs]) => runs.starts.length > 0).sort(([a], [b]) => a - b);
      encoding.writeVarUint(encoder, clients.length);
      for (const [client, runs] of clients) {
        encoding.writeVarUint(encoder, client);
        encodeRuns(encoder, runs);
      }
    }
    return encoding.toUint8Array(encoder);
  }

  /** Reads what `encode` wrote. */
  static decode(bytes: Uint8Array): Attribution {
    const decoder = decoding.createDecoder(bytes);
    const version = decoding.readVarUint(decoder);
    if (version !== ENCODING_VERSION) throw new Error(`attribution encoding ${version} is unknown`);
    const attribution = new Attribution();
    for (const map of [attribution.inserts, attribution.deletes]) {
      const clients = decoding.readVarUint(decoder);
      for (let i = 0; i < clients; i++) {
        const client = decoding.readVarUint(decoder);
        map.set(client, decodeRuns(decoder));
      }
    }
    return attribution;
  }
}

const ENCODING_VERSION = 1;

/** Puts a run at index `at`, joined with its neighbours of the same row. Returns the index of the run after it. */
function insertRun(runs: Runs, at: number, start: number, end: number, seq: number): number {
  const joinsLeft = at > 0 && runs.ends[at - 1] === start && runs.seqs[at - 1] === seq;
  const joinsRight = at < runs.starts.length && runs.starts[at] === end && runs.seqs[at] === seq;
  if (joinsLeft && joinsRight) {
    runs.ends[at - 1] = runs.ends[at] as number;
    runs.starts.splice(at, 1);
    runs.ends.splice(at, 1);
    runs.seqs.splice(at, 1);
    return at;
  }
  if (joinsLeft) {
    runs.ends[at - 1] = end;
    return at;
  }
  if (joinsRight) {
    runs.starts[at] = start;
    return at;
  }
  runs.starts.splice(at, 0, start);
  runs.ends.splice(at, 0, end);
  runs.seqs.splice(at, 0, seq);
  return at + 1;
}

function overlapping(runs: Runs | undefined, range: IdRange): ClaimedRange[] {
  if (!runs) return [];
  const result: ClaimedRange[] = [];
  const end = range.clock + range.length;
  for (let at = firstEndingAfter(runs, range.clock); at < runs.starts.length; at++) {
    const start = Math.max(runs.starts[at] as number, range.clock);
    if (start >= end) break;
    const until = Math.min(runs.ends[at] as number, end);
    result.push({ client: range.client, clock: start, length: until - start, seq: runs.seqs[at] as number });
  }
  return result;
}

/** Runs as differences from the run before, equal neighbours counted: a person typing is one entry however long they type. */
function encodeRuns(encoder: encoding.Encoder, runs: Runs): void {
  const steps: { gap: number; length: number; step: number; times: number }[] = [];
  let end = 0;
  let seq = 0;
  for (let i = 0; i < runs.starts.length; i++) {
    const gap = (runs.starts[i] as number) - end;
    const length = (runs.ends[i] as number) - (runs.starts[i] as number);
    const step = (runs.seqs[i] as number) - seq;
    const last = steps.at(-1);
    if (last && last.gap === gap && last.length === length && last.step === step) last.times++;
    else steps.push({ gap, length, step, times: 1 });
    end = runs.ends[i] as number;
    seq = runs.seqs[i] as number;
  }
  encoding.writeVarUint(encoder, steps.length);
  for (const { gap, length, step, times } of steps) {
    encoding.writeVarUint(encoder, gap);
    encoding.writeVarUint(encoder, length);
    encoding.writeVarInt(encoder, step);
    encoding.writeVarUint(encoder, times);
  }
}

function decodeRuns(decoder: decoding.Decoder): Runs {
  const runs = emptyRuns();
  const steps = decoding.readVarUint(decoder);
  let end = 0;
  let seq = 0;
  for (let i = 0; i < steps; i++) {
    const gap = decoding.readVarUint(decoder);
    const length = decoding.readVarUint(decoder);
    const step = decoding.readVarInt(decoder);
    const times = decoding.readVarUint(decoder);
    for (let time = 0; time < times; time++) {
      const start = end + gap;
      end = start + length;
      seq += step;
      runs.starts.push(start);
      runs.ends.push(end);
      runs.seqs.push(seq);
    }
  }
  return runs;
}
