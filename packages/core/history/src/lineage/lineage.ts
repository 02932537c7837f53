/**
 * Where content came from: which ids are copies of which.
 *
 * Yjs cannot move anything. Whoever splits, joins or moves a paragraph deletes text and writes it again under new ids; the log
 * alone would make them its author. A lineage entry says "these new ids are a copy of those old ones".
 * Invariants:
 * - [LI1] a copy has one source, given when its row is taken and never changed; only doubles may lose it [LI8].
 * - [LI2] sources are older than their copies, so following them ends.
 * - [LI10] a mosaic is a copy, which anchors and forwarding follow, and its maker's all the same: `writtenBy` ends there.
 * - A cache that can be rebuilt from the log at any time, as attribution is.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IdMap, type ValueKind, rowNumber } from "../ids/id-map.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "./copied-range.ts";
import { CopiesBySource } from "./copies-by-source.ts";
import { ElementDoubles } from "./element-doubles.ts";

/** Values that are ids, each unit of a run one further. */
export const sourceId: ValueKind<Id> = {
  advance: ({ client, clock }, by) => ({ client, clock: clock + by }),
  equal: (a, b) => a.client === b.client && a.clock === b.clock,
  width: 2,
  toNumbers: ({ client, clock }, before) => [client - (before?.client ?? 0), clock - (before?.clock ?? 0)],
  fromNumbers: ([client = 0, clock = 0], before) => ({
    client: client + (before?.client ?? 0),
    clock: clock + (before?.clock ?? 0),
  }),
};

export class Lineage {
  private readonly sources = new IdMap<Id>(sourceId);
  private readonly copies = new CopiesBySource();
  /** [LI8] Copies that came while what they copy stood: 0, or from which row on they are none any more, since that stays after all. */
  private readonly doubles = new IdMap(rowNumber);
  /** [LI8] Elements that came while what they are to stand for stood. */
  private readonly elements = new ElementDoubles();
  /** [LI8] Ids that a decision took away where it agreed on their doubles. */
  private away = new IdSet();
  /** [LI8] What ended doubles were copies of until then. */
  private readonly former = new IdMap<Id>(sourceId);
  /** [LI10] Copies whose letters count as their maker's, from which row on. */
  private readonly mosaics = new IdMap(rowNumber);
  /** Copies that the server made: who decided, or whose edit was carried, has brought none of them. */
  private served = new IdSet();
  /** Of a lineage for somebody: what of an entry they may know. */
  private partsToShow: ((entry: CopiedRange) => readonly CopiedRange[]) | null = null;

  /** The same lineage with only those parts of its entries that are given back for them. For reading only, and at once. */
  shownBy(partsToShow: (entry: CopiedRange) => readonly CopiedRange[]): Lineage {
    return Object.assign(new Lineage(), this, { partsToShow });
  }

  /** How many entries it holds. */
  get size(): number {
    return this.sources.runCount;
  }

  /** Records that a range is a copy. Ids that have a source keep it, and nothing is a copy of itself or of what came after it. */
  record(copy: IdRange, source: Id): void {
    if (copy.client === source.client && source.clock >= copy.clock) return;
    for (const fresh of this.sources.claim(copy, source))
      this.copies.add({ copy: fresh, source: sourceId.advance(source, fresh.clock - copy.clock) });
  }

  /** Records copies that the server made. */
  recordServed(copies: readonly CopiedRange[]): void {
    for (const { copy, source } of copies) {
      this.record(copy, source);
      this.served.add(copy);
    }
  }

  /** [LI8] Records that a range is a copy of what stands beside it. */
  recordDouble(copy: IdRange, source: Id): void {
    for (const fresh of this.sources.claim(copy, source)) {
      this.doubles.claim(fresh, 0);
      this.copies.add({ copy: fresh, source: sourceId.advance(source, fresh.clock - copy.clock) });
    }
  }

  /** [LI8] Records that an element is to stand for one that stands beside it. */
  recordElementDouble(double: Id, source: Id): void {
    this.elements.record(double, source);
  }

