/**
 * The undo manager of a page: that of Yjs, except for how a step is taken back.
 *
 * Why: Yjs follows what came back by the first item of its copy only, and places what comes back beside the first copy of a neighbour.
 * After a paragraph had come back, and something had been typed between its words, undo and redo left letters standing or put them in
 * another order; and it failed where it met what Yjs no longer keeps of a paragraph that somebody else deleted.
 *
 * Invariants:
 * - While nobody else edits, undo gives exactly what stood before a step, and redo what stood after it [UN1] [UN2].
 * - Only what a step deleted comes back, once; only what it brought is deleted, under whatever ids it stands by now [UN3].
 * - What cannot come back, or was put back by somebody else, is passed over [UN4] [UN5].
 * - A record of a proposal that waits again belongs to the step that brought it [UN7].
 */
import * as Y from "yjs";
import { itemsIn, latestOf } from "./redone-copies.ts";
import { RenewedRecords } from "./renewed-records.ts";
import { ReturnedByOthers } from "./returned-by-others.ts";
import type { UndoStep } from "./undo-step.ts";
import { bringBack } from "./returning-items.ts";

/** Undo and redo of what is written with the tracked origins. */
export class ExactUndoManager extends Y.UndoManager {
  /** All steps, those that can no longer be redone, too. */
  readonly #known: UndoStep[] = [];
  readonly #returned = new ReturnedByOthers();
  readonly #renewed = new RenewedRecords();
  readonly #noteOthers = (transaction: Y.Transaction): void => {
    const steps = [...this.undoStack, ...this.redoStack];
    this.#returned.note(transaction, steps, this.#known);
    this.#renewed.note(transaction, steps);
  };

  constructor(...args: ConstructorParameters<typeof Y.UndoManager>) {
    super(...args);
    this.on("stack-item-added", ({ stackItem }) => this.#known.push(stackItem));
    this.doc.on("afterTransaction", this.#noteOthers);
  }

  override destroy(): void {
    this.doc.off("afterTransaction", this.#noteOthers);
    super.destroy();
  }

  /** Whether somebody else wrote this for something that the page had deleted, so that it is nobody's copy of something else. */
  isPutBack(id: Y.ID): boolean {
    return this.#returned.isWrittenFor(id);
  }

  /** Whether something that a step proposed waits again of which undo cannot take back all. */
  isTorn(step: UndoStep): boolean {
    return this.#renewed.isTorn(step);
  }

  /** Whether a record of a step was taken away by somebody else and written anew, and stands. */
  isRenewed(step: UndoStep): boolean {
    return this.#renewed.isRenewed(step, this.doc);
  }

  /** Takes back the last step of which anything is left; `null` when there is none. */
  override undo(): UndoStep | null {
    this.undoing = true;
    try {
      return this.#takeBackLast(this.undoStack, "undo");
    } finally {
      this.undoing = false;
    }
  }

  /** Makes the step that was taken back last again; `null` when there is none. */
  override redo(): UndoStep | null {
    this.redoing = true;
    try {
      return this.#takeBackLast(this.redoStack, "redo");
    } finally {
      this.redoing = false;
    }
  }

  #takeBackLast(stack: UndoStep[], type: "undo" | "redo"): UndoStep | null {
    let taken: UndoStep | null = null;
    const { changedParentTypes } = Y.transact(
      this.doc,
      (transaction) => {
        while (taken === null) {
          const step = stack.pop();
          if (!step) break;
          if (this.#takeBack(transaction, step)) taken = step;
        }
        // Yjs remembers where in a list an index was found; items that are placed one by one do not tell it.
        for (const [list, keys] of transaction.changed) if (keys.has(null)) list._searchMarker?.splice(0);
        return transaction;
      },
      this,
    );
    if (taken !== null)
      this.emit("stack-item-popped", [{ stackItem: taken, type, changedParentTypes, origin: this }, this]);
    return taken;
  }

  /** Returns whether it changed anything. */
  #takeBack(transaction: Y.Transaction, step: UndoStep): boolean {
    const brought = [...step.insertions.clients].flatMap(([client, ranges]) =>
      ranges.flatMap(({ clock, len }) => latestOf(transaction, { client, clock, length: len })),
    );
    const lifetimes = this.#returned.lifetimesIn(this.#known, []);
    const gone = this.#known.indexOf(step);
    this.#returned.partItems(transaction);
    let changed = bringBack(transaction, step, {
      isInScope: (item) => this.#isInScope(item),
      isBack: (item) => this.#returned.has(item),
      putBackFor: (id) => this.#returned.putBackFor(id),
      lifeOf: (id) => ({ born: lifetimes.bornAt(id), gone }),
      originalOf: (id) => this.#returned.originalOf(id),
      wasWritten: (copy, original) => this.#returned.noteOwnCopy(copy, original),
      isReplaceable: (value) =>
        value.deleted
          ? this.#known.some(({ deletions }) => Y.isDeleted(deletions, value.id))
          : brought.some(({ client, clock }) => client === value.id.client && clock === value.id.clock),
    });
    const needed = this.#returned.marksNeeded(brought.flatMap((range) => itemsIn(transaction, range)));
    // Contained things are deleted before what contains them: then it shows whether somebody else's text stands in it.
    for (const range of brought.toReversed())
      for (const item of itemsIn(transaction, range)) {
        if (item.deleted || needed.has(item) || !this.#isInScope(item) || !this.deleteFilter(item)) continue;
        item.delete(transaction);
        changed = true;
      }
    return changed;
  }

  #isInScope(item: Y.Item): boolean {
    return this.scope.some((scope) => scope instanceof Y.Doc || Y.isParentOf(scope, item));
  }
}
