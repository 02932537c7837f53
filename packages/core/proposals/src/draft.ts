/**
 * The copy of a document on which a decision is carried out.
 *
 * Invariants:
 * - The document itself is not touched: what changes here comes back as one update.
 * - What is written again has lineage, so that whatever is proposed about the original is proposed about its copy.
 */
import { PROPOSALS_NAME, type RecordBlock, documentFragment } from "@parley/document";
import { type CopiedRange, type Id, type IdRange, IdSet, Lineage, applyExactly } from "@parley/history";
import * as Y from "yjs";
import type { NegotiatedDocument } from "./marked-document.ts";
import { withCopies } from "./records.ts";
import { deleteIds, elementAt, textsOf } from "./text-surgery.ts";

/** The update that says nothing: accepting words changes none. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);

export class Draft {
  readonly document: NegotiatedDocument;
  readonly ydoc: Y.Doc;
  /** What was copied here. */
  readonly copies: CopiedRange[] = [];
  readonly lineage = new Lineage();

  constructor(document: NegotiatedDocument, clientId: number) {
    this.document = document;
    this.ydoc = new Y.Doc({ gc: false });
    this.ydoc.clientID = clientId;
    applyExactly(this.ydoc, [Y.encodeStateAsUpdate(document.ydoc)]);
    // A root is what it is asked for as; before, it is nothing in particular.
    documentFragment(this.ydoc);
    this.ydoc.getMap(PROPOSALS_NAME);
  }

  /** Does a task and returns what it changed. The draft is of no use afterwards. */
  change(task: () => void): Uint8Array {
    const updates: Uint8Array[] = [];
    this.ydoc.on("update", (update: Uint8Array) => updates.push(update));
    this.ydoc.transact(task);
    this.ydoc.destroy();
    return updates.length > 0 ? Y.mergeUpdates(updates) : EMPTY_UPDATE;
  }

  get fragment(): Y.XmlFragment {
    return documentFragment(this.ydoc);
  }

  get records(): Y.Map<unknown> {
    return this.ydoc.getMap(PROPOSALS_NAME);
  }

  noteCopies(copies: readonly CopiedRange[]): void {
    this.copies.push(...copies);
    for (const { copy, source } of copies) this.lineage.record(copy, source);
  }

  /** Ranges with everything that was ever copied from them, here or before. */
  withCopies(ranges: readonly IdRange[]): IdRange[] {
    return withCopies(ranges, this.document.lineage, this.lineage);
  }

  /** Living elements that a record names, or copies of them. */
  elements([client, clock]: RecordBlock): Y.XmlElement[] {
    return this.withCopies([{ client, clock, length: 1 }]).flatMap((range) => {
      const element = elementAt(this.ydoc, range);
      return element && element._item?.deleted === false ? [element] : [];
    });
  }

  /** Texts that hold characters of these ids or copies of them, with those ids; texts in the order of the document. */
  textsWith(ranges: readonly IdRange[]): { text: Y.XmlText; ids: IdSet }[] {
    const ids = IdSet.of(this.withCopies(ranges));
    const found = new Set<Y.XmlText>();
    for (const range of ids.ranges()) {
      const end = Math.min(range.clock + range.length, Y.getState(this.ydoc.store, range.client));
      for (let { clock } = range; clock < end;) {
        const item = Y.getItem(this.ydoc.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
        if (item instanceof Y.Item && !item.deleted && item.parent instanceof Y.XmlText) found.add(item.parent);
        clock = item.id.clock + item.length;
      }
    }
    if (found.size < 2) return [...found].map((text) => ({ text, ids }));
    return textsOf(this.fragment)
      .filter((text) => found.has(text))
      .map((text) => ({ text, ids }));
  }

  itemAt({ client, clock }: Id): Y.Item | null {
    if (clock >= Y.getState(this.ydoc.store, client)) return null;
    const item = Y.getItem(this.ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return item instanceof Y.Item ? item : null;
  }

  /** Deletes characters and their copies; returns what was there to be deleted. */
  deleteText(ranges: readonly IdRange[]): IdRange[] {
    return this.textsWith(ranges).flatMap(({ text, ids }) => deleteIds(text, ids));
  }

  /** Deletes a living block; returns whether there was one. */
  deleteBlock(id: Id): boolean {
    const item = this.itemAt(id);
    if (!item || item.deleted) return false;
    const container = item.parent;
    if (!(container instanceof Y.XmlFragment) || !(item.content instanceof Y.ContentType)) return false;
    const index = container.toArray().indexOf(item.content.type as Y.XmlElement);
    if (index < 0) return false;
    container.delete(index, 1);
    return true;
  }
}

/** The id of an element that is part of a document. */
export function idOf(element: Y.XmlElement): Id {
  const { id } = element._item as Y.Item;
  return { client: id.client, clock: id.clock };
}
