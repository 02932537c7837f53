/**
 * Counter-proposals: proposals of which only one can be accepted, since one answers the other.
 *
 * Rules:
 * - [RV2] of proposals that answer each other or the same, what is accepted is one: the newest of those that a view or a decision takes.
 * - [RV3] accepting one rejects the others with what builds on them, and the decision says so.
 * - [RV5] who is a rival of two that are none of each other loses to either, and they do not lose to each other.
 */
import type { Lineage } from "@parley/history";
import { marksOf } from "./accepts.ts";
import { listMarked } from "./list-proposals.ts";
import type { Proposal } from "./proposal.ts";
import type { MarkedDocument } from "./marked-document.ts";
import type { Accepts, ProposalMark } from "./accepts.ts";
import { lostMoves } from "./moves.ts";
import { buildersOn, rivalKeys, rivalries } from "./rivalries.ts";

/** What comes of accepting some of all proposals: those that are accepted, and those that are not since a rival is. */
export function settleRivals(
  all: readonly Proposal[],
  isChosen: (proposal: Proposal) => boolean,
): { accepted: Proposal[]; notChosen: Proposal[] } {
  const chosen = new Set(all.filter(isChosen));
  const groups = rivalries(all).map((rivals) => settleGroup(rivals, chosen));
  const lost = groups.flatMap((each) => each.lost);
  // What stands in words that are rejected goes with them; an alternative that is accepted does not, unless it moves words there.
  const won = new Set(groups.flatMap((each) => each.won));
  const builders =
    lost.length === 0 ? [] : buildersOn(lost, all).filter((each) => !won.has(each) || each.kind === "move");
  const notChosen = new Set([...lost, ...builders]);
  return { accepted: [...chosen].filter((each) => !notChosen.has(each)), notChosen: [...notChosen] };
}

/** Of rivals, oldest first: the chosen ones that are accepted, the newest before its rivals, and those that are rejected by that. */
function settleGroup(
  rivals: readonly Proposal[],
  chosen: ReadonlySet<Proposal>,
): { readonly won: readonly Proposal[]; readonly lost: readonly Proposal[] } {
  const keysOf = rivalKeys(rivals);
  const taken = new Set<string>();
  const won = rivals.toReversed().filter((each) => {
    const keys = keysOf(each);
    if (!chosen.has(each) || keys.some((key) => taken.has(key))) return false;
    for (const key of keys) taken.add(key);
    return true;
  });
  const winners = new Set(won);
  return { won, lost: rivals.filter((each) => !winners.has(each) && keysOf(each).some((key) => taken.has(key))) };
}

/** Whether any proposal may be an alternative to another: one answers another, several people move or delete words, or a paragraph is to be joined to different ones. */
export function hasAnswers({ index }: Pick<MarkedDocument, "index">): boolean {
  const movers = new Set(index.records.flatMap(({ record, author }) => (record.do === "move" ? [author] : [])));
  return (
    movers.size > 1 ||
    index.rivalJoins.length > 0 ||
    index.hasRivalDeletions ||
    index.records.some(({ record }) => record.do === "counter")
  );
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
