/**
 * The place of the navigation to which the page belongs, where its address does not say so: a contract is opened under the documents'
 * address and belongs to the contracts. A page says it for as long as it stands.
 */
import { useEffect } from "react";

let place: string | null = null;
const listeners = new Set<() => void>();

function become(next: string | null): void {
  if (next === place) return;
  place = next;
  for (const listener of listeners) listener();
}

/** The address of the place that a page named; `null` where its own address says it. */
export function namedPlace(): string | null {
  return place;
}

/** Calls `listener` after every change until the returned function is called. */
export function subscribeNamedPlace(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Names the place to which the page belongs. */
export function useNamedPlace(to: string): void {
  useEffect(() => {
    become(to);
    return () => become(null);
  }, [to]);
}

/** Whether the page at `pathname` belongs to the place at `to`. */
export function belongsTo(to: string, pathname: string, named: string | null): boolean {
  return named === null ? pathname === to || pathname.startsWith(`${to}/`) : named === to;
}
