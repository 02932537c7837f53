import { afterAll, expect, test } from "vitest";
import * as Y from "yjs";
import { Arrivals } from "./arrivals.ts";
import { CaretDelays } from "./caret-delays.ts";
import { Latencies, median } from "./latencies.ts";
import { LoadClient } from "./load-client.ts";
import { documentTextLength, makeLongHistory, pastedDocument, typedContract } from "./long-history.ts";
import { optionsFor } from "./main.ts";
import { type RelayFaults, startRelay } from "./relay.ts";
import type { ResultLine } from "./result.ts";
import { sceneNamed, scenes } from "./scenes.ts";
import { crash, keptBeginning } from "./scenes/crash.ts";
import { cold, intake } from "./scenes/cold.ts";
import { fanout } from "./scenes/fanout.ts";
import { joinStorm } from "./scenes/join-storm.ts";
import { throughput } from "./scenes/throughput.ts";
import { tableOf } from "./table.ts";
import type { RunningTarget } from "./target.ts";
import { paragraphTexts, paragraphUpdate, Typist } from "./typist.ts";
import { assertLoopback } from "./websocket.ts";
import { caretState, insertedRanges, typedKeyUpdate } from "./wire.ts";

const open: RunningTarget[] = [];
afterAll(async () => {
  await Promise.all(open.splice(0).map((target) => target.dispose()));
});

async function relay(faults: RelayFaults = {}): Promise<RunningTarget> {
  const target = await startRelay(faults);
  open.push(target);
  return target;
}

const small = { clients: 6, typists: 2, keysPerSecond: 20, seconds: 1, warmUpSeconds: 0.2, waitSeconds: 10 };

test.concurrent("every key arrives everywhere through a sound relay", async () => {
  const result = await fanout.run(await relay(), small);
  expect(result).toMatchObject({ sound: true, metrics: { keys: 40, missing: 0, dropped: 0 } });
});

test.concurrent("a relay that loses updates is caught", async () => {
  const result = await fanout.run(await relay({ dropEvery: 15 }), { ...small, waitSeconds: 1 });
  expect(result.sound).toBe(false);
  expect(result.metrics["missing"]).toBeGreaterThan(0);
}, 30_000);

test.concurrent("a relay that holds updates back shows it in the latency", async () => {
  const result = await fanout.run(await relay({ delayMs: 80 }), small);
  expect(result.sound).toBe(true);
  expect(result.metrics["p50Ms"]).toBeGreaterThanOrEqual(79);
});

test.concurrent("merged updates count key by key and repeated ones once", async () => {
  const merged = await fanout.run(await relay({ batchMs: 60 }), { ...small, typists: 1 });
  expect(merged).toMatchObject({ sound: true, metrics: { missing: 0 } });
  const repeated = await fanout.run(await relay({ repeatEvery: 2 }), small);
  expect(repeated).toMatchObject({ sound: true, metrics: { missing: 0 } });
});

test.concurrent("kills of a relay that forgets are counted to the character", async () => {
  const options = { kills: 3, keysPerSecond: 20, minSeconds: 0.3, maxSeconds: 0.6 };
  const [sound, forgetful, silent] = await Promise.all([
    crash.run(await relay(), options),
    crash.run(await relay({ forgetsOnKill: 2 }), options),
    // What nobody else saw but the server promised counts as well.
    crash.run(await relay({ forgetsOnKill: 2, keepsToItself: true }), options),
  ]);
  expect(sound.metrics).toMatchObject({ kills: 3, lost: 0, killsWithLoss: 0, acknowledgedLost: 0 });
  expect(sound.metrics["acknowledged"]).toBe(sound.metrics["promised"]);
  expect(forgetful.metrics).toMatchObject({ lost: 6, killsWithLoss: 3, acknowledgedLost: 6 });
  expect(silent.metrics).toMatchObject({ lost: 6, acknowledgedLost: 6 });
}, 30_000);

