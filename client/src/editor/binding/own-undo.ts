/** Undo of one's own changes only. What others did in between stays. */
import { must } from "@parley/base";
import { ExactUndoManager, PROPOSALS_NAME, nameStandingNeighbours } from "@parley/document";
import type { IdRange } from "@parley/history";
import { Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import type { OwnProposals } from "../proposing/own-proposals.ts";
import type { DocumentBinding } from "./document-binding.ts";
import { isRemote } from "./remote-transactions.ts";
import { hasLeft, isSettled, isToBeAskedAgain, noteSettled, wouldHalve } from "./settled-steps.ts";
import { followMoved } from "./undo-moved.ts";

/** Changes within this time are undone together. */
const CAPTURE_MS = 500;

interface CaretMemory {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** Undo and redo of one writer in one document. */
export interface OwnUndo {
  readonly plugin: Plugin;
  /** Takes back the writer's last change, unless that was proposed and has been decided on. Returns whether there was one. */
  readonly undo: () => boolean;
  readonly redo: () => boolean;
  /** Whether one undo puts back all of some characters and blocks: the writer's last change deleted them. */
  readonly putsBack: (ids: readonly IdRange[]) => boolean;
  readonly canUndo: () => boolean;
  readonly canRedo: () => boolean;
  /** The next change starts a step of its own. */
  readonly stopCapturing: () => void;
  /** Forgets what could be undone and redone. */
  readonly clear: () => void;
  /** Forgets everything; the document is being closed. */
  readonly destroy: () => void;
}

const undoKey = new PluginKey("own-undo");

/**
 * Remembers what this binding writes. `proposing` says whether the writer may take back only what waits for a decision. When the last
 * change has been decided on, undo forgets it and says so by `onSettled`, and whether an earlier one can be undone: it does not go on to an
 * older one that nobody has named.
 */
export function createOwnUndo(
  binding: DocumentBinding,
  proposing: () => OwnProposals | null = () => null,
  onSettled: (hasEarlier: boolean) => void = () => undefined,
): OwnUndo {
  const manager = createManager(binding, proposing);
  const stops = [followMoved(manager), noteSettled(manager), nameNeighbours(manager)];
  let view: EditorView | null = null;
  let lastCaret: CaretMemory | null = null;
  let afterCommand = false;
  manager.on("stack-item-added", ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }) => {
    if (!stackItem.meta.has(undoKey)) stackItem.meta.set(undoKey, lastCaret);
  });
  let popped: CaretMemory | null = null;
  manager.on("stack-item-popped", ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }) => {
    popped = (stackItem.meta.get(undoKey) as CaretMemory | null | undefined) ?? null;
  });
  const step = (take: () => unknown): boolean => {
    if (!view) return false;
    binding.flush();
    popped = null;
    if (take() === null) return false;
    const memory: CaretMemory | null = popped;
    restoreCaret(view, binding, memory);
    return true;
  };
  const plugin = new Plugin({
    key: undoKey,
    state: {
      init: () => null,
      apply: (tr) => {
        if (!tr.docChanged || isRemote(tr)) return null;
        // A command is a step of its own; only plain typing and deleting run together.
        const structural = !isTyping(tr);
        if (structural || afterCommand) manager.stopCapturing();
        afterCommand = structural;
        return null;
      },
    },
    view: (created) => {
      view = created;
      return {
        update: (_updated, before) => {
          if (before.doc === created.state.doc) lastCaret = caretIn(created, binding) ?? lastCaret;
        },
        destroy: () => {
          view = null;
        },
      };
    },
  });
  return {
    plugin,
    undo: () => step(() => undoLast(manager, proposing(), onSettled)),
    redo: () => step(() => redoLast(manager, proposing())),
    putsBack: (ids) => proposing() === null && hasDeleted(manager.undoStack.at(-1), ids),
    canUndo: () => manager.undoStack.length > 0,
    canRedo: () => manager.redoStack.length > 0,
    stopCapturing: () => manager.stopCapturing(),
    clear: () => manager.clear(),
    destroy: () => {
      for (const stop of stops) stop();
      manager.destroy();
    },
  };
}

function createManager(binding: DocumentBinding, proposing: () => OwnProposals | null): ExactUndoManager {
  const records = must(binding.fragment.doc, "the fragment belongs to a document").getMap(PROPOSALS_NAME);
  return new ExactUndoManager([binding.fragment, records], {
    trackedOrigins: new Set([binding]),
    captureTimeout: CAPTURE_MS,
    deleteFilter: (item) => {
      const own = proposing();
      return mayUndoDelete(item) && (own === null || item.parent === records || isOwn(own, item));
    },
  });
}

/** Lets what undo and redo bring back say where it stands; without this the server may have to refuse it. */
function nameNeighbours(manager: Y.UndoManager): () => void {
  const { doc } = manager;
  const name = (transaction: Y.Transaction): void => {
    if (transaction.origin === manager) nameStandingNeighbours(transaction);
  };
  doc.on("afterTransaction", name);
  return () => doc.off("afterTransaction", name);
}

