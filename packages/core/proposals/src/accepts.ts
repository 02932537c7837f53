/** What a view takes for accepted. */
import type { PersonId } from "@parley/base";
import { type IdRange, IdSet } from "@parley/history";
import type { Proposal } from "./proposal.ts";
import type { MarkedBlock, MarkedPiece } from "./marked-document.ts";
import type { PlacedRecord } from "./placed-record.ts";

/** One thing that is proposed: characters or a block (`range`), or a record. */
export interface ProposalMark {
  /** `null` is somebody unknown. */
  readonly author: PersonId | null;
  readonly range: IdRange | null;
  readonly record: PlacedRecord | null;
}

/** Whether something proposed is taken for accepted. */
export type Accepts = (mark: ProposalMark) => boolean;

export const agreedView: Accepts = () => false;
export const proposedView: Accepts = () => true;
/** [VI8] The document as if one person's proposals were accepted, of all that wait, with those that they build on, and nobody else's. */
export const viewOfPerson = (all: readonly Proposal[], personId: PersonId): Accepts =>
  marksOf(
    withRequired(
      all.filter(({ author }) => author === personId),
      all,
    ),
  );

/** Some of all proposals, with those that must be accepted before them or along. */
function withRequired(some: readonly Proposal[], all: readonly Proposal[]): Proposal[] {
  const byId = new Map(all.map((proposal) => [proposal.id, proposal]));
  const found = new Set(some);
  // What is added is visited, too.
  for (const { requires } of found)
    for (const id of requires) {
      const needed = byId.get(id);
      if (needed) found.add(needed);
    }
  return [...found];
}

/** The document as if these proposals were accepted and no others. */
export const viewOfProposals = (proposals: readonly Proposal[]): Accepts => marksOf(proposals);

export function acceptsBlock({ id, inserted }: MarkedBlock, accepts: Accepts): boolean {
  return inserted === null || accepts({ author: inserted.personId, range: { ...id, length: 1 }, record: null });
}

export function acceptsPiece({ range, inserted }: MarkedPiece, accepts: Accepts): boolean {
  return inserted === null || accepts({ author: inserted.personId, range, record: null });
}

export const acceptsRecord = (placed: PlacedRecord, accepts: Accepts): boolean =>
  accepts({ author: placed.author, range: null, record: placed });

/** Which marks are about some proposals: the characters and blocks that they bring, and their records. */
export function marksOf(
  proposals: readonly Proposal[],
): (mark: { readonly range: IdRange | null; readonly record: PlacedRecord | null }) => boolean {
  const ids = IdSet.of(
    proposals.flatMap(({ inserted, blocks }) => [...inserted, ...blocks.map((id) => ({ ...id, length: 1 }))]),
  );
  const keys = new Set(proposals.flatMap(({ records }) => records.map(({ key }) => key)));
  return ({ range, record }) => (record ? keys.has(record.key) : range !== null && ids.has(range.client, range.clock));
}
