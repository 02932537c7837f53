import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeScratchFolder } from "../../../test/support/scratch-folder.ts";
import { type ServerProcess, startServerProcess } from "../../../test/support/server-process.ts";
import { openSql } from "../platform/postgres/client.ts";
import { backupCommand, restoreCommand } from "./backup.ts";
import type { Command } from "./command.ts";
import { importCommand, verifyCommand } from "./documents.ts";
import { migrateCommand } from "./migrate.ts";
import { tokenCommand } from "./token.ts";

const email = "legal@parley.example";

describe("the command line", () => {
  let folder: string;
  let server: ServerProcess;
  let url: string;

  const env = (name: string) => ({
    PARLEY_DATA_DIR: path.join(folder, name),
    PARLEY_DEMO: "1",
    PARLEY_LOG_LEVEL: "silent",
  });
  const run = async (command: Command, args: readonly string[], data = "first") => {
    const printed: string[] = [];
    const told: string[] = [];
    const code = await command.run({
      args,
      env: env(data),
      print: (line) => printed.push(line),
      tell: (line) => told.push(line),
    });
    return { code, printed, told };
  };
  const get = (address: string, token: string): Promise<Response> =>
    fetch(`${url}${address}`, { headers: { authorization: `Bearer ${token}` } });

  beforeAll(async () => {
    folder = await makeScratchFolder("cli");
    server = startServerProcess(env("first"));
    url = await server.ready;
  });
  afterAll(async () => {
    server.child.kill("SIGTERM");
    await server.ended;
    await rm(folder, { recursive: true, force: true });
  });

  test("makes a token that works at once on the running server, for colleagues only", async () => {
    const { printed } = await run(tokenCommand, ["create", "--email", email]);
    expect(printed).toHaveLength(1);
    const me = (await (await get("/api/me", printed[0] ?? "")).json()) as { person: { email: string } };
    expect(me.person.email).toBe(email);
    await expect(run(tokenCommand, ["create", "--email", "nobody@parley.example"])).rejects.toThrow("people/not-found");
    await expect(run(tokenCommand, ["create"])).rejects.toThrow("An e-mail is needed");
  });

  test("imports a file, whose log holds, leaves no token behind, and tells when a row was changed", async () => {
    const file = path.join(folder, "mandate.md");
    await writeFile(file, "# 委托合同\n\nThe parties agree.\n");
    const { printed } = await run(importCommand, [file, "--email", email, "--kind", "contract"]);
    const [id = ""] = printed;
    const [token = ""] = (await run(tokenCommand, ["create", "--email", email])).printed;
    expect(await (await get(`/api/documents/${id}/text`, token)).text()).toContain("The parties agree.");
    // The first test's and this one's; the import's own is gone.
    expect(await (await get("/api/me/tokens", token)).json()).toHaveLength(2);

    expect(await run(verifyCommand, [id])).toMatchObject({
      code: 0,
      printed: [expect.stringMatching(/^\S+ 1 [0-9a-f]{64}$/)],
    });
    const saved = path.join(folder, "log.json");
    await writeFile(saved, JSON.stringify(await (await get(`/api/documents/${id}/log`, token)).json()));
    const verified = await run(verifyCommand, [saved]);
    expect(verified).toMatchObject({ code: 0, printed: [expect.stringMatching(/^\S+ 1 [0-9a-f]{64}$/)] });
    // What is checked names people by their ids; what they are called stands apart, and says that nothing proves it.
    expect(verified.told).toEqual([
      expect.stringMatching(/^\d+ characters by [0-9a-f-]{36}$/),
      "Unproved names in the file, under no hash:",
      expect.stringMatching(/^ {2}[0-9a-f-]{36} is called "[^"]+"$/),
      expect.stringMatching(/^Agreed content: [0-9a-f]{64}$/),
      expect.stringMatching(/^Agreed text: [0-9a-f]{64}$/),
    ]);
    await expect(run(verifyCommand, [path.join(folder, "missing.json")])).rejects.toThrow("cannot be read");
    const sql = openSql({ socketFolder: path.join(folder, "first/run"), database: "parley" }, { max: 1 });
    await sql`update documents.update_row set received_at = received_at + interval '1 minute' where document_id = ${id}`;
    expect(await run(verifyCommand, [id])).toMatchObject({
      code: 1,
      told: [expect.stringContaining("row 1 does not fit")],
    });
    await sql`update documents.update_row set received_at = received_at - interval '1 minute' where document_id = ${id}`;
    await sql.end();
  });

  test("a backup made beside the running server restores to the same, and only into an empty folder", async () => {
    const [token = ""] = (await run(tokenCommand, ["create", "--email", email])).printed;
    const contracts = (await (await get("/api/contracts", token)).json()) as { contracts: { id: string }[] };
    // Every word of a contract that was approved, with what was done to it and with it since.
    const storyIn = async (server: string): Promise<{ contributed: { href: string | null }[]; steps: unknown[] }> => {
      const ask = async (address: string): Promise<never> =>
        (await fetch(`${server}/api${address}`, { headers: { authorization: `Bearer ${token}` } })).json() as never;
      const all: { contracts: { id: string; state: string }[] } = await ask("/contracts");
      const approved = all.contracts.find(({ state }) => state === "approved");
      const { documentId }: { documentId: string } = await ask(`/contracts/${approved?.id ?? ""}`);
      const { spans }: { spans: { at: number[] }[] } = await ask(`/documents/${documentId}/attribution`);
      const { parts }: { parts: [never] } = await ask(`/documents/${documentId}/words/${spans[0]?.at.join("/") ?? ""}`);
      return parts[0];
    };
    const told = await storyIn(url);
    expect(told.contributed.length).toBeGreaterThan(1);
    const evidence = `/api/contracts/${contracts.contracts[0]?.id ?? ""}/evidence`;
    const bundle = new Uint8Array(await (await get(evidence, token)).arrayBuffer());
    const zip = path.join(folder, "bundle.zip");
    await writeFile(zip, bundle);
    const whole = await run(verifyCommand, [zip]);
    expect(whole).toMatchObject({ code: 0, printed: [expect.stringMatching(/^[0-9a-f-]{36} \d+ [0-9a-f]{64}$/)] });
    await writeFile(zip, bundle.with(bundle.length >> 1, (bundle[bundle.length >> 1] ?? 0) ^ 1));
    const changed = await run(verifyCommand, [zip]);
    expect(changed).toMatchObject({ code: 1, printed: [] });
    expect(changed.told[0]).toMatch(/^[\w./-]+: /);
    await writeFile(zip, "no zip");
    await expect(run(verifyCommand, [zip])).rejects.toThrow("is no evidence bundle");
    const list = async (): Promise<unknown> => (await get("/api/documents", token)).json();
    // What the demo wrote is noted when typing has paused: a backup is compared with what was there before and after it.
    let [before, documents]: unknown[] = [null, null];
    let backup = "";
    for (let tries = 0; before === null || !isDeepStrictEqual(before, documents); tries++) {
      backup = path.join(folder, `backup-${tries}`);
      before = await list();
      expect((await run(backupCommand, [backup])).printed).toEqual([expect.stringContaining("tables with")]);
      documents = await list();
    }
    await expect(run(backupCommand, [backup])).rejects.toThrow("exists already");
    await expect(run(restoreCommand, [backup])).rejects.toThrow("is in use by another Parley");

    expect(await run(restoreCommand, [backup], "second")).toMatchObject({ code: 0 });
    await expect(run(restoreCommand, [backup], "second")).rejects.toThrow("The database is not empty");
    expect((await run(migrateCommand, [], "second")).printed).toEqual(["The database was up to date."]);
    expect(await readFile(path.join(folder, "second/secret"), "utf8")).toBe(
      await readFile(path.join(folder, "first/secret"), "utf8"),
    );
    const second = startServerProcess(env("second"));
    const there = await fetch(`${await second.ready}/api/documents`, { headers: { authorization: `Bearer ${token}` } });
    expect(await there.json()).toEqual(documents);
    expect(await storyIn(await second.ready)).toEqual(told);
    const again = await fetch(`${await second.ready}${evidence}`, { headers: { authorization: `Bearer ${token}` } });
    await writeFile(zip, new Uint8Array(await again.arrayBuffer()));
    const restored = await run(verifyCommand, [zip]);
    expect(restored.code).toBe(0);
    // The same server's key, and the same texts.
    const proved = ({ told }: typeof whole): string[] => told.filter((line) => line.startsWith("Agreed content"));
    expect(proved(restored)).toEqual(proved(whole));
    const keyIn = ({ told }: typeof whole): string | undefined => /the key ([0-9a-f]{64})/.exec(told.join(" "))?.[1];
    expect(keyIn(restored)).toBe(keyIn(whole));
    second.child.kill("SIGTERM");
    expect(await second.ended).toMatchObject({ code: 0 });
  });

  test("a folder that is no backup, and a database that was never migrated, are told in a sentence", async () => {
    await expect(run(restoreCommand, [folder], "third")).rejects.toThrow("is no backup of Parley");
    await expect(run(tokenCommand, ["create", "--email", email], "third")).rejects.toThrow(
      "The database is not up to date",
    );
  });
});
