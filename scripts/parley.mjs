/** `npm run parley -- <command>`: the command line on the server's machine. Without a command it lists them. */
import module from "node:module";
import path from "node:path";
import { prepare } from "./prepare.mjs";
import { inNode24, toolsFolder } from "./runtime.mjs";

await inNode24(async () => {
  await prepare({ client: false });
  module.enableCompileCache(path.join(toolsFolder, "compiled"));
  await import("../server/src/cli/main.ts");
});
