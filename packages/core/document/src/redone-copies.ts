/** Where what undo brought back stands by now. Yjs notes at a deleted item under which ids it was written again. */
import * as Y from "yjs";

/** Consecutive ids of one client. */
export interface StructRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** The items of a range, parted where it begins and ends; without those of which Yjs keeps nothing. */
export function itemsIn(transaction: Y.Transaction, { client, clock, length }: StructRange): Y.Item[] {
  const { store } = transaction.doc;
  const items: Y.Item[] = [];
  for (let at = clock; at < clock + length;) {
    const struct: Y.Item | Y.GC = Y.getItemCleanStart(transaction, Y.createID(client, at));
    const end = Math.min(struct.id.clock + struct.length, clock + length);
    if (struct instanceof Y.Item) items.push(Y.getItemCleanEnd(transaction, store, Y.createID(client, end - 1)));
    at = end;
  }
  return items;
}

/** Under which ids the content of a range was written last, in its order. */
export function latestOf(transaction: Y.Transaction, range: StructRange): StructRange[] {
  return itemsIn(transaction, range).flatMap((item) => {
    const again = copyOf(item);
    return again ? latestOf(transaction, again) : [rangeOf(item)];
  });
}

/** The items in a list under which the content of an item was written again last, before it came back in another list. */
export function lastCopiesIn(transaction: Y.Transaction, item: Y.Item, list: Y.AbstractType<unknown>): Y.Item[] {
  const again = copyOf(item);
  if (again === null) return [];
  return itemsIn(transaction, again).flatMap((copy) => {
    const later = lastCopiesIn(transaction, copy, list);
    return later.length > 0 || copy.parent !== list ? later : [copy];
  });
}

function copyOf({ redone, length }: Y.Item): StructRange | null {
  return redone && { client: redone.client, clock: redone.clock, length };
}

function rangeOf({ id: { client, clock }, length }: Y.Item): StructRange {
  return { client, clock, length };
}