test.concurrent("a first answer without the document is not called synced when whole", async () => {
  const options = { edits: 400, editsPerUpdate: 10, restarts: 1, tailUpdates: 5, settleSeconds: 0, quietSeconds: 0.1 };
  const early = await cold.run(await relay({ answersEarly: true }), options);
  expect(early).toMatchObject({ sound: true, metrics: { syncedWhenWholeShare: 0 } });
  const honest = await cold.run(await relay(), options);
  expect(honest).toMatchObject({ sound: true, metrics: { syncedWhenWholeShare: 1 } });
}, 60_000);

test.concurrent("queued updates that do not all arrive make the intake unsound", async () => {
  const options = { edits: 600, editsPerUpdate: 10 };
  expect(await intake.run(await relay(), options)).toMatchObject({ sound: true, metrics: { updates: 60 } });
});

test.concurrent("a storm counts those who got the whole document", async () => {
  const options = { clients: 4, paragraphs: 30, charactersEach: 50, settleSeconds: 0, quietSeconds: 0.1 };
  expect(await joinStorm.run(await relay(), options)).toMatchObject({
    sound: true,
    metrics: { coldWhole: 4, openWhole: 4 },
  });
  expect(await joinStorm.run(await relay({ answersEarly: true }), options)).toMatchObject({
    sound: false,
    metrics: { coldWhole: 0 },
  });
}, 60_000);

test("a rate counts as held only when everything arrived in time", async () => {
  // Low rates, a generous limit and nothing beside it: the machine may be busy, and a rate that is not reached is not held, either.
  const options = { rates: "10,20", secondsPerRate: 1, waitSeconds: 10 };
  const sound = await throughput.run(await relay(), { ...options, limitMs: 5_000 });
  expect(sound).toMatchObject({ sound: true, metrics: { held: 20 } });
  expect(await throughput.run(await relay({ delayMs: 150 }), { ...options, limitMs: 100 })).toMatchObject({
    sound: false,
    metrics: { held: 0 },
  });
}, 30_000);

test("a sender's echo, a repetition and a gap are no arrivals", () => {
  const arrivals = new Arrivals();
  arrivals.typed(7, 3, 100);
  arrivals.typed(7, 4, 110);
  const third = typedKeyUpdate(7, 3, "a");
  arrivals.arrived(0, 7, third, 105);
  expect(arrivals.count).toBe(0);
  arrivals.arrived(1, null, third, 105);
  arrivals.arrived(1, null, third, 500);
  expect(arrivals).toMatchObject({ count: 1 });
  // Merging clock 3 and clock 5 announces clock 4 by a gap only.
  arrivals.arrived(2, null, Y.mergeUpdates([third, typedKeyUpdate(7, 5, "c")]), 120);
  expect(arrivals.count).toBe(2);
  expect(arrivals.latencies.summary()).toMatchObject({ count: 2, p50: 20, max: 20 });
});

test("a caret counts as shown when it or a later one of the same person arrives", () => {
  const carets = new CaretDelays();
  carets.sent(7, 1, 100);
  carets.sent(7, 2, 140);
  carets.sent(8, 1, 150);
  carets.arrived(caretState(7, 2, "Wei", 3), 200);
  carets.arrived(caretState(7, 2, "Wei", 3), 900);
  expect(carets.latencies.summary()).toMatchObject({ count: 2, p50: 100, max: 100 });
  carets.arrived(caretState(8, 1, "Li", 3), 160);
  expect(carets.latencies.count).toBe(3);
});

test("what is kept counts only from the beginning and in order", () => {
  const kept = paragraphUpdate(5, "one two");
  expect(keptBeginning([kept], "one two three")).toBe(7);
  expect(keptBeginning([kept], "two")).toBe(0);
  expect(keptBeginning([paragraphUpdate(6, "x"), kept], "one tow")).toBe(5);
});

test("a typed key is byte for byte what Yjs writes", () => {
  const clientId = 123_456;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, paragraphUpdate(clientId, "ab"));
  doc.clientID = clientId;
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const run = (doc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  run.insert(2, "c");
  expect(updates[0]).toEqual(typedKeyUpdate(clientId, 4, "c"));
  expect(insertedRanges(typedKeyUpdate(clientId, 4, "c"))).toEqual([{ clientId, from: 4, to: 5 }]);
});

