/**
 * How a list of proposals has changed, so that a page that follows it need not get it whole.
 *
 * Invariant: `takeProposalNews(before, proposalNews(before, after))` is `after`.
 */
import type { DocumentProposal, KeptProposalDecision, ProposalDecision } from "./proposals-api.ts";

export interface ProposalNews {
  /** Ids that are in the list no more. */
  readonly gone: readonly string[];
  /** New and changed ones in reading order, each with the id of the one that it stands behind; `null` at the beginning. */
  readonly set: readonly { readonly behind: string | null; readonly proposal: DocumentProposal }[];
  /** To whoever has made proposals void by a direct change of theirs, and to whoever had made those: what, with which row. */
  readonly voided?: readonly VoidedProposals[];
  /** What had become void and waits again: the rows that had said so. */
  readonly revived?: readonly number[];
}

/** What became void with a direct change, as it was before. */
export interface VoidedProposals {
  readonly seq: number;
  /** Who made the change, where that is not the reader: then these are the reader's own proposals. */
  readonly by?: { readonly id: string; readonly name: string };
  readonly proposals: readonly VoidedProposal[];
}

export type VoidedProposal = Omit<ProposalDecision["proposals"][number], "late"> & {
  readonly author: DocumentProposal["author"];
  /** Of the reader's own that came too late: who had taken what it was about. */
  readonly late?: KeptProposalDecision["proposals"][number]["late"];
  /** Runs of ids that the reader deleted of it: once all of them are back, it waits as it did. */
  readonly goneIds: readonly (readonly [client: number, clock: number, length: number])[];
};

/** What makes the list before into the list after. */
export function proposalNews(before: readonly DocumentProposal[], after: readonly DocumentProposal[]): ProposalNews {
  const known = new Map(before.map((proposal) => [proposal.id, JSON.stringify(proposal)]));
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.flatMap(({ id }) => (kept.has(id) ? [] : [id]));
  const changed = new Set(
    after.flatMap((proposal) => (known.get(proposal.id) === JSON.stringify(proposal) ? [] : [proposal.id])),
  );
  const news = newsOf(gone, changed, after);
  const isEnough = takeProposalNews(before, news).every(({ id }, index) => after[index]?.id === id);
  // Where unchanged ones have changed places, too, each of them is told.
  return isEnough ? news : newsOf(gone, kept, after);
}

function newsOf(gone: readonly string[], told: ReadonlySet<string>, after: readonly DocumentProposal[]): ProposalNews {
  const set = after.flatMap((proposal, index) =>
    told.has(proposal.id) ? [{ behind: after[index - 1]?.id ?? null, proposal }] : [],
  );
  return { gone, set };
}

/** The list after the news; the same list when it is the same. What is told to stand behind an unknown one stands at the end. */
export function takeProposalNews(
  before: readonly DocumentProposal[],
  { gone, set }: ProposalNews,
): readonly DocumentProposal[] {
  if (gone.length + set.length === 0) return before;
  const left = new Set([...gone, ...set.map(({ proposal }) => proposal.id)]);
  const list = before.filter(({ id }) => !left.has(id));
  for (const { behind, proposal } of set) {
    const at = behind === null ? -1 : list.findIndex(({ id }) => id === behind);
    list.splice(behind !== null && at < 0 ? list.length : at + 1, 0, proposal);
  }
  return list;
}
