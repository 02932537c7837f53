import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { connect } from "node:net";
import { findFreePort } from "./free-port.ts";
import { makeScratchFolder } from "./scratch-folder.ts";

/** A Redis of the test's own, on a free port of loopback, that keeps nothing. */
export interface TestRedis {
  readonly url: string;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Starts it again, empty, at the same address. */
  start(): Promise<void>;
  /** Sends one command and returns the first line of the answer. */
  ask(command: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts Debian's `redis-server`. Only in `*.redis.test.ts`. */
export async function startTestRedis(): Promise<TestRedis> {
  const folder = await makeScratchFolder("redis");
  const port = await findFreePort();
  let child: ChildProcess | null = null;
  let ended: Promise<void> = Promise.resolve();
  const ask = (command: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(`${command}\r\n`));
      socket.setEncoding("utf8");
      socket.once("data", (text: string) => {
        socket.destroy();
        resolve(text.split("\r\n")[0] ?? "");
      });
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("no answer")));
    });
  const kill = async (): Promise<void> => {
    child?.kill("SIGKILL");
    child = null;
    await ended;
  };
  const start = async (): Promise<void> => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
    const started = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
    child = started;
    ended = new Promise((resolve) => started.once("close", () => resolve()));
    await new Promise<void>((resolve, reject) => {
      started.once("error", reject);
      started.once("close", (code) => reject(new Error(`redis-server ended with ${code}`)));
      started.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (text.includes("Ready to accept connections")) resolve();
      });
    });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    ask,
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
