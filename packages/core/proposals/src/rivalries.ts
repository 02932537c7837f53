import type { Proposal } from "./list-proposals.ts";

/** Proposals that answer each other or the same, directly or through others: each group of several oldest first. */
export function rivalries<Rival extends Pick<Proposal, "id" | "born" | "firstSeq" | "answered">>(
  proposals: readonly Rival[],
): Rival[][] {
  // Every name stands for a group, through names that it was joined to.
  const joined = new Map<string, string>();
  const groupOf = (name: string): string => {
    let group = name;
    for (let next = joined.get(group); next !== undefined; next = joined.get(group)) group = next;
    if (group !== name) joined.set(name, group);
    return group;
  };
  for (const { id, answered } of proposals)
    for (const name of answered) {
      const [own, other] = [groupOf(id), groupOf(name)];
      if (own !== other) joined.set(other, own);
    }
  if (joined.size === 0) return [];
  const groups = new Map<string, Rival[]>();
  for (const proposal of proposals) {
    const group = groupOf(proposal.id);
    const list = groups.get(group);
    if (list) list.push(proposal);
    else groups.set(group, [proposal]);
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((group) => group.sort((a, b) => a.firstSeq - b.firstSeq || (a.born < b.born ? -1 : 1)));
}