/** Takes back the last step of which something is left; `null` when there is none. A step that was decided on is forgotten, and nothing else taken back. */
function undoLast(
  manager: ExactUndoManager,
  own: OwnProposals | null,
  onSettled: (hasEarlier: boolean) => void,
): object | null {
  const records = manager.doc.getMap(PROPOSALS_NAME);
  const isAgreed = isAgreedFor(manager, own);
  const newest = manager.undoStack.at(-1);
  if (own === null && !(newest && wouldHalve(manager, newest, isAgreed))) return manager.undo();
  for (let last = manager.undoStack.at(-1); last; last = manager.undoStack.at(-1)) {
    if (isToBeAskedAgain(manager, last, isAgreed)) {
      onSettled(true);
      return last;
    }
    const settled = isSettled(manager, last, isAgreed);
    // Yjs would go on to older steps by itself.
    const older = manager.undoStack.splice(0, manager.undoStack.length - 1);
    if (wouldHalve(manager, last, isAgreed)) manager.undoStack.pop();
    const undone = manager.undo();
    manager.undoStack.unshift(...older);
    if (undone) return undone;
    if (!settled) continue;
    const hasEarlier = older.some(
      (step) =>
        !wouldHalve(manager, step, isAgreed) &&
        (!isSettled(manager, step, isAgreed) || hasLeft(manager, step, (item) => !isAgreed(item), records)),
    );
    // What is said once of all of them need not be said of each.
    if (!hasEarlier) manager.undoStack.length = 0;
    onSettled(hasEarlier);
    return last;
  }
  return null;
}

/** Makes the step again that was taken back last; `null` when there is none. What of it waits again after a decision stays if not all of it can go. */
function redoLast(manager: ExactUndoManager, own: OwnProposals | null): object | null {
  const last = manager.redoStack.at(-1);
  if (!last || !wouldHalve(manager, last, isAgreedFor(manager, own))) return manager.redo();
  manager.redoStack.pop();
  return last;
}

/** What is not the writer's to take back who only proposes; records are. */
function isAgreedFor({ doc }: Y.UndoManager, own: OwnProposals | null): (item: Y.Item) => boolean {
  const records = doc.getMap(PROPOSALS_NAME);
  return (item) => own !== null && item.parent !== records && !isOwn(own, item);
}

/** Whether a step deleted all of some ids. */
function hasDeleted(step: Y.UndoManager["undoStack"][number] | undefined, ids: readonly IdRange[]): boolean {
  if (!step || ids.length === 0) return false;
  return ids.every(({ client, clock, length }) =>
    Array.from({ length }, (_, at) => Y.createID(client, clock + at)).every((id) => Y.isDeleted(step.deletions, id)),
  );
}

/** Whether a transaction only puts text into or takes text out of one paragraph. */
function isTyping(tr: Transaction): boolean {
  return tr.steps.every((step, index) => {
    if (!(step instanceof ReplaceStep)) return false;
    const before = tr.docs[index];
    const inline =
      step.slice.openStart === 0 && step.slice.openEnd === 0 && (step.slice.content.firstChild?.isInline ?? true);
    return inline && before !== undefined && before.resolve(step.from).sameParent(before.resolve(step.to));
  });
}

function caretIn({ state: { selection } }: EditorView, binding: DocumentBinding): CaretMemory | null {
  if (!(selection instanceof TextSelection)) return null;
  const [anchor, head] = [binding.relative(selection.anchor), binding.relative(selection.head)];
  return anchor && head ? { anchor, head } : null;
}

function restoreCaret(view: EditorView, binding: DocumentBinding, memory: CaretMemory | null): void {
  const anchor = memory && binding.absolute(memory.anchor);
  const head = memory && binding.absolute(memory.head);
  const { tr } = view.state;
  if (anchor !== null && head !== null) {
    const $anchor = tr.doc.resolve(anchor);
    const $head = tr.doc.resolve(head);
    if ($anchor.parent.isTextblock && $head.parent.isTextblock) tr.setSelection(new TextSelection($anchor, $head));
  }
  view.dispatch(tr.scrollIntoView());
}

/** What was decided on meanwhile is no longer the writer's to take back. */
function isOwn(own: OwnProposals, item: Y.Item): boolean {
  if (own.isWaiting({ client: item.id.client, clock: item.id.clock, length: item.length })) return true;
  const holder: unknown = item.parent;
  const element = holder instanceof Y.XmlText ? holder.parent : holder;
  return (element instanceof Y.XmlElement || element instanceof Y.XmlFragment) && own.isInOwnBlock(element);
}

/** Undoing the birth of a block keeps the block while somebody else's text stands in it. */
function mayUndoDelete(item: Y.Item): boolean {
  if (!(item.content instanceof Y.ContentType)) return true;
  const { type } = item.content;
  return !(type instanceof Y.XmlText || type instanceof Y.XmlElement) || !hasText(type);
}

function hasText(type: Y.XmlText | Y.XmlElement): boolean {
  if (type instanceof Y.XmlText) return type.length > 0;
  return type
    .toArray()
    .some((child) => (child instanceof Y.XmlText || child instanceof Y.XmlElement) && hasText(child));
}
