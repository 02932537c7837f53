import { parley } from "./parley-target.ts";
import { peers } from "./peer-targets.ts";
import type { Target } from "./target.ts";

/** Everything that can be measured, Parley first. */
export const targets: readonly Target[] = [parley, ...peers];

/** @throws when there is no target of this name. */
export function targetNamed(name: string): Target {
  const target = targets.find((each) => each.name === name);
  if (!target) throw new Error(`there is no target ${name}; there are ${targets.map((each) => each.name).join(", ")}`);
  return target;
}
