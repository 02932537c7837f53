export {
  type AttributionSpan,
  type DocumentCard,
  type ExportFormat,
  type Folder,
  type ImportReport,
  type NotCarried,
  type Share,
  attributionSpanSchema,
  documentCardSchema,
  documentsApi,
  folderSchema,
  importReportSchema,
  logRowSchema,
  shareSchema,
} from "./api.ts";
export {
  type Audience,
  type CommentRecord,
  type CommentThread,
  type DocumentComment,
  type Reaction,
  reactions,
} from "./comments-api.ts";
export type { MergeNotice } from "./merges-api.ts";
export { type DocumentProposal, type ProposalDecision, decisionSchema } from "./proposals-api.ts";
export type { QuarantinedDocument } from "./quarantine-api.ts";
export { documentRefusals, refuseDocument } from "./refusals.ts";
export type { ComparedBlockAnswer, ComparedPieceAnswer, DocumentVersion } from "./versions-api.ts";
