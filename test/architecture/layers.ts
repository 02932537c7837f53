/**
 * Who may import whom, as a table. A file belongs to the first area whose prefix its path begins with.
 * A new edge between slices needs a decision in docs/decisions/.
 */
import type { SourceFile } from "./source-files.ts";

interface Area {
  /** Of paths; a trailing `*` in `slice` stands for one folder. */
  readonly prefix: string;
  /** Areas and packages of ours that it may import, beside itself. An area name followed by `index` means only its index.ts. */
  readonly ours: readonly string[];
  /** Packages from elsewhere; `null` leaves it to the manifest. */
  readonly libraries: readonly string[] | null;
  /** Each folder below is a slice of its own: it may not import its neighbours. */
  readonly slices?: true;
}

const core = ["@parley/base", "@parley/document", "@parley/history", "@parley/proposals", "@parley/sync"];
const domain = ["@parley/people", "@parley/documents", "@parley/contracts"];
const packages = [...core, ...domain];

export const areas: readonly Area[] = [
  { prefix: "packages/core/base/", ours: [], libraries: [] },
  { prefix: "packages/core/document/", ours: ["@parley/base"], libraries: ["prosemirror-model", "yjs", "lib0"] },
  { prefix: "packages/core/history/", ours: ["@parley/base", "@parley/document"], libraries: ["yjs", "lib0"] },
  {
    prefix: "packages/core/proposals/",
    ours: ["@parley/base", "@parley/document", "@parley/history"],
    libraries: ["yjs", "lib0"],
  },
  { prefix: "packages/core/sync/", ours: ["@parley/base"], libraries: ["yjs", "y-protocols", "lib0"] },
  { prefix: "packages/domain/people/", ours: ["@parley/base"], libraries: ["zod", "@orpc/contract"] },
  {
    prefix: "packages/domain/documents/",
    ours: ["@parley/base", "@parley/people"],
    libraries: ["zod", "@orpc/contract"],
  },
  {
    prefix: "packages/domain/contracts/",
    ours: ["@parley/base", "@parley/document", "@parley/people"],
    libraries: ["zod", "@orpc/contract"],
  },

  { prefix: "server/src/config.ts", ours: [], libraries: ["zod"] },
  { prefix: "server/src/platform/", ours: ["server/src/config.ts", "@parley/base", "@parley/people"], libraries: null },
  {
    prefix: "server/src/people/",
    ours: ["server/src/config.ts", "server/src/platform/", "@parley/base", "@parley/people"],
    libraries: null,
  },
  {
    prefix: "server/src/documents/",
    ours: ["server/src/config.ts", "server/src/platform/", "server/src/people/index.ts", ...packages],
    libraries: null,
  },
  {
    prefix: "server/src/features/",
    ours: [
      "server/src/config.ts",
      "server/src/platform/",
      "server/src/people/index.ts",
      "server/src/documents/index.ts",
      ...packages,
    ],
    libraries: null,
    slices: true,
  },
  // app.ts, main.ts and the command line put the others together.
  { prefix: "server/src/", ours: ["server/src/", ...packages], libraries: null },

  { prefix: "client/src/ui/", ours: ["@parley/base"], libraries: null },
  { prefix: "client/src/platform/", ours: packages, libraries: null },
  { prefix: "client/src/editor/", ours: ["client/src/ui/", "client/src/platform/", ...packages], libraries: null },
  {
    prefix: "client/src/features/",
    ours: ["client/src/editor/index.ts", "client/src/ui/", "client/src/platform/", ...packages],
    libraries: null,
    slices: true,
  },
  { prefix: "client/", ours: ["client/src/", ...packages], libraries: null },

  // Scripts run before anything is installed; they hand over to the server's entry points.
  { prefix: "scripts/", ours: ["server/src/main.ts", "server/src/cli/main.ts"], libraries: [] },
];

function areaOf(file: string): Area | undefined {
  return areas.find(({ prefix }) => file.startsWith(prefix));
}

function sliceOf(area: Area, file: string): string | undefined {
  return area.slices ? file.slice(area.prefix.length).split("/")[0] : undefined;
}

/** A test may use the test support and other areas' faces; production code never imports test code. */
function isAllowed(area: Area, file: SourceFile, target: string): boolean {
  if (target.startsWith("node:")) return !area.prefix.startsWith("packages/") && !area.prefix.startsWith("client/src/");
  if (target.startsWith("@parley/")) return area.ours.includes(target);
  const isOurs = /^(packages|server|client|test|scripts)\//.test(target);
  if (!isOurs) {
    const library = target
      .split("/")
      .slice(0, target.startsWith("@") ? 2 : 1)
      .join("/");
    return area.libraries === null || area.libraries.includes(library);
  }
  const clean = target.replace(/\?.*$/, "");
  if (clean.startsWith(area.prefix) && areaOf(clean) === area) return sliceOf(area, file.path) === sliceOf(area, clean);
  return area.ours.some((allowed) => clean === allowed || (allowed.endsWith("/") && clean.startsWith(allowed)));
}

/** Every import of a production file that the table does not allow, as `file -> target`. */
export function forbiddenImports(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => !file.isTest)
    .flatMap((file) => {
      const area = areaOf(file.path);
      if (area === undefined) return [`${file.path} belongs to no area of the table`];
      return file.imports
        .filter((target) => !isAllowed(area, file, target))
        .map((target) => `${file.path} -> ${target}`);
    });
}
