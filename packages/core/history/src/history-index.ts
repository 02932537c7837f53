/**
 * What the log says about ids, beside the document itself: who inserted and deleted them, what is a copy of what, and what waits
 * for a decision.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type * as Y from "yjs";
import type { Id, IdRange } from "./ids/id-range.ts";
import type { RowStatement } from "./statement.ts";
import { Attribution } from "./attribution.ts";
import { elementsAround } from "./elements-around.ts";
import { IdMap, rowNumber } from "./ids/id-map.ts";
import { IdSet } from "./ids/id-set.ts";
import { Cuttings } from "./lineage/cuttings.ts";
import type { CopiedRange } from "./lineage/copied-range.ts";
import { Lineage } from "./lineage/lineage.ts";
import { Standings } from "./standings.ts";

/** Raised when the form below, or the rules by which it is filled, change. */
const INDEX_VERSION = 23;

/** A kept index that this program does not read. It is a cache: the log is read from its beginning instead. */
export function readsIndex(bytes: Uint8Array): boolean {
  return bytes[0] === INDEX_VERSION;
}

/** The rows that decided about an id that was proposed. */
export interface ProposalRows {
  readonly proposedSeq: number | null;
  readonly agreedSeq: number | null;
  readonly takenBackSeq: number | null;
}

/** What a row did, as far as what waits for a decision depends on it. */
interface ProposingRow {
  readonly seq: number;
  readonly inserted: readonly IdRange[];
  readonly deleted: readonly IdRange[];
  readonly copies: readonly CopiedRange[];
  readonly proposes: boolean;
  readonly statement: RowStatement | null;
  readonly ydoc: Y.Doc;
}

export class HistoryIndex {
  readonly attribution: Attribution;
  readonly lineage: Lineage;
  readonly cuttings: Cuttings;
  /** Ids that somebody proposed and nobody has decided on, with the row that proposed them. */
  readonly pending: IdMap<number>;
  /** What waited when, also what has been decided on. */
  readonly standings = new Standings();
  /** Ids that somebody who may edit deleted while they waited, with the row that had proposed them: nobody has decided on those either. */
  private readonly cutWaiting = new IdMap(rowNumber);

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

  /**
   * Notes what a row does to what waits. What is proposed waits, also where somebody has copied it, at once or out of what was cut; what
   * is agreed or gone does not.
   */
  noteProposed(row: ProposingRow): void {
    const { seq, inserted, deleted, copies, proposes, statement } = row;
    const { pending, cutWaiting } = this;
    // Who proposes is the one who proposes it, and a row of the server says itself what of its copies waits.
    const mayWaitAgain = !proposes && statement === null && !cutWaiting.isEmpty;
    const settled = mayWaitAgain ? this.aroundAgreed(row) : new IdSet();
    for (const { copy, source } of copies) {
      const range = { ...source, length: copy.length };
      const waiting = pending.isEmpty ? [] : pending.slice(range);
      const isSettled = settled.has(copy.client, copy.clock);
      const cut = mayWaitAgain && !isSettled ? cutWaiting.slice(range).filter((part) => !this.wasAgreed(part)) : [];
      for (const part of [...waiting, ...cut])
        this.notePending(
          { client: copy.client, clock: copy.clock + part.clock - source.clock, length: part.length },
          part.value,
          seq,
        );
    }
    if (proposes) for (const range of inserted) this.notePending(range, seq, seq);
    for (const range of statement?.agreed ?? []) this.noteAgreed(range, seq);
    if (!pending.isEmpty) {
      // Who proposes deletes only what they proposed themselves, and that is a way to withdraw it.
      if (!proposes && statement === null) cutWaiting.claimAll(deleted.flatMap((range) => pending.slice(range)));
      pending.deleteAll(deleted);
    }
    for (const { range, seq: proposal } of statement?.reopened ?? []) this.notePending(range, proposal, seq);
  }

  /** The elements around copies of what was proposed once and has been agreed on: they do not wait again. */
  private aroundAgreed({ copies, ydoc }: ProposingRow): IdSet {
    const settled = new IdSet();
    for (const { copy, source } of copies)
      if (this.isAgreed({ ...source, length: copy.length }))
        for (const { client, clock } of elementsAround(ydoc, copy)) settled.add({ client, clock, length: 1 });
    return settled;
  }

