/**
 * Random plans: what people and the world do to one document. A plan is a list of steps that can be kept as JSON, replayed and
 * shortened. Steps that cannot be done at their moment do nothing.
 */
import { type Role, seededRandom } from "@parley/base";
import type { Verdict } from "@parley/proposals";

/** What people do who only type, and what the world does. */
export type TypingStep =
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

/** What people do who negotiate. `at` is the seed of what exactly they do. */
export type NegotiatingStep =
  /** Proposes on a page, or edits directly; on a page that may not, or not now, nothing or the other. */
  | { readonly do: "propose" | "move" | "edit"; readonly page: number; readonly at: number }
  | {
      readonly do: "decide";
      readonly person: number;
      readonly at: number;
      readonly verdict: Verdict;
      readonly share: "one" | "some" | "all";
      /** Whether they decide on what they saw the last time they looked. */
      readonly isLate: boolean;
    }
  | { readonly do: "take-back"; readonly person: number; readonly at: number }
  | { readonly do: "restore"; readonly person: number; readonly at: number }
  | { readonly do: "role"; readonly person: number; readonly role: Role | null }
  | { readonly do: "comment" | "attack" | "fork"; readonly at: number };

export type Step = TypingStep | NegotiatingStep;

const negotiatingSteps: ReadonlySet<string> = new Set<NegotiatingStep["do"]>([
  "propose",
  "move",
  "edit",
  "decide",
  "take-back",
  "restore",
  "role",
  "comment",
  "attack",
  "fork",
]);

/** Whether a step is one of a negotiation. */
export function isNegotiating(step: Step): step is NegotiatingStep {
  return negotiatingSteps.has(step.do);
}

export interface Plan {
  readonly seed: number;
  readonly steps: readonly Step[];
  /** Whether three parties negotiate in it; `other-side`: each accepts only what the others propose [DE7]. */
  readonly negotiates?: "freely" | "other-side";
}

/** Pages of the simulation: two tabs of one person and one of each other. */
export const pageCount = 4;

/** A plan of typing from a seed. */
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

type Dice = ReturnType<typeof seededRandom>;
type Throw = (dice: Dice) => readonly Step[];

/** Three people of three parties negotiate. */
export const negotiatorCount = 3;

const anyPage = (dice: Dice): number => dice.int(pageCount);
const anyPerson = (dice: Dice): number => dice.int(negotiatorCount);
const anyAt = (dice: Dice): number => dice.int(1_000_000);
const decision = (dice: Dice): Step => ({
  do: "decide",
  person: anyPerson(dice),
  at: anyAt(dice),
  verdict: dice.pick(["accept", "accept", "reject", "withdraw"]),
  share: dice.pick(["one", "some", "some", "all"]),
  isLate: dice.chance(0.2),
});

/** How often each thing happens in a negotiation, of a hundred. */
const throws: readonly (readonly [weight: number, happens: Throw])[] = [
  [26, (dice) => [{ do: "propose", page: anyPage(dice), at: anyAt(dice) }]],
  [2, (dice) => [{ do: "move", page: anyPage(dice), at: anyAt(dice) }]],
  [12, (dice) => [{ do: "edit", page: anyPage(dice), at: anyAt(dice) }]],
  [9, (dice) => [decision(dice)]],
  // Two at once, and one that a crash may overtake.
  [2, (dice) => [decision(dice), decision(dice)]],
  [1, (dice) => [{ do: "hold-disk" }, decision(dice), { do: "deliver", count: 6 }, { do: "crash" }, { do: "restart" }]],
  [2, (dice) => [{ do: "take-back", person: anyPerson(dice), at: anyAt(dice) }]],
  [4, (dice) => [{ do: "role", person: anyPerson(dice), role: anyRole(dice) }]],
  [1, (dice) => [{ do: "restore", person: anyPerson(dice), at: anyAt(dice) }]],
  [2, (dice) => [{ do: "comment", at: anyAt(dice) }]],
  [1, (dice) => [{ do: "fork", at: anyAt(dice) }]],
  [4, (dice) => [{ do: "attack", at: anyAt(dice) }]],
  [17, (dice) => [{ do: "deliver", count: 1 + dice.int(16) }]],
  [6, (dice) => [{ do: "advance", byMs: dice.pick([5, 20, 200, 2_000, 40_000]) }]],
  [2, (dice) => [{ do: "cut", page: anyPage(dice) }]],
  [3, (dice) => [{ do: "mend", page: anyPage(dice) }]],
  [1, (dice) => [{ do: "close", page: anyPage(dice) }]],
  [1, (dice) => [{ do: "open", page: anyPage(dice) }]],
  [1, () => [{ do: "hold-disk" }]],
  [1, () => [{ do: "release-disk" }]],
  [1, () => [{ do: "compact" }]],
  [1, (dice) => (dice.chance(0.6) ? [{ do: "crash" }, { do: "restart" }] : [{ do: "upgrade" }])],
];

/** Who loses their access mostly gets some again soon. */
const anyRole = (dice: Dice): Role | null =>
  dice.pick(["edit", "edit", "edit", "edit", "edit", "suggest", "suggest", "suggest", "comment", "view", null]);

/** A plan of a negotiation from a seed. */
export function makeNegotiatedPlan(seed: number, length: number): Plan {
  const dice = seededRandom(seed);
  const steps: Step[] = [];
  let old: number[] = [];
  while (steps.length < length) {
    if (old.length > 0 && dice.chance(0.15)) steps.push({ do: "reload", page: old.shift() ?? 0 });
    let left = dice.int(100);
    const happened = throws.find(([weight]) => (left -= weight) < 0)?.[1](dice) ?? [];
    steps.push(...happened);
    if (happened.some((step) => step.do === "upgrade")) old = Array.from({ length: pageCount }, (_, each) => each);
  }
  return { seed, steps, negotiates: dice.chance(0.4) ? "other-side" : "freely" };
}
