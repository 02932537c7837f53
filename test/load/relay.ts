import type { AddressInfo } from "node:net";
import * as encoding from "lib0/encoding";
import { type WebSocket, WebSocketServer } from "ws";
import { decodeClientFrame, encodeParleyMessage, plainStanding } from "@parley/sync";
import * as Y from "yjs";
import type { RunningTarget } from "./target.ts";

/** How a relay misbehaves, to see whether the harness notices. */
export interface RelayFaults {
  /** Every n-th update is lost; 0 for none. */
  readonly dropEvery?: number;
  /** Every n-th update is told twice; 0 for none. */
  readonly repeatEvery?: number;
  /** Updates are held back so long before they are passed on. */
  readonly delayMs?: number;
  /** Updates of this many milliseconds are merged into one message. */
  readonly batchMs?: number;
  /** The first answer is empty and the state follows as an update. */
  readonly answersEarly?: boolean;
  /** After a kill the last n updates are gone. */
  readonly forgetsOnKill?: number;
  /** Acknowledges updates without telling anybody else of them. */
  readonly keepsToItself?: boolean;
}

interface Room {
  doc: Y.Doc;
  log: Uint8Array[];
  readonly sockets: Set<WebSocket>;
  waiting: Uint8Array[];
}

function message(step: number, body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
}

function hello(person: number): Uint8Array {
  return encodeParleyMessage({
    type: "hello",
    protocolVersion: 3,
    schemaVersion: 1,
    clientId: 1_000 + person,
    seq: 0,
    role: "edit",
    party: "ours",
    personId: `person-${person}`,
    maxUpdateBytes: 8_000_000,
    standing: plainStanding,
    name: `Person ${person}`,
  });
}

function replay(log: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of log) Y.applyUpdate(doc, update);
  return doc;
}

/** A tiny server of the stock protocol inside the test, sound unless faults are asked for. */
export async function startRelay(faults: RelayFaults = {}): Promise<RunningTarget> {
  const {
    dropEvery = 0,
    repeatEvery = 0,
    delayMs = 0,
    batchMs = 0,
    answersEarly = false,
    forgetsOnKill = 0,
    keepsToItself = false,
  } = faults;
  const rooms = new Map<string, Room>();
  let updates = 0;
  let documents = 0;
  let people = 0;
  const later = (ms: number, act: () => void): void => void (ms === 0 ? act() : setTimeout(act, ms));
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const passOn = (room: Room, body: Uint8Array, from: WebSocket): void => {
    if (keepsToItself) return;
    for (const socket of room.sockets) if (socket !== from) socket.send(message(2, body));
  };
  const take = (room: Room, body: Uint8Array, from: WebSocket): void => {
    updates++;
    if (dropEvery > 0 && updates % dropEvery === 0) return;
    Y.applyUpdate(room.doc, body);
    room.log.push(body);
    if (batchMs > 0) {
      room.waiting.push(body);
      if (room.waiting.length === 1) {
        later(batchMs, () => {
          passOn(room, Y.mergeUpdates(room.waiting), from);
          room.waiting = [];
        });
      }
      return;
    }
    later(delayMs, () => passOn(room, body, from));
    if (repeatEvery > 0 && updates % repeatEvery === 0) later(delayMs, () => passOn(room, body, from));
  };
  server.on("connection", (socket, request) => {
    const [path = "/", query = ""] = (request.url ?? "/").split("?");
    const acknowledges = query.includes("parley=1");
    const room = rooms.get(path) ?? { doc: new Y.Doc(), log: [], sockets: new Set<WebSocket>(), waiting: [] };
    rooms.set(path, room);
    room.sockets.add(socket);
    let settled = 0;
    const saved = (): void =>
      socket.send(encodeParleyMessage({ type: "saved", count: ++settled, seq: room.log.length }));
    if (acknowledges) socket.send(hello(++people));
    socket.on("close", () => room.sockets.delete(socket));
    socket.on("message", (raw: Buffer) => {
      const frame = decodeClientFrame(new Uint8Array(raw));
      if (frame?.type === "update") {
        take(room, frame.update.slice(), socket);
        if (acknowledges) saved();
      } else if (frame?.type === "state-vector") {
        const state = Y.encodeStateAsUpdate(room.doc, frame.stateVector);
        socket.send(message(1, answersEarly ? Uint8Array.of(0, 0) : state));
        if (answersEarly) later(30, () => socket.send(message(2, state)));
      }
    });
  });
  return {
    name: "relay",
    keepsData: true,
    newDocument: () => {
      const name = `document-${++documents}`;
      return Promise.resolve({
        protocol: "stock",
        name,
        url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
      });
    },
    acknowledging: (address) => ({ ...address, protocol: "parley", url: `${address.url}?parley=1` }),
    usage: () => null,
    liveMemory: () => Promise.resolve(null),
    storeCpuS: () => 0,
    startMs: () => 0,
    output: () => "",
    kill: () => {
      for (const socket of server.clients) socket.terminate();
      for (const room of rooms.values()) {
        room.log = forgetsOnKill > 0 ? room.log.slice(0, -forgetsOnKill) : room.log;
        room.doc = replay(room.log);
      }
      return Promise.resolve();
    },
    startAgain: () => Promise.resolve(),
    restart: () => Promise.resolve(),
    dispose: () => {
      for (const socket of server.clients) socket.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
