import * as Y from "yjs";
import { Arrivals } from "../arrivals.ts";
import { CaretDelays } from "../caret-delays.ts";
import { connectAll, type DocumentAddress, LoadClient } from "../load-client.ts";
import { round, waitFor } from "../machine.ts";
import { microsecondsEach, numberOption, type Readings, type Scene, startReadings } from "../scene.ts";
import type { RunningTarget } from "../target.ts";
import { paragraphTexts, Typist } from "../typist.ts";

/** A document that many people have open and some type in. */
export interface TypingRoom {
  readonly address: DocumentAddress;
  readonly clients: readonly LoadClient[];
  readonly typists: readonly Typist[];
  readonly arrivals: Arrivals;
  /** How stale the others' carets are at the last client. */
  readonly carets: CaretDelays;
  readonly connectFailures: readonly string[];
  /** Everything that the last client received, to be put together afterwards. */
  readonly received: Uint8Array[];
}

/** Opens a room and lets every typist begin a paragraph; resolves when everybody has all of them. */
export async function openTypingRoom(
  target: RunningTarget,
  options: {
    readonly clients: number;
    readonly typists: number;
    readonly keysPerSecond: number;
    readonly caret: boolean;
  },
): Promise<TypingRoom> {
  const address = await target.newDocument();
  const arrivals = new Arrivals();
  const carets = new CaretDelays();
  const received: Uint8Array[] = [];
  const typists: Typist[] = [];
  const begun = new Arrivals();
  const clients = Array.from({ length: options.clients }, (_, at) => {
    const isLast = at === options.clients - 1;
    const take = (update: Uint8Array, time: number): void => {
      const own = typists[at]?.clientId ?? null;
      begun.arrived(at, own, update, time);
      arrivals.arrived(at, own, update, time);
      if (isLast) received.push(update.slice());
    };
    const onAwareness = (states: Uint8Array, time: number): void => carets.arrived(states, time);
    return new LoadClient(address, { onState: take, onUpdate: take, ...(isLast ? { onAwareness } : {}) });
  });
  const connectFailures = await connectAll(clients);
  for (const [at, client] of clients.slice(0, options.typists).entries()) {
    typists.push(
      new Typist(client, arrivals, {
        keysPerSecond: options.keysPerSecond,
        caret: options.caret,
        name: `Person ${at + 1}`,
        ...(at === options.clients - 1 ? {} : { carets }),
      }),
    );
  }
  for (const typist of typists) {
    begun.typed(typist.clientId, 0, performance.now());
    typist.begin("Clause. ");
  }
  const open = clients.filter((client) => client.isOpen).length;
  await waitFor(() => begun.count >= typists.length * (open - 1), 10_000);
  return { address, clients, typists, arrivals, carets, connectFailures, received };
}

/** Everybody types for a while, evenly staggered; resolves when every key has arrived everywhere, or after a wait. */
export async function typeTogether(
  room: TypingRoom,
  options: { readonly seconds: number; readonly keysPerSecond: number; readonly waitSeconds: number },
): Promise<number> {
  const { seconds, keysPerSecond, waitSeconds } = options;
  const stagger = 1_000 / keysPerSecond / room.typists.length;
  const keys = await Promise.all(room.typists.map((typist, at) => typist.run(seconds, at * stagger)));
  const receivers = room.clients.length - 1;
  await waitFor(() => room.arrivals.count >= room.arrivals.typedCount * receivers, waitSeconds * 1_000);
  return keys.reduce((sum, each) => sum + each, 0);
}

/** Whether these updates, put together by Yjs, hold exactly what was typed. */
export function holdsWhatWasTyped(updates: readonly Uint8Array[], typists: readonly Typist[]): boolean {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const paragraphs = paragraphTexts(doc);
  doc.destroy();
  return typists.every((typist) => paragraphs.filter((text) => text === typist.text).length >= 1);
}

/** The document as a client gets it that comes now: all that arrives until nothing has arrived for half a second. */
export async function freshState(address: DocumentAddress): Promise<Uint8Array[]> {
  const updates: Uint8Array[] = [];
  let lastAt = 0;
  const keep = (update: Uint8Array): void => {
    updates.push(update.slice());
    lastAt = performance.now();
  };
  const client = new LoadClient(address, { onState: keep, onUpdate: keep });
  await client.connect();
  await waitFor(() => performance.now() - lastAt > 500, 20_000); // some servers send the rest after their first answer
  await client.close();
  return updates;
}

