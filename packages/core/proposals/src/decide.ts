/**
 * Carrying out a decision: the change of the document, and what the row states about it.
 *
 * Invariants:
 * - [DE1] accepting keeps the ids of what was proposed, so its author stays its author; only a break and a join re-create text,
 *   with lineage.
 * - [DE2] what is decided is exactly what the decision names; everything else reads as before in every view.
 * - The document itself is not touched: the change is made on a copy and comes back as an update.
 */
import { type AttributeValue, PROPOSALS_NAME, type RecordBlock, documentFragment, isProposalRecord } from "@parley/document";
import { type CopiedRange, type Id, IdSet, type IdRange, Lineage, type RowStatement, applyExactly, joinRanges } from "@parley/history";
import * as Y from "yjs";
import type { Proposal } from "./list-proposals.ts";
import type { NegotiatedDocument } from "./marked-document.ts";
import { type PlacedRecord, readRecords, withCopies } from "./records.ts";
import {
  deleteIds,
  elementAt,
  formatIds,
  livingLength,
  livingRanges,
  moveTail,
  paragraphsOf,
  textAt,
  textsOf,
} from "./text-surgery.ts";
import { PARAGRAPH_BREAK } from "./views.ts";

export type Verdict = "accept" | "reject" | "withdraw";

/** The update that says nothing: accepting words changes none. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);

/** A decision carried out: what to take into the log as one row. */
export interface CarriedOut {
  readonly update: Uint8Array;
  readonly statement: RowStatement;
}

/** Makes the change that a decision about some proposals asks for, written under a Yjs client id of the server's. */
export function carryOut(
  document: NegotiatedDocument,
  proposals: readonly Proposal[],
  verdict: Verdict,
  options: { readonly clientId: number; readonly facts: string },
): CarriedOut {
  const scratch = new Y.Doc({ gc: false });
  scratch.clientID = options.clientId;
  applyExactly(scratch, [Y.encodeStateAsUpdate(document.ydoc)]);
  // A root is what it is asked for as; before, it is nothing in particular.
  documentFragment(scratch);
  scratch.getMap(PROPOSALS_NAME);
  const work = new Decision(document, scratch);
  const updates: Uint8Array[] = [];
  scratch.on("update", (update: Uint8Array) => updates.push(update));
  scratch.transact(() => {
    if (verdict === "accept") work.accept(proposals);
    else work.reject(proposals);
    work.forgetVoid();
  });
  const update = updates.length > 0 ? Y.mergeUpdates(updates) : EMPTY_UPDATE;
  scratch.destroy();
  return { update, statement: work.statement(options.facts) };
}

class Decision {
  private readonly document: NegotiatedDocument;
  private readonly scratch: Y.Doc;
  private readonly agreed: IdRange[] = [];
  private readonly copies: CopiedRange[] = [];
  /** What this decision has copied. */
  private readonly lineage = new Lineage();
  private readonly deletedFor: { range: IdRange; seq: number }[] = [];
  private readonly reopened: { range: IdRange; seq: number }[] = [];
  private readonly chosen = new Set<string>();
  /** The paragraphs that breaks have made of one, itself first. */
  private readonly partsOf = new Map<Y.XmlElement, Y.XmlElement[]>();
  /** The paragraph that another was joined to. */
  private readonly joinedTo = new Map<string, Y.XmlElement>();

  constructor(document: NegotiatedDocument, scratch: Y.Doc) {
    this.document = document;
    this.scratch = scratch;
  }

  statement(facts: string): RowStatement {
    // What is agreed on and moved by the same decision is agreed where it stands now.
    const agreed = joinRanges(withCopies(this.agreed, this.lineage));
    return { copies: this.copies, agreed, deletedFor: this.deletedFor, reopened: this.reopened, decision: facts };
  }

  accept(proposals: readonly Proposal[]): void {
    for (const { records } of proposals) for (const { key } of records) this.chosen.add(key);
    // Oldest first, as every view takes them.
    const records = readRecords(this.document).filter((record) => this.chosen.has(record.key));
    for (const proposal of proposals) this.agreeOn(proposal);
    for (const placed of records) this.applySettings(placed);
    for (const placed of records) this.applyDeletion(placed);
    // From the end of the document on, so that what a break moves has been broken already.
    const breaks = proposals.flatMap((proposal) => this.breaksIn(proposal));
    for (const range of this.inDocumentOrder(breaks).reverse()) this.breakParagraph(range);
    for (const placed of records) if (placed.record.do === "remove") this.remove(placed);
    const joins = records.flatMap(({ record }) => (record.do === "join" ? [record] : []));
    for (const paragraph of paragraphsOf(documentFragment(this.scratch)))
      for (const { block, to } of joins) if (this.elements(block).includes(paragraph)) this.join(paragraph, block, to);
    this.forget(records);
  }

