import { connectAll, type DocumentAddress, LoadClient } from "../load-client.ts";
import { typedContract } from "../long-history.ts";
import { round, sleep } from "../machine.ts";
import { numberOption, type Scene, type SceneOptions } from "../scene.ts";
import type { RunningTarget } from "../target.ts";
import { Typist } from "../typist.ts";
import { sendHistory } from "./cold.ts";

interface Reading {
  /** As the operating system sees it, garbage included; the least of a few readings. */
  readonly rssMib: number;
  /** What is really in use, after a full collection; resident memory where that cannot be asked. */
  readonly liveMib: number;
}

async function read(target: RunningTarget): Promise<Reading> {
  const readings: number[] = [];
  for (let at = 0; at < 5; at++) {
    readings.push(target.usage()?.rssMib ?? Number.NaN);
    await sleep(200);
  }
  const rssMib = Math.min(...readings);
  const live = await target.liveMemory();
  return { rssMib, liveMib: live?.liveMib ?? rssMib };
}

function kibEach(before: Reading, after: Reading, count: number): number {
  return round(((after.liveMib - before.liveMib) * 1_024) / count, 1);
}

async function inBatches<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
    }),
  );
}

/** Many small documents, two people in each, a key every 10 s in each. */
async function wave(
  target: RunningTarget,
  options: SceneOptions,
): Promise<{ held: number; memory: Reading; connected: number }> {
  const addresses: DocumentAddress[] = [];
  await inBatches(
    [...Array(numberOption(options, "documents")).keys()],
    async () => void addresses.push(await target.newDocument()),
  );
  const clients = addresses.flatMap((address) => [new LoadClient(address), new LoadClient(address)]);
  await connectAll(clients, { timeoutMs: 60_000 });
  const typists = clients
    .filter((_, at) => at % 2 === 0)
    .map((client) => new Typist(client, null, { keysPerSecond: 0.1 }));
  const opening = "Lorem ipsum dolor sit amet. ".repeat(100).slice(0, numberOption(options, "charactersEach"));
  for (const [at, typist] of typists.entries()) {
    typist.begin(opening);
    if (at % 50 === 49) await sleep(20);
  }
  await sleep(2_000);
  await Promise.all(
    typists.map((typist, at) => typist.run(numberOption(options, "seconds"), (at / typists.length) * 10_000)),
  );
  await sleep(1_000);
  const memory = await read(target);
  const held = clients.filter((client) => client.isOpen).length;
  await inBatches(clients, (client) => client.close());
  return { held, memory, connected: clients.length };
}

/** Contracts as three people typed them, opened by one reader each after a restart; nobody types. */
async function contracts(target: RunningTarget, options: SceneOptions): Promise<{ kib: number; stateBytes: number }> {
  const count = numberOption(options, "contracts");
  const warmUp = Math.ceil(count / 5);
  let stateBytes = 0;
  const addresses: DocumentAddress[] = [];
  for (let at = 0; at < count + warmUp; at++) {
    const contract = typedContract(numberOption(options, "paragraphs"), 148, at + 1);
    stateBytes = contract.stateBytes;
    const address = await target.newDocument();
    const { arrived } = await sendHistory(target, address, contract, 20_000);
    if (!arrived) throw new Error("a contract did not arrive");
    addresses.push(address);
  }
  await sleep(numberOption(options, "settleSeconds") * 1_000);
  if (target.keepsData) await target.restart();
  await sleep(2_000);
  const readers = addresses.map((address) => new LoadClient(address));
  await connectAll(readers.slice(0, warmUp), { parallel: 4 });
  await sleep(3_000);
  const before = await read(target);
  await connectAll(readers.slice(warmUp), { parallel: 4 });
  await sleep(numberOption(options, "quietSeconds") * 1_000);
  const after = await read(target);
  await inBatches(readers, (reader) => reader.close());
  return { kib: kibEach(before, after, count), stateBytes };
}

/** Connections that only listen, all to one small document. */
async function connections(target: RunningTarget, options: SceneOptions): Promise<number> {
  const address = await target.newDocument();
  const count = numberOption(options, "connections");
  const warmUp = Math.ceil(count / 5);
  const clients = Array.from({ length: count + warmUp }, () => new LoadClient(address));
  await connectAll(clients.slice(0, warmUp), { parallel: 10 });
  await sleep(2_000);
  const before = await read(target);
  await connectAll(clients.slice(warmUp), { parallel: 10 });
  await sleep(3_000);
  const after = await read(target);
  await inBatches(clients, (client) => client.close());
  return kibEach(before, after, count);
}

/** What an open document and a connection cost in memory that is really used, and whether it is given back. */
export const memory: Scene = {
  name: "memory",
  title:
    "1,000 documents with two people each; after closing; an open contract of 59,000 characters; one connection more",
  defaults: {
    documents: 1_000,
    charactersEach: 2_000,
    seconds: 10,
    closedSeconds: 15,
    contracts: 80,
    paragraphs: 400,
    connections: 300,
    settleSeconds: 12,
    quietSeconds: 5,
  },
  smoke: {
    documents: 10,
    seconds: 1,
    closedSeconds: 1,
    contracts: 3,
    paragraphs: 5,
    connections: 5,
    settleSeconds: 0.5,
    quietSeconds: 0.5,
  },
  columns: [
    { title: "connections held", metric: "held" },
    { title: "idle MiB", metric: "idleMib" },
    { title: "held MiB", metric: "heldMib" },
    { title: "KiB/document", metric: "kibPerDocument", better: "lower" },
    { title: "after closing MiB", metric: "closedMib" },
    { title: "second 1,000 held MiB", metric: "secondHeldMib" },
    { title: "after closing MiB", metric: "secondClosedMib" },
    { title: "RSS idle MiB", metric: "idleRssMib" },
    { title: "RSS held MiB", metric: "heldRssMib" },
    { title: "RSS after closing MiB", metric: "closedRssMib" },
    { title: "KiB/contract", metric: "kibPerContract", better: "lower" },
    { title: "KiB/connection", metric: "kibPerConnection", better: "lower" },
  ],
  run: async (target, options) => {
    const closedSeconds = numberOption(options, "closedSeconds");
    await sleep(1_000);
    const idle = await read(target);
    const first = await wave(target, options);
    await sleep(closedSeconds * 1_000);
    const closed = await read(target);
    const second = await wave(target, options);
    await sleep(closedSeconds * 1_000);
    const secondClosed = await read(target);
    const contract = await contracts(target, options);
    const kibPerConnection = await connections(target, options);
    const documents = numberOption(options, "documents");
    return {
      sound: first.held > 0 && first.held === first.connected && second.held === second.connected,
      metrics: {
        held: first.held,
        idleRssMib: round(idle.rssMib, 0),
        idleMib: round(idle.liveMib, 1),
        heldRssMib: round(first.memory.rssMib, 0),
        heldMib: round(first.memory.liveMib, 1),
        kibPerDocument: kibEach(idle, first.memory, documents),
        closedMib: round(closed.liveMib, 1),
        closedRssMib: round(closed.rssMib, 0),
        secondHeldMib: round(second.memory.liveMib, 1),
        secondClosedMib: round(secondClosed.liveMib, 1),
        kibPerContract: contract.kib,
        kibPerConnection,
        contractStateBytes: contract.stateBytes,
      },
    };
  },
};
