/**
 * Starts, adopts and stops the embedded PostgreSQL.
 *
 * - A cluster lives in `<root>/postgres`, its socket in `<root>/run`; there is no TCP port and no password, the folders'
 *   owner is the lock.
 * - A new cluster is made beside its place and renamed into it, so a half-made one is never taken for a whole one.
 * - What outlives a killed process is adopted: PostgreSQL itself decides which of two starts wins, the other one adopts.
 * - Crash safety is never turned off, except by a test run for its own throw-away cluster.
 */
import { execFile, spawn } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, open, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { StartProblem, errorCode } from "../start-problem.ts";
import { type PostgresBinaries, findBinaries } from "./binaries.ts";
import { forgetSocketFolder, openSql } from "./client.ts";
import { readPostmasterFile, removeStaleFile, whatRuns } from "./postmaster-file.ts";
import { type RunAs, canReach, chooseAccount } from "./run-as.ts";

const run = promisify(execFile);

export interface ClusterOptions {
  /** Holds `postgres`, `run` and `postgres.log`. Made when missing. */
  readonly root: string;
  readonly binFolder: string | null;
  /** Told in plain sentences while something takes time. */
  readonly tell: (sentence: string) => void;
  /** For a cluster that is thrown away after a test run: no fsync, more connections. */
  readonly throwAway?: boolean;
}

/** A PostgreSQL that answers. */
export interface Cluster {
  readonly socketFolder: string;
  /** Whether it ran already. */
  readonly adopted: boolean;
  /** Ends it cleanly and resolves when its processes are gone. Harmless when it has ended already. */
  stop(): Promise<void>;
}

const environment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
const startLimitMs = 60_000;
const recoveryLimitMs = 600_000;
const stopLimitMs = 60_000;

interface Places {
  readonly root: string;
  readonly data: string;
  readonly run: string;
  readonly log: string;
  readonly account: RunAs | null;
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

async function makePlaces(root: string): Promise<Places> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const data = path.join(root, "postgres");
  const places = {
    root,
    data,
    run: path.join(root, "run"),
    log: path.join(root, "postgres.log"),
    account: await chooseAccount(data),
  };
  // The account that runs PostgreSQL has to walk through, no more.
  if (places.account !== null) await chmod(root, 0o711);
  await mkdir(places.run, { recursive: true, mode: 0o700 });
  if (places.account !== null) await chown(places.run, places.account.uid, places.account.gid);
  return places;
}

/**
 * How PostgreSQL is told its folder. As another account than root it may be unable to walk down to it (a checkout under
 * /root); then it stays in the working directory that it was started in, which needs no walking.
 */
async function folderArgument(folder: string, account: RunAs | null): Promise<string> {
  if (account === null || process.platform !== "linux" || (await canReach(folder, account))) return folder;
  return "/proc/self/cwd";
}

const unfinished = "postgres.new-";

