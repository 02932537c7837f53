import type { MachineDescription } from "./machine.ts";
import type { Metrics, SceneOptions } from "./scene.ts";

/** One line of the results file. */
export interface ResultLine {
  readonly scene: string;
  readonly target: string;
  readonly round: number;
  readonly at: string;
  readonly tookS: number;
  readonly machine: MachineDescription;
  readonly options: SceneOptions;
  readonly sound: boolean;
  readonly metrics: Metrics;
  readonly details?: unknown;
  readonly error?: string;
}
