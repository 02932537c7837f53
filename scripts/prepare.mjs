/**
 * Brings a checkout to where it can run: packages installed, web client built. What is up to date is skipped; "up to date" is
 * a hash of everything that goes into the step, kept in `.tools/`.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { mustRun, projectFolder, tell, toolsFolder } from "./runtime.mjs";

const pnpm = "pnpm@12";
const skipped = new Set(["node_modules", "dist", ".git", ".data", ".tools"]);

const inProject = (...parts) => path.join(projectFolder, ...parts);

async function listFiles(folder, wanted) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) found.push(...(await listFiles(file, wanted)));
    } else if (wanted(file)) found.push(file);
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

async function hashFiles(files, ...facts) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\n`);
  for (const file of files) {
    hash.update(`${path.relative(projectFolder, file)}\n`);
    hash.update(await readFile(file));
  }
  return hash.digest("hex");
}

/** Does the work unless the stamp of this name already carries the hash and `isThere()`. */
async function unlessDone(name, hash, isThere, work) {
  const stamp = path.join(toolsFolder, "stamps", name);
  const known = existsSync(stamp) ? await readFile(stamp, "utf8") : "";
  if (known === hash && isThere()) return;
  await rm(stamp, { force: true });
  await work();
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, hash);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** One preparation at a time: two would install over each other. A lock whose process is gone does not count. */
async function alone(work) {
  await mkdir(toolsFolder, { recursive: true });
  const lock = path.join(toolsFolder, "preparing");
  let told = false;
  for (;;) {
    try {
      const file = await open(lock, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const pid = Number(await readFile(lock, "utf8").catch(() => ""));
      // An empty file: its maker is between making and writing it.
      if (pid > 0 && !isAlive(pid)) await rm(lock, { force: true });
      else if (!told) {
        told = true;
        tell("Another start is preparing this folder; waiting for it");
      }
      await delay(200);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function install() {
  const manifests = await listFiles(projectFolder, (file) => path.basename(file) === "package.json");
  const hash = await hashFiles(
    [inProject("pnpm-lock.yaml"), inProject("pnpm-workspace.yaml"), ...manifests],
    pnpm,
    process.platform,
    process.arch,
  );
  await unlessDone(
    "install",
    hash,
    () => existsSync(inProject("node_modules/.modules.yaml")),
    async () => {
      tell("Installing packages (a minute or two, only when they have changed)");
      await mustRun("Installing packages", "npx", ["-y", pnpm, "install", "--frozen-lockfile"], {
        // Without a terminal pnpm would ask before it replaces a folder that another version made.
        env: { ...process.env, CI: "1" },
      });
    },
  );
}

async function buildClient() {
  const sources = [
    ...(await listFiles(inProject("client"), (file) => !/\.test\.tsx?$/.test(file))),
    ...(await listFiles(inProject("packages"), (file) => /\.(ts|json)$/.test(file) && !file.endsWith(".test.ts"))),
    inProject("pnpm-lock.yaml"),
  ];
  const hash = await hashFiles(sources);
  await unlessDone(
    "client",
    hash,
    () => existsSync(inProject("client/dist/index.html")),
    async () => {
      tell("Building the web client (under a minute, only when it has changed)");
      await mustRun(
        "Building the web client",
        process.execPath,
        [inProject("client/node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
        { cwd: inProject("client"), env: { ...process.env, NODE_ENV: "production" } },
      );
    },
  );
}

/**
 * Installs packages and, if asked, builds the web client.
 * @throws Problem
 */
export async function prepare({ client }) {
  await alone(async () => {
    await install();
    if (client) await buildClient();
  });
}
