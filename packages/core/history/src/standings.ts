/**
 * Since which rows ids were only proposed, and since which they were agreed.
 *
 * Duty: whether an id waited for a decision at any row; what waits now is kept apart, where it is asked for all the time.
 * Invariants:
 * - An id that was never proposed has no turns. The first, third and every odd turn made it pending, the others made it agreed.
 * - Turns are kept once per list of rows: what one row proposed and one decided shares them.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IdMap, rowNumber } from "./ids/id-map.ts";
import type { Id, IdRange } from "./ids/id-range.ts";

/** The rows at which an id became pending and agreed, in turn, rising. */
type Turns = readonly number[];

const never: Turns = [];

export class Standings {
  /** Index of each id's turns among the lists. */
  private readonly listOf = new IdMap(rowNumber);
  private readonly lists: Turns[] = [];
  private readonly known = new Map<string, number>();

  /** Row `seq` made these ids pending; those that are already stay so since their row. */
  notePending(range: IdRange, seq: number): void {
    this.turn(range, seq, true);
  }

  /** Row `seq` made these ids agreed; those that were not pending stay as they are. */
  noteAgreed(range: IdRange, seq: number): void {
    this.turn(range, seq, false);
  }

  /** Whether an id that was there at row `seq` was only proposed then. */
  wasPending({ client, clock }: Id, seq: number): boolean {
    let count = 0;
    for (const turn of this.turnsOf({ client, clock })) if (turn <= seq) count++;
    return count % 2 === 1;
  }

  /** The rows at which an id became pending and agreed, in turn, rising; none for one that was never proposed. */
  turnsOf({ client, clock }: Id): Turns {
    return this.lists[this.listOf.get(client, clock) ?? -1] ?? never;
  }

  /** A range in parts that were pending and agreed together, each with the rows at which that changed. */
  of(range: IdRange): { readonly range: IdRange; readonly turns: Turns }[] {
    const parts: { range: IdRange; turns: Turns }[] = [];
    let { clock } = range;
    const push = (until: number, turns: Turns): void => {
      if (until > clock) parts.push({ range: { client: range.client, clock, length: until - clock }, turns });
      clock = until;
    };
    for (const part of this.listOf.slice(range)) {
      push(part.clock, never);
      push(part.clock + part.length, this.lists[part.value] ?? never);
    }
    push(range.clock + range.length, never);
    return parts;
  }

  private turn(range: IdRange, seq: number, toPending: boolean): void {
    for (const { range: part, turns } of this.of(range)) {
      const isPending = turns.length % 2 === 1;
      if (isPending !== toPending) this.listOf.set(part, this.intern([...turns, seq]));
    }
  }

  private intern(turns: Turns): number {
    const key = turns.join(" ");
    let at = this.known.get(key);
    if (at === undefined) {
      at = this.lists.push(turns) - 1;
      this.known.set(key, at);
    }
    return at;
  }

  encode(encoder: encoding.Encoder): void {
    encoding.writeVarUint(encoder, this.lists.length);
    for (const turns of this.lists) {
      encoding.writeVarUint(encoder, turns.length);
      for (const seq of turns) encoding.writeVarUint(encoder, seq);
    }
    this.listOf.encode(encoder);
  }

  /** Reads what `encode` wrote into these, which are empty. */
  decodeInto(decoder: decoding.Decoder): void {
    for (let count = decoding.readVarUint(decoder); count > 0; count--)
      this.intern(Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint(decoder)));
    this.listOf.decodeInto(decoder);
  }
}