  /**
   * [LI8] Records what a row did that agreed on some ids and deleted others: what went, and has its double among what is agreed, was
   * moved.
   */
  noteDecided(agreed: readonly IdRange[], deleted: readonly IdRange[]): void {
    if ((this.doubles.isEmpty && this.elements.isEmpty) || agreed.length === 0 || deleted.length === 0) return;
    const gone = IdSet.of(deleted);
    for (const range of agreed) {
      for (const doubled of this.doubledBy(range)) this.noteAway(doubled, gone);
      for (const { copy, source } of this.elements.in(range))
        if (this.noteAway({ ...source, length: 1 }, gone)) this.elements.settle(copy);
    }
  }

  /** Notes what of some ids, and of their copies, is gone; says whether anything is. */
  private noteAway(range: IdRange, gone: IdSet): boolean {
    const parts = gone.slice(range);
    for (const part of parts) this.away.add(part);
    const further = this.copiesOf(range).map(({ copy }) => this.noteAway(copy, gone));
    return parts.length > 0 || further.includes(true);
  }

  /** Which words some words are doubles of, or copies of doubles of. */
  private doubledBy(range: IdRange): IdRange[] {
    return this.doublesBehind(range).map(({ copy, source }) => ({ ...source, length: copy.length }));
  }

  /** [LI8] The doubles that some words are, or are copies of. */
  doublesBehind(range: IdRange): CopiedRange[] {
    if (this.doubles.isEmpty) return [];
    return this.sourcesOf(range).flatMap(({ copy, source }) => [
      ...this.doubles.slice(copy).map(({ client, clock, length }) => ({
        copy: { client, clock, length },
        source: sourceId.advance(source, clock - copy.clock),
      })),
      ...this.doublesBehind({ ...source, length: copy.length }),
    ]);
  }

  /** [LI8] Doubles of a range's characters. */
  wordDoublesOf(range: IdRange): CopiedRange[] {
    return this.doubles.isEmpty ? [] : this.allCopiesOf(range).filter(({ copy }) => this.isDouble(copy));
  }

  /** [LI8] From row `seq` on these doubles, or parts of them, are copies of nothing: what they copied stays. */
  endDoubles(ranges: readonly IdRange[], seq: number): void {
    if (ranges.length === 0) return;
    const ended = IdSet.of(ranges);
    for (const range of ended.ranges()) {
      for (const { value, ...part } of this.sources.slice(range)) this.former.claim(part, value);
      this.sources.delete(range);
      this.doubles.set(range, seq);
    }
    this.copies.replace(({ copy, source }) =>
      ended.missing(copy).map((part) => ({ copy: part, source: sourceId.advance(source, part.clock - copy.clock) })),
    );
  }

  /** [LI10] From row `seq` on these copies count as written by who brought them, where the server wrote them again before that. */
  noteMosaics(ranges: readonly IdRange[], seq: number): void {
    for (const range of ranges.flatMap((each) => this.broughtAs(each))) this.mosaics.claim(range, seq);
  }

  /** The ids under which people brought a range's words, for those that the server only wrote again. */
  private broughtAs(range: IdRange): IdRange[] {
    const again = this.served.slice(range).flatMap((part) => this.sourcesOf(part));
    return [
      ...this.served.missing(range),
      ...again.flatMap(({ copy, source }) => this.broughtAs({ ...source, length: copy.length })),
    ];
  }

  /** [PV4] A range in pieces, in order, each with the ids under which somebody put its words where they wanted them. */
  broughtBy(range: IdRange): CopiedRange[] {
    return this.follow(range, (part) => this.served.slice(part).flatMap((each) => this.sourcesOf(each)));
  }

  /** The id under which somebody put a character where they wanted it: not the server, which only wrote it again. */
  broughtAsId(id: Id): Id {
    const [{ client, clock } = id] = this.broughtAs({ ...id, length: 1 });
    return { client, clock };
  }

  /** What became somebody else's with a row after `after` up to `until`, doubles [LI8] and mosaics [LI10], with what is a copy of it. */
  endedBetween(after: number, until: number): IdRange[] {
    const found: IdRange[] = [];
    const isThen = (seq: number): boolean => seq > after && seq <= until;
    const open: IdRange[] = [...this.doubles.ranges(isThen), ...this.mosaics.ranges(isThen)];
    for (let range = open.pop(); range; range = open.pop()) {
      found.push({ client: range.client, clock: range.clock, length: range.length });
      open.push(...this.copiesOf(range).map(({ copy }) => copy));
    }
    return found;
  }

