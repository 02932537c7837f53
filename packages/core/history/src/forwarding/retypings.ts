/**
 * [FW3] Words that somebody wrote anew in the place of those that they deleted with the same row.
 *
 * Such words are copies where they say the same (LI3), but nobody took the old ones elsewhere: what stands is a sentence of its own. A
 * deletion of the old ones that was made at the same moment would leave of it what happens to be said for the first time, and what was
 * typed beside them does not belong in its middle. So what was written anew counts as typed for all that is carried.
 */
import type * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import type { CopiedRange } from "../lineage/copied-range.ts";
import { type ArrivedRow, type ForwardingDocument, RowView } from "./row-view.ts";
import { WrittenPlaces } from "./written-places.ts";

/** A document and a row to whom what was written anew, unseen by the row's author or by the row itself, is no copy of anything. */
export function withoutRetypings(
  document: ForwardingDocument,
  row: ArrivedRow,
): { readonly document: ForwardingDocument; readonly row: ArrivedRow } {
  const view = new RowView(document, row);
  if (!view.hasUnseen) return { document, row };
  const retypings = new Retypings(document, view);
  const moved = (entry: CopiedRange): readonly CopiedRange[] => (retypings.has(entry) ? [] : [entry]);
  const copies = row.copies.flatMap(moved);
  return {
    document: {
      ydoc: document.ydoc,
      attribution: document.attribution,
      lineage: document.lineage.shownBy(moved),
      get pending() {
        return document.pending;
      },
      proposalAt: (id, seq) => document.proposalAt(id, seq),
    },
    // What few rows need stays unasked for until then.
    row: copies.length === row.copies.length ? row : (Object.create(row, { copies: { value: copies } }) as ArrivedRow),
  };
}

class Retypings {
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly places: WrittenPlaces;

  constructor(document: ForwardingDocument, view: RowView) {
    this.document = document;
    this.view = view;
    this.places = new WrittenPlaces({
      ydoc: document.ydoc,
      isPart: (id, seq) => this.isPart(id, seq),
      isAnew: (id, item, seq) => this.isAnew(id, item, seq),
    });
  }

  /** Whether copies were written in the place of their sources, in words that are not all the same. */
  has(entry: CopiedRange): boolean {
    const { row } = this.view;
    const seq = this.document.attribution.insertingRow(entry.copy.client, entry.copy.clock);
    if (seq === undefined || seq <= row.baseSeq || row.isForwarded(seq)) return false;
    return this.places.has(entry, seq);
  }

  /** Whether the author of a row wrote a character with it, or did not see it standing afterwards. */
  private isPart(id: Id, seq: number): boolean {
    const { attribution } = this.document;
    const { row } = this.view;
    const inserted = attribution.insertingRow(id.client, id.clock) ?? 0;
    if (inserted === seq) return true;
    if (seq === row.seq) return !this.view.after(id);
    if (inserted > seq || (inserted > row.baseSeq && row.isOwn(inserted))) return true;
    const gone = attribution.goneSinceRow(id.client, id.clock);
    return gone !== undefined && gone <= seq;
  }

  /** Whether a row said something for the first time that did not go again by itself, but for what its text went with. */
  private isAnew(id: Id, item: Y.Item, seq: number): boolean {
    if (item.deleted && (item.parent as Y.XmlText)._item?.deleted !== true) return false;
    return this.document.attribution.insertingRow(id.client, id.clock) === seq && this.view.isRecent(id);
  }
}
