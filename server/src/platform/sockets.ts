import type { Config } from "../config.ts";
import { WebSocketServer } from "ws";

/**
 * Answers a WebSocket on a route: `app.get("/path", upgradeWebSocket((context) => ({ onOpen, onMessage, onClose })))`.
 * Middleware before it may refuse; `socket.raw` is the `WebSocket` of ws.
 */
export { upgradeWebSocket } from "@hono/node-server";

/** Accepts sockets for the HTTP server. A message beyond the limit ends its connection with code 1009 before it is read. */
export function createSocketServer(config: Pick<Config, "sync">): WebSocketServer {
  return new WebSocketServer({ noServer: true, maxPayload: config.sync.maxMessageBytes, perMessageDeflate: false });
}
