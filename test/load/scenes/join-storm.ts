import * as Y from "yjs";
import { Latencies } from "../latencies.ts";
import { connectAll, type DocumentAddress, LoadClient } from "../load-client.ts";
import { documentTextLength, pastedDocument } from "../long-history.ts";
import { round, sleep } from "../machine.ts";
import { type Metrics, numberOption, type Scene, startReadings } from "../scene.ts";
import type { RunningTarget } from "../target.ts";
import { sendHistory } from "./cold.ts";

interface Storm {
  readonly metrics: Metrics;
  readonly whole: boolean;
  readonly failures: readonly string[];
}

function textLengthOf(update: Uint8Array): number {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  const length = documentTextLength(doc);
  doc.destroy();
  return length;
}

/** Everybody asks at the same moment; equal answers are kept and looked into only once. */
async function storm(
  target: RunningTarget,
  address: DocumentAddress,
  count: number,
  expectedLength: number,
  prefix: string,
): Promise<Storm> {
  const idleMib = target.usage()?.rssMib ?? null;
  let peakMib = idleMib ?? 0;
  const watching = setInterval(() => {
    peakMib = Math.max(peakMib, target.usage()?.rssMib ?? 0);
  }, 20);
  const answers: Buffer[] = [];
  const answerOf = new Map<LoadClient, Buffer>();
  const clients: LoadClient[] = Array.from({ length: count }, () => {
    const client: LoadClient = new LoadClient(address, {
      onState: (update) => {
        let answer = answers.find((each) => each.equals(update));
        if (!answer) {
          answer = Buffer.from(update);
          answers.push(answer);
        }
        answerOf.set(client, answer);
      },
    });
    return client;
  });
  const readings = startReadings(target);
  const failures = await connectAll(clients, { parallel: count, timeoutMs: 60_000 });
  const read = readings();
  clearInterval(watching);
  const latencies = new Latencies();
  for (const client of clients) if (client.syncedAt !== null) latencies.add(client.syncedAt - client.askedAt);
  const wholeAnswers = new Set(answers.filter((answer) => textLengthOf(answer) === expectedLength));
  const wholeClients = clients.filter((client) => {
    const answer = answerOf.get(client);
    return answer !== undefined && wholeAnswers.has(answer);
  }).length;
  await Promise.all(clients.map((client) => client.close()));
  const { p50, p99 } = latencies.summary();
  return {
    whole: wholeClients === count,
    failures,
    metrics: {
      [`${prefix}CpuS`]: read.serverCpuS,
      [`${prefix}P50Ms`]: p50,
      [`${prefix}P99Ms`]: p99,
      [`${prefix}AboveIdleMib`]: idleMib === null ? null : round(peakMib - idleMib, 0),
      [`${prefix}PeakMib`]: round(peakMib, 0),
      [`${prefix}Whole`]: wholeClients,
      [`${prefix}MachineBusy`]: read.machineBusy,
    },
  };
}

/** 150 people open the same 4 MB document at the same moment: first with nobody in it, then while somebody has it open. */
export const joinStorm: Scene = {
  name: "join-storm",
  title: "150 people open the same 4 MB document at once: just after a restart, and while it is open already",
  defaults: { clients: 150, paragraphs: 2_000, charactersEach: 2_000, settleSeconds: 5, quietSeconds: 3 },
  smoke: { clients: 5, paragraphs: 50, charactersEach: 200, settleSeconds: 0.5 },
  columns: [
    { title: "cold: CPU s", metric: "coldCpuS", better: "lower" },
    { title: "p50 ms", metric: "coldP50Ms", better: "lower" },
    { title: "p99 ms", metric: "coldP99Ms", better: "lower" },
    { title: "RSS above idle MiB", metric: "coldAboveIdleMib", better: "lower" },
    { title: "whole", metric: "coldWhole" },
    { title: "open: CPU s", metric: "openCpuS", better: "lower" },
    { title: "p50 ms", metric: "openP50Ms", better: "lower" },
    { title: "p99 ms", metric: "openP99Ms", better: "lower" },
    { title: "RSS above idle MiB", metric: "openAboveIdleMib", better: "lower" },
    { title: "whole", metric: "openWhole" },
    { title: "machine busy", metric: "openMachineBusy" },
  ],
  run: async (target, options) => {
    const history = pastedDocument(numberOption(options, "paragraphs"), numberOption(options, "charactersEach"));
    const count = numberOption(options, "clients");
    const quietMs = numberOption(options, "quietSeconds") * 1_000;
    const address = await target.newDocument();
    await sendHistory(target, address, history, 60_000);
    await sleep(numberOption(options, "settleSeconds") * 1_000);
    if (target.keepsData) await target.restart();
    await sleep(quietMs);
    const first = target.keepsData ? await storm(target, address, count, history.textLength, "cold") : null;
    const holder = new LoadClient(address);
    await holder.connect();
    await sleep(quietMs);
    const second = await storm(target, address, count, history.textLength, "open");
    await holder.close();
    return {
      sound: second.whole && (first?.whole ?? true),
      metrics: { ...first?.metrics, ...second.metrics, stateBytes: history.stateBytes },
      details: { failures: [...(first?.failures ?? []), ...second.failures].slice(0, 5) },
    };
  },
};