  /** Whether somebody has agreed on anything of a range that was proposed. */
  private isAgreed(range: IdRange): boolean {
    return this.standings.of(range).some(({ turns }) => turns.length > 0 && turns.length % 2 === 0);
  }

  /** Whether somebody has agreed on copies of a range, where it was pasted or moved to. */
  private wasAgreed(range: IdRange): boolean {
    return this.lineage.copiesOf(range).some(({ copy }) => this.isAgreed(copy) || this.wasAgreed(copy));
  }

  /**
   * [AT9] Of what goes with a decision, unnamed or because somebody had proposed it, what waited and is not agreed on: it was rejected or
   * became void, and whoever proposed that agreed words go deleted none of it.
   */
  turnedDownWith(unnamed: readonly IdRange[], statement: RowStatement | null): readonly IdRange[] {
    if (this.pending.isEmpty) return [];
    const going = [...(statement?.deletedFor ?? []).map(({ range }) => range), ...unnamed];
    const waiting = IdSet.of(going.flatMap((range) => this.pending.slice(range)));
    return waiting.difference(IdSet.of(statement?.agreed ?? [])).ranges();
  }

  /**
   * Of copies those of what their writer once proposed. Who only proposes brings back nothing else: they delete nothing of others, and
   * from whom their words are said to come they would learn what others have deleted before them.
   */
  onceProposed(copies: readonly CopiedRange[]): CopiedRange[] {
    return copies.flatMap(({ copy, source }) =>
      this.standings.of({ ...source, length: copy.length }).flatMap(({ range, turns }) =>
        (turns.length > 0 ? this.writtenUnder(copy.client, range) : []).map(({ client, clock, length }) => ({
          copy: { ...copy, clock: copy.clock + clock - source.clock, length },
          source: { client, clock },
        })),
      ),
    );
  }

  /** The parts of a range that were written under a Yjs client id, or copied from what was. */
  private writtenUnder(client: number, range: IdRange): IdRange[] {
    if (range.client === client) return [range];
    return this.lineage.sourcesOf(range).flatMap(({ copy, source }) =>
      this.writtenUnder(client, { ...source, length: copy.length }).map((part) => ({
        client: copy.client,
        clock: copy.clock + part.clock - source.clock,
        length: part.length,
      })),
    );
  }

  /** From row `seq` on these ids wait for a decision; row `by` proposed them. */
  notePending(range: IdRange, by: number, seq: number): void {
    this.pending.claim(range, by);
    this.standings.notePending(range, by, seq);
  }

  /** Row `seq` made these ids agreed. */
  noteAgreed(range: IdRange, seq: number): void {
    this.pending.delete(range);
    this.standings.noteAgreed(range, seq);
  }

  /**
   * Whether an id waited at row `seq` only because of others' words in it: the row whose proposal it was had brought neither it nor
   * anything that it is a copy of.
   */
  wasReopened(id: Id, seq: number): boolean {
    const by = this.standings.proposerAt(id, seq);
    if (by === null) return false;
    let at: Id | undefined = id;
    while (at && this.attribution.insertingRow(at.client, at.clock) !== by)
      at = this.lineage.sourceOf(at.client, at.clock);
    return at === undefined;
  }

  /** Which row proposed an id last, which row agreed on it last, and which took a decision about it back last; `null` for none. */
  proposalOf(id: Id): ProposalRows {
    const turns = this.standings.turnsOf(id);
    const proposers = this.standings.proposersOf(id);
    // A turn that lasted no row only says for whom something waits from then on.
    const agreedSeq = turns.findLast((turn, at) => at % 2 === 1 && turn !== turns[at + 1]) ?? null;
    // What waits again as what it was proposed as before was taken back.
    const again = proposers.findLastIndex((by, at) => proposers.indexOf(by) < at);
    return {
      proposedSeq: proposers.at(-1) ?? null,
      agreedSeq,
      takenBackSeq: again < 0 ? null : (turns[again * 2] ?? null),
    };
  }

  /** Bytes from which `decode` makes an equal index. */
  encode(): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeUint8(encoder, INDEX_VERSION);
    this.attribution.encode(encoder);
    this.lineage.encode(encoder);
    this.cuttings.encode(encoder);
    this.pending.encode(encoder);
    this.cutWaiting.encode(encoder);
    this.standings.encode(encoder);
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
    index.cutWaiting.decodeInto(decoder);
    index.standings.decodeInto(decoder);
    return index;
  }
}
