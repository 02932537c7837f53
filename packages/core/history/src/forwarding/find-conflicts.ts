/**
 * Which texts a row and the rows that its author had not seen both changed, so that words may have come to stand in the wrong place.
 *
 * [FW9] Costs next to nothing for a row that touches what nobody else touches: only the neighbourhood of what the row says is looked at.
 */
import * as Y from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { IdSet } from "../ids/id-set.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";

/** The texts in which the row met changes that its author had not seen. */
export function findConflicts(document: ForwardingDocument, view: RowView): Set<Y.XmlText> {
  const { row } = view;
  const found = new Set<Y.XmlText>();
  for (const range of row.stated) addGoneMeanwhile(document, view, range, found);
  for (const range of row.copies.length > 0 ? [] : row.stated) addClosed(document, view, range, found);
  for (const range of row.inserted) addMisplaced(document, view, range, found);
  for (const range of [...row.inserted, ...row.stated]) addCrowded(document, view, range, found);
  for (const { copy, source } of row.copies) {
    for (const struct of structsIn(document.ydoc, { ...source, length: copy.length })) {
      const text = textOf(struct);
      if (text && !found.has(text) && isChangedMeanwhile(document, view, text)) found.add(text);
    }
  }
  const cascaded = IdSet.of(row.deleted).difference(view.stated);
  for (const range of cascaded.ranges()) {
    for (const struct of structsIn(document.ydoc, range)) {
      const text = textOf(struct);
      if (text && !found.has(text) && isChangedMeanwhile(document, view, text)) found.add(text);
    }
  }
  return found;
}

/** The text that an item of words or formatting stands in. */
function textOf(struct: Y.Item | Y.GC): Y.XmlText | null {
  return struct instanceof Y.Item && struct.parent instanceof Y.XmlText ? struct.parent : null;
}

function addGoneMeanwhile({ ydoc }: ForwardingDocument, view: RowView, range: IdRange, found: Set<Y.XmlText>): void {
  for (const gone of view.goneMeanwhile(range)) {
    for (const struct of structsIn(ydoc, gone)) {
      const text = textOf(struct);
      if (text) found.add(text);
    }
  }
}

/** Deleted words that joined what somebody else parted: what stood beside them is gone. */
function addClosed(document: ForwardingDocument, view: RowView, range: IdRange, found: Set<Y.XmlText>): void {
  for (const struct of structsIn(document.ydoc, range)) {
    const text = textOf(struct);
    if (!text || found.has(text) || !(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString))
      continue;
    // What is gone may share one item, whoever deleted it.
    const end = struct.id.clock + struct.length;
    const rests = [
      { client: range.client, clock: struct.id.clock, length: range.clock - struct.id.clock },
      { client: range.client, clock: range.clock + range.length, length: end - range.clock - range.length },
    ];
    const isInside = rests.some((rest) => rest.length > 0 && view.goneMeanwhile(rest).length > 0);
    const isBeside = (side: "left" | "right"): boolean => {
      let item = struct[side];
      while (item !== null && view.stated.has(item.id.client, item.id.clock)) item = item[side];
      return isBesideGone(document, view, item, side);
    };
    if (isInside || isBeside("left") || isBeside("right")) found.add(text);
  }
}

/** New words whose text, or whose neighbours, are gone. */
function addMisplaced(document: ForwardingDocument, view: RowView, range: IdRange, found: Set<Y.XmlText>): void {
  for (const struct of structsIn(document.ydoc, range)) {
    const text = textOf(struct);
    if (!text || found.has(text) || !(struct instanceof Y.Item)) continue;
    const isGone = text._item?.deleted !== false;
    const isFormat = struct.content instanceof Y.ContentFormat;
    if (
      (isFormat && isChangedMeanwhile(document, view, text)) ||
      isGone ||
      isBesideGone(document, view, struct.left, "left") ||
      isBesideGone(document, view, struct.right, "right")
    )
      found.add(text);
  }
}

/** Blocks that came to stand beside, or instead of, blocks that somebody else made or took away meanwhile, with what they were made of. */
function addCrowded(document: ForwardingDocument, view: RowView, range: IdRange, found: Set<Y.XmlText>): void {
  for (const struct of structsIn(document.ydoc, range)) {
    if (!(struct instanceof Y.Item) || !isBlock(struct)) continue;
    const crowd = [struct];
    for (const side of ["left", "right"] as const) {
      for (let item = struct[side]; item !== null; item = item[side]) {
        if (!isBlock(item)) continue;
        const gone = item.deleted && view.isGoneMeanwhile(item.id) && view.before(item.id);
        if (gone || (view.isForeign(item.id) && view.stoodBefore(item.id))) crowd.push(item);
        if (view.before(item.id) && !view.stated.has(item.id.client, item.id.clock)) break;
      }
    }
    if (crowd.length > 1) for (const item of crowd) addSources(document, item, found);
  }
}

const isBlock = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentType && content.type instanceof Y.XmlElement;

function addSources({ ydoc, lineage }: ForwardingDocument, block: Y.Item, found: Set<Y.XmlText>): void {
  const { type } = block.content as Y.ContentType;
  for (let child = type._start; child !== null; child = child.right) {
    const text = child.content instanceof Y.ContentType ? child.content.type : null;
    if (!(text instanceof Y.XmlText)) continue;
    found.add(text);
    for (let item = text._start; item !== null; item = item.right) {
      for (const { copy, source } of lineage.sourcesOf({
        client: item.id.client,
        clock: item.id.clock,
        length: item.length,
      }))
        for (const struct of structsIn(ydoc, { ...source, length: copy.length })) {
          const from = textOf(struct);
          if (from) found.add(from);
        }
    }
  }
}

function isBesideGone(
  { attribution }: ForwardingDocument,
  view: RowView,
  from: Y.Item | null,
  side: "left" | "right",
): boolean {
  for (let item = from; item !== null; item = item[side]) {
    const { client, clock } = item.id;
    if (attribution.insertingRow(client, clock) === view.row.seq) continue;
    if (view.isForeign(item.id) && view.stoodBefore(item.id)) return true;
    if (!item.deleted && item.content instanceof Y.ContentString) return false;
    if (view.goneMeanwhile({ client, clock, length: item.length }).length > 0) return true;
  }
  return false;
}

/** Whether somebody else wrote, deleted or formatted in a text meanwhile. */
function isChangedMeanwhile({ attribution }: ForwardingDocument, view: RowView, text: Y.XmlText): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    const range = { client: item.id.client, clock: item.id.clock, length: item.length };
    if (attribution.insertedBy(range).some(({ seq }) => view.isUnseen(seq))) return true;
    if (item.deleted && view.goneMeanwhile(range).length > 0) return true;
  }
  return false;
}
