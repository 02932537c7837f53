/**
 * The copy of a document on this device: what was typed offline survives a closed page.
 *
 * Invariants:
 * - It belongs to one person: another person on the same browser has another copy, so nobody sends changes in somebody else's name.
 * - A change is kept a moment after it was made, and at the latest when the page is left.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { browserClock } from "./browser-ports.ts";
import { markUnsent } from "./unsent-marks.ts";

/** A browser that does not answer within this time has no usable storage; the page works without a copy. */
const OPEN_LIMIT_MS = 3_000;
const unsavedKey = "unsaved";
/** What is typed is kept this much later, with what came meanwhile: a storage that is asked while a key is drawn makes the key slow. */
const KEEP_AFTER_MS = 15;
/** That everything is saved is remembered this much later: while somebody types it is not for long. */
const REMEMBER_SAVED_AFTER_MS = 500;

/** A document's copy on this device. */
export interface LocalCopy {
  /** Changes of earlier pages that the server had not confirmed. */
  readonly storedUnsaved: number;
  /** Remembers how many changes the server has not confirmed. */
  noteUnsaved(count: number): void;
  close(): void;
  /** Removes the copy and what was put aside: access was taken away, or the person gave up what it held. Resolves when it is gone. */
  remove(): Promise<void>;
  /** Removes the copy and keeps what was put aside. */
  clear(): Promise<void>;
  /** Stores a document beside the copy, for certain: it rejects when the browser did not keep it. */
  putAside(document: Y.Doc): Promise<void>;
  /** The document that was put aside, or `null`. */
  readAside(): Promise<Y.Doc | null>;
  removeAside(): Promise<void>;
}

/** Loads the copy into `ydoc`, if there is one, and keeps it up to date from then on. Answers `null` where the browser has no storage. */
export async function openLocalCopy(ydoc: Y.Doc, personId: string, documentId: string): Promise<LocalCopy | null> {
  if (typeof indexedDB === "undefined") return null;
  const name = `parley.${personId}.${documentId}`;
  const persistence = new IndexeddbPersistence(name, ydoc);
  const opened = await Promise.race([persistence.whenSynced.then(() => true), after(OPEN_LIMIT_MS)]);
  if (!opened) return null;
  const stored: unknown = await persistence.get(unsavedKey);
  const storedUnsaved = typeof stored === "number" ? stored : 0;
  const mark = (unsent: boolean): void => markUnsent(personId, documentId, unsent);
  const keeper = new CopyKeeper(ydoc, persistence, { count: storedUnsaved, mark });
  const aside = `${name}.aside`;
  const removeCopy = async (): Promise<void> => {
    keeper.end();
    await persistence.destroy();
    await deleteDatabase(name);
    mark(false);
  };
  const removeAside = async (): Promise<void> => {
    if (localStorage.getItem(aside) === null) return;
    // What takes its place is kept first.
    keeper.keepNow();
    await deleteDatabase(aside);
    localStorage.removeItem(aside);
  };
  return {
    storedUnsaved,
    noteUnsaved: (count) => keeper.noteUnsaved(count),
    close: () => {
      keeper.end();
      void persistence.destroy();
    },
    remove: async () => {
      await removeCopy();
      await removeAside();
    },
    clear: removeCopy,
    putAside: async (document) => {
      localStorage.setItem(aside, "1");
      const kept = await loadDocument(aside, Y.encodeStateAsUpdate(document));
      const read = await loadDocument(aside);
      if (!Y.equalSnapshots(Y.snapshot(kept), Y.snapshot(read)))
        throw new Error("the browser did not keep what was put aside");
    },
    readAside: async () => (localStorage.getItem(aside) === null ? null : await loadDocument(aside)),
    removeAside,
  };
}

/** A stored document, with what is added to it; it is not followed any further. */
async function loadDocument(name: string, added?: Uint8Array): Promise<Y.Doc> {
  const ydoc = new Y.Doc();
  if (added) Y.applyUpdate(ydoc, added);
  const persistence = new IndexeddbPersistence(name, ydoc);
  await persistence.whenSynced;
  await persistence.destroy();
  return ydoc;
}

/** Keeps changes and how many of them are not confirmed, a moment after they were made. */
class CopyKeeper {
  readonly #ydoc: Y.Doc;
  readonly #persistence: IndexeddbPersistence;
  readonly #mark: (unsent: boolean) => void;
  /** What is not kept yet. */
  #updates: Uint8Array[] = [];
  #count: number;
  #keptCount: number;
  #cancel: (() => void) | null = null;
  #dueMs = 0;

  constructor(
    ydoc: Y.Doc,
    persistence: IndexeddbPersistence,
    { count, mark }: { readonly count: number; readonly mark: (unsent: boolean) => void },
  ) {
    this.#ydoc = ydoc;
    this.#persistence = persistence;
    this.#mark = mark;
    this.#count = count;
    this.#keptCount = count;
    mark(count > 0);
    // In its place stands `#changed`.
    ydoc.off("update", persistence._storeUpdate);
    ydoc.on("update", this.#changed);
    window.addEventListener("pagehide", this.#keep);
  }

  noteUnsaved(count: number): void {
    this.#count = count;
    if (count !== this.#keptCount) this.#keepWithin(count > 0 ? KEEP_AFTER_MS : REMEMBER_SAVED_AFTER_MS);
  }

  keepNow(): void {
    this.#keep();
  }

  /** Keeps what is left, and nothing more from then on. */
  end(): void {
    this.#keep();
    this.#ydoc.off("update", this.#changed);
    window.removeEventListener("pagehide", this.#keep);
  }

  readonly #changed = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.#persistence) return;
    this.#updates.push(update);
    this.#keepWithin(KEEP_AFTER_MS);
  };

  #keepWithin(ms: number): void {
    const dueMs = browserClock.nowMs() + ms;
    if (this.#cancel !== null && this.#dueMs <= dueMs) return;
    this.#cancel?.();
    this.#dueMs = dueMs;
    this.#cancel = browserClock.schedule(this.#keep, ms);
  }

  readonly #keep = (): void => {
    this.#cancel?.();
    this.#cancel = null;
    const updates = this.#updates.splice(0);
    if (updates.length > 0) this.#persistence._storeUpdate(Y.mergeUpdates(updates), null);
    if (this.#count === this.#keptCount) return;
    if (this.#count > 0 !== this.#keptCount > 0) this.#mark(this.#count > 0);
    this.#keptCount = this.#count;
    void this.#persistence.set(unsavedKey, this.#count);
  };
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`${name} could not be deleted`));
  });
}

function after(limitMs: number): Promise<false> {
  return new Promise((resolve) => {
    browserClock.schedule(() => resolve(false), limitMs);
  });
}