  reject(proposals: readonly Proposal[]): void {
    for (const { inserted, blocks, records } of proposals) {
      this.deleteText(inserted);
      for (const block of blocks) this.deleteElement(block);
      this.forget(records);
    }
  }

  /** What a proposal inserts waits no more; a block with everything in it. */
  private agreeOn({ inserted, blocks }: Proposal): void {
    for (const range of inserted) {
      this.agreed.push(range);
      const holder = this.itemAt(range)?.parent;
      if (holder instanceof Y.XmlText && holder._item) this.agreed.push(one(holder._item));
    }
    for (const id of blocks) {
      const item = this.itemAt(id);
      if (item) this.agreeOnSubtree(item);
    }
  }

  private agreeOnSubtree(item: Y.Item): void {
    this.agreed.push({ client: item.id.client, clock: item.id.clock, length: item.length });
    if (!(item.content instanceof Y.ContentType)) return;
    const { type } = item.content;
    for (let child = type._start; child !== null; child = child.right) if (!child.deleted) this.agreeOnSubtree(child);
    for (const attribute of type._map.values()) if (!attribute.deleted) this.agreed.push(one(attribute));
  }

  private applySettings({ record }: PlacedRecord): void {
    if (record.do === "format") {
      for (const { text, ids } of this.textsWith(record.ids.map(asRange)))
        formatIds(text, ids, { [record.mark]: record.value });
    } else if (record.do === "set") {
      for (const element of this.elements(record.block)) {
        // The typings know only strings; the shared type stores any JSON value.
        const stored = element as unknown as Y.XmlElement<Record<string, AttributeValue>>;
        if (record.value === null) stored.removeAttribute(record.name);
        else stored.setAttribute(record.name, record.value);
      }
    }
  }

  private applyDeletion({ record, seq }: PlacedRecord): void {
    if (record.do !== "delete" && record.do !== "remove") return;
    for (const range of this.deleteText(record.ids.map(asRange)))
      if (seq !== null) this.deletedFor.push({ range, seq });
  }

  /** Deletes characters and their copies; returns what was there to be deleted. */
  private deleteText(ranges: readonly IdRange[]): IdRange[] {
    return this.textsWith(ranges).flatMap(({ text, ids }) => deleteIds(text, ids));
  }

  private breaksIn({ inserted, blocks }: Proposal): IdRange[] {
    const breaks: IdRange[] = [];
    const within = blocks.flatMap((id) => textsOf(elementAt(this.scratch, id) ?? new Y.XmlElement()));
    const waiting = within.flatMap((text) => livingRanges(text, null).flatMap(({ range }) => this.document.pending.slice(range)));
    for (const { text, ids } of this.textsWith([...inserted, ...waiting])) {
      for (const { range, text: characters } of livingRanges(text, ids)) {
        for (let at = characters.indexOf(PARAGRAPH_BREAK); at >= 0; at = characters.indexOf(PARAGRAPH_BREAK, at + 1))
          breaks.push({ client: range.client, clock: range.clock + at, length: 1 });
      }
    }
    return breaks;
  }

  private inDocumentOrder(breaks: readonly IdRange[]): IdRange[] {
    const wanted = IdSet.of(breaks);
    const ordered: IdRange[] = [];
    for (const { text } of this.textsWith(breaks))
      for (const { range } of livingRanges(text, wanted)) ordered.push(...eachUnit(range));
    return ordered;
  }

