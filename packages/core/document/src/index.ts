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
  highlightColours,
  isSafeHref,
  listKinds,
  markSpecs,
  nodeSpecs,
  paragraphStyles,
} from "./schema.ts";
export { type DecodedStructs, type SchemaViolation, findSchemaViolation } from "./guard.ts";
export { blockElement, documentFragment, markName, readContent, seedUpdate } from "./yjs-content.ts";
