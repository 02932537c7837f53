/** Which steps of undo somebody has decided on: what they propose no longer waits, so there is nothing left of them to take back. */
import type { ExactUndoManager } from "@parley/document";
import * as Y from "yjs";

type Step = Y.UndoManager["undoStack"][number];

const SETTLED = "settled";
const ASKED = "asked";

/** Notes when others take away what a step brought: words that are rejected, a record that is carried out. Returns how to stop. */
export function noteSettled(manager: Y.UndoManager): () => void {
  const { doc } = manager;
  const note = ({ local, deleteSet }: Y.Transaction): void => {
    if (local || deleteSet.clients.size === 0) return;
    for (const step of [...manager.undoStack, ...manager.redoStack])
      if (overlaps(step.insertions, deleteSet)) step.meta.set(SETTLED, true);
  };
  doc.on("afterTransaction", note);
  return () => doc.off("afterTransaction", note);
}

/** Whether others have taken away something that a step brought, or something of it stands that its writer may not take back. */
export function isSettled({ doc }: Y.UndoManager, step: Step, isAgreed: (item: Y.Item) => boolean): boolean {
  return step.meta.get(SETTLED) === true || standsAgreed(doc, step, isAgreed);
}

/** Whether undo would leave a part of what a step proposed, and waits again, so that it takes nothing of it back [UN7]. */
export function wouldHalve(manager: ExactUndoManager, step: Step, isAgreed: (item: Y.Item) => boolean): boolean {
  return manager.isTorn(step) || isPartAgreed(manager, step, isAgreed);
}

/**
 * Whether a step is to be asked for again before it is forgotten: its words count as agreed though their record waits again, so the list that
 * says that they wait as well may be under way. Says so once.
 */
export function isToBeAskedAgain(manager: ExactUndoManager, step: Step, isAgreed: (item: Y.Item) => boolean): boolean {
  if (step.meta.has(ASKED) || manager.isTorn(step) || !isPartAgreed(manager, step, isAgreed)) return false;
  step.meta.set(ASKED, true);
  return true;
}

function isPartAgreed(manager: ExactUndoManager, step: Step, isAgreed: (item: Y.Item) => boolean): boolean {
  return manager.isRenewed(step) && standsAgreed(manager.doc, step, isAgreed);
}

function standsAgreed(doc: Y.Doc, step: Step, isAgreed: (item: Y.Item) => boolean): boolean {
  for (const [client, ranges] of step.insertions.clients)
    for (const { clock, len } of ranges)
      for (let at = clock; at < clock + len;) {
        const item = Y.getItem(doc.store, Y.createID(client, at)) as Y.Item | Y.GC;
        if (item instanceof Y.Item && !item.deleted && isAgreed(item)) return true;
        at = item.id.clock + item.length;
      }
  return false;
}

/** Whether anything can be undone of a step that was settled in part: something that it brought stands and is its writer's, or it took words away. */
export function hasLeft(
  { doc }: Y.UndoManager,
  step: Step,
  isOwn: (item: Y.Item) => boolean,
  records: Y.Map<unknown>,
): boolean {
  const has = (set: Step["insertions"], fits: (item: Y.Item) => boolean): boolean =>
    [...set.clients].some(([client, ranges]) =>
      ranges.some(({ clock, len }) => {
        for (let at = clock; at < clock + len;) {
          const item = Y.getItem(doc.store, Y.createID(client, at)) as Y.Item | Y.GC;
          if (item instanceof Y.Item && fits(item)) return true;
          at = item.id.clock + item.length;
        }
        return false;
      }),
    );
  return (
    has(step.insertions, (item) => !item.deleted && isOwn(item)) ||
    has(step.deletions, (item) => item.parent !== records && item.countable)
  );
}

function overlaps(made: Step["insertions"], gone: Y.Transaction["deleteSet"]): boolean {
  for (const [client, ranges] of made.clients) {
    const others = gone.clients.get(client);
    if (!others) continue;
    for (const { clock, len } of ranges)
      if (others.some((each) => each.clock < clock + len && clock < each.clock + each.len)) return true;
  }
  return false;
}
