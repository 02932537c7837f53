/**
 * What a page had deleted and somebody else has put back, as who restores a version does: undo would put it in a second time.
 *
 * Why: Yjs only knows of what came back by its own undo. What others write again are new words and new blocks to it.
 *
 * Invariants:
 * - What is back is told by `returned-words.ts` and `returned-blocks.ts`; with a block all that went with it is.
 * - What is back is only never written again. Nothing is deleted for it: what somebody else put back is theirs to take away.
 */
import * as Y from "yjs";
import { itemsWithin, returnedBlocks } from "./returned-blocks.ts";
import type { PutBack } from "./returned-places.ts";
import { returnedLetters } from "./returned-words.ts";
import type { UndoStep } from "./undo-step.ts";
import { StepLifetimes } from "./step-lifetimes.ts";

type List = Y.AbstractType<unknown>;
type Deletions = UndoStep["deletions"];

/** Notes what others put back of what some steps deleted. */
export class ReturnedByOthers {
  #ranges: Deletions = Y.createDeleteSet();
  #writtenFor: Deletions = Y.createDeleteSet();
  /** What was written for what, by client and clock. */
  readonly #counterparts = new Map<string, PutBack>();

  /** What the page itself brought back, in the order of the clocks under which it did, as what it had been. */
  readonly #ownCopies: OwnCopy[] = [];