  private breakParagraph(at: IdRange): void {
    const item = this.itemAt(at);
    const text = item?.parent;
    if (!(text instanceof Y.XmlText) || !item || item.deleted) return;
    const paragraph = text.parent;
    if (!(paragraph instanceof Y.XmlElement) || !(paragraph.parent instanceof Y.XmlFragment)) return;
    const next = new Y.XmlElement("paragraph");
    const container: Y.XmlFragment = paragraph.parent;
    container.insert(container.toArray().indexOf(paragraph) + 1, [next]);
    for (const [name, value] of Object.entries(paragraph.getAttributes())) next.setAttribute(name, value as string);
    this.noteCopies(moveTail(paragraph, text, at, next));
    deleteIds(text, IdSet.of([at]));
    // Breaks are made from the end on, so the newest part stands right behind the first.
    const [, ...later] = this.partsOf.get(paragraph) ?? [];
    this.partsOf.set(paragraph, [paragraph, next, ...later]);
    // What is proposed about the paragraph is proposed about its parts.
    this.noteCopies([{ copy: one(next._item as Y.Item), source: (paragraph._item as Y.Item).id }]);
    this.redirectJoins(paragraph, next);
    this.redirectDeletions(at, paragraph, next);
  }

  private noteCopies(copies: readonly CopiedRange[]): void {
    this.copies.push(...copies);
    for (const { copy, source } of copies) this.lineage.record(copy, source);
  }

  private join(paragraph: Y.XmlElement, block: RecordBlock, to: RecordBlock): void {
    const container = paragraph.parent;
    const target = this.joinedTo.get(to.join(" ")) ?? this.elements(to).map((each) => this.partsOf.get(each)?.at(-1) ?? each)[0];
    if (!(container instanceof Y.XmlFragment) || target?.parent !== container || target.nodeName !== "paragraph") return;
    // What is agreed is never put into what is not.
    if (this.waits(target) || this.waits(paragraph)) return;
    const siblings = container.toArray();
    if (siblings.indexOf(target) >= siblings.indexOf(paragraph) || this.joinedTo.has(block.join(" "))) return;
    this.noteCopies(moveTail(paragraph, null, null, target));
    container.delete(siblings.indexOf(paragraph), 1);
    const end = this.partsOf.get(paragraph)?.slice(1).at(-1) ?? target;
    this.joinedTo.set(block.join(" "), end);
    this.redirectJoins(paragraph, end);
  }

  /** Somebody's proposal to delete a break that has been made now is one to join what it parted. */
  private redirectDeletions(at: IdRange, before: Y.XmlElement, after: Y.XmlElement): void {
    const map = this.scratch.getMap(PROPOSALS_NAME);
    const idOf = (element: Y.XmlElement): RecordBlock => {
      const { id } = element._item as Y.Item;
      return [id.client, id.clock];
    };
    for (const { key, record } of readRecords(this.document)) {
      if (record.do !== "delete" || this.chosen.has(key) || !map.has(key)) continue;
      if (!IdSet.of(withCopies(record.ids.map(asRange), this.document.lineage, this.lineage)).covers(at)) continue;
      const group = record.group ?? key.slice(-64);
      map.set(key, { ...record, group });
      map.set(joinKey(key, idOf(after)), { do: "join", block: idOf(after), to: idOf(before), group });
    }
  }

  private waits(element: Y.XmlElement): boolean {
    const { id } = element._item as Y.Item;
    const isAgreed = IdSet.of(withCopies(this.agreed, this.lineage)).has(id.client, id.clock);
    const origin = this.lineage.originOf(id);
    return !isAgreed && this.document.pending.get(origin.client, origin.clock) !== undefined;
  }

  /** Others' proposals to join something to a paragraph follow its end. */
  private redirectJoins(from: Y.XmlElement, to: Y.XmlElement): void {
    const [{ id: old }, { id: now }] = [from._item as Y.Item, to._item as Y.Item];
    const map = this.scratch.getMap(PROPOSALS_NAME);
    for (const [key, record] of map) {
      if (!isProposalRecord(record) || record.do !== "join") continue;
      if (record.to[0] === old.client && record.to[1] === old.clock)
        map.set(key, { ...record, to: [now.client, now.clock] });
    }
  }

  /** Removes a block whose words, as far as its remover had seen them, are deleted already. What others proposed in it becomes a block of theirs. */
  private remove({ record, seq }: PlacedRecord): void {
    if (record.do !== "remove") return;
    for (const whole of this.elements(record.block)) {
      for (const element of this.partsOf.get(whole) ?? [whole]) {
        const item = element._item as Y.Item;
        const left = textsOf(element).flatMap((text) => livingRanges(text, null));
        const waiting = left.flatMap(({ range }) => this.pendingParts(range));
        const length = livingLength(element);
        // A break alone parts nothing.
        const breaks = waiting.filter(({ text }) => text.replaceAll(PARAGRAPH_BREAK, "") === "");
        if (sumLengths(breaks) === length) this.deleteElement(item, seq);
        else if (waiting[0] && sumLengths(waiting) === length)
          this.reopened.push({ range: one(item), seq: waiting[0].seq });
      }
    }
  }

