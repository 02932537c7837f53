/**
 * `npm run parley -- bench versions`: what it costs to look into the history of a contract of 100 pages with 26,000 rows, and
 * whether those who write notice it.
 *
 * Ten people have another document open, and four of them type; first with nothing else going on, then while one person after
 * the other compares versions of the contract, as fast as the server answers. The film is asked for apart from that.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "@parley/base";
import type { Film } from "@parley/documents";
import { Latencies, type LatencySummary } from "./latencies.ts";
import type { DocumentAddress } from "./load-client.ts";
import { makeLongHistory } from "./long-history.ts";
import { parley } from "./parley-target.ts";
import { sendHistory } from "./scenes/cold.ts";
import { type TypingRoom, openTypingRoom, typeTogether } from "./scenes/fanout.ts";

const KEYS_PER_SECOND = 10;

/** What was measured, in milliseconds and bytes. */
export interface VersionFigures {
  readonly rows: number;
  readonly quiet: LatencySummary;
  readonly comparing: LatencySummary;
  /** One comparison of the middle with the end, in whole words. */
  readonly comparison: LatencySummary;
  readonly comparisonBytes: number;
  readonly firstComparisonMs: number;
  readonly filmMs: number;
  readonly filmBytes: number;
  readonly filmFrames: number;
}

/** Starts a server on a port of this machine, measures, and ends it. */
export async function benchVersions(options: {
  readonly isSmoke: boolean;
  readonly port: number;
}): Promise<VersionFigures> {
  const { isSmoke, port } = options;
  const [edits, seconds] = isSmoke ? [1_000, 0.5] : [260_000, 15];
  const folder = await mkdtemp(join(tmpdir(), "parley-bench-"));
  const target = await parley.start({ port, folder, nodeArguments: [] });
  try {
    const contract = await target.newDocument();
    const history = makeLongHistory({ edits, editsPerUpdate: 10, editsPerSession: 1_000, seed: 7 });
    const { arrived } = await sendHistory(target, contract, history, 180_000);
    if (!arrived) throw new Error("the history did not arrive");
    const room = await openTypingRoom(target, {
      clients: 10,
      typists: 4,
      keysPerSecond: KEYS_PER_SECOND,
      caret: false,
    });
    const quiet = await typed(room, seconds);
    const first = performance.now();
    const { bytes: comparisonBytes } = await compare(port, contract, history.updates.length);
    const firstComparisonMs = performance.now() - first;
    const comparisons = new Latencies();
    let stop = false;
    const comparing = (async () => {
      while (!stop) comparisons.add((await compare(port, contract, history.updates.length)).ms);
    })();
    const busy = await typed(room, seconds);
    stop = true;
    await comparing;
    const film = await ask(port, contract, "film");
    return {
      rows: history.updates.length,
      quiet,
      comparing: busy,
      comparison: comparisons.summary(),
      comparisonBytes,
      firstComparisonMs: Math.round(firstComparisonMs),
      filmMs: Math.round(film.ms),
      filmBytes: film.text.length,
      filmFrames: (JSON.parse(film.text) as Film).frames.length,
    };
  } finally {
    await target.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function typed(room: TypingRoom, seconds: number): Promise<LatencySummary> {
  room.arrivals.restart();
  await typeTogether(room, { seconds, keysPerSecond: KEYS_PER_SECOND, waitSeconds: 20 });
  return room.arrivals.latencies.summary();
}

async function compare(port: number, contract: DocumentAddress, rows: number): Promise<{ ms: number; bytes: number }> {
  const { ms, text } = await ask(port, contract, `versions/${Math.floor(rows / 2)}/compare/${rows}?mode=net`);
  return { ms, bytes: text.length };
}

async function ask(port: number, contract: DocumentAddress, what: string): Promise<{ ms: number; text: string }> {
  const askedAt = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}/api/documents/${contract.name}/${what}`, {
    headers: must(contract.headers, "Parley's clients show who they are"),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what} answered ${answer.status}: ${text}`);
  return { ms: performance.now() - askedAt, text };
}
