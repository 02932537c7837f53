/**
 * Random plans: what people and the world do to one document. A plan is a list of steps that can be kept as JSON, replayed and
 * shortened. Steps that cannot be done at their moment do nothing.
 */
import { seededRandom } from "@parley/base";

export type Step =
  | { readonly do: "type"; readonly page: number; readonly at: number; readonly count: number }
  | { readonly do: "delete"; readonly page: number; readonly at: number; readonly count: number }
  | { readonly do: "split-off"; readonly page: number; readonly at: number }
  | { readonly do: "drop-paragraph"; readonly page: number; readonly at: number }
  | { readonly do: "style"; readonly page: number; readonly at: number; readonly style: "heading" | "quote" | null }
  | { readonly do: "bold"; readonly page: number; readonly at: number; readonly on: boolean }
  | { readonly do: "cut" | "mend" | "close" | "open" | "reload"; readonly page: number }
  | { readonly do: "deliver"; readonly count: number }
  | { readonly do: "advance"; readonly byMs: number }
  | { readonly do: "hold-disk" | "release-disk" | "crash" | "restart" | "compact" | "upgrade" };

export interface Plan {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** Pages of the simulation: two tabs of one person and one of each other. */
export const pageCount = 4;

/** A plan from a seed. */
export function makePlan(seed: number, length: number): Plan {
  const random = seededRandom(seed);
  const page = (): number => random.int(pageCount);
  const at = (): number => random.int(1_000_000);
  const steps: Step[] = [];
  let old: number[] = [];
  while (steps.length < length) {
    const roll = random.int(100);
    if (old.length > 0 && random.chance(0.15)) steps.push({ do: "reload", page: old.shift() ?? 0 });
    if (roll < 36) steps.push({ do: "type", page: page(), at: at(), count: 1 + random.int(4) });
    else if (roll < 48) steps.push({ do: "delete", page: page(), at: at(), count: 1 + random.int(5) });
    else if (roll < 52) steps.push({ do: "split-off", page: page(), at: at() });
    else if (roll < 54) steps.push({ do: "drop-paragraph", page: page(), at: at() });
    else if (roll < 57)
      steps.push({ do: "style", page: page(), at: at(), style: random.pick(["heading", "quote", null]) });
    else if (roll < 60) steps.push({ do: "bold", page: page(), at: at(), on: random.chance(0.6) });
    else if (roll < 80) steps.push({ do: "deliver", count: 1 + random.int(12) });
    else if (roll < 86) steps.push({ do: "advance", byMs: random.pick([5, 20, 200, 2_000, 40_000, 90_000]) });
    else if (roll < 89) steps.push({ do: "cut", page: page() });
    else if (roll < 93) steps.push({ do: "mend", page: page() });
    else if (roll < 94) steps.push({ do: "close", page: page() });
    else if (roll < 96) steps.push({ do: "open", page: page() });
    else if (roll < 97) steps.push({ do: "hold-disk" });
    else if (roll < 98) steps.push({ do: "release-disk" });
    else if (roll < 99) steps.push({ do: "compact" });
    else if (random.chance(0.7)) steps.push({ do: "crash" }, { do: "restart" });
    else {
      // A new version of the program. Pages of the old one only read until they are loaded anew, one after the other.
      steps.push({ do: "upgrade" });
      old = Array.from({ length: pageCount }, (_, each) => each);
    }
  }
  return { seed, steps };
}
