/**
 * What the readers of one file share, and what belongs to one story (the body, a footnote, an endnote) of it.
 */
import type { BlockContent, TextRun } from "@parley/document";
import type { ReportCollector } from "../import-report.ts";
import type { PictureShelf } from "../picture-shelf.ts";
import type { BookmarkedClauses } from "./clause-references.ts";
import type { FieldStack } from "./fields.ts";
import type { NoteNumbers } from "./notes.ts";
import type { NumberingCounter } from "./numbering.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Relationships } from "./relationships.ts";
import type { DocxStyles } from "./styles.ts";

/** One for the whole file. */
export interface DocxReading {
  readonly styles: DocxStyles;
  readonly numbering: NumberingCounter;
  readonly report: ReportCollector;
  readonly clauses: BookmarkedClauses;
  readonly shelf: PictureShelf;
  readonly notes: NoteNumbers;
  /** Unpacked pictures by part name. */
  readonly media: ReadonlyMap<string, Uint8Array>;
  /** Word's own step of indenting, in twentieths of a point. */
  readonly tabStop: number;
  /** Section properties after which a new page begins. */
  readonly pageBreaksAfter: ReadonlySet<XmlElement>;
}

/** One for each story. */
export interface Story {
  readonly reading: DocxReading;
  readonly relationships: Relationships;
  readonly fields: FieldStack;
  /** Reads the blocks inside an element. It stands here because text boxes and cells need it from deep inside a paragraph. */
  readonly readBlocks: (parent: XmlElement, story: Story) => BlockContent[];
  /** Text of a paragraph whose mark was deleted with tracked changes; it runs on into the next paragraph. */
  runOn: Atom[];
  /** How many tables stand round what is being read. */
  tableDepth: number;
}

/** What stands in a paragraph, in order. */
export type Atom =
  | { readonly kind: "text"; readonly run: TextRun }
  | { readonly kind: "pageBreak" }
  /** Blocks that Word anchors in a line: pictures, text boxes, rules. */
  | { readonly kind: "blocks"; readonly blocks: readonly BlockContent[] };
