/** Which discussions are about which proposal. */
import type { CommentThread, DocumentProposal, KeptProposalDecision } from "@parley/documents";
import { IdSet } from "@parley/history";

/** Discussions of a proposal that waits, oldest first. One keeps its proposal by ids where that has got another name. */
export function threadsOfProposal(
  threads: readonly CommentThread[],
  proposal: DocumentProposal,
  waiting: readonly DocumentProposal[],
): CommentThread[] {
  const { id, author } = proposal;
  return threads.filter(({ anchor }) => {
    const { type, decidedSeq, proposalId, ranges } = anchor;
    if (type !== "proposal" || decidedSeq !== null) return false;
    if (proposalId === id) return true;
    if (author === null || waiting.some((each) => each.id === proposalId)) return false;
    const brought = broughtBy(proposal);
    return ranges.some(([client, clock, length]) => brought.slice({ client, clock, length }).length > 0);
  });
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
