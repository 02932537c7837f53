/** Which attributes a row's author gave to blocks that were there already. */
import type { AttributeValue } from "@parley/document";
import { ContentAny, ContentString, ContentType, Item } from "yjs";
import type { IdRange } from "../ids/id-range.ts";
import { structsIn } from "../lineage/stretches.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { holderOf } from "./whereabouts.ts";
import { type AttributeWish, textsOf } from "./wishes.ts";

/** The attributes that a row sets or takes away, each with the words of its block. */
export function attributeWishes(document: ForwardingDocument, view: RowView): AttributeWish[] {
  const { row } = view;
  const wishes = new Map<string, AttributeWish>();
  const note = (item: Item, value: AttributeValue): void => {
    const block = holderOf(item);
    if (!block || item.parentSub === null || !view.after(block.id) || view.isNew(block.id)) return;
    // What is as it was before is no wish, also when it was something else in between.
    const madeIn = document.attribution.insertingRow(block.id.client, block.id.clock) ?? 0;
    if (madeIn <= row.baseSeq && valueBefore(document, view, item) === value) return;
    const { client, clock } = block.id;
    const words = wordsOf(block, view);
    const name = `${client} ${clock} ${item.parentSub}`;
    if (value !== null || !wishes.has(name))
      wishes.set(name, { wish: "attribute", block: { client, clock }, words, key: item.parentSub, value, own: true });
  };
  if (row.proposes) return [];
  for (const item of attributesIn(document, row.inserted)) {
    const { content } = item;
    if (content instanceof ContentAny && view.after(item.id)) note(item, content.arr.at(-1) as AttributeValue);
  }
  for (const item of attributesIn(document, row.stated)) note(item, null);
  return [...wishes.values()];
}

/** Whether a row sets or takes away an attribute of anything. */
export function touchesAttributes(document: ForwardingDocument, { row }: RowView): boolean {
  for (const ranges of [row.inserted, row.stated]) if (!attributesIn(document, ranges).next().done) return true;
  return false;
}

function* attributesIn({ ydoc }: ForwardingDocument, ranges: readonly IdRange[]): Generator<Item> {
  for (const range of ranges)
    for (const struct of structsIn(ydoc, range)) if (struct instanceof Item && struct.parentSub !== null) yield struct;
}

/** What an attribute was when the row's author last heard of others. */
function valueBefore({ attribution }: ForwardingDocument, { row }: RowView, item: Item): AttributeValue {
  const block = holderOf(item);
  const newest = block?.content instanceof ContentType ? block.content.type._map.get(item.parentSub ?? "") : undefined;
  let at: Item | null = newest ?? null;
  const isKnown = (seq: number | undefined): boolean => seq !== undefined && seq <= row.baseSeq;
  while (at !== null && !isKnown(attribution.insertingRow(at.id.client, at.id.clock))) at = at.left;
  if (at && isKnown(attribution.goneSinceRow(at.id.client, at.id.clock))) return null;
  return at?.content instanceof ContentAny ? (at.content.arr.at(-1) as AttributeValue) : null;
}

/** The words of a block that a row's author saw in it. */
function wordsOf(block: Item, view: RowView): IdRange[] {
  const words: IdRange[] = [];
  for (const text of textsOf(block)) {
    for (let item = text._start; item !== null; item = item.right) {
      if (!(item.content instanceof ContentString)) continue;
      for (let offset = 0; offset < item.length; offset++) {
        const { client } = item.id;
        const clock = item.id.clock + offset;
        if (!view.after({ client, clock })) continue;
        const last = words.at(-1);
        if (last && last.client === client && last.clock + last.length === clock)
          words[words.length - 1] = { ...last, length: last.length + 1 };
        else words.push({ client, clock, length: 1 });
      }
    }
  }
  return words;
}
