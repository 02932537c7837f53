export {
  alternativeLetter,
  alternativesBeginning,
  readTakenAlternatives,
  writeTakenAlternatives,
} from "./alternatives.ts";
export {
  type AttributionSpan,
  type DocumentCard,
  type KnownDocumentKind,
  type ExportFormat,
  type ExportView,
  type Folder,
  type ImportReport,
  type NotCarried,
  attributionSpanSchema,
  documentCardSchema,
  documentsApi,
  folderSchema,
  importReportSchema,
} from "./api.ts";
export { broughtInBy, cameBack } from "./came-back.ts";
export { logRowSchema } from "./log-row.ts";
export {
  type Audience,
  type CommentRecord,
  type CommentThread,
  type DocumentComment,
  type ExportedComments,
  type Reaction,
  type ThreadAudience,
  reactions,
} from "./comments-api.ts";
export { type Circle, circleNameSchema } from "./circles-api.ts";
export type { MergeNotice } from "./merges-api.ts";
export {
  type AlternativesOfPlace,
  type DocumentProposal,
  type BreakPlace,
  type KeptProposalDecision,
  type LeftProposal,
  type MovedBetween,
  type ProposalDecision,
  type FormerPlaceAnswer,
  type ProposedSetting,
  type TakenAlternative,
  type UndoneDecision,
  decisionSchema,
} from "./proposals-api.ts";
export { type Share, shareSchema } from "./shares-api.ts";
export {
  type ProposalNews,
  type VoidedProposal,
  type VoidedProposals,
  proposalNews,
  takeProposalNews,
} from "./proposal-news.ts";
export type { QuarantinedDocument } from "./quarantine-api.ts";
export {
  type AttemptCode,
  type AttemptedAct,
  type RefusedAttempt,
  attemptCodes,
  isOrdinaryAttempt,
} from "./refused-api.ts";
export type { DocumentReview, ReviewedChange, ReviewedRestoration, WaitingDocument } from "./review-api.ts";
export { documentRefusals, refuseDocument, refuseFrozen } from "./refusals.ts";
export { type ThreadFacts, type WaitingReason, whyThreadWaits } from "./waiting-thread.ts";
export {
  type ContributedStep,
  type EntryWay,
  type Sitting,
  type SittingChange,
  type SittingDecision,
  type SettledProposal,
  type SittingProposal,
  type WordOrigin,
  type WordStep,
  type WordStoryAnswer,
  entryWays,
} from "./story-api.ts";
export { type BlockSubject, blockSubjects } from "./block-subjects.ts";
export { type BlockNode, formerAttributes, treeOf } from "./block-tree.ts";
export {
  type ChangedPart,
  type MovedWordsPlaces,
  type Stops,
  type StopsMode,
  isOnlyJoined,
  movedWordsPlaces,
  stopsOf,
} from "./comparison-stops.ts";
export {
  type BlockCount,
  type ComparedBlockAnswer,
  type ComparedPieceAnswer,
  type DocumentRestoration,
  type DocumentVersion,
  type Film,
  type FilmBlock,
  type FilmSpan,
  type RestorationFigures,
  type RestoredSums,
  type RestoredWaiting,
  type RestoredVersion,
  type VersionStructureCounts,
  filmDeeds,
  restoredSumsSchema,
} from "./versions-api.ts";
