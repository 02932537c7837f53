/**
 * Between which steps of a page something stood that one of them deleted.
 *
 * Why: what others put back reads as it did at one moment. Of what was deleted, written anew and deleted again, one only is meant.
 */
import type * as Y from "yjs";
import type { UndoStep } from "./undo-step.ts";

/** It stood before every step after the first one up to the last one. */
export interface Lifetime {
  /** The step that brought it; -1 for what was there before all steps. */
  readonly born: number;
  /** The step that deleted it, and may bring it back. */
  readonly gone: number;
}

interface StepRange {
  readonly clock: number;
  readonly len: number;
  readonly step: number;
}

type RangesByClient = ReadonlyMap<number, readonly StepRange[]>;

/** Knows the lifetimes of what steps of a page deleted. */
export class StepLifetimes {
  readonly #brought: RangesByClient;
  readonly #deleted: RangesByClient;

  readonly #originalOf: (id: Y.ID) => Y.ID | null;

  /**
   * `known` are all steps as they were made; of those that are `open` something may come back. `originalOf` says of what the page brought
   * back what it had been: it counts as having stood all the time.
   */
  constructor(known: readonly UndoStep[], open: ReadonlySet<UndoStep>, originalOf: (id: Y.ID) => Y.ID | null) {
    this.#originalOf = originalOf;
    const each = known.map((step, index) => ({ step, index }));
    this.#brought = byClient(each, ({ insertions }) => insertions);
    this.#deleted = byClient(
      each.filter(({ step }) => open.has(step)),
      ({ deletions }) => deletions,
    );
  }

  /** The step that brought something; -1 for none. */
  bornAt(id: Y.ID): number {
    const original = this.#originalOf(id);
    return original ? this.bornAt(original) : (stepOf(this.#brought, id) ?? -1);
  }

  /** Whether any step brought something under a Yjs client id. */
  hasBrought(client: number): boolean {
    return this.#brought.has(client);
  }

  /** The lifetime of what a step deleted; `null` for anything else, and for what the same step brought. */
  of(id: Y.ID): Lifetime | null {
    const gone = stepOf(this.#deleted, id);
    if (gone === undefined) return null;
    // What a step brought and deleted was never there for another one.
    if (stepOf(this.#brought, id) === gone) return null;
    const born = this.bornAt(id);
    return born < gone ? { born, gone } : null;
  }
}

/** Whether something stood directly before a step. */
export function stoodBefore({ born, gone }: Lifetime, step: number): boolean {
  return born < step && step <= gone;
}

/** Whether two things stood at one moment. */
export function stoodTogether(a: Lifetime, b: Lifetime): boolean {
  return Math.max(a.born, b.born) < Math.min(a.gone, b.gone);
}

function byClient(
  steps: readonly { readonly step: UndoStep; readonly index: number }[],
  of: (step: UndoStep) => UndoStep["deletions"],
): RangesByClient {
  const ranges = new Map<number, StepRange[]>();
  for (const { step, index } of steps)
    for (const [client, own] of of(step).clients) {
      const all = ranges.get(client) ?? [];
      ranges.set(client, all);
      for (const { clock, len } of own) all.push({ clock, len, step: index });
    }
  for (const all of ranges.values()) all.sort((a, b) => a.clock - b.clock);
  return ranges;
}

function stepOf(ranges: RangesByClient, { client, clock }: Y.ID): number | undefined {
  const own = ranges.get(client) ?? [];
  let [from, until] = [0, own.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((own[middle]?.clock ?? 0) <= clock) from = middle + 1;
    else until = middle;
  }
  const found = own[from - 1];
  return found && clock < found.clock + found.len ? found.step : undefined;
}
