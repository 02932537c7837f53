/** What of a word's story a guest is told. */
import type { LiveStep } from "./live-step.ts";

const placings: ReadonlySet<string> = new Set([
  "split",
  "joined",
  "moved",
  "pasted",
  "broughtBack",
  "restored",
  "carriedOver",
  "decidedMove",
  "tookBack",
  "revived",
]);

const proposedStructures: ReadonlySet<string> = new Set(["proposedSplit", "proposedJoin"]);

const isRestructuring = (about: LiveStep["about"]): boolean => about === "split" || about === "join";

/** [guests] Who wrote, who moved last, what waits, and what was decided on words that stand. */
export function forGuest(steps: readonly LiveStep[]): LiveStep[] {
  const lastPlacing = steps.findLast(({ did, about }) => placings.has(did) || isRestructuring(about));
  const proposed = isRestructuring(lastPlacing?.about ?? null)
    ? steps.findLast(({ did, seq }) => proposedStructures.has(did) && seq < (lastPlacing?.seq ?? 0))
    : undefined;
  return steps.filter(
    (step) =>
      step.did === "wrote" ||
      step === lastPlacing ||
      step === proposed ||
      step.waits ||
      (step.did === "accepted" && step.about === "insertion"),
  );
}
