/**
 * The copy of a document on which a decision is carried out.
 *
 * Invariants:
 * - The document itself is not touched: what changes here comes back as one update.
 * - What is written again has lineage, so that whatever is proposed about the original is proposed about its copy.
 */
import { assert } from "@parley/base";
import { PROPOSALS_NAME, type ProposalRecord, type RecordBlock, documentFragment } from "@parley/document";
import { type CopiedRange, type Id, type IdRange, IdSet, Lineage, applyExactly } from "@parley/history";
import * as Y from "yjs";
import type { NegotiatedDocument } from "./marked-document.ts";
import { withCopies } from "./with-copies.ts";
import { withoutRetyped } from "./retyped-words.ts";
import { deleteIds, elementAt, nextClock } from "./text-surgery.ts";

/** The update that says nothing: accepting words changes none. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);

export class Draft {
  readonly document: NegotiatedDocument;
  readonly ydoc: Y.Doc;
  /** What was copied here. */
  readonly copies: CopiedRange[] = [];
  readonly lineage = new Lineage();
  #unretyped: Lineage | null = null;

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
    for (const each of copies) {
      this.copies.push(each);
      this.lineage.record(each.copy, each.source);
    }
  }

  /**
   * Writes somebody's record again, or what becomes of a part of it under a key of its own. Whoever had proposed it still does, since the
   * row in which they did.
   */
  rewriteRecord(key: string, record: ProposalRecord, of = key): void {
    const { ydoc, records, lineage, document } = this;
    const copy = { client: ydoc.clientID, clock: nextClock(ydoc), length: 1 };
    const written = records._map.get(of)?.lastId;
    assert(written, `there is no record ${of}`);
    records.set(key, record);
    this.noteCopies([{ copy, source: document.lineage.originOf(lineage.originOf(written)) }]);
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

  /** Texts that hold living characters or formatting of these ids or copies of them, in no order, with those ids. */
  textsWith(ranges: readonly IdRange[]): { text: Y.XmlText; ids: IdSet }[] {
    return this.textsOf(IdSet.of(this.withCopies(ranges)));
  }

  private textsOf(ids: IdSet): { text: Y.XmlText; ids: IdSet }[] {
    const found = new Set<Y.XmlText>();
    for (const { item } of this.living(ids.ranges())) if (item.parent instanceof Y.XmlText) found.add(item.parent);
    return [...found].map((text) => ({ text, ids }));
  }

  /** The living characters of these ids and of copies of them, in no order. Costs nothing for those that nobody asks for. */
  *livingCharacters(ranges: readonly IdRange[]): Generator<{ item: Y.Item; range: IdRange }> {
    for (const found of this.living(this.withCopies(ranges)))
      if (found.item.content instanceof Y.ContentString && found.item.parent instanceof Y.XmlText) yield found;
  }

  /** Whether any of these characters, or of copies of them, is there. */
  hasCharacters(ranges: readonly IdRange[]): boolean {
    return this.livingCharacters(ranges).next().done !== true;
  }

  /** The same, but for what somebody typed over them [PR9]. */
  hasSameCharacters(ranges: readonly IdRange[]): boolean {
    if (!this.hasCharacters(ranges)) return false;
    this.#unretyped ??= withoutRetyped(this.document);
    for (const { item } of this.living(withCopies(ranges, this.#unretyped, this.lineage)))
      if (item.content instanceof Y.ContentString && item.parent instanceof Y.XmlText) return true;
    return false;
  }

  /** What is there under some ids. */
  private *living(ranges: Iterable<IdRange>): Generator<{ item: Y.Item; range: IdRange }> {
    const { store } = this.ydoc;
    for (const { client, clock: start, length } of ranges) {
      const end = Math.min(start + length, Y.getState(store, client));
      for (let clock = start; clock < end;) {
        const item = Y.getItem(store, Y.createID(client, clock)) as Y.Item | Y.GC;
        const until = Math.min(end, item.id.clock + item.length);
        if (item instanceof Y.Item && !item.deleted) yield { item, range: { client, clock, length: until - clock } };
        clock = until;
      }
    }
  }

  itemAt({ client, clock }: Id): Y.Item | null {
    if (clock >= Y.getState(this.ydoc.store, client)) return null;
    const item = Y.getItem(this.ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return item instanceof Y.Item ? item : null;
  }

  /** Deletes characters that wait and their copies, but for copies that were agreed on, as by restoring a version; returns what was there to be deleted. */
  deleteText(ranges: readonly IdRange[]): IdRange[] {
    const { lineage, pending } = this.document;
    const named = IdSet.of(ranges);
    const waiting = withCopies(ranges, lineage).flatMap((range) =>
      named.covers(range) ? [range] : pending.slice(range),
    );
    return this.textsOf(IdSet.of(withCopies(waiting, this.lineage))).flatMap(({ text, ids }) => deleteIds(text, ids));
  }

  /** Deletes a living block; returns whether there was one. */
  deleteBlock(id: Id): boolean {
    const item = this.itemAt(id);
    if (!item || item.deleted) return false;
    if (!(item.parent instanceof Y.XmlFragment) || !(item.content instanceof Y.ContentType)) return false;
    // By its place among its neighbours Yjs would look for it from the first of them on.
    this.ydoc.transact((transaction) => item.delete(transaction));
    return true;
  }
}

/** The id of an element that is part of a document. */
export function idOf(element: Y.XmlElement): Id {
  const { id } = element._item as Y.Item;
  return { client: id.client, clock: id.clock };
}
