/**
 * Lets undo follow words that somebody else moved, by breaking a paragraph or as the server carries them: Yjs cannot move, so they
 * were deleted and written again in one change. Without this undo would pass them over, and take back something older instead.
 *
 * Invariants:
 * - Only words that the change deletes and writes again letter for letter are followed, each at most once, and fewer than four letters
 *   only together with what was deleted beside them: one letter alike is what begins other words that somebody types over them.
 * - What somebody put back is followed as what it was, not as the words that went for it.
 * - What is followed is added to the step that made it, so that it is undone with it and with nothing else.
 */
import type { ExactUndoManager } from "@parley/document";
import * as Y from "yjs";

/** So many letters that are alike are the same words, as for their authors (LI4). */
const SAME_LETTERS = 4;

interface Words {
  readonly text: string;
  readonly ids: readonly { readonly client: number; readonly clock: number }[];
}

/** Some of the words of a run. */
interface Part extends Words {
  readonly run: string;
  readonly at: number;
}

/** Follows the changes of a document for the steps of an undo manager; returns how to stop. */
export function followMoved(manager: ExactUndoManager): () => void {
  const { doc } = manager;
  const follow = (transaction: Y.Transaction): void => {
    if (transaction.local || transaction.deleteSet.clients.size === 0) return;
    const steps = [...manager.undoStack, ...manager.redoStack];
    const isOwn = (client: number): boolean => steps.some(({ insertions }) => insertions.clients.has(client));
    if (![...transaction.deleteSet.clients.keys()].some(isOwn)) return;
    const written = writtenIn(transaction).flatMap((run) => partsOf(run, (id) => !manager.isPutBack(id)));
    if (written.length === 0) return;
    const deleted = deletedIn(transaction);
    for (const { insertions } of steps)
      for (const words of deleted.flatMap((run) => partsOf(run, (id) => Y.isDeleted(insertions, id))))
        addCopy(insertions, words, written);
  };
  // Later Yjs forgets what the deleted words were.
  doc.on("afterTransaction", follow);
  return () => doc.off("afterTransaction", follow);
}

/** Runs of words that a change brings. */
function writtenIn(transaction: Y.Transaction): Words[] {
  const isWritten = (item: Y.Item): boolean => !item.deleted && isNewIn(transaction, item);
  const items: Y.Item[] = [];
  for (const [client, after] of transaction.afterState) {
    for (let clock = transaction.beforeState.get(client) ?? 0; clock < after;) {
      const item = Y.getItem(transaction.doc.store, Y.createID(client, clock));
      clock = item.id.clock + item.length;
      items.push(item);
    }
  }
  return runsOf(items, isWritten);
}

function isNewIn({ beforeState }: Y.Transaction, { id }: Y.Item): boolean {
  return id.clock >= (beforeState.get(id.client) ?? 0);
}

/** Runs of words that a change deletes, as they stood before anything was written between them. */
function deletedIn(transaction: Y.Transaction): Words[] {
  const items: Y.Item[] = [];
  // This parts items where the change parts them.
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (item instanceof Y.Item) items.push(item);
  });
  return runsOf(
    items,
    (item) => Y.isDeleted(transaction.deleteSet, item.id),
    (item) => isNewIn(transaction, item),
  );
}

/** Words of some items, with what stands directly beside each other joined, or only with what is passed over between. */
function runsOf(
  items: readonly Y.Item[],
  isOfRun: (item: Y.Item) => boolean,
  isPassedOver: (item: Y.Item) => boolean = () => false,
): Words[] {
  const beside = (item: Y.Item, side: "left" | "right"): Y.Item | null => {
    let next = item[side];
    while (next !== null && !isOfRun(next) && isPassedOver(next)) next = next[side];
    return next;
  };
  const belongs = (item: Y.Item | null): item is Y.Item & { content: Y.ContentString } =>
    item !== null && isWords(item) && isOfRun(item);
  return items
    .filter((item) => belongs(item) && !belongs(beside(item, "left")))
    .map((first) => {
      let text = "";
      const ids: { client: number; clock: number }[] = [];
      for (let item: Y.Item | null = first; belongs(item); item = beside(item, "right")) {
        text += item.content.str;
        for (let at = 0; at < item.length; at++) ids.push({ client: item.id.client, clock: item.id.clock + at });
      }
      return { text, ids };
    });
}

/** The parts of a run that are meant. */
function partsOf({ text, ids }: Words, isMeant: (id: Y.ID) => boolean): Part[] {
  const parts: { text: string; ids: Words["ids"][number][]; run: string; at: number }[] = [];
  let isOpen = false;
  ids.forEach((id, at) => {
    const meant = isMeant(Y.createID(id.client, id.clock));
    const unit = text.charAt(at);
    const last = parts.at(-1);
    if (meant && isOpen && last) {
      last.text += unit;
      last.ids.push(id);
    } else if (meant) parts.push({ text: unit, ids: [id], run: text, at });
    isOpen = meant;
  });
  return parts;
}

function isWords(item: Y.Item | Y.GC): item is Y.Item & { content: Y.ContentString } {
  return item instanceof Y.Item && item.content instanceof Y.ContentString;
}

/** Where in what was written a part stands again, with letters beside it as they stood where it was deleted if it is short; `null` where nowhere. */
function placeOf({ text, run, at }: Part, written: Part): number | null {
  const wanted = Math.min(SAME_LETTERS, run.length);
  for (let place = written.text.indexOf(text); place >= 0; place = written.text.indexOf(text, place + 1)) {
    let [from, again] = [at, written.at + place];
    while (from > 0 && again > 0 && run[from - 1] === written.run[again - 1]) [from, again] = [from - 1, again - 1];
    let alike = at - from + text.length;
    while (from + alike < run.length && run[from + alike] === written.run[again + alike]) alike++;
    if (alike >= wanted) return place;
  }
  return null;
}

/** Adds the ids under which words were written again to those of a step, and takes them from what can still be matched. */
function addCopy(insertions: Y.UndoManager["undoStack"][number]["insertions"], part: Part, written: Part[]): void {
  const { length } = part.text;
  for (const [index, run] of written.entries()) {
    const at = placeOf(part, run);
    if (at === null) continue;
    for (const { client, clock } of run.ids.slice(at, at + length)) {
      const ranges = insertions.clients.get(client) ?? [];
      ranges.push({ clock, len: 1 });
      ranges.sort((a, b) => a.clock - b.clock);
      insertions.clients.set(client, ranges);
    }
    const end = at + length;
    const rests = [
      { ...run, text: run.text.slice(0, at), ids: run.ids.slice(0, at) },
      { ...run, text: run.text.slice(end), ids: run.ids.slice(end), at: run.at + end },
    ];
    written.splice(index, 1, ...rests.filter((rest) => rest.text !== ""));
    return;
  }
}
