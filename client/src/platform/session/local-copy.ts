/**
 * The copy of a document on this device: what was typed offline survives a closed page.
 * It belongs to one person: another person on the same browser has another copy, so nobody sends changes in somebody else's name.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { browserClock } from "./browser-ports.ts";

/** A browser that does not answer within this time has no usable storage; the page works without a copy. */
const OPEN_LIMIT_MS = 3_000;
const unsavedKey = "unsaved";

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
  let noted = typeof stored === "number" ? stored : 0;
  const aside = `${name}.aside`;
  const removeCopy = async (): Promise<void> => {
    await persistence.destroy();
    await deleteDatabase(name);
  };
  const removeAside = async (): Promise<void> => {
    if (localStorage.getItem(aside) === null) return;
    await deleteDatabase(aside);
    localStorage.removeItem(aside);
  };
  return {
    storedUnsaved: noted,
    noteUnsaved(count) {
      if (count === noted) return;
      noted = count;
      void persistence.set(unsavedKey, count);
    },
    close: () => void persistence.destroy(),
    remove: async () => {
      await removeCopy();
      await removeAside();
    },
    clear: removeCopy,
    putAside: async (document) => {
      localStorage.setItem(aside, "1");
      const kept = await loadDocument(aside, Y.encodeStateAsUpdate(document));
      const read = await loadDocument(aside);
      if (!isSame(kept, read)) throw new Error("the browser did not keep what was put aside");
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

/** Whether two documents hold the same structs and deletions. */
function isSame(a: Y.Doc, b: Y.Doc): boolean {
  const [one, other] = [a, b].map((ydoc) => Y.encodeStateAsUpdate(ydoc));
  return one?.length === other?.length && (one ?? []).every((byte, at) => byte === other?.[at]);
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
