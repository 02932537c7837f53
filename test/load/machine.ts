/**
 * Readings of this machine and of processes on it, from Linux's /proc.
 * Where /proc does not tell, a reading is null: a figure that was not measured is never shown as zero.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

/** CPU time used so far and memory held now by a group of processes. */
export interface Usage {
  readonly cpuS: number;
  readonly rssMib: number;
}

/** Jiffies of all cores together: the ones that idled and all of them. */
export interface MachineTime {
  readonly idle: number;
  readonly total: number;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null; // the process is gone, or this is not Linux
  }
}

/** Fields of /proc/<pid>/stat after the command's name, which may itself hold spaces; the first one is the state. */
function statFields(pid: number): readonly string[] | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** The process and all its living descendants, the root first; empty when it is gone. */
export function processTree(rootPid: number): number[] {
  const childrenOf = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parentPid = Number(statFields(pid)?.[1]);
    if (!Number.isInteger(parentPid)) continue;
    const siblings = childrenOf.get(parentPid);
    if (siblings) siblings.push(pid);
    else childrenOf.set(parentPid, [pid]);
  }
  if (statFields(rootPid) === null) return [];
  const found = [rootPid];
  for (let at = 0; at < found.length; at++) found.push(...(childrenOf.get(found[at] ?? -1) ?? []));
  return found;
}

/** Name of the program that a process runs, at most 15 characters, or null when it is gone. */
export function processName(pid: number): string | null {
  return readOrNull(`/proc/${pid}/comm`)?.trim() ?? null;
}

/** CPU seconds of one process: nanoseconds of its living threads where the kernel counts them, else ticks of 10 ms. */
function cpuSeconds(pid: number): number | null {
  const fields = statFields(pid);
  if (fields === null) return null;
  const ticksS = (Number(fields[11]) + Number(fields[12])) / 100;
  let threadsNs = 0;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      threadsNs += Number(readOrNull(`/proc/${pid}/task/${thread}/schedstat`)?.split(" ")[0] ?? 0);
    }
  } catch {
    return ticksS; // ended in between
  }
  // Threads that have ended are missing from the sum of the living; then the coarse figure is the true one.
  return Math.abs(threadsNs / 1e9 - ticksS) < 0.05 ? threadsNs / 1e9 : ticksS;
}

/** Usage of these processes together; null when none of them is there. */
export function usageOf(pids: readonly number[]): Usage | null {
  let cpuS = 0;
  let rssKib = 0;
  let seen = 0;
  for (const pid of pids) {
    const own = cpuSeconds(pid);
    if (own === null) continue;
    seen++;
    cpuS += own;
    rssKib += Number(/VmRSS:\s+(\d+)/u.exec(readOrNull(`/proc/${pid}/status`) ?? "")?.[1] ?? 0);
  }
  return seen === 0 ? null : { cpuS, rssMib: rssKib / 1024 };
}

/** CPU seconds of a process and of its children that have already ended; for a database whose workers come and go. */
export function cpuSecondsWithEndedChildren(pid: number): number {
  const fields = statFields(pid);
  return fields === null ? 0 : [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]) / 100, 0);
}

/** How much the machine has worked since it started. */
export function machineTime(): MachineTime | null {
  const line = readOrNull("/proc/stat")?.split("\n")[0];
  if (line === undefined) return null;
  const jiffies = line.trim().split(/\s+/u).slice(1, 9).map(Number);
  return { idle: (jiffies[3] ?? 0) + (jiffies[4] ?? 0), total: jiffies.reduce((sum, value) => sum + value, 0) };
}

/** Share of all cores that was busy between two readings, 0 to 1. Above 0.9 read latencies only as ratios. */
export function busyBetween(before: MachineTime | null, after: MachineTime | null): number | null {
  if (before === null || after === null || after.total === before.total) return null;
  return round(1 - (after.idle - before.idle) / (after.total - before.total));
}

/** What stands beside every figure, so that it can be repeated. */
export interface MachineDescription {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly kernel: string;
  readonly node: string;
  readonly commit: string;
}

/** This machine, this Node and the commit of the checkout in `root` (with `+` when it has changes of its own). */
export function describeMachine(root: string): MachineDescription {
  const git = (...args: string[]): string => {
    try {
      return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      return ""; // not a checkout
    }
  };
  const commit = git("rev-parse", "--short=12", "HEAD");
  const changed = commit !== "" && git("status", "--porcelain", "--untracked-files=no") !== "";
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGib: round(totalmem() / 2 ** 30, 1),
    kernel: readOrNull("/proc/sys/kernel/osrelease")?.trim() ?? "unknown",
    node: process.version,
    commit: commit === "" ? "unknown" : commit + (changed ? "+" : ""),
  };
}

/** Rounds for print; not a number stays not a number. */
export function round(value: number, digits = 2): number {
  return Number.isFinite(value) ? Math.round(value * 10 ** digits) / 10 ** digits : value;
}

/** Waits in real time: a load test lives in real time. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until `condition` holds, looking every few milliseconds; answers whether it came true in time. */
export async function waitFor(condition: () => boolean, timeoutMs: number, everyMs = 10): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(everyMs);
  }
  return true;
}
