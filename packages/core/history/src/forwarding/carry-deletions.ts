/** What one of two deleted at the moment at which the other re-created it. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import type { PlanParts } from "./plan-parts.ts";
import type { DraftUpdate } from "./draft-update.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { copiesOfGone } from "./resolve-doubles.ts";
import { Finder, itemAt } from "./whereabouts.ts";

/** [FW3] Deletes in the copy what was deleted in what it was copied from. */
export class DeletionCarrier {
  /** What is deleted, and the row whose deletion it is. */
  readonly deletedFor: { range: IdRange; seq: number }[] = [];
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly finder: Finder;
  /** Finds what is about to go, too. */
  private readonly whole: Finder;
  private readonly draft: DraftUpdate;
  /** Copies that go anyway. */
  private readonly dropped: IdSet;

  constructor({ document, view, finder, draft }: Omit<PlanParts, "copies">, dropped: IdSet) {
    this.document = document;
    this.view = view;
    this.finder = finder;
    this.whole = new Finder(document, new IdSet());
    this.draft = draft;
    this.dropped = dropped;
  }

  /** What the row deletes although it stands elsewhere by now. */
  carryDeletions(): void {
    const { row } = this.view;
    const moved = IdSet.of(row.copies.map(({ copy, source }) => ({ ...source, length: copy.length })));
    for (const range of row.stated) {
      for (const gone of this.view.goneMeanwhile(range)) {
        for (let { clock } = gone; clock < gone.clock + gone.length; clock++) {
          const id = { client: gone.client, clock };
          if (moved.has(id.client, id.clock)) continue;
          const copy = this.standingFor(id);
          if (copy && this.isCharacterOrAttribute(copy) && this.mayDelete(copy)) this.deleteFor(copy, row.seq);
        }
      }
    }
  }

  /** What others made of a character that is gone: its copy, or the other copy where it was taken away as a double. */
  private standingFor(id: Id): Id | null {
    const isOwn = (copy: Id): boolean => !this.view.isForeign(copy);
    const copy = this.finder.livingCopy(id, isOwn);
    if (copy) return copy;
    const gone = this.document.attribution.goneSinceRow(id.client, id.clock);
    const isDouble = gone !== undefined && (this.view.row.isForwarded(gone) || this.view.row.isOwn(gone));
    return isDouble ? this.finder.livingTwin(id, isOwn) : null;
  }

  private isCharacterOrAttribute(id: Id): boolean {
    const item = itemAt(this.document.ydoc, id);
    return item !== null && !(item.content instanceof Y.ContentType);
  }

  /** [FW6] */
  private mayDelete({ client, clock }: Id): boolean {
    const { row } = this.view;
    if (!row.proposes) return true;
    const seq = this.document.pending.get(client, clock);
    return seq !== undefined && (seq === row.seq || row.isOwn(seq));
  }

  private deleteFor({ client, clock }: Id, seq: number): void {
    const range = { client, clock, length: 1 };
    this.draft.delete(range);
    this.deletedFor.push({ range, seq });
  }

  /** What the row wrote again although somebody had deleted it. */
  carryOwnCopies(): void {
    for (const { from, to } of copiesOfGone(this.view)) {
      if (!this.isCharacterOrAttribute(to) || this.dropped.has(to.client, to.clock)) continue;
      // Of what stands twice one copy goes; that is no deletion.
      if (this.whole.livingCopy(from, (each) => this.view.isNew(each))) continue;
      const seq = this.deletedBy(from);
      if (seq !== null) this.deleteFor(to, seq);
    }
  }

  /** The row by which a character was deleted in the end; `null` when it was only moved, or taken away because it stood twice. */
  private deletedBy(from: Id): number | null {
    const { attribution, lineage } = this.document;
    const last = this.lastTrace(from);
    // What went with its paragraph because the row wrote it again elsewhere was deleted by nobody.
    if (attribution.goneSinceRow(last.client, last.clock) === this.view.row.seq) return null;
    const seq = attribution.deletingRow(last.client, last.clock) ?? null;
    if (seq === null || !this.view.row.isForwarded(seq)) return seq;
    // What became of the other copy counts.
    const source = lineage.sourceOf(last.client, last.clock);
    const twins = source ? lineage.copiesOf({ ...source, length: 1 }) : [];
    const twin = twins.findLast(({ copy }) => !isSameId(copy, last) && !this.view.isNew(copy))?.copy;
    if (!twin) return seq;
    const other = this.lastTrace(twin);
    const gone = attribution.goneSinceRow(other.client, other.clock);
    if (gone === undefined) return seq;
    return gone === this.view.row.seq ? null : (attribution.deletingRow(other.client, other.clock) ?? null);
  }

  /** A character itself, or its last copy by somebody else. */
  private lastTrace({ client, clock }: Id): Id {
    const copies = this.document.lineage.copiesOf({ client, clock, length: 1 });
    const next = copies.findLast(({ copy }) => !this.view.isNew(copy));
    return next ? this.lastTrace(next.copy) : { client, clock };
  }
}

const isSameId = (a: Id, b: Id): boolean => a.client === b.client && a.clock === b.clock;
