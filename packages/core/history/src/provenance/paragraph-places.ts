import { documentFragment } from "@parley/document";
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import { type VersionBlock, type VersionView, type VersionedDocument, readVersion } from "../versions/version-tree.ts";

/** A paragraph that stands, or stood: its element's id, its words, and the ids of these, character by character. */
export interface ParagraphPlace {
  readonly block: Id;
  readonly text: string;
  readonly ranges: readonly IdRange[];
}

/** A block that is no paragraph: a table, a row, a cell, a picture or another block without words. */
export interface OtherBlock {
  readonly block: Id;
  readonly name: string;
}

/** Every block that is no paragraph, in reading order. Changes nothing. */
export function readOtherBlocks(ydoc: Y.Doc): OtherBlock[] {
  const within = (parent: Y.XmlFragment): OtherBlock[] =>
    parent.toArray().flatMap((child) => {
      if (!(child instanceof Y.XmlElement) || child.nodeName === "paragraph" || !child._item) return [];
      const { client, clock } = child._item.id;
      return [{ block: { client, clock }, name: child.nodeName }, ...within(child)];
    });
  return within(documentFragment(ydoc));
}

/** Every block that was no paragraph, as they were agreed after row `seq`, in reading order. */
export function readVersionOtherBlocks(document: VersionedDocument, seq: number): OtherBlock[] {
  const within = ({ id, name, children }: VersionBlock): OtherBlock[] =>
    name === "paragraph" ? [] : [{ block: id, name }, ...children.flatMap(within)];
  return readVersion(document, seq, "agreed").flatMap(within);
}

/** Every paragraph in reading order, as `readContent` reads them: also those in cells. Changes nothing. */
export function readParagraphPlaces(ydoc: Y.Doc): ParagraphPlace[] {
  const places: ParagraphPlace[] = [];
  const visit = (parent: Y.XmlFragment): void => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      if (child.nodeName === "paragraph") places.push(placeOfParagraph(child));
      else visit(child);
    }
  };
  visit(documentFragment(ydoc));
  return places;
}

/** Every paragraph as it was after row `seq`, in reading order: as it was written, proposed or not, or of agreed text only. */
export function readVersionPlaces(
  document: VersionedDocument,
  seq: number,
  view: VersionView = "written",
): ParagraphPlace[] {
  const placesOf = ({ id, name, pieces, children }: VersionBlock): ParagraphPlace[] =>
    name === "paragraph"
      ? [{ block: id, text: pieces.map(({ text }) => text).join(""), ranges: pieces.map(({ range }) => range) }]
      : children.flatMap(placesOf);
  return readVersion(document, seq, view).flatMap(placesOf);
}

function placeOfParagraph(element: Y.XmlElement): ParagraphPlace {
  const ranges: IdRange[] = [];
  let text = "";
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlText)) continue;
    for (let item = child._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      ranges.push({ client: item.id.client, clock: item.id.clock, length: item.length });
      text += item.content.str;
    }
  }
  const { client = 0, clock = 0 } = element._item?.id ?? {};
  return { block: { client, clock }, text, ranges };
}
