/** Between ids of the shared text, by which a thread knows its words, and positions of the shown document. */
import type { CommentThread } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { elementAt, startOf } from "../binding/positions.ts";
import { textPieces } from "../binding/read-content.ts";

/** Client, clock and length, as the API names ids. */
export type IdRun = CommentThread["anchor"]["ranges"][number];

/** A stretch of the shown document. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The ids of the characters between two positions. `doc` must show the shared document as it is. */
export function runsBetween(doc: Node, fragment: Y.XmlFragment, from: number, to: number): IdRun[] {
  const runs: IdRun[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    const element = elementAt(doc, fragment, pos + 1);
    if (!(element instanceof Y.XmlElement)) return false;
    let at = pos + 1;
    for (const piece of textPieces(element)) {
      for (let item = piece._start; item !== null; item = item.right) {
        if (item.deleted || !item.countable) continue;
        const first = Math.max(from, at);
        const last = Math.min(to, at + item.length);
        if (last > first && item.content instanceof Y.ContentString)
          runs.push([item.id.client, item.id.clock + first - at, last - first]);
        at += item.length;
      }
    }
    return false;
  });
  return runs;
}

/** The id of the block that holds a position, or stands at it. */
export function blockAt(
  doc: Node,
  fragment: Y.XmlFragment,
  pos: number,
): { block: [number, number]; text: string } | null {
  const $pos = doc.resolve(pos);
  const index = $pos.index(0);
  const node = doc.maybeChild(index);
  const element: unknown = fragment.get(index);
  if (!node || !(element instanceof Y.XmlElement) || element._item === null) return null;
  const { client, clock } = element._item.id;
  return { block: [client, clock], text: node.textContent };
}

/**
 * Where runs of ids stand in the shown document, in order and without gaps between neighbours. What this page does not have yet is
 * left out, and so is what it shows no more.
 */
export function placesOf(doc: Node, fragment: Y.XmlFragment, runs: readonly IdRun[]): Stretch[] {
  const { doc: ydoc } = fragment;
  if (!ydoc) return [];
  const places: Stretch[] = [];
  for (const [client, clock, length] of runs) {
    const end = Math.min(clock + length, Y.getState(ydoc.store, client));
    for (let at = clock; at < end;) {
      const item = Y.getItem(ydoc.store, Y.createID(client, at)) as Y.Item | Y.GC;
      const until = Math.min(end, item.id.clock + item.length);
      const place = item instanceof Y.Item ? placeOf(doc, fragment, item, at, until) : null;
      if (place && place.to <= doc.content.size) places.push(place);
      at = until;
    }
  }
  return joined(places);
}

/** Where the first of some words stand that stand at all, in the order in which they are named. */
export function firstPlaceOf(doc: Node, fragment: Y.XmlFragment, runs: readonly IdRun[]): Stretch | null {
  for (const run of runs) {
    const [first] = placesOf(doc, fragment, [run]);
    if (first) return first;
  }
  return null;
}

/** In how many paragraphs words stand that stood in fewer when they were commented, as what was said of them shows; `null` where that is not so. */
export function paragraphsApart(
  doc: Node,
  fragment: Y.XmlFragment,
  { type, ranges, quote }: Pick<CommentThread["anchor"], "type" | "ranges" | "quote">,
): number | null {
  if (type !== "words") return null;
  const paragraphs = new Set(placesOf(doc, fragment, ranges).map(({ from }) => doc.resolve(from).start()));
  return paragraphs.size > quote.split("\n").length ? paragraphs.size : null;
}

function placeOf(doc: Node, fragment: Y.XmlFragment, item: Y.Item, from: number, until: number): Stretch | null {
  if (item.deleted) return null;
  if (item.content instanceof Y.ContentType) {
    const element: unknown = item.content.type;
    const start = element instanceof Y.XmlElement ? startOf(doc, fragment, element) : null;
    const node = start === null ? null : doc.nodeAt(start - 1);
    return start === null || !node ? null : { from: start - 1, to: start - 1 + node.nodeSize };
  }
  const text = item.parent;
  const paragraph = text instanceof Y.XmlText ? text.parent : null;
  if (!(item.content instanceof Y.ContentString) || !(paragraph instanceof Y.XmlElement)) return null;
  let pos = startOf(doc, fragment, paragraph);
  if (pos === null) return null;
  for (const piece of textPieces(paragraph)) {
    if (piece === text) break;
    pos += piece.length;
  }
  for (let before = item.left; before !== null; before = before.left)
    if (!before.deleted && before.countable) pos += before.length;
  return { from: pos + from - item.id.clock, to: pos + until - item.id.clock };
}

function joined(places: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const place of places.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && place.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, place.to) };
    else result.push(place);
  }
  return result;
}
