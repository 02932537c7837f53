/**
 * One PostgreSQL for a test run: the same launcher and programs as the product's, in a folder of its own that is thrown
 * away. Several vitest projects of one run share it.
 */
import { existsSync, mkdtempSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { type Cluster, startCluster, stopClusterIn } from "../../server/src/platform/postgres/cluster.ts";

interface Run {
  readonly root: string;
  readonly cluster: Promise<Cluster>;
  users: number;
}

// Each project loads this module for itself; the process is what they share.
const shared = globalThis as { parleyTestRun?: Run };

const prefix = "parley-test-";

/** A run that was killed could not clear up: its PostgreSQL is stopped and its folder removed. */
async function clearAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? /^\d+/.exec(name.slice(prefix.length))?.[0] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    const root = path.join(tmpdir(), name);
    for (const folder of [root, ...(await listFolders(root))]) {
      if (existsSync(path.join(folder, "postgres"))) await stopClusterIn(folder);
    }
    await rm(root, { recursive: true, force: true });
  }
}

/** Folders that a run's tests have made, see scratch-folder.ts. */
async function listFolders(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(root, entry.name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function beginCluster(root: string): Promise<Cluster> {
  await clearAbandonedRuns();
  return startCluster({ root, binFolder: null, throwAway: true, tell: () => {} });
}

function beginRun(): Run {
  const root = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
  return { root, users: 0, cluster: beginCluster(root) };
}

/** Vitest's global set-up; returns the tear-down. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = (shared.parleyTestRun ??= beginRun());
  run.users += 1;
  const cluster = await run.cluster;
  project.provide("postgresSocketFolder", cluster.socketFolder);
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    delete shared.parleyTestRun;
    await cluster.stop();
    await rm(run.root, { recursive: true, force: true });
  };
}