test("what a typist believes is what a document holds", async () => {
  const target = await relay();
  const address = await target.newDocument();
  const updates: Uint8Array[] = [];
  const reader = new LoadClient(address, { onUpdate: (update) => void updates.push(update.slice()) });
  const writer = new LoadClient(address);
  await Promise.all([reader.connect(), writer.connect()]);
  const typist = new Typist(writer, null, { keysPerSecond: 100 });
  typist.begin("Hello ");
  expect(await typist.run(0.5)).toBe(50);
  await expect.poll(() => updates.length).toBe(51);
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  expect(paragraphTexts(doc)).toEqual([typist.text]);
  await Promise.all([reader.close(), writer.close()]);
});

test("a long message comes whole, in order with the short ones around it", async () => {
  const target = await relay();
  const address = await target.newDocument();
  const lengths: number[] = [];
  const reader = new LoadClient(address, { onUpdate: (update) => void lengths.push(update.length) });
  const writer = new LoadClient(address);
  await Promise.all([reader.connect(), writer.connect()]);
  const sizes = [10, 125, 126, 70_000, 3, 2_000_000, 65_536, 1];
  const sent = sizes.map((size, at) => paragraphUpdate(100 + at, "x".repeat(size)));
  for (const update of sent) writer.sendUpdate(update);
  await expect.poll(() => lengths.length, { timeout: 30_000 }).toBe(sizes.length);
  expect(lengths).toEqual(sent.map((update) => update.length));
  await Promise.all([reader.close(), writer.close()]);
});

test("a history replays to its own length, the same for the same seed, with a client id for every session", () => {
  const options = { edits: 3_000, editsPerUpdate: 10, editsPerSession: 1_000, seed: 7 };
  const history = makeLongHistory(options);
  const doc = new Y.Doc();
  for (const update of history.updates) Y.applyUpdate(doc, update);
  expect(documentTextLength(doc)).toBe(history.textLength);
  expect(Y.encodeStateVector(doc)[0]).toBe(3);
  expect(makeLongHistory(options).updates).toEqual(history.updates);
  expect(history.updates).toHaveLength(300);
});

test("invented documents have the size that is asked for", () => {
  expect(pastedDocument(30, 100)).toMatchObject({ textLength: 3_000 });
  expect(typedContract(10, 148, 1)).toMatchObject({ textLength: 1_480 });
});

test("load goes to this machine only", () => {
  expect(() => assertLoopback("ws://example.org:80/x")).toThrow(/this machine only/u);
  expect(assertLoopback("ws://127.0.0.1:3600/x").port).toBe("3600");
});

test("percentiles and medians are those of the sorted values", () => {
  const latencies = new Latencies();
  for (let ms = 100; ms > 0; ms--) latencies.add(ms);
  expect(latencies.summary()).toEqual({ count: 100, p50: 51, p95: 96, p99: 100, max: 100 });
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNull();
});

test("options are taken for their own scene, and a wrong name is refused", () => {
  const scene = sceneNamed("fanout");
  expect(optionsFor(scene, ["fanout.clients=7", "crash.kills=1"], false)).toMatchObject({ clients: 7, typists: 10 });
  expect(() => optionsFor(scene, ["fanout.client=7"], false)).toThrow(/no option client/u);
  expect(() => optionsFor(scene, ["clients=7"], false)).toThrow(/scene\.key=value/u);
});

test("the table shows medians, the ratio to the best peer, and runs that were not sound", () => {
  const line = (target: string, p95Ms: number, sound = true): ResultLine => ({
    scene: "fanout",
    target,
    round: 1,
    at: "",
    tookS: 1,
    machine: { cpu: "", cores: 1, memoryGib: 1, kernel: "", node: "", commit: "" },
    options: {},
    sound,
    metrics: { p95Ms },
  });
  const table = tableOf(scenes, [
    line("Parley", 10),
    line("Parley", 20),
    line("Parley", 12),
    line("fast", 8),
    line("slow", 30, false),
  ]);
  expect(table).toContain("| Parley | 3 | - | 12 (1.50x) |");
  expect(table).toContain("| slow | 1 (1 not sound) | - | 30 |");
});
