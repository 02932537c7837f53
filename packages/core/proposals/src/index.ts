export { type CarriedBack, carryBack } from "./carry-back/carry-back.ts";
export type { Unplaced } from "./carry-back/carrying.ts";
export { copiesOfCopies } from "./carry-back/copies-of-copies.ts";
export type { CopiedDocument } from "./carry-back/copy-tree.ts";
export { type CarriedOut, type Verdict, carryOut } from "./decide.ts";
export type { AskedDecision, DecisionRule } from "./decision-rule.ts";
export { type DecidedRecord, proposedBreak, proposedJoins } from "./decided-breaks.ts";
export type { DirectChange, MadeRow } from "./direct-change.ts";
export { type Emptied, type Revived, findEmptied, findRevived, reviveEmptied, voidEmptied } from "./emptied.ts";
export { type Late, type WasProposed, findLate } from "./late.ts";
export { proposalGate, recordGate } from "./gate.ts";
export type { Proposal, ProposalKind, WordsInside } from "./proposal.ts";
export { hasNothingProposed, listProposals } from "./list-proposals.ts";
export { createLookRows } from "./look-rows.ts";
export { type LostWords, createLostWords } from "./lost-words.ts";
export { createShrinkRows } from "./shrink-rows.ts";
export {
  type Formatting,
  type MarkedBlock,
  type MarkedPiece,
  type NegotiatedDocument,
  type Proposer,
  proposerOf,
  readMarked,
} from "./marked-document.ts";
export { type RecordLife, proposedLives, recordsAbout } from "./record-history.ts";
export type { PastAlternative } from "./past-alternative.ts";
export { everHadAlternatives, pastAlternatives } from "./past-alternatives.ts";
export { type PastDocument, alternativesAt, pastRecords, readViewAt } from "./past-proposals.ts";
export { ownDigest } from "./digest.ts";
export { rivalries } from "./rivalries.ts";
export { settleRivals } from "./rivals.ts";
export type { PlacedRecord } from "./placed-record.ts";
export { RecordIndex, readRecords, standingCopies } from "./records.ts";
export { withCopies } from "./with-copies.ts";
export {
  type Accepts,
  type ProposalMark,
  acceptsBlock,
  acceptsPiece,
  acceptsRecord,
  agreedView,
  proposedView,
  viewOfPerson,
  viewOfProposals,
} from "./accepts.ts";
export { proposedMentions } from "./proposed-mentions.ts";
export { elementAt } from "./text-surgery.ts";
export { PARAGRAPH_BREAK } from "./paragraph-break.ts";
export { type PlacedView, readPlacedView, readView } from "./views.ts";
export type { DecidedDocument } from "./decided-document.ts";
export { type KeptBecause, type TakeBackOptions, takeBack } from "./take-back.ts";
export { holdsOthersBlocks } from "./withdraw.ts";
export {
  type BlockAddress,
  type ChangeWriter,
  type WrittenChange,
  type WrittenUpdate,
  UnwritableChange,
  writeChanges,
} from "./write-change.ts";
