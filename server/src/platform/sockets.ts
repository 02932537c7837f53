import { upgradeWebSocket } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import { type WebSocket, WebSocketServer } from "ws";
import type { Config } from "../config.ts";

const FRAMEWORK_EVENTS = ["message", "close", "error"] as const;

/**
 * Answers WebSockets on a route: `app.get("/path", answerSockets((socket, context) => ...))`. Middleware before it may refuse.
 * `opened` is called in the turn in which the socket opens, before any message, and adds its listeners in that turn or, with the
 * socket paused, later. An error of the socket itself is followed by its closing and needs no listener.
 *
 * The framework's listeners copy every message into an event of the browser's kind and keep the request as long as the socket
 * lives; nobody here reads either, so they are taken off again.
 */
export function answerSockets(opened: (socket: WebSocket, context: Context) => void): MiddlewareHandler {
  return upgradeWebSocket((context) => ({
    onOpen: (_event, { raw }) => {
      const socket = raw as WebSocket | undefined;
      if (!socket) return;
      opened(socket, context);
      const kept = FRAMEWORK_EVENTS.map((event) => new Set(socket.listeners(event)));
      // The framework adds its own in the rest of this turn.
      queueMicrotask(() => {
        for (const [at, event] of FRAMEWORK_EVENTS.entries()) {
          for (const listener of socket.listeners(event))
            if (!kept[at]?.has(listener)) socket.off(event, listener as () => void);
        }
        // Without a listener an error would end the process.
        socket.on("error", ignoreError);
      });
    },
  }));
}

function ignoreError(): void {
  // "close" comes right after it.
}

/** Accepts sockets for the HTTP server. A message beyond the limit ends its connection with code 1009 before it is read. */
export function createSocketServer(config: Pick<Config, "sync">): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    maxPayload: config.sync.maxMessageBytes,
    perMessageDeflate: false,
    // Thousands of small messages come in one piece; read in one turn, they would keep everybody else waiting, a pause or not.
    allowSynchronousEvents: false,
  });
}

/** A message that was refused before it was read. */
export interface UnreadMessage {
  readonly code: "malformed" | "message-too-large";
  readonly reason: string;
  /** How large it is, where it is too large and that is known. */
  readonly sizeBytes: number | null;
}

/** What of a socket's messages could not be read, of its "error" event; `null` for an error that no message made. */
export function unreadOf(socket: WebSocket, error: Error & { readonly code?: unknown }): UnreadMessage | null {
  const { code } = error;
  if (typeof code !== "string" || !code.startsWith("WS_ERR_")) return null;
  if (code !== "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") return { code: "malformed", reason: code, sizeBytes: null };
  return { code: "message-too-large", reason: code, sizeBytes: announcedBytes(socket) };
}

/** The length that the head of a refused message announces. The library tells it nobody, so it is read where it keeps it. */
function announcedBytes(socket: WebSocket): number | null {
  const { _receiver: receiver } = socket as { readonly _receiver?: { readonly _totalPayloadLength?: unknown } };
  const bytes = receiver?._totalPayloadLength;
  return typeof bytes === "number" && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
}
