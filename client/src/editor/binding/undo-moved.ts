/**
 * Lets undo follow words that somebody else moved, by breaking a paragraph or as the server carries them: Yjs cannot move, so they
 * were deleted and written again in one change. Without this undo would pass them over, and take back something older instead.
 *
 * Invariants:
 * - Only words that the change deletes and writes again letter for letter are followed, each at most once.
 * - What somebody put back is followed as what it was, not as the words that went for it.
 * - What is followed is added to the step that made it, so that it is undone with it and with nothing else.
 */
import type { ExactUndoManager } from "@parley/document";
import * as Y from "yjs";

interface Words {
  readonly text: string;
  readonly ids: readonly { readonly client: number; readonly clock: number }[];
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
  const isWritten = (item: Y.Item): boolean =>
    !item.deleted && item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0);
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

/** Runs of words that a change deletes. */
function deletedIn(transaction: Y.Transaction): Words[] {
  const items: Y.Item[] = [];
  // This parts items where the change parts them.
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (item instanceof Y.Item) items.push(item);
  });
  return runsOf(items, (item) => Y.isDeleted(transaction.deleteSet, item.id));
}

/** Words of some items, with what stands directly beside each other joined. */
function runsOf(items: readonly Y.Item[], isOfRun: (item: Y.Item) => boolean): Words[] {
  const belongs = (item: Y.Item | null): item is Y.Item & { content: Y.ContentString } =>
    item !== null && isWords(item) && isOfRun(item);
  return items
    .filter((item) => belongs(item) && !belongs(item.left))
    .map((first) => {
      let text = "";
      const ids: { client: number; clock: number }[] = [];
      for (let item: Y.Item | null = first; belongs(item); item = item.right) {
        text += item.content.str;
        for (let at = 0; at < item.length; at++) ids.push({ client: item.id.client, clock: item.id.clock + at });
      }
      return { text, ids };
    });
}

/** The parts of a run that are meant. */
function partsOf({ text, ids }: Words, isMeant: (id: Y.ID) => boolean): Words[] {
  const parts: { text: string; ids: Words["ids"][number][] }[] = [];
  let isOpen = false;
  ids.forEach((id, at) => {
    const meant = isMeant(Y.createID(id.client, id.clock));
    const unit = text.charAt(at);
    const last = parts.at(-1);
    if (meant && isOpen && last) {
      last.text += unit;
      last.ids.push(id);
    } else if (meant) parts.push({ text: unit, ids: [id] });
    isOpen = meant;
  });
  return parts;
}

function isWords(item: Y.Item | Y.GC): item is Y.Item & { content: Y.ContentString } {
  return item instanceof Y.Item && item.content instanceof Y.ContentString;
}

/** Adds the ids under which words were written again to those of a step, and takes them from what can still be matched. */
function addCopy(
  insertions: Y.UndoManager["undoStack"][number]["insertions"],
  { text }: Words,
  written: Words[],
): void {
  for (const [index, run] of written.entries()) {
    const at = run.text.indexOf(text);
    if (at < 0) continue;
    for (const { client, clock } of run.ids.slice(at, at + text.length)) {
      const ranges = insertions.clients.get(client) ?? [];
      ranges.push({ clock, len: 1 });
      ranges.sort((a, b) => a.clock - b.clock);
      insertions.clients.set(client, ranges);
    }
    const end = at + text.length;
    const rests = [
      { text: run.text.slice(0, at), ids: run.ids.slice(0, at) },
      { text: run.text.slice(end), ids: run.ids.slice(end) },
    ];
    written.splice(index, 1, ...rests.filter((rest) => rest.text !== ""));
    return;
  }
}
