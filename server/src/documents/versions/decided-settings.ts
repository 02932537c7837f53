/**
 * Who proposed what a decision did to words and blocks without touching what was proposed: a look, a break, a join, and what these brought
 * to another paragraph. That has the row of the decision, since the proposal only named the words or the block, or went with what it had proposed. What became of proposals the
 * decision says itself: those that it rejected, or made void, went with it as well.
 */
import type { ComparedBlock, ComparedPiece, DocumentReplica, Id, IdRange } from "@parley/history";
import { type PlacedRecord, type RecordIndex, pastRecords, proposedBreak, proposedJoins } from "@parley/proposals";
import * as Y from "yjs";
import { type DecidedOutcome, readOutcomes } from "../rooms/decided-outcomes.ts";
import type { RowAuthor } from "../rooms/log-store.ts";

/** A change with the row that proposed it, where that is another one than carried it out. */
interface ToldChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly seq: number;
  readonly decidedSeq?: number;
}

/** A row that did something, and the one that accepted it where it had only been proposed. */
interface ToldRows {
  readonly seq: number | null;
  readonly decidedSeq: number | null;
}

type Change = ComparedBlock["attributes"][number] | ComparedPiece["formatting"][number];

export class DecidedSettings {
  private readonly replica: DocumentReplica;
  private readonly rows: ReadonlyMap<number, RowAuthor>;
  private readonly statements: ReadonlyMap<number, Uint8Array>;
  private readonly outcomes = new Map<number, ReturnType<typeof readOutcomes>>();
  /** What waited when a row came. */
  private readonly before = new Map<number, RecordIndex>();

  /** `statements` are those of `decisionsAsked`. */
  constructor(
    replica: DocumentReplica,
    rows: ReadonlyMap<number, RowAuthor>,
    statements: ReadonlyMap<number, Uint8Array>,
  ) {
    this.replica = replica;
    this.rows = rows;
    this.statements = statements;
  }

  /** Who made a block come, split off others or not. */
  ofComing({ broken, after, addedSeq, carriedOutSeq }: ComparedBlock): ToldRows {
    const asTold = { seq: addedSeq, decidedSeq: carriedOutSeq };
    if (broken !== "split" || after === null || addedSeq === null || !this.isDecision(addedSeq)) return asTold;
    const proposedSeq = proposedBreak(this.replica, after.id);
    return proposedSeq === null ? asTold : { seq: proposedSeq, decidedSeq: addedSeq };
  }

  /** Who made a block go, joined to another or not. */
  ofGoing({ before, removedSeq, carriedOutSeq }: ComparedBlock): ToldRows {
    const asTold = { seq: removedSeq, decidedSeq: carriedOutSeq };
    if (before === null || removedSeq === null || carriedOutSeq !== null || !this.isDecision(removedSeq)) return asTold;
    const seq = this.joinChosen(before.id, removedSeq);
    return seq === null ? asTold : { seq, decidedSeq: removedSeq };
  }

  /** Who moved words, where a decision brought them to their paragraph by joining that to theirs, or by breaking it in two. */
  ofMove(piece: ComparedPiece): ToldRows {
    const { placedSeq, carriedOutSeq } = piece;
    const asTold = { seq: placedSeq, decidedSeq: carriedOutSeq };
    if (placedSeq === null || !isDecidedMove(piece, this.rows)) return asTold;
    const copy = piece.to ?? (piece.from && this.copyOfRow(piece.from, placedSeq));
    const source = copy && this.replica.lineage.sourceOf(copy.client, copy.clock);
    const [from, to] = [source, copy].map((id) => id && paragraphOf(this.replica, id));
    if (!from || !to) return asTold;
    const seq = this.joinChosen(from, placedSeq) ?? this.breakChosen(to, placedSeq);
    return seq === null ? asTold : { seq, decidedSeq: placedSeq };
  }

  private joinChosen(paragraph: Id, decidedSeq: number): number | null {
    const joins = proposedJoins(this.replica, paragraph, decidedSeq);
    const asked = joins.map((join) => ({ ...join, seq: join.writtenSeq }));
    return this.chosenOf(asked, decidedSeq)?.seq ?? null;
  }

  private breakChosen(paragraph: Id, decidedSeq: number): number | null {
    const isIts = this.replica.attribution.insertingRow(paragraph.client, paragraph.clock) === decidedSeq;
    return isIts ? proposedBreak(this.replica, paragraph) : null;
  }

  /** Where a row put a character, if it did. */
  private copyOfRow(id: Id, seq: number): Id | null {
    const { attribution, lineage } = this.replica;
    for (const { copy } of lineage.copiesOf({ client: id.client, clock: id.clock, length: 1 })) {
      const found = attribution.insertingRow(copy.client, copy.clock) === seq ? copy : this.copyOfRow(copy, seq);
      if (found) return found;
    }
    return null;
  }

  /** Changes of a block's attributes, as they are told. */
  ofBlock(id: Id | undefined, changes: readonly Change[]): ToldChange[] {
    return changes.map((change) => {
      const records = id && this.isDecided(change) ? this.waitingBefore(change.seq).ofBlock(id) : [];
      return told(
        change,
        this.decidedOn(
          records,
          change.seq,
          ({ record }) => record.do === "set" && record.name === change.name && isSame(record, change),
        ),
      );
    });
  }

