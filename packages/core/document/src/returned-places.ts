/**
 * Where something comes back in a list in which somebody else has put back what had stood beside it.
 *
 * Why: what others put back may stand on either side of the deleted originals.
 */
import * as Y from "yjs";
import { type Lifetime, stoodTogether } from "./step-lifetimes.ts";

/** What somebody else wrote for something, and when that had stood. */
export interface PutBack {
  readonly written: Y.ID;
  readonly life: Lifetime;
}

/** What is known of what comes back and of what is back. */
export interface ReturnedBeside {
  readonly isBack: (item: Y.Item) => boolean;
  /** What was written for an id; `null` where it is not back, or went along with a block that is. */
  readonly putBackFor: (id: Y.ID) => PutBack | null;
  /** When something stood that comes back now. */
  readonly lifeOf: (id: Y.ID) => Lifetime;
  /** What something had been that the page itself brought back before; `null` for anything else. */
  readonly originalOf: (id: Y.ID) => Y.ID | null;
}

type Place = Pick<Y.Item, "left" | "right">;

/** Places for what comes back in a list, in its order: directly before its original, unless what is back would then stand on a wrong side. */
export class PlacesAmongReturned {
  private readonly transaction: Y.Transaction;
  private readonly returned: ReturnedBeside;
  /** What stands for the items that are back, in the list. */
  private readonly standing = new Map<Y.Item, readonly { readonly item: Y.Item; readonly life: Lifetime }[]>();
  private readonly places = new Map<Y.Item, number>();
  private readonly items: readonly Y.Item[];
  private readonly bounds = new Map<string, Bounds>();
  private readonly lastBehind = new Map<Y.Item, Y.Item>();

  constructor(transaction: Y.Transaction, list: Y.AbstractType<unknown>, returned: ReturnedBeside) {
    this.transaction = transaction;
    this.returned = returned;
    for (let item = list._start; item !== null; item = item.right)
      if (item.deleted && returned.isBack(item)) this.standing.set(item, this.standingFor(item, list));
    // Only now, as those were parted from what stands beside them.
    if (this.standing.size > 0)
      for (let item = list._start; item !== null; item = item.right) this.places.set(item, this.places.size);
    this.items = [...this.places.keys()];
  }

  /** Calls `write` with the place of an item that comes back; it returns what it wrote there. */
  fill(item: Y.Item, write: (place: Place) => Y.Item): void {
    const at = this.places.get(item);
    // Where formatting begins and ends says nothing of what is back.
    if (at === undefined || item.content instanceof Y.ContentFormat) {
      write({ left: item.left, right: item });
      return;
    }
    const { first, last } = this.boundsFor(this.returned.lifeOf(item.id));
    // What came back before may stand elsewhere than its original, whose order counts.
    const order = this.places.get(this.firstOf(item)) ?? at;
    const [after, until] = [last[order], first[order]];
    const next = until !== undefined && until < at && (after ?? -1) < until ? this.items[until] : undefined;
    const isBehind = after !== undefined && after > at && after < (until ?? this.items.length);
    const beside = isBehind ? this.items[after] : undefined;
    if (next) write({ left: next.left, right: next });
    else if (beside) {
      const left = this.lastBehind.get(beside) ?? beside;
      this.lastBehind.set(beside, write({ left, right: left.right }));
    } else write({ left: item.left, right: item });
  }

  private boundsFor(life: Lifetime): Bounds {
    const key = `${life.born} ${life.gone}`;
    const known = this.bounds.get(key);
    if (known) return known;
    const counterparts = (item: Y.Item): number[] =>
      (this.standing.get(item) ?? [])
        .filter((each) => stoodTogether(each.life, life))
        .flatMap((each) => this.places.get(each.item) ?? []);
    const bounds: { first: Bound[]; last: Bound[] } = { first: [], last: [] };
    let high: Bound;
    for (const item of this.items) {
      bounds.last.push(high);
      for (const at of counterparts(item)) high = Math.max(high ?? at, at);
    }
    let low: Bound;
    for (const item of this.items.toReversed()) {
      bounds.first.push(low);
      for (const at of counterparts(item)) low = Math.min(low ?? at, at);
    }
    bounds.first.reverse();
    this.bounds.set(key, bounds);
    return bounds;
  }

  private firstOf(item: Y.Item): Y.Item {
    const original = this.returned.originalOf(item.id);
    const found = original && Y.getItem(this.transaction.doc.store, original);
    return found instanceof Y.Item ? this.firstOf(found) : item;
  }

  /** The first and the last item of what stands in a list for one that is back. */
  private standingFor(item: Y.Item, list: Y.AbstractType<unknown>): { item: Y.Item; life: Lifetime }[] {
    const { store } = this.transaction.doc;
    const [first, last] = [this.returned.putBackFor(item.id), this.returned.putBackFor(item.lastId)];
    const found: { item: Y.Item | Y.GC; life: Lifetime }[] = [];
    if (first) found.push({ item: Y.getItemCleanStart(this.transaction, first.written), life: first.life });
    if (last) found.push({ item: Y.getItemCleanEnd(this.transaction, store, last.written), life: last.life });
    return found.flatMap(({ item: each, life }) =>
      each instanceof Y.Item && !each.deleted && each.parent === list ? [{ item: each, life }] : [],
    );
  }
}

type Bound = number | undefined;

/** Of each item of a list where the first stands of what is back of those behind it, and the last of those before it. */
interface Bounds {
  readonly first: readonly Bound[];
  readonly last: readonly Bound[];
}
