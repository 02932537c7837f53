/** Which discussions are about which proposal. */
import type { CommentThread, DocumentProposal, KeptProposalDecision } from "@parley/documents";
import { IdSet } from "@parley/history";

/** Discussions of a proposal that waits, oldest first. One keeps its proposal by ids where that has got another name. */
export function threadsOfProposal(
  threads: readonly CommentThread[],
  { id, author, inserted, blocks }: DocumentProposal,
  waiting: ReadonlySet<string>,
): CommentThread[] {
  const brought = IdSet.of([
    ...inserted.map(([client, clock, length]) => ({ client, clock, length })),
    ...blocks.map(([client, clock]) => ({ client, clock, length: 1 })),
  ]);
  return threads.filter(({ anchor }) => {
    if (anchor.type !== "proposal" || anchor.decidedSeq !== null || anchor.proposalId === null) return false;
    if (anchor.proposalId === id) return true;
    if (author === null || waiting.has(anchor.proposalId)) return false;
    return anchor.ranges.some(([client, clock, length]) => brought.slice({ client, clock, length }).length > 0);
  });
}

/** Discussions of a proposal that was decided on. */
export function threadsOfDecided(
  threads: readonly CommentThread[],
  seq: KeptProposalDecision["seq"],
  proposalId: string,
): CommentThread[] {
  return threads.filter(({ anchor }) => anchor.decidedSeq === seq && anchor.proposalId === proposalId);
}
