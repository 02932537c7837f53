/** A paragraph's shared text by the ids of its characters. */
import type { IdRange } from "@parley/history";
import * as Y from "yjs";
import { textPieces } from "../binding/read-content.ts";

/** Characters with consecutive ids, and where they stand in the paragraph. */
export interface IdentifiedRun {
  readonly from: number;
  readonly range: IdRange;
}

/** The characters in `[from, to)` of a paragraph, in reading order. Offsets are UTF-16 units. */
export function identify(paragraph: Y.XmlElement, from = 0, to = Number.POSITIVE_INFINITY): IdentifiedRun[] {
  const runs: IdentifiedRun[] = [];
  let offset = 0;
  for (const piece of textPieces(paragraph)) {
    for (let item = piece._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      const start = Math.max(from, offset);
      const end = Math.min(to, offset + item.length);
      if (start < end)
        runs.push({
          from: start,
          range: { client: item.id.client, clock: item.id.clock + start - offset, length: end - start },
        });
      offset += item.length;
    }
  }
  return runs;
}

/** The characters in `[from, to)` of a paragraph. */
export function readWords(paragraph: Y.XmlElement, from = 0, to = Number.POSITIVE_INFINITY): string {
  let words = "";
  for (const piece of textPieces(paragraph))
    for (let item = piece._start; item !== null; item = item.right)
      if (!item.deleted && item.content instanceof Y.ContentString) words += item.content.str;
  return words.slice(from, to);
}

/** Every character in a block, rows and cells included. */
export function identifyAll(block: Y.XmlElement): IdRange[] {
  if (block.nodeName === "paragraph") return identify(block).map(({ range }) => range);
  return block.toArray().flatMap((child) => (child instanceof Y.XmlElement ? identifyAll(child) : []));
}

/** The piece that holds an offset of a paragraph, and the offset in it; `null` in a paragraph without text. */
export function pieceAt(paragraph: Y.XmlElement, offset: number): { piece: Y.XmlText; index: number } | null {
  let index = offset;
  let last: Y.XmlText | null = null;
  for (const piece of textPieces(paragraph)) {
    if (index <= piece.length) return { piece, index };
    index -= piece.length;
    last = piece;
  }
  return last ? { piece: last, index: last.length } : null;
}

/** A place in a paragraph that stays with the character before it. */
export function anchorAt(paragraph: Y.XmlElement, offset: number): Y.RelativePosition {
  const place = pieceAt(paragraph, offset);
  return place
    ? Y.createRelativePositionFromTypeIndex(place.piece, place.index, -1)
    : Y.createRelativePositionFromTypeIndex(paragraph, 0);
}

/** Puts characters into a paragraph without any formatting of their own: they look like what stands before them. Returns their ids. */
export function insertPlain(paragraph: Y.XmlElement, offset: number, text: string): IdRange {
  const { doc } = paragraph;
  if (!doc) throw new Error("the paragraph is not part of a document");
  const place = pieceAt(paragraph, offset) ?? { piece: newPiece(paragraph), index: 0 };
  const clock = Y.getState(doc.store, doc.clientID);
  place.piece.insert(place.index, text);
  return { client: doc.clientID, clock, length: text.length };
}

function newPiece(paragraph: Y.XmlElement): Y.XmlText {
  const piece = new Y.XmlText();
  paragraph.insert(0, [piece]);
  return piece;
}
