/**
 * A WebSocket client for load tests, straight on a TCP socket.
 *
 * Duty: to cost the generator as little as can be, so that what is measured is the server. A chunk of TCP data with many
 * messages is taken apart in one go, without an event or a copy for each.
 * Invariants:
 * - Only addresses of this machine are accepted.
 * - A message handed to `onMessage` is a view into the receive buffer; whoever keeps it copies it.
 * - No reconnecting: a lost connection is a result.
 */
import { createHash, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/** Opcodes of RFC 6455, section 5.2. */
const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** Any mask that is not zero: servers skip the unmasking of a zero mask, which would flatter them. */
const MASK = Uint8Array.of(0x5a, 0x3c, 0x71, 0x9d);

export interface SocketHandlers {
  readonly onMessage: (message: Uint8Array) => void;
  /** `code` is the close code of the peer's close message, or 1006 when the connection just ended. */
  readonly onClose: (code: number) => void;
}

/** Refuses any address that is not this machine: load goes nowhere else. */
export function assertLoopback(url: string): URL {
  const parsed = new URL(url);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(parsed.hostname)) {
    throw new Error(`load goes to this machine only, not to ${parsed.hostname}`);
  }
  return parsed;
}

/** One connection. Made by `openSocket`. */
export class LeanSocket {
  bytesIn = 0;
  bytesOut = 0;
  messagesIn = 0;
  readonly #socket: Socket;
  readonly #handlers: SocketHandlers;
  #rest: Buffer = Buffer.alloc(0);
  #fragments: Buffer[] = [];
  #closeCode = 1006;
  #open = true;

  constructor(socket: Socket, handlers: SocketHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("close", () => {
      this.#open = false;
      handlers.onClose(this.#closeCode);
    });
    socket.on("error", () => socket.destroy()); // told through "close"
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Bytes written but not yet taken by the operating system. */
  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  /** Stops reading, as a stalled phone would; the server's view of a slow reader. */
  pause(): void {
    this.#socket.pause();
  }

  send(message: Uint8Array): void {
    if (!this.#open) return;
    this.bytesOut += message.length;
    this.#write(opcodes.binary, message);
  }

  /** Says goodbye and waits for the end, at most two seconds. */
  close(): Promise<void> {
    if (!this.#open) return Promise.resolve();
    this.#socket.resume();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#socket.destroy(), 2_000);
      this.#socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      this.#write(opcodes.close, Uint8Array.of(0x03, 0xe8));
    });
  }

  terminate(): void {
    this.#socket.destroy();
  }

  #write(opcode: number, payload: Uint8Array): void {
    const length = payload.length;
    const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    const frame = Buffer.allocUnsafe(headerBytes + 4 + length);
    frame[0] = 0x80 | opcode;
    if (headerBytes === 2) frame[1] = 0x80 | length;
    else if (headerBytes === 4) {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    } else {
      frame[1] = 0x80 | 127;
      frame.writeBigUInt64BE(BigInt(length), 2);
    }
    frame.set(MASK, headerBytes);
    for (let at = 0; at < length; at++) frame[headerBytes + 4 + at] = (payload[at] ?? 0) ^ (MASK[at & 3] ?? 0);
    this.#socket.write(frame);
  }

  #receive(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (data.length - at >= 2) {
      const first = data[at] ?? 0;
      const short = (data[at + 1] ?? 0) & 0x7f;
      const headerBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (data.length - at < headerBytes) break;
      const length =
        short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
      if (data.length - at < headerBytes + length) {
        // A long message would otherwise be copied again with every chunk that arrives.
        this.#gather(data.subarray(at), headerBytes + length);
        return;
      }
      this.#frame(first, data.subarray(at + headerBytes, at + headerBytes + length));
      at += headerBytes + length;
    }
    this.#rest = at === data.length ? Buffer.alloc(0) : data.subarray(at);
  }

  /** Collects the chunks of one long frame and takes it apart when it is whole. */
  #gather(start: Buffer, neededBytes: number): void {
    this.#rest = Buffer.alloc(0);
    const parts = [start];
    let bytes = start.length;
    this.#socket.removeAllListeners("data");
    this.#socket.on("data", (chunk) => {
      parts.push(chunk);
      bytes += chunk.length;
      if (bytes < neededBytes) return;
      this.#socket.removeAllListeners("data");
      this.#socket.on("data", (next) => this.#receive(next));
      this.#receive(Buffer.concat(parts));
    });
  }

  #frame(first: number, payload: Buffer): void {
    const opcode = first & 0x0f;
    const final = (first & 0x80) !== 0;
    if (opcode === opcodes.ping) this.#write(opcodes.pong, payload);
    else if (opcode === opcodes.close) {
      this.#closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      if (!this.#socket.writableEnded) {
        this.#write(opcodes.close, payload.subarray(0, 2));
        this.#socket.end();
      }
    } else if (opcode !== opcodes.pong) {
      if (final && this.#fragments.length === 0) this.#deliver(payload);
      else {
        this.#fragments.push(Buffer.from(payload));
        if (!final) return;
        const whole = Buffer.concat(this.#fragments);
        this.#fragments = [];
        this.#deliver(whole);
      }
    }
  }

  #deliver(message: Uint8Array): void {
    this.bytesIn += message.length;
    this.messagesIn++;
    this.#handlers.onMessage(message);
  }
}

/**
 * Opens a WebSocket to a server on this machine.
 * @param url `ws://` address; anything but loopback is refused.
 * @throws when the server refuses the upgrade (the message holds its status) or does not answer in time.
 */
export function openSocket(
  url: string,
  handlers: SocketHandlers,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly timeoutMs?: number } = {},
): Promise<LeanSocket> {
  const { hostname, port, pathname, search } = assertLoopback(url);
  const key = randomBytes(16).toString("base64");
  const expected = createHash("sha1")
    .update(key + ACCEPT_SUFFIX)
    .digest("base64");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/gu, ""), port: Number(port), noDelay: true });
    let answer: Buffer = Buffer.alloc(0);
    const fail = (reason: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Error(reason));
    };
    const timer = setTimeout(() => fail(`no answer to the upgrade of ${pathname}`), options.timeoutMs ?? 30_000);
    const onError = (error: Error): void => fail(error.message);
    const onEnd = (): void => fail("the connection ended before the upgrade");
    socket.on("error", onError);
    socket.on("close", onEnd);
    socket.once("connect", () => {
      const headers = Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(
        `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${headers.join("")}\r\n`,
      );
    });
    socket.on("data", function upgrade(chunk: Buffer) {
      answer = Buffer.concat([answer, chunk]);
      const end = answer.indexOf("\r\n\r\n");
      if (end === -1) return;
      const head = answer.subarray(0, end).toString("latin1");
      if (!head.startsWith("HTTP/1.1 101 ")) return fail(`the server refused the upgrade: ${head.split("\r\n")[0]}`);
      if (!head.toLowerCase().includes(`sec-websocket-accept: ${expected.toLowerCase()}`))
        return fail("wrong accept key");
      clearTimeout(timer);
      socket.off("data", upgrade);
      socket.off("error", onError);
      socket.off("close", onEnd);
      // What came in the same packet waits, in order, until the caller has its socket.
      socket.pause();
      const early = answer.subarray(end + 4);
      if (early.length > 0) socket.unshift(early);
      resolve(new LeanSocket(socket, handlers));
      setImmediate(() => socket.resume());
    });
  });
}
