import { execFile } from "node:child_process";
import { readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { errorCode } from "../start-problem.ts";

const run = promisify(execFile);

/** What PostgreSQL notes about itself in `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly content: string;
}

/** Reads the note of the cluster in this folder; `null` when there is none or it is still being written. */
export async function readPostmasterFile(folder: string): Promise<PostmasterFile | null> {
  try {
    const content = await readFile(path.join(folder, "postmaster.pid"), "utf8");
    const pid = Math.abs(Number.parseInt(content, 10));
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, content } : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * What lives under this process id: `postgres`, something `else` (the number was given again, or a dead process that
 * nobody collects), or `nothing`.
 */
export async function whatRuns(pid: number): Promise<"postgres" | "else" | "nothing"> {
  if (process.platform === "linux") {
    try {
      const status = await readFile(`/proc/${pid}/stat`, "utf8");
      const name = status.slice(status.indexOf("(") + 1, status.lastIndexOf(")"));
      const state = status.slice(status.lastIndexOf(")") + 2, status.lastIndexOf(")") + 3);
      return name === "postgres" && state !== "Z" && state !== "X" ? "postgres" : "else";
    } catch (error) {
      // The process may end between opening and reading.
      if (errorCode(error) === "ENOENT" || errorCode(error) === "ESRCH") return "nothing";
      throw error;
    }
  }
  try {
    const { stdout } = await run("ps", ["-o", "stat=,comm=", "-p", String(pid)]);
    const [state = "", name = ""] = stdout.trim().split(/\s+/);
    if (state === "") return "nothing";
    return !state.startsWith("Z") && path.basename(name) === "postgres" ? "postgres" : "else";
  } catch {
    // `ps` answers with a failure when there is no such process.
    return "nothing";
  }
}

/**
 * Takes away a note whose process id now belongs to something else; PostgreSQL would refuse to start over it. A note of
 * a process that is gone is left to PostgreSQL, which judges that itself. Should another start write its own
 * note in this very moment, PostgreSQL's shared memory still keeps two from running on one folder.
 */
export async function removeStaleFile(folder: string, stale: PostmasterFile): Promise<void> {
  const current = await readPostmasterFile(folder);
  if (current?.content !== stale.content) return;
  const place = path.join(folder, "postmaster.pid");
  const aside = `${place}.stale`;
  await rename(place, aside);
  await rm(aside, { force: true });
}
