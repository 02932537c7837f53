import { busyBetween, machineTime, round, type Usage } from "./machine.ts";
import type { RunningTarget } from "./target.ts";

/** Figures of a run by name; null where one could not be measured. */
export type Metrics = Readonly<Record<string, number | null>>;

export type SceneOptions = Readonly<Record<string, number | boolean | string>>;

/** What a run found. `sound` is false when something arrived wrong or not at all; the figures then mean little. */
export interface SceneResult {
  readonly sound: boolean;
  readonly metrics: Metrics;
  readonly details?: unknown;
}

/** A column of the table. */
export interface Column {
  readonly title: string;
  readonly metric: string;
  /** Shown with the ratio to the best peer when there is a better direction. */
  readonly better?: "lower" | "higher";
}

/** One thing to measure. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  readonly defaults: SceneOptions;
  /** Options for a quick look that takes seconds; its figures mean nothing. */
  readonly smoke: SceneOptions;
  readonly columns: readonly Column[];
  readonly run: (target: RunningTarget, options: SceneOptions) => Promise<SceneResult>;
}

/** Reads a numeric option. */
export function numberOption(options: SceneOptions, name: string): number {
  const value = options[name];
  if (typeof value !== "number") throw new Error(`option ${name} must be a number`);
  return value;
}

/** Use of the server, its database, the generator and the machine between two moments. */
export interface Readings {
  readonly serverCpuS: number | null;
  readonly storeCpuS: number;
  readonly rssMib: number | null;
  readonly seconds: number;
  /** Share of one core that the generator itself used; near 1 it was the bottleneck. */
  readonly generatorCpuShare: number;
  readonly machineBusy: number | null;
}

/** Starts reading; the answer is called at the end. */
export function startReadings(target: RunningTarget): () => Readings {
  const before: Usage | null = target.usage();
  const storeBefore = target.storeCpuS();
  const machineBefore = machineTime();
  const ownBefore = process.cpuUsage();
  const startedAt = performance.now();
  return () => {
    const after = target.usage();
    const own = process.cpuUsage(ownBefore);
    const seconds = (performance.now() - startedAt) / 1_000;
    return {
      serverCpuS: before && after ? round(after.cpuS - before.cpuS, 4) : null,
      storeCpuS: round(target.storeCpuS() - storeBefore, 2),
      rssMib: after ? round(after.rssMib, 1) : null,
      seconds: round(seconds, 2),
      generatorCpuShare: round((own.user + own.system) / 1e6 / seconds),
      machineBusy: busyBetween(machineBefore, machineTime()),
    };
  };
}

/** Microseconds for each of `count` things; null when unknown. */
export function microsecondsEach(cpuS: number | null, count: number): number | null {
  return cpuS === null || count === 0 ? null : Math.round((cpuS / count) * 1e6);
}
