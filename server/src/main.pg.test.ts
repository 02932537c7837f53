import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { makeScratchFolder } from "../../test/support/scratch-folder.ts";
import { type ServerProcess, startServerProcess } from "../../test/support/server-process.ts";
import { openSql } from "./platform/postgres/client.ts";
import { stopClusterIn } from "./platform/postgres/cluster.ts";
import { readPostmasterFile, whatRuns } from "./platform/postgres/postmaster-file.ts";

const waiting = { timeout: 30_000, interval: 20 };
const isRoot = process.getuid?.() === 0;

describe("the server's process", () => {
  let dataDir: string;
  /** A folder as a server leaves it that was started once and drained. Making a database takes longer than copying one. */
  let leftDir: string;
  const processes: ServerProcess[] = [];

  beforeAll(async () => {
    leftDir = await makeScratchFolder("left");
    const { child, ready, ended } = startServerProcess({ PARLEY_DATA_DIR: leftDir });
    await ready;
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    if (code !== 0) throw new Error(`the server ended with ${code}: ${stderr}`);
  });
  beforeEach(async () => {
    dataDir = await makeScratchFolder("main");
  });
  afterEach(async () => {
    for (const { child, ended } of processes.splice(0)) {
      child.kill("SIGKILL");
      await ended;
    }
    await stopClusterIn(dataDir).catch(() => {});
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = (env: Record<string, string> = {}): ServerProcess => {
    const started = startServerProcess({ PARLEY_DATA_DIR: dataDir, ...env });
    processes.push(started);
    return started;
  };
  const startOnLeftFolder = async (): Promise<ServerProcess> => {
    await promisify(execFile)("cp", ["-a", `${leftDir}/.`, dataDir]);
    return start();
  };
  const postmaster = async (): Promise<number> => {
    const file = await readPostmasterFile(path.join(dataDir, "postgres"));
    if (file === null) throw new Error("PostgreSQL does not run");
    return file.pid;
  };
  const inDatabase = async <T>(work: (sql: ReturnType<typeof openSql>) => Promise<T>): Promise<T> => {
    const sql = openSql({ socketFolder: path.join(dataDir, "run"), database: "parley" }, { max: 1 });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  };
  /** Something to lose. */
  const keep = (text: string): Promise<void> =>
    inDatabase(async (sql) => {
      await sql`create table if not exists kept (text text)`;
      await sql`insert into kept values (${text})`;
    });
  const kept = (): Promise<string[]> =>
    inDatabase(async (sql) => (await sql`select text from kept`).map((row) => row["text"] as string));

  test("starts on an empty folder, drains when asked and leaves nothing running", async () => {
    const server = start();
    const url = await server.ready;
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true });
    const pid = await postmaster();
    server.child.kill("SIGTERM");
    expect(await server.ended).toMatchObject({ code: 0, stderr: "" });
    expect(await whatRuns(pid)).not.toBe("postgres");
    expect((await stat(path.join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
  });

  test("one Ctrl-C that arrives several times drains once", async () => {
    const server = await startOnLeftFolder();
    await server.ready;
    for (let times = 0; times < 3; times += 1) server.child.kill("SIGINT");
    expect(await server.ended).toMatchObject({ code: 0 });
    expect(server.output()).toContain("Stopped");
  });

  test("Ctrl-C while the database is being made ends cleanly, too", async () => {
    const server = start();
    await vi.waitFor(() => expect(server.output()).toContain("Making the database"), waiting);
    server.child.kill("SIGINT");
    expect(await server.ended).toMatchObject({ code: 0 });
    expect(await readPostmasterFile(path.join(dataDir, "postgres"))).toBeNull();
  });

  test("a PostgreSQL that outlived a killed server is adopted, with everything in it", async () => {
    const killed = await startOnLeftFolder();
    await killed.ready;
    await keep("written before the kill");
    const pid = await postmaster();
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(await whatRuns(pid)).toBe("postgres");

    const next = start();
    await next.ready;
    expect(await postmaster()).toBe(pid);
    expect(await kept()).toEqual(["written before the kill"]);
    next.child.kill("SIGTERM");
    expect(await next.ended).toMatchObject({ code: 0 });
    expect(await whatRuns(pid)).not.toBe("postgres");
  });

  test("after a kill of the server and PostgreSQL together the next start recovers", async () => {
    const killed = await startOnLeftFolder();
    await killed.ready;
    await keep("committed");
    const pid = await postmaster();
    process.kill(pid, "SIGKILL");
    killed.child.kill("SIGKILL");
    await killed.ended;

    const next = start();
    await next.ready;
    expect(await postmaster()).not.toBe(pid);
    expect(await kept()).toEqual(["committed"]);
  });

  test("a PostgreSQL that is killed under a running server comes back", async () => {
    const server = await startOnLeftFolder();
    const url = await server.ready;
    await keep("committed");
    const pid = await postmaster();
    process.kill(pid, "SIGKILL");
    await vi.waitFor(async () => expect(await postmaster()).not.toBe(pid), waiting);
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), waiting);
    expect(await kept()).toEqual(["committed"]);
    // It is the server's again: another one is kept out, and it is stopped with the server.
    expect((await start().ended).stderr).toContain("is in use by another Parley");
    server.child.kill("SIGTERM");
    expect(await server.ended).toMatchObject({ code: 0 });
  });

  test("of two starts at once on a new folder one runs and the other says why not", async () => {
    const both = [start(), start()];
    const ends = await Promise.all(
      both.map((one) => Promise.race([one.ready.then(() => "ready"), one.ended.then(({ stderr }) => stderr)])),
    );
    expect(ends.filter((end) => end === "ready")).toHaveLength(1);
    expect(ends.find((end) => end !== "ready")).toMatch(
      /^The data folder .* is in use by another Parley \(process \d+\).*\n$/,
    );
    expect((await readdir(dataDir)).filter((name) => name.startsWith("postgres.new"))).toEqual([]);
  });

  test("a start while another server is stopping takes over after it or says that it is still there", async () => {
    const first = await startOnLeftFolder();
    await first.ready;
    await keep("committed");
    first.child.kill("SIGTERM");
    await vi.waitFor(() => expect(first.output()).toContain("Stopping"), waiting);
    const second = start();
    const end = await Promise.race([second.ready.then(() => "ready"), second.ended.then(({ stderr }) => stderr)]);
    expect(end).toMatch(/^ready$|^The data folder .* is in use by another Parley/);
    expect(await first.ended).toMatchObject({ code: 0 });
    if (end !== "ready") await start().ready;
    expect(await kept()).toEqual(["committed"]);
  });

  test("a half-made database folder, left by a kill, is no obstacle", async () => {
    const killed = start();
    await vi.waitFor(async () => expect((await readdir(dataDir)).join()).toContain("postgres.new-"), waiting);
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(await readdir(dataDir)).not.toContain("postgres");

    const next = start();
    await next.ready;
    expect((await readdir(dataDir)).filter((name) => name.startsWith("postgres.new"))).toEqual([]);
  });

  test("a note of PostgreSQL whose process number now belongs to something else does not stand in the way", async () => {
    const first = await startOnLeftFolder();
    await first.ready;
    const pid = await postmaster();
    process.kill(pid, "SIGKILL");
    first.child.kill("SIGKILL");
    await first.ended;
    const file = path.join(dataDir, "postgres/postmaster.pid");
    const note = await readFile(file, "utf8");
    await vi.waitFor(async () => expect(await whatRuns(pid)).not.toBe("postgres"), waiting);
    // This very process, which is alive and no PostgreSQL.
    await writeFile(file, note.replace(/^\d+/, String(process.pid)));
    await start().ready;
    expect(await postmaster()).not.toBe(process.pid);
  });

  test.runIf(isRoot)(
    "root's server runs PostgreSQL as somebody else, also below a folder that only root may enter",
    async () => {
      await mkdir(path.join(dataDir, "closed"), { mode: 0o700 });
      dataDir = path.join(dataDir, "closed", "data");
      await start().ready;
      const uid = /Uid:\s+(\d+)/.exec(await readFile(`/proc/${await postmaster()}/status`, "utf8"))?.[1];
      expect(Number(uid)).toBeGreaterThan(0);
    },
  );

  test.runIf(isRoot)("an account without rights to the data folder is told so", async () => {
    await writeFile(path.join(dataDir, "keep"), "", { mode: 0o600 });
    const server = startServerProcess({ PARLEY_DATA_DIR: dataDir }, { uid: 65_534, gid: 65_534 });
    processes.push(server);
    const { code, stderr } = await server.ended;
    expect(code).toBe(1);
    expect(stderr).toBe(
      `The data folder ${dataDir} cannot be read and written by this account; change its rights or choose another with PARLEY_DATA_DIR.\n`,
    );
  });

  test("a very long path of the data folder works", async () => {
    const top = dataDir;
    dataDir = path.join(dataDir, "a-long-name-".repeat(10));
    const server = start();
    await server.ready;
    server.child.kill("SIGTERM");
    expect(await server.ended).toMatchObject({ code: 0 });
    dataDir = top;
  });

  test("a busy port, a file in place of the folder and wrong settings end in clear sentences and touch nothing", async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", () => resolve()));
    const address = busy.address();
    const port = String(typeof address === "object" && address !== null ? address.port : 0);
    expect(await start({ PARLEY_PORT: port }).ended).toMatchObject({
      code: 1,
      stderr: `Port ${port} is in use by another program (perhaps Parley runs already); stop it or choose another port with PARLEY_PORT.\n`,
    });
    await new Promise((resolve) => busy.close(resolve));
    expect(await readdir(dataDir)).not.toContain("postgres");

    const file = path.join(dataDir, "file");
    await writeFile(file, "mine");
    expect(await start({ PARLEY_DATA_DIR: file }).ended).toMatchObject({
      code: 1,
      stderr: `The data folder ${file} is not a folder; choose another with PARLEY_DATA_DIR.\n`,
    });
    expect(await readFile(file, "utf8")).toBe("mine");

    expect(await start({ PARLEY_PORT: "many", PARLEY_SECRET: "hunter2" }).ended).toMatchObject({
      code: 1,
      stderr:
        "Parley cannot start with these settings:\n" +
        '  PARLEY_PORT must be a whole number from 0 to 65535 (it is "many")\n' +
        "  PARLEY_SECRET must have at least 32 characters\n",
    });
    expect(await start({ PARLEY_DATABASE_URL: "postgres://127.0.0.1:1/none" }).ended).toMatchObject({
      code: 1,
      stderr: "The database of PARLEY_DATABASE_URL cannot be reached (ECONNREFUSED).\n",
    });
  });
});
