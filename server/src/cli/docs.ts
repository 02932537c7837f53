import { writeFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "../config.ts";
import type { Command } from "./command.ts";
import { generatedPages } from "./generated-pages.ts";

export const docsCommand: Command = {
  name: "docs",
  usage: "",
  about: "Make docs/configuration.md and docs/http-api.md from the code.",
  run: async ({ print }) => {
    for (const { file, text } of await generatedPages()) {
      await writeFile(path.join(projectFolder, file), text);
      print(file);
    }
    return 0;
  },
};
