/** `npm run check`: format, lint and types, without running anything. Stops at the first that fails. */
import { prepare } from "./prepare.mjs";
import { checks } from "./static-checks.mjs";
import { inNode24, mustRun } from "./runtime.mjs";

await inNode24(async () => {
  await prepare({ client: false });
  for (const { name, program, args } of checks) await mustRun(`The check of ${name}`, program, args);
});
