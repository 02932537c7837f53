/** What the server has refused for good, kept beside the open document until it is proposed or given up. */
import { FRAGMENT_NAME } from "@parley/document";
import * as Y from "yjs";
import type { LocalCopy } from "./local-copy.ts";
import { idsBeyond, readUnsavedText } from "./unsaved-text.ts";

export interface Aside {
  /** The document as it was when it was refused, others' changes of that time included; `null` when nothing is kept. */
  readonly document: () => Y.Doc | null;
  /** The words in it that the open document does not have, one line per paragraph. */
  readonly words: () => string;
  /** Keeps the open document as it is, with what is kept already. Rejects when the browser does not store it. */
  readonly put: () => Promise<Y.Doc>;
  readonly forget: () => Promise<void>;
}

/**
 * Reads what is kept for a document.
 * @param copy where it is stored; `null` in a browser that keeps nothing
 * @param justPut what this page has just put aside
 */
export async function openAside(ydoc: Y.Doc, copy: LocalCopy | null, justPut: Y.Doc | null): Promise<Aside> {
  let document = justPut ?? (await copy?.readAside()) ?? null;
  return {
    document: () => document,
    words: () => (document ? readUnsavedText(document.getXmlFragment(FRAGMENT_NAME), idsBeyond(document, ydoc)) : ""),
    put: async () => {
      const kept = new Y.Doc();
      for (const each of document ? [document, ydoc] : [ydoc]) Y.applyUpdate(kept, Y.encodeStateAsUpdate(each));
      await copy?.putAside(kept);
      return kept;
    },
    forget: async () => {
      document = null;
      await copy?.removeAside();
    },
  };
}
