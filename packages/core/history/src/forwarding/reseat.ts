/**
 * A paragraph that somebody else put in at the same moment came to stand between the two halves of one that was split, in the middle of a
 * sentence. Yjs only knows that both stand behind the same paragraph. The new half is written again beside the old one.
 */
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";
import { type Finder, paragraphOf, textAt } from "./whereabouts.ts";
import type { Wish } from "./wishes.ts";

/** A paragraph that is to stand right behind, or right before, another. */
export interface Reseat {
  readonly paragraph: Y.Item;
  readonly beside: Y.Item;
  readonly side: "behind" | "before";
}

/** [FW8] The halves that something has come between. */
export function findIntruded(
  document: ForwardingDocument,
  view: RowView,
  wishes: readonly Wish[],
  finder: Finder,
): Reseat[] {
  const found = new Map<Y.Item, Reseat>();
  for (const wish of wishes) {
    if (wish.wish !== "apart" || !wish.adjacent) continue;
    const { left, right, own } = wish;
    const [before, after] = [paragraphNow(document, left, finder), paragraphNow(document, right, finder)];
    if (!before || !after || before === after || before.parent !== after.parent || !isParted(before, after)) continue;
    const isMade = (item: Y.Item): boolean => (own ? view.isNew(item.id) : view.isForeign(item.id));
    if (isMade(after)) found.set(after, { paragraph: after, beside: before, side: "behind" });
    else if (isMade(before)) found.set(before, { paragraph: before, beside: after, side: "before" });
  }
  return [...found.values()];
}

function paragraphNow(document: ForwardingDocument, id: Id, finder: Finder): Y.Item | null {
  const where = finder.find(id);
  const text = where && "at" in where ? textAt(document, where.at) : null;
  const paragraph = text && paragraphOf(text);
  return paragraph && !paragraph.deleted ? paragraph : null;
}

/** Whether blocks with content stand between two, or the second stands before the first. */
function isParted(before: Y.Item, after: Y.Item): boolean {
  for (let item = before.right; item !== null; item = item.right) {
    if (item === after) return false;
    if (!item.deleted && !isEmptyParagraph(item)) return true;
  }
  return true;
}

function isEmptyParagraph({ content }: Y.Item): boolean {
  if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) return true;
  return (
    content.type.nodeName === "paragraph" &&
    content.type.toArray().every((each) => each instanceof Y.XmlText && each.length === 0)
  );
}