  /** Whether somebody else wrote an id for something that the page had deleted. */
  isWrittenFor(id: Y.ID): boolean {
    return Y.isDeleted(this.#writtenFor, id);
  }

  /** Whether something is back, so that it must not be written again. */
  has({ id }: Y.Item): boolean {
    return Y.isDeleted(this.#ranges, id);
  }

  /** What somebody else wrote for something; `null` for what is not back, or went along with a block that is. */
  putBackFor(id: Y.ID): PutBack | null {
    return this.#counterparts.get(keyOf(id)) ?? null;
  }

  /** The lifetimes of what some of the page's steps deleted. */
  lifetimesIn(known: readonly UndoStep[], open: readonly UndoStep[]): StepLifetimes {
    return new StepLifetimes(known, new Set(open), (id) => this.originalOf(id));
  }

  /** Parts items where what is back ends. */
  partItems(transaction: Y.Transaction): void {
    Y.iterateDeletedStructs(transaction, this.#ranges, () => undefined);
  }

  /** Which ends of formats have to stay where they stand, as otherwise what somebody else put back would look otherwise. */
  marksNeeded(items: readonly Y.Item[]): ReadonlySet<Y.Item> {
    if (this.#writtenFor.clients.size === 0) return new Set();
    const marks = items.filter((item) => !item.deleted && item.content instanceof Y.ContentFormat);
    const needed = new Map<unknown, Set<string>>();
    for (const mark of marks) {
      const key = markKey(mark);
      for (let at = mark.right; at !== null && (at.deleted || markKey(at) !== key); at = at.right) {
        if (at.deleted || !this.isWrittenFor(at.id)) continue;
        needed.set(mark.parent, (needed.get(mark.parent) ?? new Set()).add(key));
        break;
      }
    }
    return new Set(marks.filter((mark) => needed.get(mark.parent)?.has(markKey(mark))));
  }

  /** Takes note that the page itself has written something again. */
  noteOwnCopy(copy: Y.Item, original: Y.Item): void {
    this.#ownCopies.push({ ...rangeOf(copy.id, copy.length), original: original.id });
  }

  /** Takes note of somebody else's change. Of the steps something may come back; `known` are those that were, too. */
  note(transaction: Y.Transaction, steps: readonly UndoStep[], known: readonly UndoStep[]): void {
    if (transaction.local || !steps.some(({ deletions }) => deletions.clients.size > 0)) return;
    const items = writtenIn(transaction);
    if (items.length === 0) return;
    const lifetimes = this.lifetimesIn(known, steps);
    const blocks = items.filter(({ content }) => content instanceof Y.ContentType);
    const gone: Range[] = [];
    const written: Range[] = [];
    const add = (was: Y.ID, back: PutBack): void => {
      this.#counterparts.set(keyOf(was), back);
    };
    if (blocks.length > 0)
      for (const back of returnedBlocks(this.#goneBlocks(transaction, steps), blocks, lifetimes)) {
        add(back.gone.id, { written: back.written.id, life: back.life });
        for (const { id, length } of itemsWithin(back.gone)) gone.push(rangeOf(id, length));
        for (const { id, length } of itemsWithin(back.written)) written.push(rangeOf(id, length));
      }
    const isBack = (id: Y.ID): boolean => this.#counterparts.has(keyOf(id)) || Y.isDeleted(this.#ranges, id);
    const words = { runs: runsOf(items), deleted: transaction.deleteSet };
    for (const back of returnedLetters(words, lifetimes, isBack)) {
      add(back.gone, back);
      gone.push(rangeOf(back.gone, 1));
      written.push(rangeOf(back.written, 1));
    }
    if (gone.length === 0) return;
    this.#ranges = withRanges(this.#ranges, gone);
    this.#writtenFor = withRanges(this.#writtenFor, written);
  }

  /** What something had been that the page itself brought back; `null` for anything else. */
  originalOf({ client, clock }: Y.ID): Y.ID | null {
    let [from, until] = [0, this.#ownCopies.length];
    while (from < until) {
      const middle = (from + until) >> 1;
      if ((this.#ownCopies[middle]?.clock ?? 0) <= clock) from = middle + 1;
      else until = middle;
    }
    const copy = this.#ownCopies[from - 1];
    if (!copy || copy.client !== client || clock >= copy.clock + copy.length) return null;
    return Y.createID(copy.original.client, copy.original.clock + clock - copy.clock);
  }

  #goneBlocks(transaction: Y.Transaction, steps: readonly UndoStep[]): Y.Item[] {
    const gone = new Set<Y.Item>();
    for (const { deletions } of steps)
      Y.iterateDeletedStructs(transaction, deletions, (item) => {
        if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentType)) return;
        if (item.deleted && item.redone === null && !this.has(item)) gone.add(item);
      });
    return [...gone];
  }
}

interface Range {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

const markKey = ({ content }: Y.Item): string => (content instanceof Y.ContentFormat ? content.key : "");

interface OwnCopy extends Range {
  readonly original: Y.ID;
}

const keyOf = ({ client, clock }: Y.ID): string => `${client}:${clock}`;
const rangeOf = ({ client, clock }: Y.ID, length: number): Range => ({ client, clock, length });

function withRanges(known: Deletions, ranges: readonly Range[]): Deletions {
  const more = Y.createDeleteSet();
  for (const { client, clock, length } of ranges) {
    const own = more.clients.get(client) ?? [];
    more.clients.set(client, own);
    own.push({ clock, len: length });
  }
  return Y.mergeDeleteSets([known, more]);
}

/** What a change wrote that stands, but for what it wrote into what it wrote. */
function writtenIn({ beforeState, afterState, doc }: Y.Transaction): Y.Item[] {
  const isNew = ({ client, clock }: Y.ID): boolean => clock >= (beforeState.get(client) ?? 0);
  const items: Y.Item[] = [];
  for (const [client, after] of afterState)
    for (let clock = beforeState.get(client) ?? 0; clock < after;) {
      const item: Y.Item | Y.GC = Y.getItem(doc.store, Y.createID(client, clock));
      clock = item.id.clock + item.length;
      if (!(item instanceof Y.Item) || item.deleted || item.parentSub !== null) continue;
      const holder = (item.parent as List)._item;
      if (holder === null || !isNew(holder.id)) items.push(item);
    }
  return items;
}

/** Words of some items, those directly beside each other together. */
function runsOf(items: readonly Y.Item[]): Y.Item[][] {
  const words = new Set(items.filter(({ content }) => content instanceof Y.ContentString));
  const next = (item: Y.Item): Y.Item | null => {
    let at = item.right;
    while (at !== null && at.content instanceof Y.ContentFormat) at = at.right;
    return at !== null && words.has(at) ? at : null;
  };
  const followers = new Set([...words].map(next));
  return [...words]
    .filter((item) => !followers.has(item))
    .map((first) => {
      const run = [first];
      for (let at = next(first); at !== null; at = next(at)) run.push(at);
      return run;
    });
}
