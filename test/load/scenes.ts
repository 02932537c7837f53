import type { Scene } from "./scene.ts";
import { cold, intake } from "./scenes/cold.ts";
import { crash } from "./scenes/crash.ts";
import { fanout, fanoutCaret } from "./scenes/fanout.ts";
import { joinStorm } from "./scenes/join-storm.ts";
import { memory } from "./scenes/memory.ts";
import { presence } from "./scenes/presence.ts";
import { throughput } from "./scenes/throughput.ts";

/** Every scene, in the order in which they are run and shown. */
export const scenes: readonly Scene[] = [
  fanout,
  fanoutCaret,
  presence,
  throughput,
  intake,
  cold,
  joinStorm,
  memory,
  crash,
];

/** @throws when there is no scene of this name. */
export function sceneNamed(name: string): Scene {
  const scene = scenes.find((each) => each.name === name);
  if (!scene) throw new Error(`there is no scene ${name}; there are ${scenes.map((each) => each.name).join(", ")}`);
  return scene;
}
