import path from "node:path";
import { projectFolder } from "./runtime.mjs";

const tool = (name) => path.join(projectFolder, "node_modules/.bin", name);

/** What needs no running program, cheapest first. */
export const checks = [
  { name: "format", program: tool("oxfmt"), args: ["--check", "."] },
  { name: "lint", program: tool("oxlint"), args: ["--type-aware"] },
  { name: "types of packages", program: tool("tsc"), args: ["-p", "packages"] },
  { name: "types of server", program: tool("tsc"), args: ["-p", "server"] },
  { name: "types of client", program: tool("tsc"), args: ["-p", "client"] },
  { name: "types of tests", program: tool("tsc"), args: ["-p", "test"] },
];
