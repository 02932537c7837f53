import * as Y from "yjs";
import type { Id } from "./ids/id-range.ts";

/** The elements around an id, standing or not, from the inside out. */
export function elementsAround(ydoc: Y.Doc, { client, clock }: Id): Id[] {
  const found: Id[] = [];
  for (let item: unknown = Y.getItem(ydoc.store, Y.createID(client, clock)); item instanceof Y.Item;) {
    item = item.parent instanceof Y.AbstractType ? item.parent._item : null;
    if (item instanceof Y.Item) found.push(item.id);
  }
  return found;
}
