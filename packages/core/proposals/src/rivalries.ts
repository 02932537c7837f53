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

/** Proposals that stand in the words or blocks of some others, directly or through more of them. */
export function buildersOn<Builder extends Pick<Proposal, "id" | "requires">>(
  grounds: readonly Pick<Proposal, "id">[],
  proposals: readonly Builder[],
): Builder[] {
  const on = new Map<string, Builder[]>();
  for (const proposal of proposals)
    for (const id of proposal.requires) {
      const others = on.get(id);
      if (others) others.push(proposal);
      else on.set(id, [proposal]);
    }
  const isGround = new Set(grounds.map(({ id }) => id));
  const builders = new Set<Builder>();
  const open = [...isGround];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const each of on.get(id) ?? []) {
      if (builders.has(each) || isGround.has(each.id)) continue;
      builders.add(each);
      open.push(each.id);
    }
  return proposals.filter((each) => builders.has(each));
}
