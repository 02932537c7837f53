import path from "node:path";
import { type BackupManifest, readBackup, writeBackup } from "./backup-folder.ts";
import { type Command, type CommandCall, WrongUsage, withTool } from "./command.ts";

function folderOf({ args }: CommandCall): string {
  const [folder, ...more] = args;
  if (folder === undefined || more.length > 0) throw new WrongUsage("Exactly one folder is needed.");
  return path.resolve(folder);
}

function summary({ tables, files }: BackupManifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${tables.length} tables with ${rows} rows, ${files} files`;
}

export const backupCommand: Command = {
  name: "backup",
  usage: "FOLDER",
  about: "Write everything into a new folder. The server may go on meanwhile. The folder holds secrets.",
  run: async (call) => {
    const folder = folderOf(call);
    const manifest = await withTool(call.env, { user: "tool" }, (tool) => writeBackup(tool, folder));
    call.print(`${folder}: ${summary(manifest)}`);
    return 0;
  },
};

export const restoreCommand: Command = {
  name: "restore",
  usage: "FOLDER",
  about: "Put a backup into an empty data folder or database. The server must not run.",
  run: async (call) => {
    const folder = folderOf(call);
    const manifest = await withTool(call.env, { user: "sole-tool", untouched: true }, (tool) =>
      readBackup(tool, folder),
    );
    call.print(`Restored the state of ${manifest.madeAt}: ${summary(manifest)}`);
    return 0;
  },
};
