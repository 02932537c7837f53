import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Config } from "../config.ts";
import { StartProblem, errorCode } from "./start-problem.ts";

function asProblem(error: unknown, folder: string): unknown {
  switch (errorCode(error) ?? "") {
    case "EACCES":
    case "EPERM":
      return new StartProblem(
        `The data folder ${folder} cannot be read and written by this account; change its rights or choose another with PARLEY_DATA_DIR.`,
        { cause: error },
      );
    case "EROFS":
      return new StartProblem(
        `The data folder ${folder} lies on a disk that is read-only; choose another with PARLEY_DATA_DIR.`,
        { cause: error },
      );
    case "ENOTDIR":
    case "EEXIST":
      return new StartProblem(`The data folder ${folder} is not a folder; choose another with PARLEY_DATA_DIR.`, {
        cause: error,
      });
    case "ENOSPC":
      return new StartProblem(`The disk of the data folder ${folder} is full.`, { cause: error });
    case "ENOENT":
      return new StartProblem(`The data folder ${folder} cannot be made; choose another with PARLEY_DATA_DIR.`, {
        cause: error,
      });
    default:
      return error;
  }
}

/**
 * Makes sure that the data folder exists and can be read and written.
 * @throws StartProblem with the reason
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error("no folder"), { code: "ENOTDIR" });
    const probe = path.join(folder, `.probe-${randomBytes(6).toString("hex")}`);
    const file = await open(probe, "wx", 0o600);
    await file.close();
    await rm(probe);
  } catch (error) {
    throw asProblem(error, folder);
  }
}

/**
 * The settings with the secret that stays: the one set in the environment, else the one in the data folder, which is made on
 * the first start.
 */
export async function settleSecret(config: Config): Promise<Config> {
  if (config.secretIsGiven) return config;
  const file = path.join(config.dataDir, "secret");
  try {
    // Two first starts at once: the second one finds the file and reads it.
    const made = await open(file, "wx", 0o600);
    await made.writeFile(config.secret);
    await made.sync();
    await made.close();
    return config;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw asProblem(error, config.dataDir);
  }
  const secret = await readFile(file, "utf8").catch((error: unknown) => {
    throw asProblem(error, config.dataDir);
  });
  if (secret.length < 32)
    throw new StartProblem(`${file} is damaged; restore it from a backup or remove it (everybody signs in again).`);
  return { ...config, secret };
}
