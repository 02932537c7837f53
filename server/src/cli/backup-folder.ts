import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { dumpTables, loadTables } from "../platform/postgres/dump.ts";
import { listApplied, migrate } from "../platform/postgres/migrate.ts";
import { StartProblem, errorCode } from "../platform/start-problem.ts";
import type { Tool } from "./command.ts";

const format = 1;

const manifestSchema = z.object({
  format: z.literal(format),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.object({ slice: z.string(), name: z.string(), checksum: z.string() })),
  tables: z.array(
    z.object({
      schema: z.string(),
      table: z.string(),
      columns: z.array(z.string()),
      rows: z.number().int(),
      sha256: z.string(),
    }),
  ),
  files: z.number().int(),
});

/** What a backup says about itself. */
export type BackupManifest = z.infer<typeof manifestSchema>;

async function exists(file: string): Promise<boolean> {
  return readdir(path.dirname(file)).then(
    (names) => names.includes(path.basename(file)),
    (error: unknown) => {
      if (errorCode(error) === "ENOENT") return false;
      throw error;
    },
  );
}

async function countFiles(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

/** What lies in the data folder beside the database and belongs to it. */
const keptFolders = ["pictures"];

/**
 * Writes everything into a new folder: all tables as of one moment, then pictures (which are never changed once stored)
 * and the secret. The server may go on. The folder has its name only once it is whole.
 */
export async function writeBackup({ config, database }: Tool, folder: string): Promise<BackupManifest> {
  if (await exists(folder)) throw new StartProblem(`${folder} exists already; name a new folder.`);
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(path.join(part, "tables"), { recursive: true, mode: 0o700 });
  const migrations = await listApplied(database);
  const tables = await dumpTables(database, path.join(part, "tables"));
  for (const name of keptFolders) {
    const from = path.join(config.dataDir, name);
    if (await exists(from))
      await cp(from, path.join(part, "files", name), { recursive: true, preserveTimestamps: true });
  }
  await mkdir(path.join(part, "files"), { recursive: true });
  await writeFile(path.join(part, "secret"), config.secret, { mode: 0o600 });
  const manifest: BackupManifest = {
    format,
    madeAt: new Date().toISOString(),
    migrations: migrations.map((migration) => ({ ...migration })),
    tables: tables.map((table) => ({ ...table, columns: [...table.columns] })),
    files: await countFiles(path.join(part, "files")),
  };
  await writeFile(path.join(part, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(part, folder);
  return manifest;
}

async function readManifest(folder: string): Promise<BackupManifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")));
  } catch (error) {
    throw new StartProblem(`${folder} is no backup of Parley, or not a whole one.`, { cause: error });
  }
}

/**
 * Puts a backup into an empty database: brings it to the state that the backup was made in, fills it, then brings it up
 * to date. A backup of a newer Parley is refused.
 * @throws StartProblem when the database is not empty or the backup is not whole; nothing is changed then
 */
export async function readBackup({ app, config, database }: Tool, folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder);
  if ((await listApplied(database)).length > 0) {
    throw new StartProblem(
      "The database is not empty; restore into a new data folder (PARLEY_DATA_DIR) or an empty database.",
    );
  }
  if ((await countFiles(path.join(folder, "files"))) !== manifest.files) {
    throw new StartProblem(`${folder} is not whole: files are missing.`);
  }
  const then = new Map(manifest.migrations.map((migration) => [`${migration.slice}/${migration.name}`, migration]));
  const known = new Set(app.slices.flatMap((slice) => slice.migrations.map(({ name }) => `${slice.name}/${name}`)));
  const newer = [...then.keys()].find((name) => !known.has(name));
  if (newer !== undefined) throw new StartProblem(`The backup was made by a newer Parley (it has ${newer}).`);
  await migrate(
    database,
    app.slices.map(({ name, migrations }) => ({
      name,
      migrations: migrations.filter((migration) => then.has(`${name}/${migration.name}`)),
    })),
  );
  await loadTables(database, path.join(folder, "tables"), manifest.tables);
  await migrate(database, app.slices);
  for (const name of keptFolders) {
    const from = path.join(folder, "files", name);
    if (await exists(from))
      await cp(from, path.join(config.dataDir, name), { recursive: true, preserveTimestamps: true });
  }
  if (!config.secretIsGiven) await cp(path.join(folder, "secret"), path.join(config.dataDir, "secret"));
  return manifest;
}
