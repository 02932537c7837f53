import { parley, parleyOwnEditor } from "./parley-target.ts";
import { peers } from "./peer-targets.ts";
import type { Target } from "./target.ts";

/** Everything that can be measured, Parley first, as a stock client and as its own editor meets it. */
export const targets: readonly Target[] = [parley, parleyOwnEditor, ...peers];

/** @throws when there is no target of this name. */
export function targetNamed(name: string): Target {
  const target = targets.find((each) => each.name === name);
  if (!target) throw new Error(`there is no target ${name}; there are ${targets.map((each) => each.name).join(", ")}`);
  return target;
}
