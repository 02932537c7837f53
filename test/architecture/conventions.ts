import type { SourceFile } from "./source-files.ts";

/** A habit that files are held to. */
export interface Convention {
  readonly title: string;
  /** What is wrong in this file, one entry per place; empty when nothing is. */
  readonly find: (file: SourceFile) => readonly string[];
}

const production = (file: SourceFile): boolean => !file.isTest && !file.path.startsWith("scripts/");
const matches = (file: SourceFile, pattern: RegExp): string[] =>
  [...file.code.matchAll(pattern)].map(([found]) => found.trim());

const indexPlaces = [
  /^packages\/(core|domain)\/[\w-]+\/src\/index\.ts$/,
  /^server\/src\/(people|documents|features\/[\w-]+)\/index\.ts$/,
  /^client\/src\/(editor|platform|ui|features\/[\w-]+)\/index\.tsx?$/,
];

/** Files that may hold SQL: a slice's stores and migrations, and the platform. */
const sqlPlaces = /^server\/src\/(platform\/|.*(store|migrations)\.ts$)|^server\/src\/.*-queries\.ts$/;

export const conventions: readonly Convention[] = [
  {
    title: "SQL is only in stores, migrations and the platform",
    find: (file) =>
      production(file) && file.path.startsWith("server/") && !sqlPlaces.test(file.path)
        ? matches(
            file,
            /\b(?:sql|tx|transaction)(?:<[^`]*?>)?`\s*(?:select|insert|update|delete|with|create|alter|truncate|lock)\b/gi,
          )
        : [],
  },
  {
    title: "only entry points read the environment",
    find: (file) =>
      production(file) && !["server/src/main.ts", "server/src/cli/main.ts"].includes(file.path)
        ? matches(file, /\bprocess\.env\b/g)
        : [],
  },
  {
    title: "only client/src/platform/api.ts calls fetch",
    find: (file) =>
      production(file) && file.path.startsWith("client/src/") && file.path !== "client/src/platform/api.ts"
        ? matches(file, /(?<![.\w])(?:(?:window|globalThis)\.)?fetch\(|\bnew XMLHttpRequest\b|\bsendBeacon\(/g)
        : [],
  },
  {
    title: "no file or folder is called utils, common, helpers, types, shared or misc",
    find: ({ path }) =>
      path.split("/").filter((part) => /^(utils?|common|helpers?|types|shared|misc)(\.\w+)*$/.test(part)),
  },
  {
    title: "files are named in kebab-case",
    find: ({ path }) =>
      path
        .split("/")
        .slice(-1)
        .filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$/.test(name)),
  },
  {
    title: "index.ts is only at the root of a package or slice",
    find: ({ path }) => (/\/index\.tsx?$/.test(path) && !indexPlaces.some((place) => place.test(path)) ? [path] : []),
  },
  {
    title: "a check is turned off for one line only, with its reason",
    find: (file) =>
      [...file.text.matchAll(/(?:ox|es)lint-disable(-next-line|-line)?([^\n]*)|@ts-(?:ignore|expect-error|nocheck)/g)]
        .filter(([whole, one, rest]) => whole.startsWith("@ts") || one === undefined || !/ -- \w/.test(rest ?? ""))
        .map(([whole]) => whole.trim()),
  },
  {
    title: "there is no any, no non-null assertion and no enum",
    find: (file) =>
      production(file) ? matches(file, /(?:\bas any\b|:\s*any\b(?!\w)|^\s*(?:export\s+)?(?:const\s+)?enum\s)/gm) : [],
  },
  {
    title: "tests do not sleep",
    find: (file) =>
      file.isTest && !file.path.startsWith("test/load/")
        ? matches(file, /(?<![.\w])setTimeout\(|timers\/promises|\bit\(/g)
        : [],
  },
  {
    title: "the code speaks of the project only, and of no machine",
    find: (file) =>
      [...file.text.matchAll(/["'`\s(]\/(?:home|root|opt|work|Users)\/\w|\b(?:TODO|FIXME)\b/g)].map(([found]) =>
        found.trim(),
      ),
  },
];
