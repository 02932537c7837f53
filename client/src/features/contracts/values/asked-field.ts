/** The field that was asked for by a click on its words in the text. It stands outside of React: the text asks, the panel answers. */
import { useSyncExternalStore } from "react";

interface Asked {
  readonly name: string;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

/** Asks for a field; again for the same is a new question. */
export function askForField(name: string): void {
  asked = { name };
  for (const listener of listeners) listener();
}

export function useAskedField(): { readonly asked: Asked | null } {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => asked,
  );
  return { asked: now };
}
