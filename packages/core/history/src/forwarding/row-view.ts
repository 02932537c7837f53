/** What the author of a row had seen when they made it, id by id. */
import { ContentType, Item } from "yjs";
import type * as Y from "yjs";
import type { IdMap } from "../ids/id-map.ts";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { AttributedDocument } from "../reading.ts";

/** A document that also knows what waits for a decision, and what ever did. */
export interface ForwardingDocument extends AttributedDocument {
  readonly pending: IdMap<number>;
  /** The row that proposed an id and on which nobody had decided when the row `seq` was taken, or `null`. */
  proposalAt(id: Id, seq: number): number | null;
}

/** A row just taken, with what its author knew of the others. */
export interface ArrivedRow {
  readonly seq: number;
  /** The last row that its author had seen. */
  readonly baseSeq: number;
  /** Whether a row before it came from the same page. */
  readonly isOwn: (seq: number) => boolean;
  /** Whether a row before it was one of the server's, which carried something. */
  readonly isForwarded: (seq: number) => boolean;
  /** What earlier rows of the same page said they delete and this one's author had not seen go, gone already or not. */
  readonly deletedBefore?: IdSet;
  /** Whether its author only proposes. */
  readonly proposes: boolean;
  readonly inserted: readonly IdRange[];
  /** What the update itself says it deletes, known before or not. */
  readonly stated: readonly IdRange[];
  /** What is deleted with it, children of deleted parents included. */
  readonly deleted: readonly IdRange[];
  readonly copies: readonly CopiedRange[];
}

/** How many rows are asked one by one whether they came from the same page. */
const MAX_ASKED_ROWS = 1_000;

export class RowView {
  readonly row: ArrivedRow;
  readonly stated: IdSet;
  private readonly document: ForwardingDocument;
  private structural: boolean | undefined;

  constructor(document: ForwardingDocument, row: ArrivedRow) {
    this.document = document;
    this.row = row;
    this.stated = IdSet.of(row.stated);
  }

  /** Whether somebody else made a row that the author had not seen. */
  get hasUnseen(): boolean {
    const { baseSeq, seq, isOwn } = this.row;
    if (seq - baseSeq > MAX_ASKED_ROWS) return true;
    for (let each = baseSeq + 1; each < seq; each++) if (!isOwn(each)) return true;
    return false;
  }

  /** The items of a range. */
  structsIn(range: IdRange): Iterable<Y.Item | Y.GC> {
    return structsIn(this.document.ydoc, range);
  }

  /** Whether the row made, took away or re-created something, and not only words and their formatting. */
  get isStructural(): boolean {
    return (this.structural ??= this.row.copies.length > 0 || this.touchesContainer());
  }

  private touchesContainer(): boolean {
    for (const range of [...this.row.inserted, ...this.row.stated])
      for (const struct of this.structsIn(range))
        if (struct instanceof Item && struct.content instanceof ContentType) return true;
    return false;
  }

  isUnseen(seq: number | undefined): boolean {
    const { row } = this;
    return seq !== undefined && seq > row.baseSeq && seq < row.seq && !row.isOwn(seq);
  }

  /** Whether the row itself brought the id. */
  isNew({ client, clock }: Id): boolean {
    return this.document.attribution.insertingRow(client, clock) === this.row.seq;
  }

  /** Whether somebody else brought the id meanwhile. */
  isForeign({ client, clock }: Id): boolean {
    return this.isUnseen(this.document.attribution.insertingRow(client, clock));
  }

  /** The parts of a range that somebody else brought meanwhile. */
  foreignIn(range: IdRange): readonly IdRange[] {
    return this.document.attribution.insertedBy(range).filter(({ seq }) => this.isUnseen(seq));
  }

  /** Whether somebody else deleted the id meanwhile. What is written into something that is gone is gone by who deleted that. */
  isGoneMeanwhile({ client, clock }: Id): boolean {
    const { attribution } = this.document;
    const gone = attribution.goneSinceRow(client, clock);
    if (gone === undefined || gone >= this.row.seq) return false;
    return this.isUnseen(gone) || this.isUnseen(attribution.deletingRow(client, clock));
  }

