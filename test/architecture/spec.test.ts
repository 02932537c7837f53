import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { projectFolder } from "../../server/src/config.ts";
import { allSourceFiles } from "./source-files.ts";

/** Ids of the rules in a SPEC.md: `- **AT1** ...`. */
function ruleIds(spec: string): string[] {
  return [...spec.matchAll(/^-\s+\*\*([A-Z]{2}\d+)\*\*/gm)].map(([, id]) => id ?? "");
}

/** Ids that test titles name: `test("[AT1] ...")`, also in `describe` and `test.each`. */
function citedIds(code: string): string[] {
  return [...code.matchAll(/\[([A-Z]{2}\d+)\]/g)].map(([, id]) => id ?? "");
}

const packageFolders = ["packages/core", "packages/domain"].flatMap((folder) =>
  readdirSync(path.join(projectFolder, folder)).map((name) => path.join(folder, name)),
);
const specs = packageFolders.flatMap((name) => {
  const file = path.join(projectFolder, name, "SPEC.md");
  try {
    return [{ name, ids: ruleIds(readFileSync(file, "utf8")) }];
  } catch {
    // A package without rules of its own.
    return [];
  }
});
const tests = allSourceFiles().filter(({ isTest, path: file }) => isTest && !file.startsWith("test/architecture/"));
const cited = new Map(tests.flatMap((file) => citedIds(file.code).map((id) => [id, file.path] as const)));

describe("rules", () => {
  test("each rule of a SPEC.md is named by a test's title", () => {
    expect(specs.flatMap(({ name, ids }) => ids.filter((id) => !cited.has(id)).map((id) => `${name} ${id}`))).toEqual(
      [],
    );
  });

  test("no test names a rule that does not exist", () => {
    const known = new Set(specs.flatMap(({ ids }) => ids));
    expect([...cited].filter(([id]) => !known.has(id)).map(([id, file]) => `${id} in ${file}`)).toEqual([]);
  });

  test("no id is given twice", () => {
    const all = specs.flatMap(({ ids }) => ids);
    expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
    expect(all.length).toBeGreaterThan(0);
  });

  test("ids are read from rules and titles", () => {
    expect(ruleIds("- **AT1** One.\n- AT2 no rule\n  - **AT3** nested\n- **LG10** Ten.")).toEqual(["AT1", "LG10"]);
    expect(citedIds('test("[AT1] [LG10] both", ...)')).toEqual(["AT1", "LG10"]);
  });
});
