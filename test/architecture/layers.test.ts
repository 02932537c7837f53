import { describe, expect, test } from "vitest";
import { forbiddenImports } from "./layers.ts";
import { allSourceFiles, importsOf, sourceFile, withoutComments } from "./source-files.ts";

describe("imports", () => {
  test("every import of production code is in the table", () => {
    expect(forbiddenImports(allSourceFiles())).toEqual([]);
  });

  test("the table is about this project: it sees its files and their imports", () => {
    const files = allSourceFiles();
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(500);
  });

  test.each([
    ["packages/core/base/src/a.ts", "yjs"],
    ["packages/core/sync/src/a.ts", "@parley/document"],
    ["packages/core/document/src/a.ts", "@parley/history"],
    ["packages/core/history/src/a.ts", "node:fs"],
    ["packages/domain/people/src/a.ts", "@parley/documents"],
    ["server/src/platform/a.ts", "../people/index.ts"],
    ["server/src/people/a.ts", "../documents/index.ts"],
    ["server/src/documents/a.ts", "../people/store.ts"],
    ["server/src/documents/rooms/a.ts", "../../features/contracts/index.ts"],
    ["server/src/features/okr/a.ts", "../contracts/index.ts"],
    ["server/src/features/okr/a.ts", "../../documents/live.ts"],
    ["server/src/people/a.ts", "../../../test/support/server.ts"],
    ["client/src/ui/a.ts", "../editor/index.ts"],
    ["client/src/platform/a.ts", "../ui/theme.ts"],
    ["client/src/editor/a.ts", "../features/people/index.ts"],
    ["client/src/features/people/a.ts", "../documents/index.ts"],
    ["client/src/features/people/a.ts", "../../editor/caret.ts"],
    ["client/src/platform/a.ts", "../../../server/src/config.ts"],
    ["client/src/app/a.ts", "@parley/server"],
    ["scripts/a.mjs", "zod"],
    ["elsewhere/a.ts", "zod"],
  ])("%s may not import %s", (file, target) => {
    expect(forbiddenImports([sourceFile(file, `import { a } from "${target}";`)])).toHaveLength(1);
  });

  test.each([
    ["packages/core/history/src/a.ts", "@parley/document"],
    ["server/src/documents/a.ts", "../people/index.ts"],
    ["server/src/features/okr/a.ts", "./store.ts"],
    ["server/src/app.ts", "./features/contracts/index.ts"],
    ["client/src/features/people/a.ts", "../../editor/index.ts"],
  ])("%s may import %s", (file, target) => {
    expect(forbiddenImports([sourceFile(file, `import { a } from "${target}";`)])).toEqual([]);
  });

  test("imports are found in all their forms, and only in code", () => {
    const code = `
      import "./side.ts"; import one, { type Two } from './one.ts';
      import type * as three
        from "three";
      export * from "./four.ts"; export { five } from "five"; const six = await import("./six.ts");
      // import "./comment.ts"
      /* export * from "./block.ts" */
      const text = "// import './not-a-comment.ts'"; const url = "https://a.b"; import "./after.ts";`;
    expect(importsOf(withoutComments(code))).toEqual([
      "./side.ts",
      "./one.ts",
      "three",
      "./four.ts",
      "five",
      "./six.ts",
      "./after.ts",
    ]);
  });
});
