export {
  type Attributes,
  type BlockContent,
  type CellContent,
  type DocumentContent,
  type LeafContent,
  type Marks,
  type ParagraphContent,
  type RowContent,
  type TableContent,
  type TextRun,
  contentText,
  paragraphText,
  visitParagraphs,
} from "./content.ts";
export { type ClauseLabel, type ClauseLabels, type CountedParagraph, labelClauses } from "./clause-labels.ts";
export { type FoundReference, clauseOfRun, contentLabels, findReferences, withReferences } from "./references.ts";
export { type BroughtContent, type InsertedLook, createInsertedLooks } from "./inserted-looks.ts";
export { type InvisibleCharacter, invisibleCharacters, partsBySight, textWithSigns } from "./invisible-characters.ts";
export {
  type ClausePlace,
  type ClausePlaces,
  type NamingBlock,
  type OutlinedBlock,
  type OutlinedRow,
  createClausePlaces,
  namesLevelsAbove,
} from "./clause-places.ts";
export {
  type NumberStyle,
  type Numberer,
  chineseNumber,
  createNumberer,
  defaultFormat,
  formatCounter,
  numberStyles,
} from "./numbering.ts";
export {
  type AttributeSpec,
  type AttributeValue,
  type ListKind,
  type MarkSpec,
  type NodeSpec,
  type ParagraphStyle,
  FRAGMENT_NAME,
  MAX_DEPTH,
  SCHEMA_VERSION,
  attributeAccepts,
  clauseAttributes,
  highlightColours,
  isClauseAttribute,
  isSafeHref,
  listKinds,
  markSpecs,
  nodeAccepts,
  nodeSpecs,
  paragraphStyles,
} from "./schema.ts";
export { canonicalContent } from "./canonical-content.ts";
export { partsCharacter } from "./cut-characters.ts";
export { beginningOf, shortenedWords } from "./shortened-words.ts";
export type { DecodedStructs, SchemaViolation } from "./schema-violation.ts";
export { type Place, PlaceFinder, findSchemaViolation } from "./guard.ts";
export { findUnplainValue, makePlain } from "./plain-values.ts";
export { ExactUndoManager } from "./exact-undo.ts";
export { nameStandingNeighbours } from "./redone-neighbours.ts";
export { type Naming, type Sight } from "./author-sight.ts";
export { findFalseNeighbours, standingWith } from "./neighbour-order.ts";
export { type Piece } from "./standing-pieces.ts";
export {
  type CounterRecord,
  type LinkRecord,
  type MoveRecord,
  type DeleteRecord,
  type FormatRecord,
  type JoinRecord,
  type ProposalRecord,
  type RecordBlock,
  type RecordRange,
  type RemoveRecord,
  type SetRecord,
  PROPOSALS_NAME,
  isProposalRecord,
  recordAuthor,
  isLinkRecord,
} from "./proposal-record.ts";
export {
  blockElement,
  documentFragment,
  knownAttributes,
  markName,
  readContent,
  readMarks,
  seedUpdate,
} from "./yjs-content.ts";
