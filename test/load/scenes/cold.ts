import * as Y from "yjs";
import { type DocumentAddress, LoadClient } from "../load-client.ts";
import { median } from "../latencies.ts";
import { documentTextLength, type LongHistory, makeLongHistory } from "../long-history.ts";
import { round, sleep, waitFor } from "../machine.ts";
import { type Metrics, numberOption, type Readings, type Scene, type SceneOptions, startReadings } from "../scene.ts";
import type { RunningTarget } from "../target.ts";
import { insertedRanges } from "../wire.ts";

/** How one client got a document that nobody had open. */
export interface Opening {
  /** From asking for the connection to the server's answer with its state. */
  readonly syncedMs: number | null;
  /** From asking to the message that made the text whole; null when it never was. */
  readonly wholeMs: number | null;
  /** Whether that first answer was the whole text: else "synced" was not true. */
  readonly syncedWhenWhole: boolean;
  readonly bytes: number;
  readonly error: string | null;
}

/** Connects and notes what arrives when; the updates are put together afterwards, so that Yjs's own time does not count. */
export async function openDocument(
  address: DocumentAddress,
  expectedLength: number,
  timeoutMs: number,
): Promise<Opening> {
  const arrived: { readonly update: Uint8Array; readonly at: number }[] = [];
  const keep = (update: Uint8Array, at: number): void => void arrived.push({ update: update.slice(), at });
  const client = new LoadClient(address, { onState: keep, onUpdate: keep });
  try {
    await client.connect(timeoutMs);
  } catch (error) {
    return {
      syncedMs: null,
      wholeMs: null,
      syncedWhenWhole: false,
      bytes: 0,
      error: error instanceof Error ? error.message : String(error),
    };
  }
  const doc = new Y.Doc();
  let applied = 0;
  let wholeAt: number | null = null;
  const isWhole = (): boolean => {
    for (let next = arrived[applied]; next !== undefined && wholeAt === null; next = arrived[++applied]) {
      Y.applyUpdate(doc, next.update);
      if (documentTextLength(doc) >= expectedLength) wholeAt = next.at;
    }
    return wholeAt !== null;
  };
  await waitFor(isWhole, timeoutMs, 20);
  const wholeMs = wholeAt === null ? null : round(wholeAt - client.askedAt, 1);
  const syncedMs = client.syncedAt === null ? null : round(client.syncedAt - client.askedAt, 1);
  const opening = {
    syncedMs,
    wholeMs,
    syncedWhenWhole: wholeAt !== null && wholeAt === client.syncedAt,
    bytes: client.bytesIn,
    error: null,
  };
  doc.destroy();
  await client.close();
  return opening;
}

/** Sends a history as fast as the server takes it; resolves when another client has received all that it inserts. */
export async function sendHistory(
  target: RunningTarget,
  address: DocumentAddress,
  history: LongHistory,
  timeoutMs: number,
): Promise<Readings & { readonly arrived: boolean }> {
  const last = new Map<number, number>();
  for (const update of history.updates)
    for (const { clientId, to } of insertedRanges(update)) last.set(clientId, Math.max(last.get(clientId) ?? 0, to));
  const waiting = new Map(last);
  const look = (update: Uint8Array): void => {
    for (const { clientId, to } of insertedRanges(update))
      if ((waiting.get(clientId) ?? Number.POSITIVE_INFINITY) <= to) waiting.delete(clientId);
  };
  const reader = new LoadClient(address, { onState: look, onUpdate: look });
  const writer = new LoadClient(address);
  await Promise.all([reader.connect(), writer.connect()]);
  const readings = startReadings(target);
  for (const [at, update] of history.updates.entries()) {
    writer.sendUpdate(update);
    if (at % 50 === 49) {
      await sleep(0);
      await waitFor(() => writer.bufferedBytes < 1 << 20 || !writer.isOpen, timeoutMs, 1);
    }
  }
  const arrived = await waitFor(() => waiting.size === 0 || !reader.isOpen || !writer.isOpen, timeoutMs, 20);
  const read = { ...readings(), arrived: arrived && waiting.size === 0 };
  await Promise.all([reader.close(), writer.close()]);
  return read;
}

/** One client of a server that has just started, with the server's CPU until the text was whole and three seconds later. */
async function firstClient(
  target: RunningTarget,
  address: DocumentAddress,
  length: number,
  options: SceneOptions,
): Promise<Opening & { readonly cpuMs: number | null; readonly settledCpuMs: number | null }> {
  const quietSeconds = numberOption(options, "quietSeconds");
  await sleep((quietSeconds / 2) * 1_000); // the start's own work is over
  const readings = startReadings(target);
  const opening = await openDocument(address, length, 30_000);
  const untilWhole = readings().serverCpuS;
  await sleep(quietSeconds * 1_000);
  const settled = readings().serverCpuS;
  return {
    ...opening,
    cpuMs: untilWhole === null ? null : round(untilWhole * 1_000, 0),
    settledCpuMs: settled === null ? null : round(settled * 1_000, 0),
  };
}

/** Adds a few keys and kills the server before it has tidied them away, so that the next opening has updates pending. */
async function leaveTail(
  target: RunningTarget,
  address: DocumentAddress,
  updates: number,
  seed: number,
): Promise<number> {
  const tail = makeLongHistory({ edits: updates, editsPerUpdate: 1, editsPerSession: updates, seed });
  await sendHistory(target, address, tail, 20_000);
  await target.kill("server");
  await target.startAgain();
  return tail.textLength;
}