  /** The parts of a range that stand elsewhere: those that were copied, and those that a decision moved. */
  movedFrom(range: IdRange): readonly IdRange[] {
    const copied = this.copiesOf(range).map(({ copy, source }) => ({ ...source, length: copy.length }));
    return [...copied, ...this.away.slice(range)];
  }

  /** The parts of a range that a decision moved: their doubles stand for them. */
  decidedAway(range: IdRange): readonly IdRange[] {
    return this.away.slice(range);
  }

  /** What an element is a copy of, or was put in the place of by a decision; `undefined` for none. */
  elementSourceOf(id: Id): Id | undefined {
    return this.sourceOf(id.client, id.clock) ?? this.elements.sourceOf(id);
  }

  /** The element that was made in the first place. */
  elementOriginOf(id: Id): Id {
    let at = id;
    for (let next = this.elementSourceOf(at); next; next = this.elementSourceOf(at)) at = next;
    return at;
  }

  /** Whether an id came as a copy of what stood beside it. */
  isDouble({ client, clock }: Id): boolean {
    return this.doubles.get(client, clock) === 0;
  }

  /** What an id is a direct copy of, or `undefined` when it was written here. */
  sourceOf(client: number, clock: number): Id | undefined {
    if (this.partsToShow !== null) return this.sourcesOf({ client, clock, length: 1 })[0]?.source;
    return this.sources.get(client, clock);
  }

  /** The parts of a range that are copies, in order, each with what it was directly copied from. */
  sourcesOf(range: IdRange): CopiedRange[] {
    const entries = this.sources.slice(range).map(({ value, ...copy }) => ({ copy, source: value }));
    return this.partsToShow === null ? entries : entries.flatMap(this.partsToShow);
  }

  /**
   * A range in pieces, in order, each with the ids that were typed in the first place: its own where it is no copy. Without doubles what
   * was written beside what it copies counts as typed there.
   */
  origins(range: IdRange, throughDoubles = true): CopiedRange[] {
    return this.follow(range, (part) =>
      throughDoubles ? this.sourcesOf(part) : this.sourcesOf(part).filter(({ copy }) => !this.isDouble(copy)),
    );
  }

  /**
   * A range in pieces, in order, each with the ids under which whoever counts as their author wrote them: `origins`, up to mosaics. With
   * `seq` as it was told after that row.
   */
  writtenBy(range: IdRange, seq = Infinity): CopiedRange[] {
    if (this.mosaics.isEmpty && (seq === Infinity || this.former.isEmpty)) return this.origins(range);
    return this.follow(range, (part) => this.creditedSourcesOf(part, seq));
  }

  /** [LI8] [LI10] The rows from which on parts of a range, or of what they were copies of, count as written by somebody else, rising. */
  writerTurns(range: IdRange): number[] {
    if (this.mosaics.isEmpty && this.former.isEmpty) return [];
    const turns = new Set<number>();
    const open = [range];
    for (let part = open.pop(); part; part = open.pop()) {
      for (const { value } of this.mosaics.slice(part)) turns.add(value);
      for (const { value } of this.doubles.slice(part)) if (value > 0) turns.add(value);
      for (const { value, length } of [...this.sources.slice(part), ...this.former.slice(part)])
        open.push({ ...value, length });
    }
    return [...turns].sort((a, b) => a - b);
  }

  /** The parts of a range that are copies of somebody's, and did not count as their maker's at row `seq`. */
  private creditedSourcesOf(range: IdRange, seq: number): CopiedRange[] {
    const mosaics = IdSet.of(this.mosaics.slice(range).filter(({ value }) => value <= seq));
    const entries = mosaics.isEmpty
      ? this.sourcesOf(range)
      : mosaics.missing(range).flatMap((part) => this.sourcesOf(part));
    if (seq === Infinity || this.former.isEmpty) return entries;
    const former = this.doubles
      .slice(range)
      .filter(({ value }) => value > seq)
      // A double that was a mosaic was its maker's before it ended, too.
      .flatMap((part) => (mosaics.isEmpty ? [part] : mosaics.missing(part)))
      .flatMap((part) => this.former.slice(part))
      .map(({ value, ...copy }) => ({ copy, source: value }));
    return [...entries, ...former].sort((a, b) => a.copy.clock - b.copy.clock);
  }

