import { readFile, stat } from "node:fs/promises";
import path from "node:path";

/** The account that PostgreSQL runs as, where that is not our own. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

async function findAccount(name: string): Promise<RunAs | null> {
  const accounts = await readFile("/etc/passwd", "utf8");
  const fields = accounts
    .split("\n")
    .find((line) => line.startsWith(`${name}:`))
    ?.split(":");
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
}

/**
 * PostgreSQL refuses to run as root. A root process starts it as the owner of its folder or, for a new folder, as
 * `postgres` or `nobody`.
 * @returns `null` when it runs as oneself.
 */
export async function chooseAccount(folder: string): Promise<RunAs | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(folder).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await findAccount("postgres")) ?? (await findAccount("nobody")) ?? { uid: 65_534, gid: 65_534 };
}

/** Whether the account may walk down to the path and enter it. Root's own check would always say yes. */
export async function canReach(target: string, account: RunAs): Promise<boolean> {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const { uid, gid, mode } = await stat(folder);
    const enter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
