import { useSyncExternalStore } from "react";

/** What the library is asked to make: an empty document of a kind, documents from files, or a folder. */
export type Creation =
  | { readonly type: "create"; readonly kind: string }
  | { readonly type: "import"; readonly kind: string }
  | { readonly type: "folder" };

let wanted: Creation | null = null;
const listeners = new Set<() => void>();

function become(next: Creation | null): void {
  wanted = next;
  for (const listener of listeners) listener();
}

/** Asks the library for its dialog, also before the library's page is open (from the palette). */
export function openCreation(creation: Creation): void {
  become(creation);
}

/** The dialog was closed. */
export function closeCreation(): void {
  become(null);
}

/** What is asked for at present. */
export function useCreation(): Creation | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => wanted,
  );
}
