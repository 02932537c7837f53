/**
 * `npm run parley -- <command>`: what an administrator does on the server's machine. Results go to stdout, everything else to
 * stderr; whatever goes wrong is one sentence and exit code 1, a wrong call exit code 2.
 */
import { Refusal } from "@parley/base";
import { WrongSettings } from "../config.ts";
import { StartProblem, errorCode } from "../platform/start-problem.ts";
import { backupCommand, restoreCommand } from "./backup.ts";
import { benchCommand } from "./bench.ts";
import { type Command, WrongUsage } from "./command.ts";
import { docsCommand } from "./docs.ts";
import { exportCommand, importCommand, verifyCommand } from "./documents.ts";
import { migrateCommand } from "./migrate.ts";
import { tokenCommand } from "./token.ts";

const commands: readonly Command[] = [
  tokenCommand,
  importCommand,
  exportCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  migrateCommand,
  docsCommand,
  benchCommand,
];

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

function tellUsage(command?: Command): void {
  if (command) tell(`Usage: npm run parley -- ${command.name} ${command.usage}\n${command.about}`);
  else {
    const width = Math.max(...commands.map(({ name, usage }) => name.length + usage.length + 1));
    const lines = commands.map(({ name, usage, about }) => `  ${`${name} ${usage}`.padEnd(width)}  ${about}`);
    tell(["Usage: npm run parley -- <command>", "", ...lines].join("\n"));
  }
}

async function runCommand(name: string, args: readonly string[]): Promise<number> {
  const command = commands.find((one) => one.name === name);
  if (!command) {
    tellUsage();
    return 2;
  }
  if (args.includes("--help")) {
    tellUsage(command);
    return 0;
  }
  try {
    return await command.run({ args, env: process.env, print, tell });
  } catch (error) {
    const isUsage = error instanceof WrongUsage || (errorCode(error)?.startsWith("ERR_PARSE_ARGS") ?? false);
    if (isUsage && error instanceof Error) {
      tell(error.message);
      tellUsage(command);
      return 2;
    }
    if (error instanceof Refusal) tell(error.sentence("en"));
    else if (error instanceof WrongSettings || error instanceof StartProblem) tell(error.message);
    else throw error;
    return 1;
  }
}

const [name = "help", ...args] = process.argv.slice(2);
process.exit(await runCommand(name, args));
