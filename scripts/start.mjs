/** `npm start`: prepares the checkout and runs the server in this process. Settings are in docs/configuration.md. */
import module from "node:module";
import path from "node:path";
import { prepare } from "./prepare.mjs";
import { inNode24, toolsFolder } from "./runtime.mjs";

await inNode24(async () => {
  await prepare({ client: true });
  module.enableCompileCache(path.join(toolsFolder, "compiled"));
  await import("../server/src/main.ts");
});
