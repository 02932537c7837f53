/** Which discussions are about which proposal. */
import type { CommentThread, DocumentProposal, KeptProposalDecision } from "@parley/documents";
import { IdSet } from "@parley/history";

/** Discussions of a proposal that waits, oldest first. One keeps its proposal by ids where that has got another name. */
export function threadsOfProposal(
  threads: readonly CommentThread[],
  proposal: DocumentProposal,
  waiting: readonly DocumentProposal[],
): CommentThread[] {
  return [...(threadsByProposal(threads, [proposal, ...waiting]).get(proposal.id) ?? [])];
}

/** Discussions of all proposals that wait, by the proposal's id. What nobody discusses is left out. */
export function threadsByProposal(
  threads: readonly CommentThread[],
  waiting: readonly DocumentProposal[],
): ReadonlyMap<string, readonly CommentThread[]> {
  const open = threads.filter(({ anchor }) => anchor.type === "proposal" && anchor.decidedSeq === null);
  const known = new Set(waiting.map(({ id }) => id));
  const isNamed = ({ anchor }: CommentThread): boolean => anchor.proposalId !== null && known.has(anchor.proposalId);
  const brought = open.every(isNamed)
    ? []
    : waiting.flatMap((each) => (each.author === null ? [] : [[each.id, broughtBy(each)] as const]));
  const idsOf = (thread: CommentThread): Iterable<string> => {
    const { proposalId, ranges } = thread.anchor;
    if (proposalId !== null && isNamed(thread)) return [proposalId];
    const holds = (ids: IdSet): boolean =>
      ranges.some(([client, clock, length]) => ids.slice({ client, clock, length }).length > 0);
    return new Set(brought.flatMap(([id, ids]) => (holds(ids) ? [id] : [])));
  };
  const found = new Map<string, CommentThread[]>();
  for (const thread of open) for (const id of idsOf(thread)) found.set(id, [...(found.get(id) ?? []), thread]);
  return found;
}

function broughtBy({ inserted, blocks }: DocumentProposal): IdSet {
  return IdSet.of([
    ...inserted.map(([client, clock, length]) => ({ client, clock, length })),
    ...blocks.map(([client, clock]) => ({ client, clock, length: 1 })),
  ]);
}

/** Discussions of a proposal that was decided on. */
export function threadsOfDecided(
  threads: readonly CommentThread[],
  seq: KeptProposalDecision["seq"],
  proposalId: string,
): CommentThread[] {
  return threads.filter(({ anchor }) => anchor.decidedSeq === seq && anchor.proposalId === proposalId);
}
