/** Where a character, or the element of a block, is now: followed through the copies that others made of it. */
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import type { IdSet } from "../ids/id-set.ts";
import type { ForwardingDocument } from "./row-view.ts";

/** It stands; it stands elsewhere; it is gone and its text stands; `null` when nothing is left of either. */
export type Whereabouts =
  | { readonly kind: "stands"; readonly at: Id }
  | { readonly kind: "moved"; readonly at: Id }
  | { readonly kind: "gone" }
  | null;

export function itemAt(ydoc: Y.Doc, { client, clock }: Id): Y.Item | null {
  if (clock >= Y.getState(ydoc.store, client)) return null;
  const struct = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return struct instanceof Y.Item ? struct : null;
}

/** The item of the text or element that holds an item. */
export function holderOf(item: Y.Item): Y.Item | null {
  return item.parent instanceof Y.AbstractType ? item.parent._item : null;
}

/** The element of the paragraph that a text belongs to. */
export function paragraphOf(text: Y.XmlText): Y.Item | null {
  return text._item && holderOf(text._item);
}

/** The text that a character stands, or stood, in. */
export function textAt({ ydoc }: ForwardingDocument, id: Id): Y.XmlText | null {
  const item = itemAt(ydoc, id);
  return item?.parent instanceof Y.XmlText ? item.parent : null;
}

/** Whether a character stands, or stood, behind another: in one text, or in paragraphs side by side. */
export function isBehind({ ydoc }: ForwardingDocument, a: Id, b: Id): boolean {
  const [item, other] = [itemAt(ydoc, a), itemAt(ydoc, b)];
  if (!item || !other) return false;
  if (item === other) return a.clock > b.clock;
  if (item.parent === other.parent) return isRightOf(item, other);
  const [one, two] = [item, other].map((each) => (each.parent instanceof Y.XmlText ? paragraphOf(each.parent) : null));
  return !!one && !!two && one !== two && one.parent === two.parent && isRightOf(one, two);
}

/** Looks to both sides at once: what is compared is mostly near. */
function isRightOf(item: Y.Item, other: Y.Item): boolean {
  let [left, right] = [other.left, other.right];
  while (left !== null || right !== null) {
    if (right === item) return true;
    if (left === item) return false;
    [left, right] = [left?.left ?? null, right?.right ?? null];
  }
  return false;
}

export class Finder {
  private readonly document: ForwardingDocument;
  /** Copies that are about to be taken away because others say the same. */
  private readonly dropped: IdSet;

  constructor(document: ForwardingDocument, dropped: IdSet) {
    this.document = document;
    this.dropped = dropped;
  }

  private stands(id: Id): boolean {
    const item = itemAt(this.document.ydoc, id);
    return item !== null && !item.deleted && !this.dropped.has(id.client, id.clock);
  }

  /** Where a character is. Copies under ids that `except` accepts are passed over. */
  find(id: Id, except: (copy: Id) => boolean = () => false): Whereabouts {
    if (this.stands(id)) return { kind: "stands", at: id };
    const copy = this.livingCopy(id, except) ?? this.livingTwin(id, except);
    if (copy) return { kind: "moved", at: copy };
    const place = this.placeOfCopy(id, except);
    if (place) return { kind: "moved", at: place };
    const item = itemAt(this.document.ydoc, id);
    const holder = item && holderOf(item);
    return holder && !holder.deleted ? { kind: "gone" } : null;
  }

  /** What stands for a character now, or `null`. */
  standing(id: Id): Id | null {
    return this.stands(id) ? id : (this.livingCopy(id) ?? this.livingTwin(id));
  }

  /** A copy that stands, the newest first, however often it was copied. */
  livingCopy(id: Id, except: (copy: Id) => boolean = () => false): Id | null {
    for (const { copy } of this.document.lineage.copiesOf({ ...id, length: 1 }).toReversed()) {
      if (except(copy)) continue;
      const found = this.stands(copy) ? { client: copy.client, clock: copy.clock } : this.livingCopy(copy, except);
      if (found) return found;
    }
    return null;
  }

  /** Another copy of the same original: what one person wrote twice, or two people at once. */
  livingTwin(id: Id, except: (copy: Id) => boolean = () => false): Id | null {
    const source = this.document.lineage.sourceOf(id.client, id.clock);
    if (!source) return null;
    return this.livingCopy(source, (copy) => except(copy) || (copy.client === id.client && copy.clock === id.clock));
  }

  /** A copy that is gone, too, in a text that stands: still the place where its words belong. */
  private placeOfCopy(id: Id, except: (copy: Id) => boolean): Id | null {
    for (const { copy } of this.document.lineage.copiesOf({ ...id, length: 1 }).toReversed()) {
      if (except(copy)) continue;
      const item = itemAt(this.document.ydoc, copy);
      const holder = item && holderOf(item);
      if (holder && !holder.deleted) return { client: copy.client, clock: copy.clock };
      const further = this.placeOfCopy(copy, except);
      if (further) return further;
    }
    return null;
  }
}
