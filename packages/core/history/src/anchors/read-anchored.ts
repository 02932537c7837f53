/** What an anchor speaks of, in words: its text, and where it was when the text is gone. */
import { beginningOf, documentFragment } from "@parley/document";
import * as Y from "yjs";
import { type Id, type IdRange, joinRanges } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { structsIn } from "../lineage/stretches.ts";
import { type AnchoredDocument, presentRanges } from "./present-ranges.ts";

/** A block that stands, with the beginning of its text. */
export interface BlockPlace {
  readonly block: Id;
  readonly text: string;
}

/** Whether the document has every id of a range, standing or not. */
export function holdsRange(ydoc: Y.Doc, { client, clock, length }: IdRange): boolean {
  return length > 0 && clock >= 0 && Y.getState(ydoc.store, client) >= clock + length;
}

/** Whether ranges, which the document holds, are of no more than so many pieces, each as often as it is named. */
export function hasAtMostPieces(ydoc: Y.Doc, ranges: readonly IdRange[], limit: number): boolean {
  let left = limit;
  for (const range of joinRanges(ranges)) for (const _piece of structsIn(ydoc, range)) if (--left < 0) return false;
  return true;
}

/** Whether a range, which the document holds, begins with a character, standing or deleted. */
export function beginsWithCharacter(ydoc: Y.Doc, { client, clock }: IdRange): boolean {
  const struct = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return struct instanceof Y.Item && struct.content instanceof Y.ContentString;
}

/**
 * The text that stands under these ids in reading order, one line per text, at most `limit` characters of it; also the text of
 * blocks that are named themselves. `kinds` says what was named.
 */
export function readAnchored(
  ydoc: Y.Doc,
  ranges: readonly IdRange[],
  limit: number,
): { text: string; kinds: ReadonlySet<"characters" | "block"> } {
  const wanted = IdSet.of(ranges);
  const kinds = new Set<"characters" | "block">();
  const lines: string[] = [];
  let length = 0;
  const visitText = (holder: Y.XmlText, whole: boolean): void => {
    let line = "";
    for (let item = holder._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const { str } = item.content;
      const { client, clock } = item.id;
      for (const part of wanted.slice({ client, clock, length: item.length })) {
        kinds.add("characters");
        if (!whole) line += str.slice(part.clock - clock, part.clock - clock + part.length);
      }
      if (whole) line += str;
    }
    if (line !== "") lines.push(line);
    length += line.length;
  };
  const visit = (parent: Y.XmlFragment, whole: boolean): void => {
    for (let item = parent._start; item !== null && length < limit; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentType)) continue;
      const child: unknown = item.content.type;
      if (child instanceof Y.XmlText) visitText(child, whole);
      else if (child instanceof Y.XmlElement) {
        const named = wanted.has(item.id.client, item.id.clock);
        if (named) kinds.add("block");
        visit(child, whole || named);
      }
    }
  };
  visit(documentFragment(ydoc), false);
  return { text: beginningOf(lines.join("\n"), limit), kinds };
}

/**
 * Where words that are gone were: their block or its copy, or else a block that stands before it;
 * one with words where there is one. `null` at the very beginning.
 */
export function placeOf(document: AnchoredDocument, anchor: readonly IdRange[], limit: number): BlockPlace | null {
  const first = anchor[0];
  if (!first) return null;
  let last: Id = first;
  for (;;) {
    const copy = document.lineage.copiesOf({ ...last, length: 1 }).at(-1)?.copy;
    if (!copy) break;
    last = copy;
  }
  const item = Y.getItem(document.ydoc.store, Y.createID(last.client, last.clock)) as Y.Item | Y.GC;
  const block = item instanceof Y.Item ? standingBlock(document, elementItemOf(item)) : null;
  // An empty paragraph tells nobody where it is; the words before it do.
  for (let at = block; at !== null; at = at.left) {
    const place = at.deleted || !(at.content instanceof Y.ContentType) ? null : readPlace(document.ydoc, at.id, limit);
    if (place !== null && place.text !== "") return place;
  }
  return block && readPlace(document.ydoc, block.id, limit);
}

function readPlace(ydoc: Y.Doc, { client, clock }: Id, limit: number): BlockPlace {
  return { block: { client, clock }, text: readAnchored(ydoc, [{ client, clock, length: 1 }], limit).text };
}

/** The item of the element that an item is or stands in. */
function elementItemOf(item: Y.Item): Y.Item | null {
  if (item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement) return item;
  const { parent } = item;
  return parent instanceof Y.AbstractType && parent._item !== null ? elementItemOf(parent._item) : null;
}

function standingBlock(document: AnchoredDocument, element: Y.Item | null): Y.Item | null {
  if (element === null || !element.deleted) return element;
  const { client, clock } = element.id;
  const copy = presentRanges(document, [{ client, clock, length: 1 }])[0];
  if (copy) return Y.getItem(document.ydoc.store, Y.createID(copy.client, copy.clock)) as Y.Item;
  for (let before = element.left; before !== null; before = before.left) {
    if (!before.deleted && before.content instanceof Y.ContentType) return before;
  }
  const { parent } = element;
  return standingBlock(document, parent instanceof Y.AbstractType ? parent._item : null);
}
