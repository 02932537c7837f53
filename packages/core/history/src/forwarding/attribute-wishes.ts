/** Which attributes a row's author gave to blocks, or to words by bringing them into a block that has them. */
import { ContentAny, ContentType, Item, XmlElement } from "yjs";
import type { Id } from "../ids/id-range.ts";
import { structsIn } from "../lineage/stretches.ts";
import { namesIn } from "./read-characters.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { holderOf, paragraphOf, textAt } from "./whereabouts.ts";
import { type AttributeWish, attributeSeen, idsOf, sceneAfter, textsOf } from "./wishes.ts";

/** The attributes of blocks that the row changed or brought words into, as far as none of the words had them before. */
export function attributeWishes(document: ForwardingDocument, view: RowView): AttributeWish[] {
  const { row } = view;
  if (row.proposes) return [];
  const scene = sceneAfter(document, view);
  const wishes = new Map<string, AttributeWish>();
  const note = (block: Item, key: string): void => {
    const { client, clock } = block.id;
    const name = `${client} ${clock} ${key}`;
    if (wishes.has(name) || !view.after(block.id)) return;
    const value = scene.attribute(block, key);
    const words = namesIn(textsOf(block), {
      of: (id) => (view.after(id) ? id : null),
      hides: (range) => view.hides(range),
    });
    // What is as it was before is no wish, also when it was something else in between.
    const before = words.length > 0 ? idsOf(words).map((id) => blockAtBase(document, view, id)) : [block];
    if ([...new Set(before)].some((each) => each && attributeSeen(each, key, (id) => view.stoodAtBase(id)) === value))
      return;
    wishes.set(name, { wish: "attribute", block: { client, clock }, words, key, value, own: true });
  };
  for (const item of attributesIn(document, view)) {
    const block = holderOf(item);
    if (block && item.parentSub !== null) note(block, item.parentSub);
  }
  for (const { copy } of row.copies) {
    const text = textAt(document, copy);
    const block = text && paragraphOf(text);
    for (const [key, item] of block?.content instanceof ContentType ? block.content.type._map : [])
      if (block && item.content instanceof ContentAny && scene.attribute(block, key) !== null) note(block, key);
  }
  return [...wishes.values()];
}

/** Whether a row moves something, takes away a block, or sets or takes away an attribute of one that was there. */
export function changesBlocks(document: ForwardingDocument, view: RowView): boolean {
  if (view.row.copies.length > 0) return true;
  for (const range of view.row.stated)
    for (const struct of structsIn(document.ydoc, range))
      if (struct instanceof Item && struct.content instanceof ContentType && struct.content.type instanceof XmlElement)
        return true;
  return !attributesIn(document, view).next().done;
}

/** The attributes that a row sets or takes away, of blocks that it did not make. */
function* attributesIn({ ydoc }: ForwardingDocument, view: RowView): Generator<Item> {
  for (const range of [...view.row.inserted, ...view.row.stated]) {
    for (const struct of structsIn(ydoc, range)) {
      if (!(struct instanceof Item) || struct.parentSub === null) continue;
      const block = holderOf(struct);
      if (block && !view.isNew(block.id)) yield struct;
    }
  }
}

/** The block in which a character stood when the row's author last heard of others; `null` for what was typed since. */
function blockAtBase(document: ForwardingDocument, view: RowView, id: Id): Item | null {
  const { attribution, lineage } = document;
  for (let at: Id | undefined = id; at; at = lineage.sourceOf(at.client, at.clock)) {
    if ((attribution.insertingRow(at.client, at.clock) ?? Infinity) > view.row.baseSeq) continue;
    const text = textAt(document, at);
    return text && paragraphOf(text);
  }
  return null;
}
