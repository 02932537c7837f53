/**
 * The copy of a document on this device: what was typed offline survives a closed page.
 * It belongs to one person: another person on the same browser has another copy, so nobody sends changes in somebody else's name.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
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
  /** Removes the copy: access was taken away, or the person gave up what it held. Resolves when it is gone. */
  remove(): Promise<void>;
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
  return {
    storedUnsaved: noted,
    noteUnsaved(count) {
      if (count === noted) return;
      noted = count;
      void persistence.set(unsavedKey, count);
    },
    close: () => void persistence.destroy(),
    remove: async () => {
      await persistence.destroy();
      await deleteDatabase(name);
    },
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
