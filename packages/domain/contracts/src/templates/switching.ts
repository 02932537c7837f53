/** [CT2] [CT3] What turning a switch does to the text of a contract, told as removals and insertions of blocks of the top level. */
import type { BlockContent } from "@parley/document";
import { type Options, clauseOf, conditionOf, isTaken, takenBlocks } from "./conditions.ts";

/** Where blocks come in: behind the block of this index of the text as it is; -1 for its beginning. */
export interface Insertion {
  readonly after: number;
  readonly blocks: readonly BlockContent[];
}

export interface SwitchPlan {
  /** Indexes of blocks of the text as it is. */
  readonly removed: readonly number[];
  readonly inserted: readonly Insertion[];
}

/**
 * What has to be done to a text so that it follows the choices as far as one switch goes: what depends on the other choice goes, what depends on
 * this one and is not there comes from the template. Nothing else is touched, so words that people wrote stay.
 * @param text the agreed blocks of the contract
 * @param template the blocks of the version of the template that the contract was made from
 */
export function planSwitch(
  text: readonly BlockContent[],
  template: readonly BlockContent[],
  name: string,
  options: Options,
): SwitchPlan {
  const isAbout = (block: BlockContent): boolean => conditionOf(block)?.name === name;
  const removed = text.flatMap((block, index) => (isAbout(block) && !isTaken(block, options) ? [index] : []));
  const there = new Map<string, number>();
  text.forEach((block, index) => {
    const clause = clauseOf(block);
    if (clause !== null && !removed.includes(index) && !there.has(clause)) there.set(clause, index);
  });
  const inserted: { after: number; blocks: BlockContent[] }[] = [];
  for (const group of groupsOf(template, (block) => isAbout(block) && isTaken(block, options))) {
    if (isThere(group.blocks, text, there)) continue;
    const after = placeBehind(text, template, group, there, options);
    const blocks = takenBlocks(group.blocks, options);
    const last = inserted.at(-1);
    if (last?.after === after) last.blocks.push(...blocks);
    else inserted.push({ after, blocks });
  }
  return { removed, inserted };
}

interface Group {
  readonly start: number;
  readonly blocks: readonly BlockContent[];
}

/** Runs of neighbouring blocks for which something holds. */
function groupsOf(blocks: readonly BlockContent[], holds: (block: BlockContent) => boolean): Group[] {
  const groups: { start: number; blocks: BlockContent[] }[] = [];
  blocks.forEach((block, index) => {
    if (!holds(block)) return;
    const last = groups.at(-1);
    if (last && last.start + last.blocks.length === index) last.blocks.push(block);
    else groups.push({ start: index, blocks: [block] });
  });
  return groups;
}

/** Whether a group stands in the text already: by one of its clauses, or, where it has none, by a paragraph under its condition. */
function isThere(
  group: readonly BlockContent[],
  text: readonly BlockContent[],
  there: ReadonlyMap<string, number>,
): boolean {
  const clauses = group.flatMap((block) => clauseOf(block) ?? []);
  if (clauses.length > 0) return clauses.some((clause) => there.has(clause));
  const wanted = new Set(group.map((block) => JSON.stringify(conditionOf(block))));
  return text.some(
    (block) =>
      clauseOf(block) === null && conditionOf(block) !== null && wanted.has(JSON.stringify(conditionOf(block))),
  );
}

/** [CT3] Behind the nearest clause before the group that stands in the text, with what belongs to it. */
function placeBehind(
  text: readonly BlockContent[],
  template: readonly BlockContent[],
  { start, blocks }: Group,
  there: ReadonlyMap<string, number>,
  options: Options,
): number {
  let before = start - 1;
  const isTakenAt = (index: number): boolean => {
    const block = template[index];
    return block !== undefined && isTaken(block, options);
  };
  const placeOf = (index: number): number | undefined => {
    const block = template[index];
    const clause = block && isTakenAt(index) ? clauseOf(block) : null;
    return clause === null ? undefined : there.get(clause);
  };
  while (before >= 0 && placeOf(before) === undefined) before--;
  const anchor = before < 0 ? -1 : (placeOf(before) ?? -1);
  // What follows the anchor up to the clause that comes next in the template is the anchor's, also what people added to it.
  let behind = start + blocks.length;
  while (behind < template.length && !isTakenAt(behind)) behind++;
  const next = placeOf(behind);
  if (next !== undefined && next > anchor) return next - 1;
  const tail = template.slice(before + 1, start).filter((block) => isTaken(block, options) && clauseOf(block) === null);
  let after = anchor;
  for (const _each of tail) {
    const following = text[after + 1];
    if (following === undefined || clauseOf(following) !== null) break;
    after++;
  }
  return after;
}
