/** What a view takes for accepted. */
import type { PersonId } from "@parley/base";
import type { IdRange } from "@parley/history";
import { type Proposal, marksOf } from "./list-proposals.ts";
import type { MarkedBlock, MarkedPiece } from "./marked-document.ts";
import type { PlacedRecord } from "./records.ts";

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
/** The document as if one person's proposals were accepted and nobody else's. */
export const viewOfPerson =
  (personId: PersonId): Accepts =>
  ({ author }) =>
    author === personId;

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
