/** The browser's clock, randomness and sockets, as the sync session wants them. */
import type { Clock, Random } from "@parley/base";
import { SCHEMA_VERSION } from "@parley/document";
import type { Transport, TransportHandlers } from "@parley/sync";

export const browserClock: Clock = {
  nowMs: () => Date.now(),
  schedule(task, afterMs) {
    const timer = window.setTimeout(task, afterMs);
    return () => window.clearTimeout(timer);
  },
};

export const browserRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** Opens the socket of one document. `clientId` asks for the Yjs client id that this page had before. */
export function openSocket(
  documentId: string,
  handlers: TransportHandlers,
  request: { clientId: number | null },
): Transport {
  const address = new URL(`/sync/${documentId}`, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("parley", "1");
  address.searchParams.set("schema", String(SCHEMA_VERSION));
  if (request.clientId !== null) address.searchParams.set("client", String(request.clientId));
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => handlers.opened());
  socket.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.data instanceof ArrayBuffer) handlers.received(new Uint8Array(event.data));
  });
  socket.addEventListener("close", (event) => handlers.closed(event.code));
  return {
    // A frame for a socket that is closing is dropped; the next connection synchronises again.
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(frame));
    },
    close: () => socket.close(1000),
  };
}
