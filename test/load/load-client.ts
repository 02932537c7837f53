import { type LeanSocket, openSocket } from "./websocket.ts";
import { EMPTY_UPDATE, outgoing, type Protocol, readMessage } from "./wire.ts";

/** Where a document is and how to be let in. */
export interface DocumentAddress {
  readonly protocol: Protocol;
  /** Complete `ws://` address of the document, or of the server (hocuspocus). */
  readonly url: string;
  /** The document's name; only the Hocuspocus protocol sends it. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a load client tells. Payloads are views: copy what is kept. `at` is `performance.now()` of the arrival. */
export interface LoadClientHandlers {
  /** The first answer to the client's question for the state, and any later one. */
  readonly onState?: (update: Uint8Array, at: number) => void;
  readonly onUpdate?: (update: Uint8Array, at: number) => void;
  readonly onAwareness?: (states: Uint8Array, at: number) => void;
}

/**
 * A client without a Y.Doc: it asks for the state, hands out what arrives, sends what it is given and counts bytes.
 * It holds nothing, so it answers a question for its state with an empty update, and it never reconnects.
 */
export class LoadClient {
  /** Close code once the connection has ended. */
  closedWith: number | null = null;
  /** `performance.now()` when the connection was asked for, and when the state arrived. */
  askedAt = 0;
  syncedAt: number | null = null;
  /** Update frames of this connection that the server calls stored, its answer in the handshake included. */
  storedCount = 0;
  /** The Yjs client id that the server wants this client to write under; null when it leaves that to the client. */
  issuedClientId: number | null = null;
  #seq = 0;
  readonly #address: DocumentAddress;
  readonly #handlers: LoadClientHandlers;
  #socket: LeanSocket | null = null;
  #onSynced: (() => void) | null = null;
  #onFailure: ((reason: Error) => void) | null = null;

  constructor(address: DocumentAddress, handlers: LoadClientHandlers = {}) {
    this.#address = address;
    this.#handlers = handlers;
  }

  get bytesIn(): number {
    return this.#socket?.bytesIn ?? 0;
  }

  get messagesIn(): number {
    return this.#socket?.messagesIn ?? 0;
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  get isOpen(): boolean {
    return this.#socket?.isOpen ?? false;
  }

  /**
   * Opens the connection; resolves when the server has answered with its state.
   * @throws when the server refuses, closes, or does not answer within `timeoutMs`.
   */
  async connect(timeoutMs = 30_000): Promise<void> {
    this.askedAt = performance.now();
    const synced = new Promise<void>((resolve, reject) => {
      this.#onSynced = resolve;
      this.#onFailure = reject;
    });
    synced.catch(() => {}); // awaited below, after the socket; a refusal in between is not unhandled
    const { protocol, url, name, headers } = this.#address;
    const timer = setTimeout(() => {
      this.#onFailure?.(new Error(`no state within ${timeoutMs} ms`));
      this.#socket?.terminate();
    }, timeoutMs);
    try {
      this.#socket = await openSocket(
        url,
        { onMessage: (message) => this.#receive(message), onClose: (code) => this.#ended(code) },
        { timeoutMs, ...(headers ? { headers } : {}) },
      );
      if (protocol === "hocuspocus") this.#socket.send(outgoing.token(protocol, name, "load"));
      else this.#socket.send(outgoing.askForState(protocol, name));
      await synced;
    } finally {
      clearTimeout(timer);
    }
  }

  sendUpdate(update: Uint8Array): void {
    this.#socket?.send(outgoing.update(this.#address.protocol, this.#address.name, update, this.#seq));
  }

  sendAwareness(states: Uint8Array): void {
    this.#socket?.send(outgoing.awareness(this.#address.protocol, this.#address.name, states));
  }

  async close(): Promise<void> {
    await this.#socket?.close();
  }

  #receive(message: Uint8Array): void {
    const at = performance.now();
    const { protocol, name } = this.#address;
    const incoming = readMessage(protocol, message);
    switch (incoming.kind) {
      case "asksForState":
        return this.#socket?.send(outgoing.emptyState(protocol, name));
      case "state":
        if (this.syncedAt === null) this.syncedAt = at;
        this.#handlers.onState?.(incoming.payload, at);
        return this.#onSynced?.();
      case "update":
        return this.#handlers.onUpdate?.(incoming.payload, at);
      case "awareness":
        return this.#handlers.onAwareness?.(incoming.payload, at);
      case "authenticated":
        return this.#socket?.send(outgoing.askForState(protocol, name));
      case "stored":
        this.storedCount++;
        return;
      case "settled":
        this.storedCount = incoming.count;
        this.#seq = Math.max(this.#seq, incoming.seq);
        return;
      case "issued":
        this.issuedClientId = incoming.clientId;
        this.#seq = incoming.seq;
        return;
      case "row":
        this.#seq = Math.max(this.#seq, incoming.seq);
        return this.#handlers.onUpdate?.(incoming.payload, at);
      case "denied":
        this.#onFailure?.(new Error(`denied: ${incoming.reason}`));
        return this.#socket?.terminate();
      case "closed":
        return this.#socket?.terminate();
      case "other":
        return;
    }
  }

  #ended(code: number): void {
    this.closedWith = code;
    this.#onFailure?.(new Error(`closed with ${code}`));
  }
}

/** Whether an update holds nothing at all. */
export function isEmptyUpdate(update: Uint8Array): boolean {
  return update.length === EMPTY_UPDATE.length && update.every((byte, at) => byte === EMPTY_UPDATE[at]);
}

/** Opens many clients, `parallel` at a time; answers the reasons of those that failed. */
export async function connectAll(
  clients: readonly LoadClient[],
  options: { readonly parallel?: number; readonly timeoutMs?: number } = {},
): Promise<string[]> {
  const failures: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let client = clients[next++]; client !== undefined; client = clients[next++]) {
      try {
        await client.connect(options.timeoutMs);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error)); // a result of the run, counted by the scene
      }
    }
  };
  await Promise.all(Array.from({ length: options.parallel ?? 20 }, worker));
  return failures;
}
