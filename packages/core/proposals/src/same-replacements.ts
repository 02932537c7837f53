/** [RV5] Replacements of the same words by several people: alternatives, as if one answered the other. */
import { type IdRange, joinRanges } from "@parley/history";
import type { Atom } from "./atoms.ts";
import { digestOf } from "./digest.ts";
import { replacedName } from "./rivalries.ts";

/**
 * Names for the words that several people replace, for each proposal that does nothing but replace these. They have to be exactly the same
 * words: so nobody makes alternatives of what others propose apart by replacing all of it.
 */
export function replacedBySeveral(
  proposals: readonly (readonly [root: Atom, atoms: readonly Atom[]])[],
): ReadonlyMap<Atom, readonly string[]> {
  const byFirst = new Map<string, { readonly root: Atom; readonly words: readonly IdRange[] }[]>();
  for (const [root, atoms] of proposals) {
    const words = replacedBy(atoms);
    const [first] = words;
    if (!first) continue;
    const key = `${first.client}-${first.clock}`;
    byFirst.set(key, [...(byFirst.get(key) ?? []), { root, words }]);
  }
  const names = new Map<Atom, readonly string[]>();
  for (const [first, replacements] of byFirst) {
    if (replacements.length < 2) continue;
    const same = Map.groupBy(replacements, ({ words }) =>
      digestOf(words.map(({ client, clock, length }) => [client, clock, length])),
    );
    for (const [digest, rivals] of same)
      if (new Set(rivals.map(({ root }) => root.author)).size > 1)
        for (const { root } of rivals) names.set(root, [replacedName(`${first} ${digest}`)]);
  }
  return names;
}

/** The words in whose place a proposal puts others, or put them while they were there; none where it does anything else. */
function replacedBy(atoms: readonly Atom[]): readonly IdRange[] {
  const words: IdRange[] = [];
  let brings = false;
  for (const { record, block, inserted, about } of atoms) {
    if (block) return [];
    if (!record) brings ||= inserted.length > 0;
    else if (record.record.do === "delete") words.push(...(about.length > 0 ? about : record.record.ids.map(asRange)));
    else if (record.record.do !== "format" && record.record.do !== "counter") return [];
  }
  return brings ? joinRanges(words) : [];
}

const asRange = ([client, clock, length]: readonly [number, number, number]): IdRange => ({ client, clock, length });
