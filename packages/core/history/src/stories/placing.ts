/** How words came to stand where they do, and where they had stood before: read from what stood beside their paragraphs. */
import * as Y from "yjs";
import { readAnchored } from "../anchors/read-anchored.ts";
import type { Id } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";
import { BlockNeighbours, type ReadOnceDocument, type Side } from "./block-neighbours.ts";

/** How words came to stand where they do, other than by being written there. */
export interface PlacingFact {
  readonly seq: number;
  /** What the person did, as far as the document shows it: divided a paragraph, joined two, moved the words, or pasted them again. */
  readonly how: "split" | "joined" | "moved" | "pasted";
}

/** Where words or a block had stood: in a paragraph that still stands, or behind a block; `null` at the beginning of what held them. */
export interface FormerPlace {
  readonly isBehind: boolean;
  /** Whether it is the paragraph in which the words stand. */
  readonly isWithin: boolean;
  readonly block: Id | null;
  /** The beginning of what stands there. */
  readonly text: string;
}

/** The rows by which words came from one place to another. */
interface Rows {
  readonly first: number;
  readonly last: number;
}

/** What moved a character with row `seq`: told from where its paragraph stood beside the one that it came from. */
export function howPlaced(document: AttributedDocument, copy: Id, source: Id, seq: number): PlacingFact["how"] {
  const { attribution } = document;
  // A proposal put them here while they stood there.
  if (document.lineage.isDouble(copy)) return "moved";
  const gone = attribution.goneSinceRow(source.client, source.clock);
  if (gone === undefined || gone < seq) return "pasted";
  const how = howMoved(document, source, copy, { first: seq, last: seq });
  return how === "stayed" ? "moved" : how;
}

/**
 * What rows did that took a character from one place to another: divided a paragraph or joined two, which leaves all words in their
 * order, or moved it. Where it stands among the same words as before, it `stayed`.
 */
export function howMoved(
  document: ReadOnceDocument,
  source: Id,
  copy: Id,
  rows: Rows,
): "split" | "joined" | "moved" | "stayed" {
  const { attribution, ydoc } = document;
  const [from, to] = [paragraphItem(ydoc, source), paragraphItem(ydoc, copy)];
  if (!from || !to || document.lineage.isDouble(copy)) return "moved";
  if (from === to) return areInOnePlace(document, source, copy, rows) ? "stayed" : "moved";
  const side = neighbourSide(document, from, to, rows.first);
  if (side === null) return "moved";
  const isNew = (attribution.insertingRow(to.id.client, to.id.clock) ?? 0) >= rows.first;
  const goneSeq = attribution.goneSinceRow(from.id.client, from.id.clock) ?? Infinity;
  const leftNothing = goneSeq >= rows.first && goneSeq <= rows.last;
  if (isNew && leftNothing) return "stayed";
  if (isNew) return hasKept(document, source, side, rows) ? "moved" : "split";
  const end = side === "right" ? "left" : "right";
  if (!leftNothing) return "moved";
  return !hasKept(document, copy, end, rows) || endsAlike(document, { from, copy, end }, rows) ? "joined" : "moved";
}

/** Longest end that two joined paragraphs have in common, in UTF-16 units: a stop, or the last words of two sentences. */
const ALIKE_LIMIT = 24;

/**
 * Whether all that stayed behind a character, or before it, is how the paragraph from which it came ended, or began. Of two sentences that
 * end with a stop, a page that joins them may keep either of the two.
 */
function endsAlike(
  { attribution, ydoc }: AttributedDocument,
  { from, copy, end }: { readonly from: Y.Item; readonly copy: Id; readonly end: Side },
  rows: Rows,
): boolean {
  let kept = "";
  for (let item = itemAt(ydoc, copy)?.[end] ?? null; item !== null && kept.length <= ALIKE_LIMIT; item = item[end])
    if (item.content instanceof Y.ContentString && isKept(attribution, item, rows))
      kept = end === "right" ? kept + item.content.str : item.content.str + kept;
  const edge = edgeOf(attribution, from, end, kept.length, rows);
  return kept.length <= ALIKE_LIMIT && kept === edge;
}

