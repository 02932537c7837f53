/**
 * One scene against one server, in a process of its own: `run-scene.ts <spec as JSON>`. Prints the result as one line of
 * JSON. `main.ts` starts it; it is not called by hand.
 */
import { mkdtempSync, rmSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SceneOptions, SceneResult } from "./scene.ts";
import { sceneNamed } from "./scenes.ts";
import type { RunningTarget } from "./target.ts";
import { targetNamed } from "./targets.ts";

/** What `main.ts` asks for. */
export interface RunSpec {
  readonly scene: string;
  readonly target: string;
  readonly port: number;
  readonly options: SceneOptions;
  readonly nodeArguments: readonly string[];
}

/** What a run answers. */
export type RunAnswer = SceneResult | { readonly error: string; readonly output: string };

export async function runScene(spec: RunSpec): Promise<RunAnswer> {
  const scene = sceneNamed(spec.scene);
  const folder = mkdtempSync(join(tmpdir(), "parley-bench-"));
  chmodSync(folder, 0o755); // a database started by root runs as somebody else
  // Opened by a signal only, so it costs nothing until a scene asks for it.
  const nodeArguments = [...spec.nodeArguments, `--inspect-port=${spec.port + 50}`];
  let target: RunningTarget | null = null;
  try {
    target = await targetNamed(spec.target).start({ port: spec.port, folder, nodeArguments });
    return await scene.run(target, spec.options);
  } catch (error) {
    return {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      output: target?.output() ?? "",
    };
  } finally {
    await target?.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const answer = await runScene(JSON.parse(process.argv[2] ?? "") as RunSpec);
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit("error" in answer ? 1 : 0));
}