/** Figures of a room, from the readings taken while it typed. */
export function typingMetrics(
  room: TypingRoom,
  keys: number,
  readings: Readings,
  bytes: number,
  messages: number,
): Record<string, number | null> {
  const latency = room.arrivals.latencies.summary();
  return {
    p50Ms: latency.p50,
    p95Ms: latency.p95,
    p99Ms: latency.p99,
    ...(room.carets.latencies.count > 0
      ? { caretP50Ms: room.carets.latencies.summary().p50, caretP95Ms: room.carets.latencies.summary().p95 }
      : {}),
    missing: room.arrivals.typedCount * (room.clients.length - 1) - room.arrivals.count,
    cpuUsPerKey: microsecondsEach(readings.serverCpuS, keys),
    storeCpuUsPerKey: microsecondsEach(readings.storeCpuS, keys),
    bytesPerKey: round(bytes / keys, 0),
    messagesPerKey: round(messages / keys, 1),
    rssMib: readings.rssMib,
    dropped: room.clients.filter((client) => !client.isOpen).length,
    generatorCpuShare: readings.generatorCpuShare,
    machineBusy: readings.machineBusy,
  };
}

export const typingColumns: Scene["columns"] = [
  { title: "p50 ms", metric: "p50Ms", better: "lower" },
  { title: "p95 ms", metric: "p95Ms", better: "lower" },
  { title: "p99 ms", metric: "p99Ms" },
  { title: "missing", metric: "missing" },
  { title: "server CPU us/key", metric: "cpuUsPerKey", better: "lower" },
  { title: "database CPU us/key", metric: "storeCpuUsPerKey" },
  { title: "bytes/key, all", metric: "bytesPerKey", better: "lower" },
  { title: "messages/key, all", metric: "messagesPerKey" },
  { title: "RSS MiB", metric: "rssMib" },
  { title: "generator", metric: "generatorCpuShare" },
  { title: "machine busy", metric: "machineBusy" },
];

export const caretColumns: Scene["columns"] = [
  ...typingColumns.slice(0, 2),
  { title: "caret p95 ms", metric: "caretP95Ms" },
  ...typingColumns.slice(2),
];

const total = (clients: readonly LoadClient[], read: (client: LoadClient) => number): number =>
  clients.reduce((sum, client) => sum + read(client), 0);

async function run(target: RunningTarget, options: Scene["defaults"], caret: boolean): ReturnType<Scene["run"]> {
  const keysPerSecond = numberOption(options, "keysPerSecond");
  const waitSeconds = numberOption(options, "waitSeconds");
  const room = await openTypingRoom(target, {
    clients: numberOption(options, "clients"),
    typists: numberOption(options, "typists"),
    keysPerSecond,
    caret,
  });
  // Everybody's code is compiled before the clock starts; the figures are of a server that has been at work for a moment.
  await typeTogether(room, { keysPerSecond, waitSeconds, seconds: numberOption(options, "warmUpSeconds") });
  room.arrivals.restart();
  room.carets.restart();
  const readings = startReadings(target);
  const bytesBefore = total(room.clients, (client) => client.bytesIn);
  const messagesBefore = total(room.clients, (client) => client.messagesIn);
  const keys = await typeTogether(room, { keysPerSecond, waitSeconds, seconds: numberOption(options, "seconds") });
  const read = readings();
  const bytes = total(room.clients, (client) => client.bytesIn) - bytesBefore;
  const messages = total(room.clients, (client) => client.messagesIn) - messagesBefore;
  const metrics = typingMetrics(room, keys, read, bytes, messages);
  const receiverHasAll = holdsWhatWasTyped(room.received, room.typists);
  const newcomerHasAll = holdsWhatWasTyped(await freshState(room.address), room.typists);
  await Promise.all(room.clients.map((client) => client.close()));
  return {
    sound: metrics["missing"] === 0 && receiverHasAll && newcomerHasAll && room.connectFailures.length === 0,
    metrics: { ...metrics, keys },
    details: { receiverHasAll, newcomerHasAll, connectFailures: room.connectFailures.slice(0, 3) },
  };
}

const defaults = { clients: 50, typists: 10, keysPerSecond: 10, seconds: 20, warmUpSeconds: 3, waitSeconds: 10 };
const smoke = { clients: 6, typists: 2, seconds: 1, warmUpSeconds: 0.2 };

/** One document, 50 people, 10 of them typing: how long until an edit shows at everybody else, and what does it cost? */
export const fanout: Scene = {
  name: "fanout",
  title: "One document, 50 people, 10 typing 10 keys/s",
  defaults,
  smoke,
  columns: typingColumns,
  run: (target, options) => run(target, options, false),
};

/** The same with the caret's place sent with every key, as editors do. */
export const fanoutCaret: Scene = {
  name: "fanout-caret",
  title: "The same, with a caret message for every key",
  defaults,
  smoke,
  columns: caretColumns,
  run: (target, options) => run(target, options, true),
};
