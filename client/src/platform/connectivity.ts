/**
 * Whether the server can be reached, as the last calls saw it. Pages show one banner for it; nothing else depends on it.
 * `away`: this device has a network but the server does not answer. `offline`: the device itself has no network.
 */
export type Connectivity = "reachable" | "away" | "offline";

let state: Connectivity = typeof navigator !== "undefined" && navigator.onLine === false ? "offline" : "reachable";
const listeners = new Set<() => void>();

function become(next: Connectivity): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** The present state. */
export function connectivity(): Connectivity {
  return state;
}

/** Calls `listener` after every change until the returned function is called. */
export function subscribeConnectivity(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** A call was answered, whatever the answer was. */
export function noteReached(): void {
  become("reachable");
}

/** A call was not answered, or only by a gateway that could not reach the server. */
export function noteUnreached(): void {
  become(navigator.onLine === false ? "offline" : "away");
}
