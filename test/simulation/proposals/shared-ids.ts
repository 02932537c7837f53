/** Ids of what stands in a shared document, and work on its texts, as an editor does it. */
import { must } from "@parley/base";
import type { RecordRange } from "@parley/document";
import type { IdSet } from "@parley/history";
import * as Y from "yjs";

export function idOf(element: Y.XmlElement): [number, number] {
  const { id } = must(element._item, "an element has an item");
  return [id.client, id.clock];
}

export function rangesIn(text: Y.XmlText, from: number, count: number): RecordRange[] {
  const ranges: RecordRange[] = [];
  let offset = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const start = Math.max(from, offset);
    const end = Math.min(from + count, offset + item.length);
    if (start < end) ranges.push([item.id.client, item.id.clock + start - offset, end - start]);
    offset += item.length;
  }
  return ranges;
}

export function rangesOf(element: Y.XmlElement): RecordRange[] {
  return element
    .toArray()
    .flatMap((child) =>
      child instanceof Y.XmlText
        ? rangesIn(child, 0, child.length)
        : child instanceof Y.XmlElement
          ? rangesOf(child)
          : [],
    );
}

export function deleteLiving(text: Y.XmlText, ids: IdSet): void {
  const runs: { at: number; length: number }[] = [];
  let offset = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    for (const part of ids.slice({ client: item.id.client, clock: item.id.clock, length: item.length }))
      runs.push({ at: offset + part.clock - item.id.clock, length: part.length });
    offset += item.length;
  }
  for (const { at, length } of runs.reverse()) text.delete(at, length);
}

export function sliceDelta(text: Y.XmlText, from: number): { insert: string; attributes?: Record<string, unknown> }[] {
  let skipped = from;
  return (text.toDelta() as { insert: string; attributes?: Record<string, unknown> }[]).flatMap((part) => {
    const cut = Math.min(skipped, part.insert.length);
    skipped -= cut;
    return cut === part.insert.length ? [] : [{ ...part, insert: part.insert.slice(cut) }];
  });
}

/** An offset that does not cut a surrogate pair. */
export function safeOffset(text: Y.XmlText, at: number): number {
  const plain = (text.toDelta() as { insert: string }[]).map((part) => part.insert).join("");
  const unit = plain.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
