/**
 * Counter-proposals: proposals of which only one can be accepted, since one answers the other.
 *
 * Rules:
 * - [RV2] of proposals that answer each other or the same, what is accepted is one: the newest of those that a view or a decision takes.
 * - [RV3] accepting one rejects the others with what builds on them, and the decision says so.
 */
import type { Lineage } from "@parley/history";
import { marksOf } from "./accepts.ts";
import { listMarked } from "./list-proposals.ts";
import type { Proposal } from "./proposal.ts";
import type { MarkedDocument } from "./marked-document.ts";
import type { Accepts, ProposalMark } from "./accepts.ts";
import { lostMoves } from "./moves.ts";
import { buildersOn, rivalries } from "./rivalries.ts";

/** What comes of accepting some of all proposals: those that are accepted, and those that are not since a rival is. */
export function settleRivals(
  all: readonly Proposal[],
  isChosen: (proposal: Proposal) => boolean,
): { accepted: Proposal[]; notChosen: Proposal[] } {
  const chosen = new Set(all.filter(isChosen));
  const groups = rivalries(all);
  const beaten = new Set(groups.flatMap((rivals) => rivals.filter((each) => chosen.has(each)).slice(0, -1)));
  const lost = groups
    .filter((rivals) => rivals.some((each) => chosen.has(each)))
    .flatMap((rivals) => rivals.filter((each) => !chosen.has(each) || beaten.has(each)));
  // What stands in words that are rejected goes with them; an alternative that is accepted does not, unless it moves words there.
  const won = new Set(groups.flat().filter((each) => chosen.has(each) && !beaten.has(each)));
  const builders =
    lost.length === 0 ? [] : buildersOn(lost, all).filter((each) => !won.has(each) || each.kind === "move");
  const notChosen = new Set([...lost, ...builders]);
  return { accepted: [...chosen].filter((each) => !notChosen.has(each)), notChosen: [...notChosen] };
}

/** Whether any proposal may be an alternative to another: one answers another, several people move words, or a paragraph is to be joined to different ones. */
export function hasAnswers({ index }: Pick<MarkedDocument, "index">): boolean {
  const movers = new Set(index.records.flatMap(({ record, author }) => (record.do === "move" ? [author] : [])));
  return movers.size > 1 || index.rivalJoins.length > 0 || index.records.some(({ record }) => record.do === "counter");
}

/**
 * What a view takes for accepted when of proposals that answer each other only one can be, and when words are moved only to a place that
 * it shows.
 */
export function withoutRivals(marked: MarkedDocument, lineage: Lineage, accepts: Accepts): Accepts {
  const settled = hasAnswers(marked) ? withoutNotChosen(marked, lineage, accepts) : accepts;
  const lost = lostMoves(marked, lineage, settled);
  return lost.length === 0 ? settled : without(lost, settled);
}

function withoutNotChosen(marked: MarkedDocument, lineage: Lineage, accepts: Accepts): Accepts {
  const { notChosen } = settleRivals(listMarked(marked, lineage), (proposal) => accepts(markOf(proposal)));
  return notChosen.length === 0 ? accepts : without(notChosen, accepts);
}

function without(lost: readonly Proposal[], accepts: Accepts): Accepts {
  const isLost = marksOf(lost);
  return (mark) => !isLost(mark) && accepts(mark);
}

/** A mark that stands for a whole proposal. */
function markOf({ author, inserted, blocks, records }: Proposal): ProposalMark {
  const [record] = records;
  if (record) return { author, range: null, record };
  const [block] = blocks;
  return { author, range: inserted[0] ?? (block ? { ...block, length: 1 } : null), record: null };
}