  /** What an id is a direct copy of, unless it counts as its maker's or was written here. */
  creditedSourceOf({ client, clock }: Id): Id | undefined {
    return this.mosaics.get(client, clock) === undefined ? this.sourceOf(client, clock) : undefined;
  }

  private follow(range: IdRange, sourcesOf: (part: IdRange) => readonly CopiedRange[]): CopiedRange[] {
    const pieces: CopiedRange[] = [];
    const visit = (part: IdRange, copyClock: number): void => {
      let clock = part.clock;
      const own = (until: number): void => {
        if (until > clock)
          pieces.push({
            copy: { client: range.client, clock: copyClock + clock - part.clock, length: until - clock },
            source: { client: part.client, clock },
          });
      };
      for (const { copy, source } of sourcesOf(part)) {
        own(copy.clock);
        visit({ ...source, length: copy.length }, copyClock + copy.clock - part.clock);
        clock = copy.clock + copy.length;
      }
      own(part.clock + part.length);
    };
    visit(range, range.clock);
    return pieces;
  }

  /** The id that was typed in the first place. */
  originOf(id: Id): Id {
    let at = id;
    for (let next = this.sourceOf(at.client, at.clock); next; next = this.sourceOf(at.client, at.clock)) at = next;
    return at;
  }

  /**
   * Direct copies of a range's ids, oldest source first; several when it was copied more than once. Doubles are none: what is said of
   * words is not said of what stands beside them.
   */
  copiesOf(range: IdRange): CopiedRange[] {
    return this.allCopiesOf(range).filter(({ copy }) => !this.isDouble(copy));
  }

  /** [LI8] Doubles of a range's ids, also of elements, oldest source first. */
  doublesOf(range: IdRange): CopiedRange[] {
    return [...this.wordDoublesOf(range), ...this.elements.of(range)];
  }

  private allCopiesOf(range: IdRange): CopiedRange[] {
    const found = this.copies.of(range);
    return this.partsToShow === null ? found : found.flatMap(this.partsToShow);
  }

  /** Every entry, in rising order of the copies. */
  *entries(): Generator<CopiedRange> {
    for (const { value, ...copy } of this.sources.ranges()) yield { copy, source: value };
  }

  encode(encoder: encoding.Encoder): void {
    this.sources.encode(encoder);
    this.doubles.encode(encoder);
    writeSet(encoder, this.away);
    this.elements.encode(encoder);
    // Few documents have any of these.
    const rare = [this.mosaics, this.former];
    const some = rare.findIndex((map) => !map.isEmpty) >= 0 || !this.served.isEmpty;
    encoding.writeUint8(encoder, some ? 1 : 0);
    if (!some) return;
    for (const map of rare) map.encode(encoder);
    writeSet(encoder, this.served);
  }

  /** Reads what `encode` wrote into this empty lineage. */
  decodeInto(decoder: decoding.Decoder): void {
    this.sources.decodeInto(decoder);
    this.doubles.decodeInto(decoder);
    this.away = readSet(decoder);
    this.elements.decodeInto(decoder);
    if (decoding.readUint8(decoder) === 1) {
      this.mosaics.decodeInto(decoder);
      this.former.decodeInto(decoder);
      this.served = readSet(decoder);
    }
    for (const entry of this.entries()) this.copies.add(entry);
  }
}

/** A set, in one byte where it is empty. */
function writeSet(encoder: encoding.Encoder, set: IdSet): void {
  encoding.writeVarUint8Array(encoder, set.isEmpty ? new Uint8Array() : set.encode());
}

function readSet(decoder: decoding.Decoder): IdSet {
  const bytes = decoding.readVarUint8Array(decoder);
  return bytes.length === 0 ? new IdSet() : IdSet.decode(bytes);
}
