/** How words came to stand where they do, and where they had stood before: read from what stood beside their paragraphs. */
import * as Y from "yjs";
import { readAnchored } from "../anchors/read-anchored.ts";
import type { Id } from "../ids/id-range.ts";
import type { AttributedDocument } from "../reading.ts";

/** How words came to stand where they do, other than by being written there. */
export interface PlacingFact {
  readonly seq: number;
  /** What the person did, as far as the document shows it: divided a paragraph, joined two, moved the words, or pasted them again. */
  readonly how: "split" | "joined" | "moved" | "pasted";
}

/** Where words had stood: in a paragraph that still stands, or behind a block; `null` at the beginning of what held them. */
export interface FormerPlace {
  readonly isBehind: boolean;
  readonly block: Id | null;
  /** The beginning of what stands there. */
  readonly text: string;
}

/** What moved a character with row `seq`: told from where its paragraph stood beside the one that it came from. */
export function howPlaced(document: AttributedDocument, copy: Id, source: Id, seq: number): PlacingFact["how"] {
  const { attribution } = document;
  // A proposal put them here while they stood there.
  if (document.lineage.isDouble(copy)) return "moved";
  const gone = attribution.goneSinceRow(source.client, source.clock);
  if (gone === undefined || gone < seq) return "pasted";
  const [from, to] = [paragraphItem(document.ydoc, source), paragraphItem(document.ydoc, copy)];
  if (!from || !to || from === to) return "moved";
  if (!areNeighbours(document, from, to, seq)) return "moved";
  const isNew = attribution.insertingRow(to.id.client, to.id.clock) === seq;
  const leftNothing = attribution.goneSinceRow(from.id.client, from.id.clock) === seq;
  if (isNew) return leftNothing ? "moved" : "split";
  return leftNothing ? "joined" : "moved";
}

/** Whether nothing stood between two blocks when row `seq` was taken. */
function areNeighbours({ attribution }: AttributedDocument, a: Y.Item, b: Y.Item, seq: number): boolean {
  const wasThere = ({ id }: Y.Item): boolean => {
    const inserted = attribution.insertingRow(id.client, id.clock);
    return inserted !== undefined && inserted < seq && (attribution.goneSinceRow(id.client, id.clock) ?? seq) >= seq;
  };
  const meets = (start: Y.Item, end: Y.Item): boolean => {
    for (let item = start.right; item !== null; item = item.right) {
      if (item === end) return true;
      if (wasThere(item)) return false;
    }
    return false;
  };
  return a.parent === b.parent && (meets(a, b) || meets(b, a));
}

function paragraphItem(ydoc: Y.Doc, id: Id): Y.Item | null {
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

/**
 * From where a character was moved to another place of the document, or was cut and pasted; `null` for one that was not, or whose paragraph
 * was only divided or joined. At most `limit` units of text.
 */
export function formerPlaceOf(document: AttributedDocument, { client, clock }: Id, limit: number): FormerPlace | null {
  const { attribution, lineage, ydoc } = document;
  const source = lineage.sourceOf(client, clock);
  const seq = attribution.insertingRow(client, clock);
  if (!source || seq === undefined) return null;
  const how = howPlaced(document, { client, clock }, source, seq);
  const [from, to] = [paragraphItem(ydoc, source), paragraphItem(ydoc, { client, clock })];
  if (how === "split" || how === "joined" || !from || !to || from === to) return null;
  // What was cut and pasted again where it had stood was not moved.
  if (how === "pasted" && areNeighbours(document, from, to, seq)) return null;
  let block: Y.Item | null = from;
  while (block !== null && (block.deleted || block === to)) block = block.left;
  if (block === null) return { isBehind: true, block: null, text: "" };
  const id = { client: block.id.client, clock: block.id.clock };
  return { isBehind: block !== from, block: id, text: readAnchored(ydoc, [{ ...id, length: 1 }], limit).text };
}
