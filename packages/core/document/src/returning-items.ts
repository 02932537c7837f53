/**
 * Brings back what a step of undo deleted: writes it again, as Yjs knows no other way, and notes at the deleted item where.
 *
 * Invariants:
 * - In a list that still stands an item comes back directly before its deleted original, or where it keeps its order among what
 *   somebody else has put back there.
 * - In a list that came back itself it comes back behind what stood before it and before what stood behind it, wherever that came back;
 *   where this cannot be had of everything, of what stands now.
 * - A value under a key comes back unless somebody else has given or taken one since.
 */
import type { UndoStep } from "./undo-step.ts";
import * as Y from "yjs";
import { lastCopiesIn } from "./redone-copies.ts";
import { PlacesAmongReturned, type ReturnedBeside } from "./returned-places.ts";

/** What may come back, by those who know the page's other steps. */
export interface ReturnRules extends ReturnedBeside {
  readonly isInScope: (item: Y.Item) => boolean;
  /** Whether a value under a key is the page's own, so that an older one may follow it. */
  readonly isReplaceable: (value: Y.Item) => boolean;
  /** Is told what was written again. */
  readonly wasWritten: (copy: Y.Item, original: Y.Item) => void;
}

type List = Y.AbstractType<unknown>;

/** What stands counts more than any number of deleted items, which may have come back in an order that no text ever had. */
const STANDING_WEIGHT = 1_000_000;

/** Brings back all that can be brought back of what a step deleted. Returns whether anything was. */
export function bringBack(transaction: Y.Transaction, step: UndoStep, rules: ReturnRules): boolean {
  const returning = new Returning(transaction, step, rules);
  returning.bringBackAll();
  return returning.changed;
}

class Returning {
  changed = false;
  private readonly transaction: Y.Transaction;
  private readonly step: UndoStep;
  private readonly rules: ReturnRules;
  private readonly done = new Set<List>();

  constructor(transaction: Y.Transaction, step: UndoStep, rules: ReturnRules) {
    this.transaction = transaction;
    this.step = step;
    this.rules = rules;
  }

  bringBackAll(): void {
    const lists = new Set<List>();
    // This parts items where the step's ranges end.
    Y.iterateDeletedStructs(this.transaction, this.step.insertions, () => undefined);
    Y.iterateDeletedStructs(this.transaction, this.step.deletions, (item) => {
      if (item instanceof Y.Item && this.isWanted(item) && this.rules.isInScope(item)) lists.add(item.parent as List);
    });
    for (const list of lists) this.bringBackIn(list);
  }

  /** What a step brought and deleted was never there before it. */
  private isWanted(item: Y.Item): boolean {
    const { id, deleted, redone } = item;
    const { deletions, insertions } = this.step;
    const isOfStep = deleted && redone === null && Y.isDeleted(deletions, id) && !Y.isDeleted(insertions, id);
    return isOfStep && !this.rules.isBack(item);
  }

  private bringBackIn(list: List): void {
    if (this.done.has(list)) return;
    this.done.add(list);
    const now = this.standing(list);
    if (now === null) return;
    for (const key of list._map.keys()) this.bringBackValue(list, key, now);
    if (now === list) this.bringBackInPlace(list);
    else this.bringBackElsewhere(list, now);
  }

  /** The list itself, or what came back for it; `null` if nothing did. */
  private standing(list: List): List | null {
    const { _item: holder } = list;
    if (!holder?.deleted) return list;
    if (this.isWanted(holder)) this.bringBackIn(holder.parent as List);
    for (let at: Y.Item = holder; at.redone !== null;) {
      const next: Y.Item | Y.GC = Y.getItem(this.transaction.doc.store, at.redone);
      if (!(next instanceof Y.Item)) return null;
      if (!next.deleted) return next.content instanceof Y.ContentType ? next.content.type : null;
      at = next;
    }
    return null;
  }

  private bringBackInPlace(list: List): void {
    const places = new PlacesAmongReturned(this.transaction, list, this.rules);
    for (let item = list._start; item !== null; item = item.right) {
      const wanted = item;
      if (this.isWanted(wanted)) places.fill(wanted, (place) => this.write(wanted, list, place));
    }
  }

  private bringBackElsewhere(list: List, now: List): void {
    // What belongs behind the place at which the walk is, and, above zero, what belongs before it.
    const sides = new Map<Y.Item, number>();
    const copies = (item: Y.Item): Y.Item[] =>
      this.isBackIn(item, list) ? [] : lastCopiesIn(this.transaction, item, now);
    const weight = ({ deleted }: Y.Item): number => (deleted ? 1 : STANDING_WEIGHT);
    for (let item = list._start; item !== null; item = item.right)
      for (const copy of copies(item)) sides.set(copy, -weight(copy));
    // What came back last, while nothing was passed of which another copy stands in the new list.
    let last: Y.Item | null = null;
    for (let item = list._start; item !== null; item = item.right) {
      if (this.isWanted(item)) {
        const left: Y.Item | null = last ?? placeIn(now, sides);
        last = this.write(item, now, { left, right: left === null ? now._start : left.right });
        sides.set(last, STANDING_WEIGHT);
        continue;
      }
      for (const copy of copies(item)) {
        sides.set(copy, weight(copy));
        last = null;
      }
    }
  }

  /** Whether an item stands in its list again: what was written between the two stands beside the new one. */
  private isBackIn({ redone }: Y.Item, list: List): boolean {
    return redone !== null && Y.getItem(this.transaction.doc.store, redone).parent === list;
  }

  private bringBackValue(list: List, key: string, now: List): void {
    const wanted: Y.Item[] = [];
    for (let value = list._map.get(key) ?? null; value !== null; value = value.left)
      if (this.isWanted(value)) wanted.unshift(value);
    for (const value of wanted) {
      const left = now._map.get(key) ?? null;
      if (left === null || left === value || this.rules.isReplaceable(left))
        this.write(value, now, { left, right: null });
    }
  }

  private write(original: Y.Item, list: List, { left, right }: Pick<Y.Item, "left" | "right">): Y.Item {
    const { doc } = this.transaction;
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
    const [origin, rightOrigin] = [left && left.lastId, right && right.id];
    const copy = new Y.Item(id, left, origin, right, rightOrigin, list, original.parentSub, original.content.copy());
    original.redone = id;
    keep(copy);
    copy.integrate(this.transaction, 0);
    this.changed = true;
    this.rules.wasWritten(copy, original);
    return copy;
  }
}

/** Behind which item the fewest stand on the wrong side; `null` at the beginning. */
function placeIn(list: List, sides: ReadonlyMap<Y.Item, number>): Y.Item | null {
  let [place, best, gain]: [Y.Item | null, number, number] = [null, 0, 0];
  for (let at = list._start; at !== null; at = at.right) {
    gain += sides.get(at) ?? 0;
    if (gain >= best) [place, best] = [at, gain];
  }
  return place;
}

/** Lets Yjs keep the content of an item once it is deleted, and of what holds it. */
function keep(item: Y.Item): void {
  for (let at: Y.Item | null = item; at !== null && !at.keep; at = (at.parent as List)._item) at.keep = true;
}
