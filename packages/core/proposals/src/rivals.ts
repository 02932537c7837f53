/**
 * Counter-proposals: proposals of which only one can be accepted, since one answers the other.
 *
 * Rules:
 * - [RV2] of proposals that answer each other or the same, what is accepted is one: the newest of those that a view or a decision takes.
 * - [RV3] accepting one rejects the others, and the decision says so.
 */
import type { Lineage } from "@parley/history";
import { type Proposal, listMarked, marksOf } from "./list-proposals.ts";
import type { MarkedDocument } from "./marked-document.ts";
import type { Accepts, ProposalMark } from "./accepts.ts";

/** What comes of accepting some of all proposals: those that are accepted, and those that are not since a rival is. */
export function settleRivals(
  all: readonly Proposal[],
  isChosen: (proposal: Proposal) => boolean,
): { accepted: Proposal[]; notChosen: Proposal[] } {
  const chosen = all.filter(isChosen);
  const beaten = new Set(rivalries(chosen).flatMap((rivals) => rivals.slice(0, -1)));
  const accepted = new Set(chosen.filter((each) => !beaten.has(each)));
  const notChosen = rivalries(all)
    .filter((rivals) => rivals.some((each) => accepted.has(each)))
    .flatMap((rivals) => rivals.filter((each) => !accepted.has(each)));
  return { accepted: [...accepted], notChosen };
}

/** Whether any proposal answers another. */
export function hasAnswers({ index }: Pick<MarkedDocument, "index">): boolean {
  return index.records.some(({ record }) => record.do === "counter");
}

/** What a view takes for accepted when of proposals that answer each other only one can be. */
export function withoutRivals(marked: MarkedDocument, lineage: Lineage, accepts: Accepts): Accepts {
  if (!hasAnswers(marked)) return accepts;
  const all = listMarked(marked, lineage);
  const { notChosen } = settleRivals(all, (proposal) => accepts(markOf(proposal)));
  if (notChosen.length === 0) return accepts;
  const isLost = marksOf(notChosen);
  return (mark) => !isLost(mark) && accepts(mark);
}

/** Proposals that answer each other or the same, directly or through others: each group oldest first. */
function rivalries(proposals: readonly Proposal[]): Proposal[][] {
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
  const groups = new Map<string, Proposal[]>();
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

/** A mark that stands for a whole proposal. */
function markOf({ author, inserted, blocks, records }: Proposal): ProposalMark {
  const [record] = records;
  if (record) return { author, range: null, record };
  const [block] = blocks;
  return { author, range: inserted[0] ?? (block ? { ...block, length: 1 } : null), record: null };
}
