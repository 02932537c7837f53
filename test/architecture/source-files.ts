import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../../server/src/config.ts";

/** A file of the project's own code. */
export interface SourceFile {
  /** Below the project folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments, so that prose about code is not taken for code. */
  readonly code: string;
  readonly isTest: boolean;
  /** What it imports: `@parley/base`, `zod`, `node:fs`, or a path below the project folder. */
  readonly imports: readonly string[];
}

const roots = ["packages", "server", "client", "test", "scripts"];
const skipped = new Set(["node_modules", "dist", "fixtures"]);

function listFiles(folder: string): string[] {
  return readdirSync(path.join(projectFolder, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(name);
    return /\.(ts|tsx|mjs|js)$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [name] : [];
  });
}

/** Takes comments out and leaves strings alone: `//` within a string is no comment. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(^|[^:\\/])\/\/[^\n]*/g,
    (_whole, kept: string | undefined, before: string | undefined) => kept ?? before ?? "",
  );
}

/** Module names in `import ... from`, `export ... from`, `import "..."` and `import("...")`. */
export function importsOf(code: string): string[] {
  const found = code.matchAll(
    /(?:^|[;}])\s*(?:import|export)\s*(?:type\s+)?(?:[\w*$\s{},]+?\s*from\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)/g,
  );
  return [...found].map(([, plain, dynamic]) => plain ?? dynamic ?? "");
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith(".") ? path.posix.join(path.posix.dirname(from), specifier) : specifier;
}

/** Makes a source file, also one that exists only in a test. */
export function sourceFile(file: string, text: string): SourceFile {
  const code = withoutComments(text);
  return {
    path: file,
    text,
    code,
    isTest: /\.test\.tsx?$/.test(file) || file.startsWith("test/"),
    imports: importsOf(code).map((specifier) => resolve(file, specifier)),
  };
}

let read: readonly SourceFile[] | null = null;

/** Every source file of the project, read once. */
export function allSourceFiles(): readonly SourceFile[] {
  read ??= roots
    .flatMap(listFiles)
    .map((file) => sourceFile(file, readFileSync(path.join(projectFolder, file), "utf8")));
  return read;
}