  /** Changes of the formatting of some words, as they are told: in parts whose formatting the same rows proposed. */
  ofText(
    range: IdRange | null,
    changes: readonly Change[],
  ): { readonly range: IdRange | null; readonly formatting: readonly ToldChange[] }[] {
    return changes.reduce<{ readonly range: IdRange | null; readonly formatting: readonly ToldChange[] }[]>(
      (parts, change) =>
        parts.flatMap((part) => {
          if (!part.range || !this.isDecided(change))
            return [{ ...part, formatting: [...part.formatting, told(change, undefined)] }];
          return this.waitingBefore(change.seq)
            .ofText(part.range)
            .map(({ range: cut, records }) => ({
              range: cut,
              formatting: [
                ...part.formatting,
                told(
                  change,
                  this.decidedOn(
                    records,
                    change.seq,
                    ({ record }) => record.do === "format" && record.mark === change.name && isSame(record, change),
                  ),
                ),
              ],
            }));
        }),
      [{ range, formatting: [] }],
    );
  }

  /**
   * The record that a decision accepted, of those that ask for something. What somebody else proposes in the same words after what was
   * accepted goes on waiting; it is taken where nothing went.
   */
  private decidedOn(
    records: readonly PlacedRecord[],
    seq: number,
    asks: (placed: PlacedRecord) => boolean,
  ): PlacedRecord | undefined {
    const asking = records.filter(asks);
    const went = asking.filter(({ id }) => this.wentWith(id, seq));
    return went.length > 0 ? this.chosenOf(went, seq) : asking.at(-1);
  }

  /** The newest of what a decision accepted. Where it says nothing of that and several people asked for the same, it is nobody's. */
  private chosenOf<Asked extends Pick<PlacedRecord, "author" | "id" | "seq">>(
    asked: readonly Asked[],
    decidedSeq: number,
  ): Asked | undefined {
    const outcomes = asked.map((each) => this.outcomeOf(each, decidedSeq));
    const chosen = asked.filter((_, index) => outcomes[index] === "chosen");
    if (chosen.length > 0) return newestOf(chosen);
    const open = asked.filter((_, index) => outcomes[index] === "unclear" || outcomes[index] === "untold");
    return new Set(open.map(({ author }) => author)).size === 1 ? newestOf(open) : undefined;
  }

  private outcomeOf(asked: Pick<PlacedRecord, "author" | "id" | "seq">, decidedSeq: number): DecidedOutcome {
    const statement = this.statements.get(decidedSeq);
    if (!statement) return "untold";
    const read = this.outcomes.get(decidedSeq) ?? readOutcomes(statement);
    this.outcomes.set(decidedSeq, read);
    return read(asked);
  }

  /** Whether a record, or what was written again for it, went with a row. */
  private wentWith(id: Id, seq: number): boolean {
    const { attribution, lineage } = this.replica;
    if (attribution.goneSinceRow(id.client, id.clock) === seq) return true;
    return lineage.copiesOf({ ...id, length: 1 }).some(({ copy }) => this.wentWith(copy, seq));
  }

  private isDecided({ seq, carriedOutSeq }: Change): boolean {
    return carriedOutSeq === undefined && this.isDecision(seq);
  }

  private isDecision(seq: number): boolean {
    return this.rows.get(seq)?.kind === "decision";
  }

  private waitingBefore(seq: number): RecordIndex {
    const known = this.before.get(seq) ?? pastRecords(this.replica, seq - 1);
    this.before.set(seq, known);
    return known;
  }
}

/** The decisions of a comparison that have to say what they accepted: what they changed nobody is named for by what they changed. */
export function decisionsAsked(blocks: readonly ComparedBlock[], rows: ReadonlyMap<number, RowAuthor>): number[] {
  const seqs = new Set<number>();
  const add = (seq: number | null, carriedOutSeq: number | null = null): void => {
    if (seq !== null && carriedOutSeq === null && rows.get(seq)?.kind === "decision") seqs.add(seq);
  };
  const visit = ({ removedSeq, carriedOutSeq, attributes, pieces, children }: ComparedBlock): void => {
    add(removedSeq, carriedOutSeq);
    for (const change of [...attributes, ...pieces.flatMap(({ formatting }) => formatting)])
      add(change.seq, change.carriedOutSeq);
    for (const piece of pieces) if (isDecidedMove(piece, rows)) add(piece.placedSeq);
    children.forEach(visit);
  };
  blocks.forEach(visit);
  return [...seqs];
}

/** Whether a decision moved words that nobody had proposed to move as such. */
function isDecidedMove(
  { fate, isReflowed, placedSeq, carriedOutSeq }: ComparedPiece,
  rows: ReadonlyMap<number, RowAuthor>,
): boolean {
  const isMoved = (fate === "left" || fate === "arrived") && !isReflowed;
  return isMoved && placedSeq !== null && carriedOutSeq === null && rows.get(placedSeq)?.kind === "decision";
}

/** The paragraph in which a character stands, or stood. */
function paragraphOf({ ydoc }: DocumentReplica, { client, clock }: Id): Id | null {
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  const text = item instanceof Y.Item ? item.parent : null;
  return text instanceof Y.XmlText && text.parent instanceof Y.XmlElement ? (text.parent._item?.id ?? null) : null;
}

const newestOf = <Asked extends Pick<PlacedRecord, "seq">>(asked: readonly Asked[]): Asked | undefined =>
  asked.toSorted((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity)).at(-1);

function told({ name, before, after, seq, carriedOutSeq }: Change, proposed: PlacedRecord | undefined): ToldChange {
  const proposedSeq = proposed?.seq ?? null;
  if (proposedSeq !== null) return { name, before, after, seq: proposedSeq, decidedSeq: seq };
  return { name, before, after, seq, ...(carriedOutSeq !== undefined && { decidedSeq: carriedOutSeq }) };
}

function isSame(record: PlacedRecord["record"], { after }: Change): boolean {
  return "value" in record && JSON.stringify(record.value) === JSON.stringify(after);
}
