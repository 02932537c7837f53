import { spawn } from "node:child_process";
import path from "node:path";
import { projectFolder } from "../config.ts";
import type { Command } from "./command.ts";

export const benchCommand: Command = {
  name: "bench",
  usage: "[scene...] [--rounds N] [--out FILE]",
  about: "Measure this server beside its peers on this machine, on data of its own.",
  // A process of its own: the load harness is no part of the server.
  run: ({ args, env }) =>
    new Promise((resolve, reject) => {
      const program = path.join(projectFolder, "test/load/main.ts");
      const child = spawn(process.execPath, [program, ...args], { env: { ...env }, stdio: "inherit" });
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    }),
};
