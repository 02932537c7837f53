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

/** An update that is not confirmed within this time went into a line that is broken without having said so. */
const SILENCE_LIMIT_MS = 15_000;
/** First byte of the frames that the server confirms. */
const confirmedFrame = 64;

function socketAddress(documentId: string, clientId: number | null): URL {
  const address = new URL(`/sync/${documentId}`, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("parley", "1");
  address.searchParams.set("schema", String(SCHEMA_VERSION));
  if (clientId !== null) address.searchParams.set("client", String(clientId));
  return address;
}

/**
 * Opens the socket of one document. `clientId` asks for the Yjs client id that this page had before.
 * When the device loses its network, or the server falls silent, the socket counts as closed at once: a browser itself
 * notices only after minutes, and until then the page would go on saying that it is saving.
 */
export function openSocket(
  documentId: string,
  handlers: TransportHandlers,
  request: { clientId: number | null },
): Transport {
  const socket = new WebSocket(socketAddress(documentId, request.clientId));
  socket.binaryType = "arraybuffer";
  let over = false;
  let stopWaiting: (() => void) | null = null;
  const end = (code: number): void => {
    if (over) return;
    over = true;
    stopWaiting?.();
    window.removeEventListener("offline", lost);
    handlers.closed(code);
  };
  const lost = (): void => {
    socket.close();
    end(1006);
  };
  window.addEventListener("offline", lost);
  socket.addEventListener("open", () => {
    if (!over) handlers.opened();
  });
  socket.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (over || !(event.data instanceof ArrayBuffer)) return;
    stopWaiting?.();
    stopWaiting = null;
    handlers.received(new Uint8Array(event.data));
  });
  socket.addEventListener("close", (event) => end(event.code));
  return {
    // A frame for a socket that is closing is dropped; the next connection synchronises again.
    send: (frame) => {
      if (over || socket.readyState !== WebSocket.OPEN) return;
      socket.send(new Uint8Array(frame));
      if (frame[0] === confirmedFrame) stopWaiting ??= browserClock.schedule(lost, SILENCE_LIMIT_MS);
    },
    close: () => {
      over = true;
      stopWaiting?.();
      window.removeEventListener("offline", lost);
      socket.close(1000);
    },
  };
}
