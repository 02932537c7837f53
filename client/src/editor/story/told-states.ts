import type { WordStep } from "@parley/documents";

/**
 * Of the steps of a story, oldest first, those that say how things stand: the last one that waits, and the last one for each kind of
 * formatting. What waited before and still does is told by that.
 */
export function toldStates(steps: readonly WordStep[]): ReadonlySet<WordStep> {
  const last = new Map<string, WordStep>();
  for (const step of steps) if (step.waits) last.set(step.did === "proposedFormat" ? `${step.name}` : "", step);
  return new Set(last.values());
}
