/** Which proposals are about words, or blocks, that somebody else only proposes. */
import type { DocumentProposal } from "@parley/documents";
import { alternativesIn } from "./rivals.ts";

interface Brought {
  readonly from: number;
  readonly to: number;
  readonly proposal: DocumentProposal;
}

/**
 * The first proposal of somebody else of which each one, by its id, would change or take away words or a block. What answers another, directly
 * or with others, stands against that and changes nothing of it.
 */
export function changedProposals(list: readonly DocumentProposal[]): ReadonlyMap<string, DocumentProposal> {
  const brought = new Map<number, Brought[]>();
  for (const proposal of list) {
    const blocks = proposal.blocks.map(([client, clock]) => [client, clock, 1] as const);
    for (const [client, from, length] of [...proposal.inserted, ...blocks]) {
      const ofClient = brought.get(client) ?? [];
      ofClient.push({ from, to: from + length, proposal });
      brought.set(client, ofClient);
    }
  }
  const rivals = new Map(alternativesIn(list).flatMap((group) => group.map(({ id }) => [id, group] as const)));
  return new Map(
    list.flatMap((proposal): [string, DocumentProposal][] => {
      const isOther = (each: DocumentProposal): boolean =>
        each.author?.id !== proposal.author?.id && rivals.get(proposal.id)?.includes(each) !== true;
      const changed = rangesOf(proposal)
        .flatMap(([client, from, length]) =>
          (brought.get(client) ?? []).filter((each) => each.from < from + length && from < each.to),
        )
        .find((each) => isOther(each.proposal));
      return changed ? [[proposal.id, changed.proposal]] : [];
    }),
  );
}

type Range = readonly [client: number, clock: number, length: number];

function rangesOf({ records }: DocumentProposal): Range[] {
  return records.flatMap(({ do: does, ids = [], copies = [], block }): Range[] => {
    // What was written again, as by an undo, is still what the record is about.
    if (does === "delete" || does === "format") return [...ids, ...copies];
    return block && (does === "remove" || does === "set") ? [[block[0], block[1], 1]] : [];
  });
}