/** The last, or the first, so many units of what a paragraph held before some rows. */
function edgeOf(
  attribution: AttributedDocument["attribution"],
  paragraph: Y.Item,
  end: Side,
  length: number,
  rows: Rows,
): string {
  let text = "";
  for (const { id, content } of wordsIn(paragraph)) {
    const came = attribution.insertingRow(id.client, id.clock) ?? Infinity;
    if (came < rows.first && (attribution.goneSinceRow(id.client, id.clock) ?? Infinity) >= rows.first)
      text += content.str;
  }
  return end === "right" ? text.slice(text.length - length) : text.slice(0, length);
}

/** The words that a paragraph ever held. */
function* wordsIn({ content }: Y.Item): Generator<Y.Item & { readonly content: Y.ContentString }> {
  const element = content instanceof Y.ContentType ? content.type : null;
  for (let child = element?._start ?? null; child !== null; child = child.right) {
    const inside: unknown = child.content instanceof Y.ContentType ? child.content.type : null;
    if (!(inside instanceof Y.XmlText)) continue;
    for (let item = inside._start; item !== null; item = item.right)
      if (item.content instanceof Y.ContentString) yield item as Y.Item & { readonly content: Y.ContentString };
  }
}

/** How many items are passed over in search of words that stayed. */
const PASSED_LIMIT = 1_000;

/** Whether words on one side of a character were there before some rows and stayed where they were. */
function hasKept({ attribution, ydoc }: AttributedDocument, id: Id, side: "left" | "right", rows: Rows): boolean {
  const own = itemAt(ydoc, id);
  if (side === "left" && own !== null && own.id.clock < id.clock && isKept(attribution, own, rows)) return true;
  let passed = 0;
  for (let item = own?.[side] ?? null; item !== null && passed < PASSED_LIMIT; item = item[side], passed++)
    if (isKept(attribution, item, rows)) return true;
  return false;
}

/** Whether words were there before some rows and stayed where they were. */
function isKept(attribution: AttributedDocument["attribution"], { id, content }: Y.Item, rows: Rows): boolean {
  if (!(content instanceof Y.ContentString)) return false;
  const inserted = attribution.insertingRow(id.client, id.clock) ?? Infinity;
  return inserted < rows.first && (attribution.goneSinceRow(id.client, id.clock) ?? Infinity) > rows.last;
}

/** Whether no words that stayed part two places of one text. */
function areInOnePlace({ attribution, ydoc }: AttributedDocument, a: Id, b: Id, rows: Rows): boolean {
  const [start, end] = [itemAt(ydoc, a), itemAt(ydoc, b)];
  if (start === null || end === null) return false;
  return (["left", "right"] as const).some((side) => {
    let item = start[side];
    for (let passed = 0; item !== null && item !== end && passed < PASSED_LIMIT; item = item[side], passed++)
      if (isKept(attribution, item, rows)) return false;
    return item === end;
  });
}

/** On which side of a block another one is, when nothing stood between the two as row `seq` was taken; `null` when something did. */
export function neighbourSide(document: ReadOnceDocument, a: Y.Item, b: Y.Item, seq: number): Side | null {
  return (document.neighbours ?? new BlockNeighbours(document.attribution)).sideOf(a, b, seq);
}

/** The paragraph in whose text an id is, whether or not either stands; `null` for an id that is in none. */
export function paragraphItem(ydoc: Y.Doc, id: Id): Y.Item | null {
  const text = itemAt(ydoc, id)?.parent;
  const paragraph = text instanceof Y.XmlText ? text.parent : null;
  return paragraph instanceof Y.XmlElement ? paragraph._item : null;
}

/** The item that holds an id; `null` for one that the document does not have, or whose content is not kept. */
export function itemAt(ydoc: Y.Doc, { client, clock }: Id): Y.Item | null {
  if (clock < 0 || clock >= Y.getState(ydoc.store, client)) return null;
  const struct = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return struct instanceof Y.Item ? struct : null;
}

/** By which rows a character came from one id to another, and whether it had gone between. */
export interface Moving extends Rows {
  readonly source: Id;
  readonly copy: Id;
  readonly isBack: boolean;
}

/**
 * From where a character was moved to another place of the document, or was cut and pasted; `null` for one that was not, or whose paragraph
 * was only divided or joined. At most `limit` units of text.
 */
export function formerPlaceOf(document: AttributedDocument, moving: Moving, limit: number): FormerPlace | null {
  const { ydoc } = document;
  const { source, copy, isBack } = moving;
  const [from, to] = [paragraphItem(ydoc, source), paragraphItem(ydoc, copy)];
  if (!from || !to) return null;
  // What was cut and pasted again where it had stood was not moved.
  if (
    isBack
      ? from === to || neighbourSide(document, from, to, moving.first)
      : howMoved(document, source, copy, moving) !== "moved"
  )
    return null;
  return placeLeft(document, from, to, limit);
}

