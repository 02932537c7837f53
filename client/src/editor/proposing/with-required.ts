import type { DocumentProposal } from "@parley/documents";

/** Proposals with those that must be accepted before or along with them. */
export function withRequired(
  chosen: readonly DocumentProposal[],
  list: readonly DocumentProposal[],
): readonly DocumentProposal[] {
  const byId = new Map(list.map((proposal) => [proposal.id, proposal]));
  const all = new Map<string, DocumentProposal>();
  const add = (proposal: DocumentProposal | undefined): void => {
    if (!proposal || all.has(proposal.id)) return;
    all.set(proposal.id, proposal);
    for (const id of proposal.requires) add(byId.get(id));
  };
  for (const proposal of chosen) add(proposal);
  return [...all.values()];
}
