import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { generatedPages } from "../../server/src/cli/generated-pages.ts";
import { projectFolder } from "../../server/src/config.ts";

test("generated pages are what the code says; `npm run gen` makes them anew", async () => {
  for (const { file, text } of await generatedPages()) {
    expect(await readFile(path.join(projectFolder, file), "utf8")).toBe(text);
  }
});
