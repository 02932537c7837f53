/**
 * `npm run parley -- bench [scene...] [--rounds N] [--out file] [--only name,...] [--option scene.key=value] [--smoke]`
 *
 * Runs scenes against Parley and its peers in turn (A B C, A B C), each run in a fresh process with a fresh server on a
 * fresh folder, so that the machine's noise falls on all of them alike. Writes one line of JSON per run and prints a table.
 */
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { benchAttribution } from "./attribution.ts";
import { benchContracts } from "./contracts.ts";
import { benchGate } from "./gate.ts";
import { benchIntent } from "./intent.ts";
import { describeMachine, type MachineDescription } from "./machine.ts";
import type { ResultLine } from "./result.ts";
import type { RunAnswer, RunSpec } from "./run-scene.ts";
import type { Scene, SceneOptions } from "./scene.ts";
import { sceneNamed, scenes } from "./scenes.ts";
import { tableOf } from "./table.ts";
import type { Target } from "./target.ts";
import { targets } from "./targets.ts";
import { benchTyping } from "./typing/bench-typing.ts";
import { benchVersions } from "./versions.ts";

const RUN_LIMIT_MS = 30 * 60_000;

/** Options given as `scene.key=value`, for one scene. Numbers and booleans are read as such. */
export function optionsFor(scene: Scene, given: readonly string[], smoke: boolean): SceneOptions {
  const own = given.flatMap((text) => {
    const match = /^([\w-]+)\.(\w+)=(.*)$/u.exec(text);
    if (!match) throw new Error(`an option looks like scene.key=value, not ${text}`);
    const [, sceneName = "", key = "", value = ""] = match;
    if (sceneName !== scene.name) return [];
    if (!(key in scene.defaults))
      throw new Error(`${scene.name} has no option ${key}; it has ${Object.keys(scene.defaults).join(", ")}`);
    const number = Number(value);
    return [
      [
        key,
        typeof scene.defaults[key] === "string"
          ? value
          : value === "true" || value === "false"
            ? value === "true"
            : number,
      ] as const,
    ];
  });
  return { ...scene.defaults, ...(smoke ? scene.smoke : {}), ...Object.fromEntries(own) };
}

/** One run in a process of its own. */
function runApart(spec: RunSpec): Promise<RunAnswer> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("run-scene.ts", import.meta.url)), JSON.stringify(spec)],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    const timer = setTimeout(() => child.kill("SIGTERM"), RUN_LIMIT_MS);
    child.once("close", () => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(output.trim().split("\n").at(-1) ?? "") as RunAnswer);
      } catch {
        resolve({ error: `the run gave no result: ${output.slice(-300)}`, output: "" });
      }
    });
  });
}

interface Plan {
  readonly scene: Scene;
  readonly options: SceneOptions;
  readonly target: Target;
  readonly round: number;
  readonly port: number;
  readonly nodeArguments: readonly string[];
}

async function measure(plan: Plan, machine: MachineDescription): Promise<ResultLine> {
  const { scene, options, target, round, port, nodeArguments } = plan;
  const startedAt = performance.now();
  const answer = await runApart({ scene: scene.name, target: target.name, port, options, nodeArguments });
  const common = {
    scene: scene.name,
    target: target.name,
    round,
    at: new Date().toISOString(),
    tookS: Math.round((performance.now() - startedAt) / 1_000),
    machine,
    options,
  };
  if ("error" in answer)
    return { ...common, sound: false, metrics: {}, error: `${answer.error}\n${answer.output}`.trim() };
  return { ...common, ...answer };
}

function chosenTargets(only: string | undefined): Target[] {
  const words = only?.toLowerCase().split(",");
  const chosen = targets.filter(
    (target) => words === undefined || words.some((word) => target.name.toLowerCase().includes(word.trim())),
  );
  if (chosen.length === 0)
    throw new Error(`--only names no target; there are ${targets.map((target) => target.name).join(", ")}`);
  return chosen;
}

const usage = `usage: bench [scene...] [--rounds N] [--out file] [--only name,...] [--option scene.key=value]... [--smoke] [--table file] [--profile folder] [--node-arg=--cpu-prof]...
scenes: attribution, intent, gate (no server), typing (in Chromium), versions and contracts (Parley alone), ${scenes.map((scene) => scene.name).join(", ")}
targets: ${targets.map((target) => target.name).join(", ")}
--table only prints the table of an earlier results file; --profile keeps what the pages of typing did; --only names targets, or pages of typing`;

