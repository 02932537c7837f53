/** Making a block anew that stood in a version, as a copy of it. */
import type { AttributeValue } from "@parley/document";
import type { Id, IdRange, VersionBlock } from "@parley/history";
import * as Y from "yjs";
import { type Draft, idOf } from "./draft.ts";
import type { PastDocument } from "./past-proposals.ts";
import { waitingIn } from "./past-ranges.ts";
import { appendWords } from "./text-surgery.ts";

/** The elements of a container, gone ones included, each with the last thing before it that stands. */
export function tombstoneIndex(container: Y.XmlFragment): { id: Id; after: Y.Item | null }[] {
  const found: { id: Id; after: Y.Item | null }[] = [];
  let after: Y.Item | null = null;
  for (let item = container._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement)
      found.push({ id: { client: item.id.client, clock: item.id.clock }, after });
    if (!item.deleted && item.countable) after = item;
  }
  return found;
}

export function setAttribute(element: Y.XmlElement, name: string, value: AttributeValue): void {
  // The typings know only strings; the shared type stores any JSON value.
  const stored = element as unknown as Y.XmlElement<Record<string, AttributeValue>>;
  if (value === null) stored.removeAttribute(name);
  else stored.setAttribute(name, value);
}

export class BlockReviver {
  private readonly document: PastDocument;
  private readonly draft: Draft;
  private readonly seq: number;
  private readonly reopened: { range: IdRange; seq: number }[];

  /** `seq` is the row of the version; what waited in it, and comes back, is added to `reopened`. */
  constructor(document: PastDocument, draft: Draft, seq: number, reopened: { range: IdRange; seq: number }[]) {
    this.document = document;
    this.draft = draft;
    this.seq = seq;
    this.reopened = reopened;
  }

  /**
   * Puts copies of blocks of the version into a container of the draft, side by side behind something that stands there, or first. All at
   * once: Yjs finds the place of what it is given together once, and otherwise of each by passing all the others.
   */
  create(container: Y.XmlFragment, after: Y.Item | null, blocks: readonly VersionBlock[]): void {
    const elements = blocks.map((block) => new Y.XmlElement(block.name));
    container.insertAfter(after, elements);
    blocks.forEach((block, at) => this.fill(elements[at] as Y.XmlElement, block));
  }

  private fill(element: Y.XmlElement, block: VersionBlock): void {
    for (const [name, value] of Object.entries(block.attributes)) setAttribute(element, name, value);
    this.draft.noteCopies([{ copy: { ...idOf(element), length: 1 }, source: block.id }]);
    this.waitAgain({ ...idOf(element), length: 1 }, block.id);
    if (block.name === "paragraph") this.write(element, block);
    else this.create(element, null, block.children);
    const bySeq = this.document.proposalAt(block.id, this.seq);
    if (bySeq === null) return;
    // What a block consists of besides its words waits with it.
    for (const range of partsOf(element)) this.reopened.push({ range, seq: bySeq });
  }

  /** Puts an empty cell into a row that was not there in the version. It waits where the cell does to which it is like. */
  fillColumn(row: Y.XmlElement, { index, name, like }: { index: number; name: string; like: VersionBlock }): Id {
    const cell = new Y.XmlElement(name);
    row.insert(index, [cell]);
    const paragraph = new Y.XmlElement("paragraph");
    cell.insert(0, [paragraph]);
    const bySeq = this.document.proposalAt(like.id, this.seq);
    if (bySeq === null) return idOf(cell);
    // Whoever proposed the column proposes this cell of it.
    for (const element of [cell, paragraph]) {
      const copy = { ...idOf(element), length: 1 };
      this.draft.noteCopies([{ copy, source: like.id }]);
      this.reopened.push({ range: copy, seq: bySeq });
    }
    return idOf(cell);
  }

  private write(paragraph: Y.XmlElement, { pieces }: VersionBlock): void {
    paragraph.insert(0, [new Y.XmlText()]);
    const words = pieces.map(({ text, marks }) => ({ insert: text, attributes: { ...marks } }));
    const copies = appendWords(paragraph, { words, sources: pieces.map(({ range }) => range) });
    this.draft.noteCopies(copies);
    for (const { copy, source } of copies) this.waitAgain(copy, source);
  }

  /** A copy waits where its source did, as a proposal of the same row. */
  waitAgain(copy: IdRange, source: Id): void {
    for (const { range, seq } of this.proposalsIn({ ...source, length: copy.length })) {
      const clock = copy.clock + range.clock - source.clock;
      this.reopened.push({ range: { client: copy.client, clock, length: range.length }, seq });
    }
  }

  /** The parts of a range that waited in the version, each with the row that proposed it. */
  proposalsIn(range: IdRange): { range: IdRange; seq: number }[] {
    return waitingIn(this.document, range, this.seq);
  }
}

/** The ids of a block's attributes, texts and formatting, without its words and the blocks in it. */
function partsOf(element: Y.XmlElement): IdRange[] {
  const parts: Y.Item[] = [...element._map.values()];
  for (let child = element._start; child !== null; child = child.right) {
    if (!(child.content instanceof Y.ContentType) || !(child.content.type instanceof Y.XmlText)) continue;
    parts.push(child);
    for (let item = child.content.type._start; item !== null; item = item.right)
      if (item.content instanceof Y.ContentFormat) parts.push(item);
  }
  return parts.map(({ id, length }) => ({ client: id.client, clock: id.clock, length }));
}
