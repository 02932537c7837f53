/** Proposals that answer each other: only one of them can be accepted. */
import type { DocumentProposal } from "@parley/documents";

/** The list with every answer right behind what it answers, which may be an answer itself. */
export function withAnswersBehind(list: readonly DocumentProposal[]): DocumentProposal[] {
  const known = new Set(list.map(({ id }) => id));
  const answers = Map.groupBy(list, ({ counters }) => (counters !== null && known.has(counters) ? counters : ""));
  const placed = new Set<string>();
  const put = (proposal: DocumentProposal): DocumentProposal[] => {
    if (placed.has(proposal.id)) return [];
    placed.add(proposal.id);
    return [proposal, ...(answers.get(proposal.id) ?? []).flatMap(put)];
  };
  // Two that answer each other have no first one; they come where they stand.
  return [...(answers.get("") ?? []).flatMap(put), ...list.flatMap(put)];
}

/** The ids of those whose acceptance rejects another one in the list. */
export function rivalsIn(list: readonly DocumentProposal[]): ReadonlySet<string> {
  const known = new Set(list.map(({ id }) => id));
  return new Set(list.flatMap(({ id, counters }) => (counters !== null && known.has(counters) ? [id, counters] : [])));
}