/** Runs the benchmarks as the command line asks; answers the process's exit code. */
export async function bench(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "1" },
      out: { type: "string", default: "bench-results.jsonl" },
      only: { type: "string" },
      option: { type: "string", multiple: true, default: [] },
      port: { type: "string", default: "3610" },
      "node-arg": { type: "string", multiple: true, default: [] },
      smoke: { type: "boolean", default: false },
      profile: { type: "string" },
      table: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.table !== undefined) {
    const earlier = readFileSync(values.table, "utf8").trim().split("\n");
    console.log(
      tableOf(
        scenes,
        earlier.map((line) => JSON.parse(line) as ResultLine),
      ),
    );
    return 0;
  }
  if (positionals.length === 0 || positionals.includes("attribution")) {
    const { table, figures } = benchAttribution(values.smoke);
    console.log(`\n### attribution\n\n${table}\n\n${JSON.stringify(figures)}`);
    if (positionals.length === 1) return 0;
  }
  if (positionals.length === 0 || positionals.includes("typing")) {
    const { table, figures } = await benchTyping({
      isSmoke: values.smoke,
      port: Number(values.port),
      only: values.only,
      profileFolder: values.profile,
    });
    console.log(`\n### typing\n\n${table}\n\n${JSON.stringify(figures)}`);
    if (positionals.length === 1) return 0;
  }
  // It measures Parley against itself, and only when it is asked for.
  if (positionals.includes("versions")) {
    const figures = await benchVersions({ isSmoke: values.smoke, port: Number(values.port) });
    console.log(`\n### versions\n\n${JSON.stringify(figures, null, 2)}`);
    if (positionals.length === 1) return 0;
  }
  if (positionals.includes("contracts")) {
    const figures = await benchContracts({ isSmoke: values.smoke, port: Number(values.port) });
    console.log(`\n### contracts\n\n${JSON.stringify(figures, null, 2)}`);
    if (positionals.length === 1) return 0;
  }
  if (positionals.length === 0 || positionals.includes("intent")) {
    const { table, figures } = benchIntent(values.smoke);
    console.log(`\n### intent\n\n${table}\n\n${JSON.stringify(figures)}`);
    if (positionals.length === 1) return 0;
  }
  if (positionals.length === 0 || positionals.includes("gate")) {
    const { table, figures } = benchGate(values.smoke);
    console.log(`\n### gate\n\n${table}\n\n${JSON.stringify(figures)}`);
    if (positionals.length === 1) return 0;
  }
  const alone = new Set(["attribution", "typing", "versions", "contracts", "intent", "gate"]);
  const named = positionals.filter((name) => !alone.has(name));
  const chosen = named.length > 0 ? named.map(sceneNamed) : scenes;
  const plans = chosen.map((scene) => ({ scene, options: optionsFor(scene, values.option, values.smoke) }));
  const measured = chosenTargets(values.only);
  for (const target of measured) {
    process.stderr.write(`preparing ${target.name}\n`);
    await target.prepare();
  }
  const machine = describeMachine(fileURLToPath(new URL("../..", import.meta.url)));
  const lines: ResultLine[] = [];
  let port = Number(values.port);
  for (const { scene, options } of plans) {
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const target of measured.filter((each) => !each.skips.includes(scene.name))) {
        port = port >= Number(values.port) + 35 ? Number(values.port) : port + 1;
        const line = await measure({ scene, options, target, round, port, nodeArguments: values["node-arg"] }, machine);
        lines.push(line);
        appendFileSync(values.out, `${JSON.stringify(line)}\n`);
        const verdict =
          line.error === undefined
            ? line.sound
              ? "sound"
              : "NOT SOUND"
            : `FAILED ${line.error.split("\n")[0]?.slice(0, 300)}`;
        process.stderr.write(`${scene.name} ${round} ${target.name}: ${verdict}, ${line.tookS} s\n`);
      }
    }
  }
  console.log(`\n${tableOf(scenes, lines)}\n\n${JSON.stringify(machine)}`);
  return lines.every((line) => line.error === undefined) ? 0 : 1;
}

if (import.meta.main) process.exit(await bench(process.argv.slice(2)));
