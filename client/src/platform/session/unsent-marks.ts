/**
 * Which documents have changes on this device that the server has not confirmed: told to lists, which open none of them.
 *
 * The marks stand beside the copies and follow them. They are a hint: what counts is the copy.
 */
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { browserClock } from "./browser-ports.ts";

/** Somebody who types in another window has changes on the way all the time; a list tells of what rests longer. */
const LOOK_AFTER_MS = 1_500;

const prefixOf = (personId: string): string => `parley.unsent.${personId}.`;

/** Notes whether a person's copy of a document holds unconfirmed changes. */
export function markUnsent(personId: string, documentId: string, unsent: boolean): void {
  try {
    if (unsent) localStorage.setItem(prefixOf(personId) + documentId, "1");
    else localStorage.removeItem(prefixOf(personId) + documentId);
  } catch {
    // A browser that gives the page no storage keeps no copy, either.
  }
}

/** The documents of which a person has unconfirmed changes here. */
export function unsentDocuments(personId: string): string[] {
  try {
    const prefix = prefixOf(personId);
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  } catch {
    return [];
  }
}

function onOtherWindow(changed: () => void): () => void {
  window.addEventListener("storage", changed);
  window.addEventListener("focus", changed);
  return () => {
    window.removeEventListener("storage", changed);
    window.removeEventListener("focus", changed);
  };
}

/** The same for a list, looked at when changes that are merely on their way have arrived. */
export function useUnsentDocuments(personId: string): ReadonlySet<string> {
  const [looks, setLooks] = useState(false);
  useEffect(() => browserClock.schedule(() => setLooks(true), LOOK_AFTER_MS), []);
  const ids = useSyncExternalStore(onOtherWindow, () => unsentDocuments(personId).toSorted().join(" "));
  return useMemo(() => new Set(looks && ids !== "" ? ids.split(" ") : []), [looks, ids]);
}
