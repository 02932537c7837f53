/**
 * Counter-proposals: proposals of which only one can be accepted, since one answers the other.
 *
 * Rules:
 * - [RV2] of proposals that answer each other, what is accepted is one: the newest of those that a view or a decision takes.
 * - [RV3] accepting one rejects the others, and the decision says so.
 */
import type { Lineage } from "@parley/history";
import { type Proposal, listMarked, marksOf } from "./list-proposals.ts";
import type { MarkedDocument } from "./marked-document.ts";
import type { Accepts, ProposalMark } from "./views.ts";

/** What comes of accepting some of all proposals: those that are accepted, and those that are not since a rival is. */
export function settleRivals(
  all: readonly Proposal[],
  isChosen: (proposal: Proposal) => boolean,
): { accepted: Proposal[]; notChosen: Proposal[] } {
  const notChosen = new Set<Proposal>();
  for (const rivals of rivalries(all)) {
    const winner = rivals.filter(isChosen).at(-1);
    if (winner) for (const each of rivals) if (each !== winner) notChosen.add(each);
  }
  return { accepted: all.filter((each) => isChosen(each) && !notChosen.has(each)), notChosen: [...notChosen] };
}

/** What a view takes for accepted when of proposals that answer each other only one can be. */
export function withoutRivals(marked: MarkedDocument, lineage: Lineage, accepts: Accepts): Accepts {
  if (!marked.index.records.some(({ record }) => record.do === "counter")) return accepts;
  const all = listMarked(marked, lineage);
  const { notChosen } = settleRivals(all, (proposal) => accepts(markOf(proposal)));
  if (notChosen.length === 0) return accepts;
  const isLost = marksOf(notChosen);
  return (mark) => !isLost(mark) && accepts(mark);
}

/** Proposals that answer each other, directly or through others: each group oldest first. */
function rivalries(all: readonly Proposal[]): Proposal[][] {
  const groupOf = new Map<string, Set<Proposal>>(all.map((proposal) => [proposal.id, new Set([proposal])]));
  for (const { id, counters } of all) {
    const [mine, theirs] = [groupOf.get(id), groupOf.get(counters ?? "")];
    if (!mine || !theirs || mine === theirs) continue;
    for (const each of theirs) {
      mine.add(each);
      groupOf.set(each.id, mine);
    }
  }
  return [...new Set(groupOf.values())]
    .filter((group) => group.size > 1)
    .map((group) => [...group].sort((a, b) => a.firstSeq - b.firstSeq || (a.id < b.id ? -1 : 1)));
}

/** A mark that stands for a whole proposal. */
function markOf({ author, inserted, blocks, records }: Proposal): ProposalMark {
  const [record] = records;
  if (record) return { author, range: null, record };
  const [block] = blocks;
  return { author, range: inserted[0] ?? (block ? { ...block, length: 1 } : null), record: null };
}