  /** Characters of a range that wait also after this decision, with the row that proposed them; copies of it included. */
  private pendingParts(range: IdRange): { length: number; text: string; seq: number }[] {
    const agreed = IdSet.of(this.agreed);
    return this.lineage
      .origins(range)
      .flatMap(({ copy, source }) => this.document.pending.slice({ ...source, length: copy.length }))
      .flatMap(({ value: seq, ...part }) =>
        agreed.missing(part).map((rest) => ({ length: rest.length, text: textAt(this.scratch, rest), seq })),
      );
  }

  private deleteElement(at: Id | Y.Item, seq: number | null = null): void {
    const item = at instanceof Y.Item ? at : this.itemAt(at);
    if (!item || item.deleted) return;
    if (seq !== null) this.deletedFor.push({ range: one(item), seq });
    const container = item.parent;
    if (container instanceof Y.XmlFragment && item.content instanceof Y.ContentType) {
      const index = container.toArray().indexOf(item.content.type as Y.XmlElement);
      if (index >= 0) container.delete(index, 1);
    }
  }

  /** What was proposed about something that is gone now has nothing left to be decided. */
  forgetVoid(): void {
    const map = this.scratch.getMap(PROPOSALS_NAME);
    for (const { key, record } of readRecords(this.document)) {
      const hasText =
        "ids" in record &&
        this.textsWith(record.ids.map(asRange)).some(({ text, ids }) => livingRanges(text, ids).length > 0);
      const hasBlock = "block" in record && this.elements(record.block).length > 0;
      if (!hasText && !hasBlock && map.has(key)) map.delete(key);
    }
  }

  private forget(records: readonly PlacedRecord[]): void {
    const map = this.scratch.getMap(PROPOSALS_NAME);
    for (const { key } of records) if (map.has(key)) map.delete(key);
  }

  /** Living elements that a record names, or copies of them. */
  private elements([client, clock]: readonly [number, number]): Y.XmlElement[] {
    return withCopies([{ client, clock, length: 1 }], this.document.lineage, this.lineage).flatMap((range) => {
      const element = elementAt(this.scratch, range);
      return element && element._item?.deleted === false ? [element] : [];
    });
  }

  /** Texts that hold characters of these ids or copies of them, with those ids; texts in the order of the document. */
  private textsWith(ranges: readonly IdRange[]): { text: Y.XmlText; ids: IdSet }[] {
    const ids = IdSet.of(withCopies(ranges, this.document.lineage, this.lineage));
    const found = new Set<Y.XmlText>();
    for (const range of ids.ranges()) {
      const end = Math.min(range.clock + range.length, Y.getState(this.scratch.store, range.client));
      for (let { clock } = range; clock < end;) {
        const item = Y.getItem(this.scratch.store, Y.createID(range.client, clock)) as Y.Item | Y.GC;
        if (item instanceof Y.Item && !item.deleted && item.parent instanceof Y.XmlText) found.add(item.parent);
        clock = item.id.clock + item.length;
      }
    }
    if (found.size < 2) return [...found].map((text) => ({ text, ids }));
    return textsOf(documentFragment(this.scratch))
      .filter((text) => found.has(text))
      .map((text) => ({ text, ids }));
  }

  private itemAt({ client, clock }: Id): Y.Item | null {
    if (clock >= Y.getState(this.scratch.store, client)) return null;
    const item = Y.getItem(this.scratch.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    return item instanceof Y.Item ? item : null;
  }
}

const sumLengths = (parts: readonly { readonly length: number }[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

/** A key of the same person's for what became of a part of a record. */
function joinKey(key: string, [client, clock]: RecordBlock): string {
  return `${key.slice(0, key.indexOf(":") + 1)}${client.toString(36)}-${clock.toString(36)}-join`;
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
const one = (item: Y.Item): IdRange => ({ client: item.id.client, clock: item.id.clock, length: 1 });

function eachUnit({ client, clock, length }: IdRange): IdRange[] {
  return Array.from({ length }, (_, i) => ({ client, clock: clock + i, length: 1 }));
}
