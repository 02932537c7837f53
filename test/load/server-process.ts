/**
 * A server under test: started by its command line in a process group of its own, stopped, killed, and read.
 *
 * Invariants:
 * - Only processes that this class started, and databases whose data folder lies in the run's own folder, are ended.
 * - Figures tell the server's own processes from the database's: `usage` leaves PostgreSQL out, `storeCpuS` is PostgreSQL.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { collectGarbage, type LiveMemory } from "./inspector.ts";
import {
  cpuSecondsWithEndedChildren,
  processName,
  processTree,
  sleep,
  type Usage,
  usageOf,
  waitFor,
} from "./machine.ts";

export interface ServerCommand {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** The run's own empty folder; everything the server keeps is in it. */
  readonly folder: string;
  /** Path that answers 200 once the server is ready; without it an open port is enough. */
  readonly readyPath?: string;
}

/** `server`: the server's process group. `everything`: its database, too. */
export type KillScope = "server" | "everything";

function portAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false; // not listening yet
  }
}

/** Process ids of PostgreSQL postmasters whose data folder lies in `folder`, at most two levels down. */
export function postmastersIn(folder: string, depth = 2): number[] {
  if (!existsSync(folder)) return [];
  const found: number[] = [];
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return found; // a folder of another user
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name === "postmaster.pid") {
      const pid = Number(readFileSync(path, "utf8").split("\n")[0]);
      if (Number.isInteger(pid) && processName(pid) === "postgres") found.push(pid);
    } else if (entry.isDirectory() && depth > 0) found.push(...postmastersIn(path, depth - 1));
  }
  return found;
}

function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // already gone
  }
}

export class ServerProcess {
  readonly command: ServerCommand;
  /** From the command to the first answer. */
  startMs = 0;
  #child: ChildProcess | null = null;
  #exited: Promise<unknown> = Promise.resolve();
  #output = "";

  constructor(command: ServerCommand) {
    this.command = command;
  }

  /** The last words of the server's standard output and error. */
  get output(): string {
    return this.#output.slice(-3_000);
  }

  async start(timeoutMs = 60_000): Promise<void> {
    const { name, command, cwd, env, port, readyPath } = this.command;
    if (await portAnswers(port)) throw new Error(`port ${port} is already in use`);
    const startedAt = performance.now();
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TMPDIR: process.env["TMPDIR"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#child = child;
    this.#exited = new Promise((resolve) => child.once("exit", resolve));
    const keep = (data: Buffer): void => {
      this.#output = (this.#output + data.toString()).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const ready = (): Promise<boolean> =>
      readyPath ? answersOk(`http://127.0.0.1:${port}${readyPath}`) : portAnswers(port);
    while (!(await ready())) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${name} ended with ${child.exitCode}: ${this.output}`);
      if (performance.now() - startedAt > timeoutMs) {
        await this.kill("everything");
        throw new Error(`${name} was not ready within ${timeoutMs} ms: ${this.output}`);
      }
      await sleep(10);
    }
    this.startMs = performance.now() - startedAt;
  }

  /** SIGKILL, as an out-of-memory kill of the server or of the whole container would be. */
  async kill(scope: KillScope): Promise<void> {
    const stores = scope === "everything" ? this.#storePids() : [];
    const pid = this.#child?.pid;
    if (pid !== undefined) endProcess(-pid, "SIGKILL");
    for (const store of stores) endProcess(store, "SIGKILL");
    await this.#exited;
    this.#child = null;
    await waitFor(() => stores.every((store) => isGone(store)), 5_000);
  }

  /** Asks the server to end, as Ctrl-C or a service manager does; kills it after the grace. */
  async stop(graceMs = 15_000): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    endProcess(child.pid, "SIGTERM");
    const ended = await Promise.race([this.#exited.then(() => true), sleep(graceMs).then(() => false)]);
    if (!ended) endProcess(-child.pid, "SIGKILL");
    await this.#exited;
    this.#child = null;
  }

  /** Ends the server and every database that it left in its folder. */
  async dispose(): Promise<void> {
    await this.stop();
    const stores = postmastersIn(this.command.folder);
    for (const store of stores) endProcess(store, "SIGINT"); // PostgreSQL's fast shutdown
    if (await waitFor(() => stores.every((store) => isGone(store)), 10_000)) return;
    for (const store of stores) for (const pid of processTree(store)) endProcess(pid, "SIGKILL");
  }

  /** CPU and memory of the server's own processes, without its database. */
  usage(): Usage | null {
    const pid = this.#child?.pid;
    return pid === undefined ? null : usageOf(processTree(pid).filter((each) => processName(each) !== "postgres"));
  }

  /** What is in use after a full collection of garbage; null for a server that was not started with an inspector port. */
  async liveMemory(): Promise<LiveMemory | null> {
    const pid = this.#child?.pid;
    const port = /--inspect-port=(\d+)/u.exec(this.command.command.join(" "))?.[1];
    return pid === undefined || port === undefined ? null : collectGarbage(pid, Number(port));
  }

  /** CPU seconds of PostgreSQL in the run's folder, workers that have ended included. */
  storeCpuS(): number {
    return postmastersIn(this.command.folder)
      .flatMap((pid) => processTree(pid))
      .reduce((sum, pid) => sum + cpuSecondsWithEndedChildren(pid), 0);
  }

  #storePids(): number[] {
    return postmastersIn(this.command.folder).flatMap((pid) => processTree(pid));
  }
}

/** Ended processes that nobody has waited for still have an entry; they count as gone. */
function isGone(pid: number): boolean {
  try {
    return /^\d+ \(.*\) [ZX] /su.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}
