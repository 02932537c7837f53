import { type App, createApp } from "../app.ts";
import { type Config, readConfig } from "../config.ts";
import { prepareDataFolder, settleSecret } from "../platform/data-folder.ts";
import { createLog } from "../platform/log.ts";
import { type Database, type DatabaseUser, openDatabase } from "../platform/postgres/database.ts";
import { listApplied } from "../platform/postgres/migrate.ts";
import { StartProblem } from "../platform/start-problem.ts";
import { systemClock, systemRandom } from "../platform/system.ts";

/** What a command is run with. */
export interface CommandCall {
  /** Everything after the command's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes a line of result to stdout. */
  readonly print: (line: string) => void;
  /** Writes a line for the person to stderr, so that stdout stays what a script wants. */
  readonly tell: (line: string) => void;
}

/** One command of `npm run parley -- <name>`. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  readonly about: string;
  /** @returns the exit code */
  run(call: CommandCall): Promise<number>;
}

/** The command was called the wrong way; its usage is shown. */
export class WrongUsage extends Error {}

/** What a command works with: the server's parts on the server's database, without a port and without its reactions. */
export interface Tool {
  readonly config: Config;
  readonly database: Database;
  readonly app: App;
}

/**
 * Opens the database of the settings beside a running server, or alone, does the work and closes it again.
 * @param options.user `sole-tool` refuses to run beside a server
 * @param options.untouched the database may be new or old; otherwise it must be up to date
 */
export async function withTool<T>(
  env: CommandCall["env"],
  options: { readonly user: Exclude<DatabaseUser, "server" | "node">; readonly untouched?: boolean },
  work: (tool: Tool) => Promise<T>,
): Promise<T> {
  const given = readConfig(env);
  await prepareDataFolder(given.dataDir);
  const config = await settleSecret(given);
  const log = createLog({ logLevel: config.logLevel === "info" ? "warn" : config.logLevel }, { to: "stderr" });
  const database = await openDatabase(config, { log, user: options.user });
  try {
    const app = await createApp({ config, database, clock: systemClock, random: systemRandom, log });
    if (options.untouched !== true) await requireUpToDate(database, app);
    return await work({ config, database, app });
  } finally {
    await database.close();
  }
}

async function requireUpToDate(database: Database, app: App): Promise<void> {
  const applied = new Set((await listApplied(database)).map(({ slice, name }) => `${slice}/${name}`));
  const isBehind = app.slices.some((slice) =>
    slice.migrations.some(({ name }) => !applied.has(`${slice.name}/${name}`)),
  );
  if (isBehind)
    throw new StartProblem("The database is not up to date; start the server once or run `npm run parley -- migrate`.");
}
