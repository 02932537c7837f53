/**
 * What of the proposals that somebody decides on can be decided on as they saw it.
 *
 * Invariants:
 * - Nothing is decided on that has changed since, or, where it is accepted, of which a rival has: accepting it rejects that one.
 * - Nothing is accepted without what it builds on.
 * - Costs time in proportion to what waits, however it builds on each other.
 */
import type { PersonId } from "@parley/base";
import { type LeftProposal, refuseDocument } from "@parley/documents";
import { type Proposal, type Verdict, ownDigest, rivalries } from "@parley/proposals";

/** What somebody decides: about which proposals, as they saw them. */
export interface DecisionToMake {
  readonly verdict: Verdict;
  readonly proposals: readonly { readonly id: string; readonly digest: string }[];
  readonly reason: string | null;
  /** Whether the others are decided on when some are not as they were seen. */
  readonly leaveChanged: boolean;
}

/**
 * What is decided on as it was seen, and what is left. Nothing is left where that is not wanted, or nothing would be decided on.
 * @throws Refusal `documents/proposals-changed`, `documents/proposal-requires`, `documents/not-your-proposal`
 */
export function chooseProposals(
  all: readonly Proposal[],
  { verdict, proposals, leaveChanged }: DecisionToMake,
  personId: PersonId,
): { chosen: Proposal[]; left: LeftProposal[] } {
  const byId = new Map(all.map((proposal) => [proposal.id, proposal]));
  // Only an acceptance is about the rivals, too: it rejects them.
  const partOf = verdict === "accept" ? (digest: string) => digest : ownDigest;
  const chosen = new Map<string, Proposal>();
  const left: LeftProposal[] = [];
  for (const { id, digest } of proposals) {
    const proposal = byId.get(id);
    const isSameOf = (part: (each: string) => string): boolean =>
      proposal !== undefined && part(proposal.digest) === part(digest);
    if (!proposal || !isSameOf(partOf)) {
      if (!leaveChanged) throw refuseDocument("documents/proposals-changed");
      left.push({ id, why: !proposal ? "gone" : isSameOf(ownDigest) ? "rival" : "changed" });
      continue;
    }
    if (verdict === "withdraw" && proposal.author !== personId) throw refuseDocument("documents/not-your-proposal");
    chosen.set(id, proposal);
  }
  if (verdict === "accept") leaveDependent(all, chosen, left);
  if (chosen.size === 0) throw refuseDocument("documents/proposals-changed");
  return { chosen: [...chosen.values()], left };
}

/** What builds on something that is left is left, too, and so are the rivals of what is left: accepting one would reject it unseen. */
function leaveDependent(all: readonly Proposal[], chosen: Map<string, Proposal>, left: LeftProposal[]): void {
  const builtOn = builtOnEach(chosen.values());
  const loose = [...chosen.values()].flatMap(({ id, requires }) =>
    requires.some((each) => !chosen.has(each)) ? id : [],
  );
  if (loose.length > 0 && left.length === 0) throw refuseDocument("documents/proposal-requires");
  const leave = (ids: Iterable<string>, why: LeftProposal["why"]): void => {
    for (const id of ids) if (chosen.delete(id)) left.push({ id, why });
  };
  leave(loose, "requires");
  const groups = rivalries(all).map((rivals) => rivals.map(({ id }) => id));
  const rivalsOf = new Map(groups.flatMap((ids) => ids.map((id) => [id, ids] as const)));
  // What is left is looked at once, in the order in which it was.
  for (let at = 0; at < left.length; at++) {
    const { id } = left[at] as LeftProposal;
    leave(builtOn.get(id) ?? [], "requires");
    leave(rivalsOf.get(id) ?? [], "rival");
    for (const each of rivalsOf.get(id) ?? []) rivalsOf.delete(each);
  }
}

/** For each proposal those that build on it. */
function builtOnEach(proposals: Iterable<Proposal>): ReadonlyMap<string, readonly string[]> {
  const builtOn = new Map<string, string[]>();
  for (const { id, requires } of proposals) {
    for (const each of requires) {
      const others = builtOn.get(each);
      if (others) others.push(id);
      else builtOn.set(each, [id]);
    }
  }
  return builtOn;
}