/** How a character came to stand where it does, that stood elsewhere before. */
export interface WordsArrival {
  /** From where it was moved; `null` where it was not, or where that is not known. Over several rows what was joined may have been moved. */
  readonly from: FormerPlace | null;
  /** The paragraph that was joined to the one in which it stands; `null` for none. */
  readonly joined: Id | null;
}

/**
 * How a character came that stands, and that stood elsewhere with row `since`. Where the paragraph in which it stood then went and its words
 * with it, it came from where those are.
 */
export function arrivalSince(
  document: AttributedDocument,
  copy: Id,
  { since, last }: { readonly since: number; readonly last: number },
  limit: number,
): WordsArrival {
  const { ydoc, attribution, lineage } = document;
  const sources: Id[] = [];
  for (let at: Id = copy; (attribution.insertingRow(at.client, at.clock) ?? 0) > since;) {
    const source = lineage.sourceOf(at.client, at.clock);
    if (!source) return { from: null, joined: null };
    sources.unshift(source);
    at = source;
  }
  const [source, direct] = [sources[0], sources.at(-1)];
  const [start, to] = [source && paragraphItem(ydoc, source), paragraphItem(ydoc, copy)];
  if (!source || !direct || !start || !to) return { from: null, joined: null };
  const standing = sources.map((id) => paragraphItem(ydoc, id)).find((each) => each !== null && !each.deleted);
  // Over several rows what was moved may look joined: the last one tells.
  const seq = attribution.insertingRow(copy.client, copy.clock) ?? last;
  if (howMoved(document, direct, copy, { first: seq, last: seq }) === "joined") {
    const rest = start.deleted ? (standing ?? restOf(document, start, to)) : start;
    const joined = { client: start.id.client, clock: start.id.clock };
    return { from: rest && rest !== to ? placeLeft(document, rest, to, limit) : null, joined };
  }
  const how = howMoved(document, source, copy, { first: since + 1, last });
  if (how === "split" || how === "stayed") return { from: null, joined: null };
  const left = start.deleted && standing && standing !== to ? standing : start;
  return { from: placeLeft(document, left, to, limit), joined: null };
}

/** The paragraph in which other words of one stand that is gone, other than `to`; `null` for none. */
function restOf({ ydoc, lineage }: AttributedDocument, gone: Y.Item, to: Y.Item): Y.Item | null {
  let passed = 0;
  for (const { id, length } of wordsIn(gone)) {
    for (const { copy } of lineage.copiesOf({ client: id.client, clock: id.clock, length })) {
      const paragraph = paragraphItem(ydoc, copy);
      if (paragraph && paragraph !== to && !paragraph.deleted) return paragraph;
    }
    if (++passed > PASSED_LIMIT) break;
  }
  return null;
}

/** From where a block came that was moved from one element to another. */
export function formerPlaceOfBlock(document: AttributedDocument, from: Id, to: Id, limit: number): FormerPlace | null {
  const [left, now] = [itemAt(document.ydoc, from), itemAt(document.ydoc, to)];
  return left && now && left !== now ? placeLeft(document, left, now, limit) : null;
}

/** Where a block stands, or stood, from which something went to another one. */
function placeLeft(document: AttributedDocument, from: Y.Item, to: Y.Item, limit: number): FormerPlace {
  const isWithin = from === to;
  let block: Y.Item | null = from;
  // What came with the move was not there to be named.
  const isNew = !isWithin && cameAfter(document, to, from);
  while (block !== null && (block.deleted || (block === to && isNew))) block = block.left;
  if (block === null) return { isBehind: true, isWithin, block: null, text: "" };
  const id = { client: block.id.client, clock: block.id.clock };
  const { text } = readAnchored(document.ydoc, [{ ...id, length: 1 }], limit);
  return { isBehind: block !== from, isWithin, block: id, text };
}

/** Whether a block came only when another one had gone, or with the row with which that went. */
function cameAfter({ attribution }: AttributedDocument, block: Y.Item, gone: Y.Item): boolean {
  const came = attribution.insertingRow(block.id.client, block.id.clock) ?? 0;
  return came >= (attribution.goneSinceRow(gone.id.client, gone.id.clock) ?? Infinity);
}
