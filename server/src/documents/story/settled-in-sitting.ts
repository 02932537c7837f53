/** What became of what somebody proposed in a sitting, as the log keeps it. */
import type { PersonId } from "@parley/base";
import type { SettledProposal } from "@parley/documents";
import type { DocumentReplica, IdRange } from "@parley/history";
import type { KeptDecision } from "../rooms/live-proposals.ts";
import { rangesOfKept } from "./kept-places.ts";

/** A proposal that does not wait any more, how it ended, by whom, and what it was about. */
export interface LiveSettled {
  readonly seq: number;
  readonly how: SettledProposal["how"];
  readonly byId: PersonId;
  readonly atMs: number;
  readonly proposal: KeptDecision["decision"]["proposals"][number];
  readonly ranges: readonly IdRange[];
}

const endings = { accept: "accepted", reject: "rejected", withdraw: "withdrawn", void: "voided" } as const;

/**
 * What one person proposed first in one of these rows and was decided on, or became void, oldest ending first. What waits again, since the
 * decision was taken back or its words are back, is not in it; neither is what was taken back without a decision.
 */
export function settledInSitting(
  decisions: readonly KeptDecision[],
  seqs: ReadonlySet<number>,
  personId: PersonId,
  replica: Pick<DocumentReplica, "ydoc" | "attribution">,
): LiveSettled[] {
  const isOwn = ({ authorId, firstSeq }: LiveSettled["proposal"]): boolean =>
    authorId === personId && seqs.has(firstSeq);
  return decisions.flatMap(({ seq, personId: byId, decidedAtMs: atMs, decision, takenBackBy, again }) => {
    const { verdict } = decision;
    if (verdict === "takeBack" || verdict === "revive" || (takenBackBy !== null && verdict !== "void")) return [];
    const lists = [
      [endings[verdict], decision.proposals],
      ["rejected", decision.notChosen],
      ["voided", decision.voided],
    ] as const;
    return lists.flatMap(([how, proposals]) =>
      proposals
        .filter((proposal) => isOwn(proposal) && !again.has(proposal.id))
        .map((proposal) => ({ seq, how, byId, atMs, proposal, ranges: rangesOfKept(replica, proposal) })),
    );
  });
}
