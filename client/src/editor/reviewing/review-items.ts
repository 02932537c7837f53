/** What is to be looked at, as one list in the order of the text. */
import type {
  CommentThread,
  DocumentProposal,
  DocumentReview,
  KeptProposalDecision,
  ReviewedChange,
  ReviewedRestoration,
  WaitingReason,
} from "@parley/documents";
import type { IdRun } from "../comments/thread-places.ts";

/** One thing to look at. `runs` say where it is; none for what is nowhere in the text. */
export type ReviewItem = { readonly id: string; readonly runs: readonly IdRun[] } & (
  | { readonly type: "change"; readonly change: ReviewedChange }
  | { readonly type: "proposal"; readonly proposal: DocumentProposal; readonly isNew: boolean }
  | { readonly type: "thread"; readonly thread: CommentThread; readonly why: WaitingReason }
  | { readonly type: "decision"; readonly decision: KeptProposalDecision }
  | {
      readonly type: "restoration";
      readonly restoration: ReviewedRestoration;
      /** What it changed, in reading order: told with it and not once more. */
      readonly parts: readonly ReviewedChange[];
    }
);

/**
 * Everything that a review names, as far as this page has it. `positionOf` answers where ids stand, `Infinity` for nowhere. What stands in
 * the text comes in its order; decisions and what is about the whole document come last. A restored version comes first: it explains much of
 * the rest.
 */
export function reviewItems(
  review: DocumentReview,
  known: { readonly proposals: readonly DocumentProposal[]; readonly threads: readonly CommentThread[] },
  positionOf: (runs: readonly IdRun[]) => number,
): ReviewItem[] {
  const proposals = new Map(known.proposals.map((proposal) => [proposal.id, proposal]));
  const threads = new Map(known.threads.map((thread) => [thread.id, thread]));
  const parts = partsOfRestorations(review);
  const ofOthers = review.changes.filter((change) => parts.get(change.seq)?.includes(change) !== true);
  const items: ReviewItem[] = [
    ...ofOthers.map((change): ReviewItem => ({
      id: `change ${change.id}`,
      type: "change",
      change,
      runs: runsOfChange(change),
    })),
    ...review.proposals.flatMap(({ id, isNew }): ReviewItem[] => {
      const proposal = proposals.get(id);
      return proposal
        ? [{ id: `proposal ${id}`, type: "proposal", proposal, isNew, runs: runsOfProposal(proposal) }]
        : [];
    }),
    ...review.threads.flatMap(({ id, why }): ReviewItem[] => {
      const thread = threads.get(id);
      return thread ? [{ id: `thread ${id}`, type: "thread", thread, why, runs: thread.anchor.ranges }] : [];
    }),
    ...review.decisions.map((decision): ReviewItem => ({
      id: `decision ${decision.seq}`,
      type: "decision",
      decision,
      runs: [],
    })),
  ];
  const restorations = review.restorations.map((restoration): ReviewItem => ({
    id: `restoration ${restoration.seq}`,
    type: "restoration",
    restoration,
    parts: parts.get(restoration.seq) ?? [],
    runs: [],
  }));
  const placed = items.map((item, index) => ({ item, index, at: positionOf(item.runs) }));
  const inOrder = placed.toSorted((a, b) => (a.at === b.at ? a.index - b.index : a.at - b.at)).map(({ item }) => item);
  return [...restorations, ...inOrder];
}

/** By the row of each restoration that is listed, its changes. */
function partsOfRestorations({
  changes,
  restorations,
}: DocumentReview): ReadonlyMap<number, readonly ReviewedChange[]> {
  return new Map(
    restorations.map(({ seq }) => [seq, changes.filter((change) => change.came === "restored" && change.seq === seq)]),
  );
}

/** The characters that a proposal is about, or else its block. */
function runsOfProposal({ inserted, records, place }: DocumentProposal): readonly IdRun[] {
  const runs = [...records.flatMap(({ ids }) => ids ?? []), ...inserted];
  return runs.length > 0 ? runs : [[...place, 1]];
}

/** What a change brought, or else the block where it was. */
export function runsOfChange({ ranges, place }: ReviewedChange): readonly IdRun[] {
  if (ranges.length > 0) return ranges;
  return place ? [[...place, 1]] : [];
}

/** The item to look at when the one that was looked at has gone: the one that has come in its place. */
export function stayNear(before: readonly string[], now: readonly string[], id: string | null): string | null {
  if (id === null || now.includes(id)) return id;
  const left = before.slice(before.indexOf(id)).find((each) => now.includes(each));
  return left ?? now.at(-1) ?? null;
}
