import type { Id } from "@parley/history";
import type { Proposal } from "./proposal.ts";

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

/**
 * What names a proposal's rivals among those of its group: two that have a key in common are rivals. Answers to each other or the same have
 * one key; words that several move or replace, and paragraphs that they join elsewhere, have one each. So somebody who moves two things that
 * others move apart is a rival of either, and makes no rivals of those.
 */
export function rivalKeys<Rival extends Pick<Proposal, "id" | "born" | "firstSeq" | "answered">>(
  group: readonly Rival[],
): (proposal: Rival) => readonly string[] {
  const answering = group.map((each) => ({ ...each, answered: each.answered.filter((name) => !isShared(name)) }));
  const keyOf = new Map(
    rivalries(answering).flatMap((rivals, index) => rivals.map(({ id }) => [id, `answers ${index}`] as const)),
  );
  return ({ id, answered }) => {
    const key = keyOf.get(id);
    return [...(key === undefined ? [] : [key]), ...answered.filter(isShared)];
  };
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

interface Answering extends Pick<Proposal, "id" | "born" | "firstSeq" | "answered" | "counters" | "requires"> {
  readonly standsOn: readonly string[];
}

/**
 * [RV1] The same proposals without the links from what stands in a block to that block: it builds on it, and both can be accepted. Where two
 * move the same words, and one of them into what the other brings, they stay alternatives: nothing is moved twice.
 */
export function withoutAnswersWithin<Each extends Answering>(proposals: readonly Each[]): Each[] {
  let all = [...proposals];
  if (all.every(({ answered }) => answered.length === 0)) return all;
  const byId = new Map(all.map((each) => [each.id, each]));
  const known = new Map<string, ReadonlySet<string>>();
  /** What brings the blocks in which something stands, and everything on which that builds. */
  const groundsOf = (id: string): ReadonlySet<string> => {
    const before = known.get(id);
    if (before) return before;
    const grounds = new Set(byId.get(id)?.requires);
    for (const each of grounds) {
      const { requires = [], standsOn = [] } = byId.get(each) ?? {};
      for (const more of [...requires, ...standsOn]) grounds.add(more);
    }
    known.set(id, grounds);
    return grounds;
  };
  const isWithin = (id: string, others: readonly string[]): boolean =>
    others.some((other) => other !== id && groundsOf(id).has(other));
  all = all.map((each) =>
    keepAnswered(each, (name) => !isWithin(each.id, [name]) && !(byId.has(name) && isWithin(name, [each.id]))),
  );
  // What is left may still be rival to what is around it, since both answer the same.
  const groups = rivalries(all).map((rivals) => rivals.map(({ id }) => id));
  const inside = new Set(groups.flatMap((ids) => ids.filter((id) => isWithin(id, ids))));
  return inside.size === 0 ? all : all.map((each) => (inside.has(each.id) ? keepAnswered(each, isOfMove) : each));
}

function keepAnswered<Each extends Answering>(proposal: Each, isKept: (name: string) => boolean): Each {
  const answered = proposal.answered.filter(isKept);
  if (answered.length === proposal.answered.length) return proposal;
  const { counters } = proposal;
  return { ...proposal, answered, counters: counters !== null && answered.includes(counters) ? counters : null };
}

/** Names of words that several people move. */
export const movedName = ({ client, clock }: Id): string => `moved ${client}-${clock}`;
/** Names of paragraphs that several people join to different ones. */
export const joinedName = ({ client, clock }: Id): string => `joined ${client}-${clock}`;
/** Names of words that several people replace. */
export const replacedName = (words: string): string => `replaced ${words}`;
const isOfMove = (name: string): boolean => name.startsWith("moved ");
/** [RV5] Whether a name is of what several are about by themselves, and not of an answer. */
const isShared = (name: string): boolean => /^(?:moved|joined|replaced) /.test(name);
