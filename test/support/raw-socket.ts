/** A bare socket to `/sync`: sends what the test says, keeps what comes, and knows how it was closed. */
import { type ServerMessage, decodeServerFrame, encodeStateVectorFrame } from "@parley/sync";
import { WebSocket } from "ws";
import * as Y from "yjs";

export interface RawSocket {
  readonly received: ServerMessage[];
  send(frame: Uint8Array): void;
  /** The first message, already here or still to come, that the test is looking for. Rejects when the socket closes before. */
  next<Type extends ServerMessage["type"]>(
    type: Type,
    matches?: (message: Extract<ServerMessage, { type: Type }>) => boolean,
  ): Promise<Extract<ServerMessage, { type: Type }>>;
  /** Asks for everything the server has and returns it as a document, once the answer is here. */
  readDocument(): Promise<Y.Doc>;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly socket: WebSocket;
  close(): void;
}

/** Opens a socket and waits until the network has it; being let in or refused comes after. */
export async function openRawSocket(
  url: string,
  documentId: string,
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<RawSocket> {
  const socket = new WebSocket(
    `${url.replace("http", "ws")}/sync/${documentId}?${new URLSearchParams(query).toString()}`,
    { headers },
  );
  socket.binaryType = "nodebuffer";
  const received: ServerMessage[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data: Buffer) => {
    received.push(decodeServerFrame(data));
    for (const look of [...waiting]) look();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code: number, reason: Buffer) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  const next: RawSocket["next"] = (type, matches = () => true) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        for (const message of received) {
          const wanted = message as Extract<ServerMessage, { type: typeof type }>;
          if (message.type !== type || !matches(wanted)) continue;
          waiting.delete(look);
          resolve(wanted);
          return;
        }
      };
      waiting.add(look);
      look();
      void closed.then(({ code }) => reject(new Error(`closed with ${code} before ${type} came`)));
    });
  return {
    received,
    closed,
    socket,
    next,
    send: (frame) => socket.send(frame),
    readDocument: async () => {
      const before = received.filter((message) => message.type === "answer").length;
      socket.send(encodeStateVectorFrame(Uint8Array.of(0)));
      let seen = 0;
      await next("answer", () => ++seen > before);
      const ydoc = new Y.Doc();
      for (const message of received)
        if (message.type === "update" || message.type === "answer") Y.applyUpdate(ydoc, message.update);
      return ydoc;
    },
    close: () => socket.close(),
  };
}
