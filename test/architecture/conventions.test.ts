import { describe, expect, test } from "vitest";
import { conventions } from "./conventions.ts";
import { exceptions } from "./exceptions.ts";
import { allSourceFiles, sourceFile } from "./source-files.ts";

describe("conventions", () => {
  test.each(conventions.map((convention) => [convention.title, convention] as const))("%s", (title, convention) => {
    const excused = new Set(exceptions.filter(({ from }) => from === title).map(({ path }) => path));
    const found = allSourceFiles()
      .filter(({ path }) => !excused.has(path))
      .flatMap((file) => convention.find(file).map((what) => `${file.path}: ${what}`));
    expect(found).toEqual([]);
  });

  test("every exception is still needed", () => {
    const idle = exceptions.filter(({ from, path }) => {
      const convention = conventions.find(({ title }) => title === from);
      const file = allSourceFiles().find((one) => one.path === path);
      return !convention || !file || convention.find(file).length === 0;
    });
    expect(idle).toEqual([]);
  });

  const planted: readonly (readonly [string, string, string])[] = [
    ["SQL", "server/src/people/directory.ts", "await sql<{ id: string; name: string }[]>`\n select 1`"],
    ["environment", "server/src/platform/log.ts", "process.env['HOME']"],
    ["fetch", "client/src/features/people/page.tsx", "await fetch('/api/me')"],
    ["utils", "server/src/platform/utils/a.ts", ""],
    ["utils", "client/src/editor/types.ts", ""],
    ["kebab-case", "client/src/editor/SlashMenu.tsx", ""],
    ["index.ts", "server/src/documents/rooms/index.ts", ""],
    ["turned off", "server/src/app.ts", "// oxlint-disable-next-line no-console"],
    ["turned off", "server/src/app.ts", "/* oxlint-disable no-console -- all of it */"],
    ["any", "server/src/app.ts", "const a = b as any;"],
    ["sleep", "server/src/app.test.ts", "setTimeout(() => {}, 1)"],
    ["machine", "server/src/app.ts", "// see /home/somebody"],
  ];
  test.each(planted)("a violation of “%s” is found in %s", (title, path, text) => {
    const convention = conventions.find((one) => one.title.includes(title));
    expect(convention?.find(sourceFile(path, text))).toHaveLength(1);
  });
});
