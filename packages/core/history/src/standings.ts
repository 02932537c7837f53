/**
 * Since which rows ids were only proposed, by which row, and since which they were agreed.
 *
 * Duty: whether an id waited for a decision at any row, and whose proposal it was then; what waits now is kept apart, where it is
 * asked for all the time.
 * Invariants:
 * - An id that was never proposed has no turns. The first, third and every odd turn made it pending, the others made it agreed.
 * - Each turn that made it pending has the row that proposed it.
 * - Turns are kept once per list of rows: what one row proposed and one decided shares them.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IdMap, rowNumber } from "./ids/id-map.ts";
import type { Id, IdRange } from "./ids/id-range.ts";

/** The rows at which an id became pending and agreed, in turn, rising. */
type Turns = readonly number[];

/** Turns, with the row that proposed for each odd one. */
interface Standing {
  readonly turns: Turns;
  readonly proposers: readonly number[];
}

const never: Standing = { turns: [], proposers: [] };

export class Standings {
  /** Index of each id's turns among the lists. */
  private readonly listOf = new IdMap(rowNumber);
  private readonly lists: Standing[] = [];
  private readonly known = new Map<string, number>();

  /** Row `seq` made these ids pending, as what row `by` proposed; those that are already stay so since their row. */
  notePending(range: IdRange, by: number, seq: number): void {
    this.turn(range, seq, by);
  }

  /** Row `seq` made these ids agreed; those that were not pending stay as they are. */
  noteAgreed(range: IdRange, seq: number): void {
    this.turn(range, seq, null);
  }

  /** Whether an id that was there at row `seq` was only proposed then. */
  wasPending({ client, clock }: Id, seq: number): boolean {
    let count = 0;
    for (const turn of this.turnsOf({ client, clock })) if (turn <= seq) count++;
    return count % 2 === 1;
  }

  /** The rows at which an id became pending and agreed, in turn, rising; none for one that was never proposed. */
  turnsOf(id: Id): Turns {
    return this.standingOf(id).turns;
  }

  /** The rows that proposed an id, one for each time that it became pending. */
  proposersOf(id: Id): readonly number[] {
    return this.standingOf(id).proposers;
  }

  /** The row that had proposed an id which waited at row `seq`; `null` for one that did not. */
  proposerAt(id: Id, seq: number): number | null {
    const { turns, proposers } = this.standingOf(id);
    const passed = turns.findLastIndex((turn) => turn <= seq);
    return passed >= 0 && passed % 2 === 0 ? (proposers[passed / 2] ?? null) : null;
  }

  private standingOf({ client, clock }: Id): Standing {
    return this.lists[this.listOf.get(client, clock) ?? -1] ?? never;
  }

  /** A range in parts that were pending and agreed together, each with the rows at which that changed. */
  of(range: IdRange): { readonly range: IdRange; readonly turns: Turns }[] {
    return this.parts(range).map(({ range: part, standing: { turns } }) => ({ range: part, turns }));
  }

  private parts(range: IdRange): { readonly range: IdRange; readonly standing: Standing }[] {
    const parts: { range: IdRange; standing: Standing }[] = [];
    let { clock } = range;
    const push = (until: number, standing: Standing): void => {
      if (until > clock) parts.push({ range: { client: range.client, clock, length: until - clock }, standing });
      clock = until;
    };
    for (const part of this.listOf.slice(range)) {
      push(part.clock, never);
      push(part.clock + part.length, this.lists[part.value] ?? never);
    }
    push(range.clock + range.length, never);
    return parts;
  }

  /** `by` proposed; `null` means that the ids are agreed. */
  private turn(range: IdRange, seq: number, by: number | null): void {
    for (const { range: part, standing } of this.parts(range)) {
      const { turns, proposers } = standing;
      const isPending = turns.length % 2 === 1;
      if (isPending === (by !== null)) continue;
      const next = { turns: [...turns, seq], proposers: by === null ? proposers : [...proposers, by] };
      this.listOf.set(part, this.intern(next));
    }
  }

  private intern(standing: Standing): number {
    const key = `${standing.turns.join(" ")},${standing.proposers.join(" ")}`;
    let at = this.known.get(key);
    if (at === undefined) {
      at = this.lists.push(standing) - 1;
      this.known.set(key, at);
    }
    return at;
  }

  encode(encoder: encoding.Encoder): void {
    encoding.writeVarUint(encoder, this.lists.length);
    for (const { turns, proposers } of this.lists) {
      encoding.writeVarUint(encoder, turns.length);
      for (const seq of [...turns, ...proposers]) encoding.writeVarUint(encoder, seq);
    }
    this.listOf.encode(encoder);
  }

  /** Reads what `encode` wrote into these, which are empty. */
  decodeInto(decoder: decoding.Decoder): void {
    const read = (length: number): number[] => Array.from({ length }, () => decoding.readVarUint(decoder));
    for (let count = decoding.readVarUint(decoder); count > 0; count--) {
      const turns = read(decoding.readVarUint(decoder));
      this.intern({ turns, proposers: read(Math.ceil(turns.length / 2)) });
    }
    this.listOf.decodeInto(decoder);
  }
}