type Measured = Awaited<ReturnType<typeof firstClient>>;

function openingMetrics(prefix: string, openings: readonly Measured[]): Metrics {
  const of = (read: (opening: Measured) => number | null): number | null =>
    median(openings.map(read).filter((value) => value !== null));
  return {
    [`${prefix}SyncedMs`]: of((opening) => opening.syncedMs),
    [`${prefix}WholeMs`]: of((opening) => opening.wholeMs),
    [`${prefix}CpuMs`]: of((opening) => opening.cpuMs),
    [`${prefix}SettledCpuMs`]: of((opening) => opening.settledCpuMs),
    [`${prefix}Bytes`]: of((opening) => opening.bytes),
    [`${prefix}SyncedWhenWhole`]: openings.filter((opening) => opening.syncedWhenWhole).length,
  };
}

/** The history of the cold and the intake scene: about 260,000 edits by 260 sessions of one writer. */
export function historyOf(options: SceneOptions): LongHistory {
  const edits = numberOption(options, "edits");
  return makeLongHistory({
    edits,
    editsPerUpdate: numberOption(options, "editsPerUpdate"),
    editsPerSession: 1_000,
    seed: 7,
  });
}

/** A document with a long history, after a restart: what does the first client wait for, and what does it cost? */
export const cold: Scene = {
  name: "cold",
  title: "260,000 edits: the first client after a restart, without and with pending updates; the next one from memory",
  defaults: { edits: 260_000, editsPerUpdate: 10, restarts: 3, tailUpdates: 50, settleSeconds: 12, quietSeconds: 3 },
  smoke: { edits: 3_000, restarts: 1, settleSeconds: 1 },
  columns: [
    { title: "synced ms", metric: "cleanSyncedMs", better: "lower" },
    { title: "whole ms", metric: "cleanWholeMs", better: "lower" },
    { title: "server CPU ms", metric: "cleanCpuMs", better: "lower" },
    { title: "and 3 s later", metric: "cleanSettledCpuMs" },
    { title: "bytes", metric: "cleanBytes" },
    { title: "pending: whole ms", metric: "tailWholeMs", better: "lower" },
    { title: "pending: CPU ms", metric: "tailCpuMs", better: "lower" },
    { title: "synced when whole", metric: "syncedWhenWholeShare" },
    { title: "2nd client whole ms", metric: "warmWholeMs", better: "lower" },
    { title: "machine busy", metric: "machineBusy" },
  ],
  run: async (target, options) => {
    const history = historyOf(options);
    const address = await target.newDocument();
    const seeded = await sendHistory(target, address, history, 120_000);
    await sleep(numberOption(options, "settleSeconds") * 1_000);
    const readings = startReadings(target);
    const clean: Measured[] = [];
    const tail: Measured[] = [];
    const warm: Opening[] = [];
    const restarts = numberOption(options, "restarts");
    for (let at = 0; at < restarts; at++) {
      await target.restart();
      clean.push(await firstClient(target, address, history.textLength, options));
      warm.push(await openDocument(address, history.textLength, 30_000));
    }
    let length = history.textLength;
    for (let at = 0; at < restarts; at++) {
      length += await leaveTail(target, address, numberOption(options, "tailUpdates"), 100 + at);
      tail.push(await firstClient(target, address, length, options));
    }
    const all = [...clean, ...tail];
    return {
      sound: seeded.arrived && clean.every((opening) => opening.wholeMs !== null),
      metrics: {
        ...openingMetrics("clean", clean),
        ...openingMetrics("tail", tail),
        syncedWhenWholeShare: round(all.filter((opening) => opening.syncedWhenWhole).length / all.length),
        warmWholeMs: median(warm.map((opening) => opening.wholeMs).filter((value) => value !== null)),
        stateBytes: history.stateBytes,
        textLength: history.textLength,
        machineBusy: readings().machineBusy,
      },
      details: { clean, tail, warm },
    };
  },
};

/** 26,000 updates that waited on somebody's device, sent at once: what does taking them in cost? */
export const intake: Scene = {
  name: "intake",
  title: "Taking in 26,000 queued updates (260,000 edits)",
  defaults: { edits: 260_000, editsPerUpdate: 10 },
  smoke: { edits: 3_000 },
  columns: [
    { title: "server CPU s", metric: "serverCpuS", better: "lower" },
    { title: "database CPU s", metric: "storeCpuS" },
    { title: "until all arrived s", metric: "seconds", better: "lower" },
    { title: "updates/s", metric: "updatesPerSecond", better: "higher" },
    { title: "RSS MiB", metric: "rssMib" },
    { title: "generator", metric: "generatorCpuShare" },
    { title: "machine busy", metric: "machineBusy" },
  ],
  run: async (target, options) => {
    const history = historyOf(options);
    const address = await target.newDocument();
    const { arrived, ...read } = await sendHistory(target, address, history, 180_000);
    const newcomer = await openDocument(address, history.textLength, 30_000);
    return {
      sound: arrived && newcomer.wholeMs !== null,
      metrics: {
        ...read,
        updates: history.updates.length,
        updatesPerSecond: Math.round(history.updates.length / read.seconds),
      },
      details: { newcomer },
    };
  },
};