/** Removes what a killed start has left. What another living one is making is not touched. */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(unfinished)) continue;
    const maker = Number.parseInt(name.slice(unfinished.length), 10);
    if (maker === process.pid || (await whatRuns(maker)) === "nothing") {
      // What a kill has left behind may still write into it for a moment.
      await rm(path.join(root, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  }
}

async function makeCluster(places: Places, binaries: PostgresBinaries, options: ClusterOptions): Promise<void> {
  options.tell("Making the database (a few seconds, only this time)");
  await removeAbandoned(places.root);
  const fresh = await mkdtemp(path.join(places.root, `${unfinished}${process.pid}-`));
  if (places.account !== null) await chown(fresh, places.account.uid, places.account.gid);
  const locale =
    binaries.major >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : ["--locale=C"];
  const args = [
    "-D",
    await folderArgument(fresh, places.account),
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    ...locale,
    "--data-checksums",
  ];
  try {
    await run(path.join(binaries.binFolder, "initdb"), [...args, ...(options.throwAway ? ["--no-sync"] : [])], {
      cwd: fresh,
      env: environment,
      ...places.account,
    });
    await rename(fresh, places.data);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    // Somebody else's start was faster.
    if (await exists(places.data)) return;
    throw new StartProblem(
      `The database could not be made in ${places.data}: ${lastLine(String((error as { stderr?: string }).stderr ?? error))}`,
      {
        cause: error,
      },
    );
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function serverArguments(folder: string, binaries: PostgresBinaries, throwAway: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "",
    // Counts from the data folder, so a long or unreachable path above it does no harm.
    unix_socket_directories: "../run",
    unix_socket_permissions: "0700",
    shared_buffers: "64MB",
    jit: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
    max_logical_replication_workers: "0",
    max_connections: throwAway ? "300" : "60",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(binaries.major >= 18 && { io_method: "sync" }),
    ...(throwAway && { fsync: "off", full_page_writes: "off", synchronous_commit: "off" }),
  };
  return ["-D", folder, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** Starts the server process and returns what tells that it has ended. */
async function launch(
  places: Places,
  binaries: PostgresBinaries,
  throwAway: boolean,
): Promise<{ ended: () => boolean }> {
  const tooLong = (await stat(places.log).catch(() => null))?.size ?? 0;
  const log = await open(places.log, tooLong > 5_000_000 ? "w" : "a", 0o600);
  try {
    const folder = await folderArgument(places.data, places.account);
    // Its own process group: Ctrl-C at the terminal must not reach it before the server has drained.
    const child = spawn(path.join(binaries.binFolder, "postgres"), serverArguments(folder, binaries, throwAway), {
      cwd: places.data,
      env: environment,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...places.account,
    });
    let ended = false;
    child.once("exit", () => (ended = true));
    child.once("error", () => (ended = true));
    child.unref();
    return { ended: () => ended };
  } finally {
    await log.close();
  }
}

/** Whether the server on this socket answers. `starting` covers recovery after a crash and a running shutdown. */
async function greet(socketFolder: string): Promise<"ready" | "starting" | "away"> {
  const sql = openSql({ socketFolder, database: "postgres" }, { max: 1, name: "parley start" });
  try {
    await sql`select 1`;
    return "ready";
  } catch (error) {
    return errorCode(error) === "57P03" ? "starting" : "away";
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function majorOf(folder: string): Promise<number> {
  return Number.parseInt(await readFile(path.join(folder, "PG_VERSION"), "utf8"), 10);
}

/** Stops whatever PostgreSQL runs on this root, and resolves when its processes are gone. */
export async function stopClusterIn(root: string): Promise<void> {
  const file = await readPostmasterFile(path.join(root, "postgres"));
  forgetSocketFolder(path.join(root, "run"));
  if (file === null || (await whatRuns(file.pid)) !== "postgres") return;
  process.kill(file.pid, "SIGINT");
  const untilMs = Date.now() + stopLimitMs;
  while ((await whatRuns(file.pid)) === "postgres") {
    if (Date.now() > untilMs)
      throw new Error(`PostgreSQL (process ${file.pid}) did not end within ${stopLimitMs / 1000} s`);
    await delay(20);
  }
}

/**
 * Makes sure that a PostgreSQL answers on the cluster of this folder: adopts the one that runs, waits for one that
 * recovers, or starts one.
 * @throws StartProblem when there are no programs for it, the folder belongs to somebody else, or it does not come up
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const places = await makePlaces(options.root);
  let child: { ended: () => boolean } | null = null;
  let untilMs = Date.now() + startLimitMs;
  let told = false;
  for (;;) {
    const file = await readNote(places);
    const running = file === null ? "nothing" : await whatRuns(file.pid);
    if (running === "postgres" || (child !== null && !child.ended())) {
      const answer = await greet(places.run);
      if (answer === "ready") {
        const adopted = child === null || child.ended();
        return { socketFolder: places.run, adopted, stop: () => stopClusterIn(places.root) };
      }
      if (answer === "starting" && !told) {
        told = true;
        untilMs = Date.now() + recoveryLimitMs;
      }
    } else {
      if (file !== null && running === "else") await removeStaleFile(places.data, file);
      const isNew = !(await exists(places.data));
      const major = isNew ? null : await majorOf(places.data);
      const binaries = await findBinaries({ override: options.binFolder, major, account: places.account });
      if (isNew) await makeCluster(places, binaries, options);
      child = await launch(places, binaries, options.throwAway ?? false);
    }
    if (Date.now() > untilMs) throw await didNotStart(places);
    await delay(20);
  }
}

async function readNote(places: Places): Promise<Awaited<ReturnType<typeof readPostmasterFile>>> {
  try {
    return await readPostmasterFile(places.data);
  } catch (error) {
    if (errorCode(error) !== "EACCES") throw error;
    throw new StartProblem(
      `The database folder ${places.data} belongs to another account; start as that account or choose another folder with PARLEY_DATA_DIR.`,
      { cause: error },
    );
  }
}

async function didNotStart(places: Places): Promise<StartProblem> {
  const log = await readFile(places.log, "utf8").catch(() => "");
  const why = log.split("\n").findLast((line) => /FATAL|PANIC|ERROR|error/.test(line)) ?? lastLine(log);
  return new StartProblem(
    `PostgreSQL did not start (${why.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, "")}); see ${places.log}.`,
  );
}
