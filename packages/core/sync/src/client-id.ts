import { type Awareness, removeAwarenessStates } from "y-protocols/awareness";
import type * as Y from "yjs";

/** Makes a page write and be seen under the Yjs client id that the server issued [SE3]. */
export function takeClientId(ydoc: Y.Doc, awareness: Awareness, clientId: number, origin: symbol): void {
  const state = awareness.getLocalState() ?? {};
  if (ydoc.clientID !== clientId) {
    removeAwarenessStates(awareness, [ydoc.clientID], origin);
    ydoc.clientID = awareness.clientID = clientId;
    awareness.setLocalState(state);
  }
  // [SE9] Others ignore a state that is no newer than what they know: nothing is number 0, and leaving was one more.
  for (let step = 0; step < 2; step++) awareness.setLocalState(state);
}

/** Makes a page that has lost its connection show nobody but itself. */
export function forgetOthers(awareness: Awareness, origin: symbol): void {
  const others = [...awareness.getStates().keys()].filter((client) => client !== awareness.clientID);
  removeAwarenessStates(awareness, others, origin);
}
