import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { inject } from "vitest";
import { projectFolder } from "../../server/src/config.ts";

/** `main.ts` in a process of its own, so that it can be killed. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Its address, once it is ready; rejects with what it said when it ends before. */
  readonly ready: Promise<string>;
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>;
  /** Everything it has written to stdout so far. */
  output(): string;
}

/**
 * Starts the server on a free port of loopback, without the demo company unless asked for.
 * @param env settings; `PARLEY_DATA_DIR` is required so that no test touches a real folder
 * @param account runs it as somebody else; only root may
 */
export function startServerProcess(
  env: Readonly<Record<string, string>> & { readonly PARLEY_DATA_DIR: string },
  account?: { readonly uid: number; readonly gid: number },
): ServerProcess {
  const child = spawn(process.execPath, [path.join(projectFolder, "server/src/main.ts")], {
    env: {
      PATH: process.env["PATH"],
      TZ: "UTC",
      // What one of them has compiled the next one need not.
      NODE_COMPILE_CACHE: path.join(path.dirname(inject("postgresSocketFolder")), "compiled"),
      PARLEY_PORT: "0",
      PARLEY_DEMO: "0",
      ...env,
    },
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    ...account,
  });
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | null; signal: string | null; stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stderr }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const port = /ready: http:\/\/localhost:(\d+)/.exec(stdout)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    ended.then(({ code }) => reject(new Error(`the server ended with ${code}: ${stderr}${stdout}`)), reject);
  });
  // Whoever expects the server to end early looks at `ended` alone.
  ready.catch(() => {});
  return { child, ready, ended, output: () => stdout };
}