  /** The parts of a range that somebody else deleted meanwhile. */
  goneMeanwhile(range: IdRange): IdRange[] {
    const { attribution } = this.document;
    const gone = attribution.goneSince(range).filter(({ seq }) => seq < this.row.seq);
    return gone.flatMap((part) =>
      this.isUnseen(part.seq) ? [part] : attribution.deletedBy(part).filter(({ seq }) => this.isUnseen(seq)),
    );
  }

  /** Whether a character, or what it was copied from, was typed since the author last heard of others. */
  isRecent({ client, clock }: Id): boolean {
    const { attribution, lineage } = this.document;
    const source = lineage.sourceOf(client, clock);
    return source ? this.isRecent(source) : (attribution.insertingRow(client, clock) ?? 0) > this.row.baseSeq;
  }

  /** Whether the id stood when the author last heard of others. */
  stoodAtBase({ client, clock }: Id): boolean {
    const { attribution } = this.document;
    const { baseSeq } = this.row;
    const inserted = attribution.insertingRow(client, clock);
    const gone = attribution.goneSinceRow(client, clock);
    return inserted !== undefined && inserted <= baseSeq && (gone === undefined || gone > baseSeq);
  }

  /** Whether the author saw the id standing, before the change. */
  before({ client, clock }: Id): boolean {
    const { attribution } = this.document;
    const inserted = attribution.insertingRow(client, clock);
    if (inserted === undefined || inserted >= this.row.seq || this.isUnseen(inserted)) return false;
    if (this.row.deletedBefore?.has(client, clock)) return false;
    const gone = attribution.goneSinceRow(client, clock);
    if (gone === undefined || gone >= this.row.seq) return true;
    return this.isGoneMeanwhile({ client, clock }) && !this.isDeletedByAuthor({ client, clock });
  }

  /** What the author saw of which an id is a copy, before the change; `null` for what is no copy of that. */
  seenAs({ client, clock }: Id): Id | null {
    const source = this.document.lineage.sourceOf(client, clock);
    return source ? (this.before(source) ? source : this.seenAs(source)) : null;
  }

  /** Whether the author has deleted what somebody else had moved already: what was carried to the copy says so. */
  private isDeletedByAuthor({ client, clock }: Id): boolean {
    const { attribution, lineage } = this.document;
    return lineage.copiesOf({ client, clock, length: 1 }).some(({ copy }) => {
      // A copy that went with something around it and was written once more is not what they deleted.
      if (lineage.copiesOf({ ...copy, length: 1 }).length > 0) return this.isDeletedByAuthor(copy);
      const by = attribution.deletingRow(copy.client, copy.clock);
      return by !== undefined && by < this.row.seq && !this.isUnseen(by);
    });
  }

  /** Whether the author saw the id standing, after the change. */
  after(id: Id): boolean {
    return (this.before(id) || this.isNew(id)) && !this.stated.has(id.client, id.clock);
  }

  /** Whether its author saw an attribute that gave way to another one the moment it came, and did not take it away. */
  lostAtOnce({ client, clock }: Id): boolean {
    const { attribution } = this.document;
    const inserted = attribution.insertingRow(client, clock);
    if (inserted === undefined || inserted > this.row.seq || this.isUnseen(inserted)) return false;
    if (this.stated.has(client, clock) || this.row.deletedBefore?.has(client, clock)) return false;
    return attribution.goneSinceRow(client, clock) === inserted;
  }

  /** Whether the author saw nothing of a range after the change, because they, or somebody whom they had seen, deleted it. */
  hides(range: IdRange): boolean {
    return this.stated.covers(range) || (this.isGone(range) && this.goneMeanwhile(range).length === 0);
  }

  /** Whether all of a range was gone just before the row. */
  isGone(range: IdRange): boolean {
    const gone = this.document.attribution.goneSince(range).filter(({ seq }) => seq < this.row.seq);
    return gone.reduce((sum, { length }) => sum + length, 0) === range.length;
  }

  /** Whether the id stood for everybody who knew everything, just before the row. */
  stoodBefore({ client, clock }: Id): boolean {
    const { attribution } = this.document;
    const inserted = attribution.insertingRow(client, clock);
    const gone = attribution.goneSinceRow(client, clock);
    return inserted !== undefined && inserted < this.row.seq && (gone === undefined || gone >= this.row.seq);
  }
}
