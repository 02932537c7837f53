/** Which rows made what a proposal brings look as it does: its parts say which rows brought them, and not how they look. */
import { FormatAuthors, type IdRange } from "@parley/history";
import * as Y from "yjs";
import type { Proposal } from "./proposal.ts";
import { type NegotiatedDocument, type Proposer, isPartOf, proposerOf, proposersApart } from "./marked-document.ts";
import { elementAt } from "./text-surgery.ts";

/** The rows after one that changed how a proposal's blocks and words look, others' proposals in its blocks left out. */
export type RowsOfLook = (proposal: Pick<Proposal, "blocks" | "inserted">, after: number) => number[];

/**
 * For one state of a document; a look that a block or a word came with has no row. A call costs time in proportion to the proposal and
 * the texts that it stands in.
 */
export function createLookRows(document: NegotiatedDocument): RowsOfLook {
  const authors = new FormatAuthors(document);
  return ({ blocks, inserted }, after) => {
    const reader = new LookReader(document, authors);
    for (const id of blocks) {
      const element = elementAt(document.ydoc, id);
      if (element) reader.addBlock(element, reader.proposerOf(element));
    }
    for (const range of inserted) reader.addWords(range);
    return [...reader.rows].filter((row) => row > after);
  };
}

class LookReader {
  readonly rows = new Set<number>();
  private readonly document: NegotiatedDocument;
  private readonly authors: FormatAuthors;

  constructor(document: NegotiatedDocument, authors: FormatAuthors) {
    this.document = document;
    this.authors = authors;
  }

  proposerOf(element: Y.XmlElement): Proposer | null {
    const { id } = element._item as Y.Item;
    const seq = this.document.pending.get(id.client, id.clock);
    return seq === undefined ? null : proposerOf(this.document, id, seq);
  }

  addBlock(element: Y.XmlElement, proposer: Proposer | null): void {
    for (const { seq } of this.authors.ofBlock(element)) this.rows.add(seq);
    const elements: Y.XmlElement[] = [];
    for (const child of element.toArray()) {
      if (child instanceof Y.XmlElement) elements.push(child);
      else if (child instanceof Y.XmlText) this.addText(child, proposer);
    }
    const apart = proposersApart(
      elements.map((each) => [each.nodeName, this.proposerOf(each)]),
      proposer,
    );
    elements.forEach((each, index) => {
      if (apart[index] === null) this.addBlock(each, proposer);
    });
  }

  private addText(text: Y.XmlText, within: Proposer | null): void {
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      let { clock } = item.id;
      const { client } = item.id;
      const end = clock + item.length;
      const addUntil = (until: number): void => {
        if (until > clock) this.addWords({ client, clock, length: until - clock });
        clock = until;
      };
      for (const part of this.document.pending.slice({ client, clock, length: item.length })) {
        addUntil(part.clock);
        if (isPartOf(proposerOf(this.document, part, part.value), within)) addUntil(part.clock + part.length);
        else clock = part.clock + part.length;
      }
      addUntil(end);
    }
  }

  addWords(range: IdRange): void {
    for (const part of this.authors.alike(range))
      for (const { seq } of this.authors.ofCharacter(part)) this.rows.add(seq);
  }
}
