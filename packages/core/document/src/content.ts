/**
 * A document's content as plain data: what import makes, export reads, and the server seeds.
 * It has the shape of the schema and nothing of Yjs or ProseMirror in it.
 */
import type { AttributeValue } from "./schema.ts";

/** Marks on a run of text: mark name to its attributes. */
export type Marks = Readonly<Record<string, Readonly<Record<string, AttributeValue>>>>;

/** A run of text with the same marks. Line breaks are U+000A. */
export interface TextRun {
  readonly text: string;
  readonly marks?: Marks;
}

/** Attributes by name; an absent one has its default. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface ParagraphContent {
  readonly type: "paragraph";
  readonly attributes?: Attributes;
  readonly runs: readonly TextRun[];
}

export interface CellContent {
  readonly type: "tableCell" | "tableHeader";
  readonly attributes?: Attributes;
  readonly blocks: readonly BlockContent[];
}

export interface RowContent {
  readonly type: "tableRow";
  readonly cells: readonly CellContent[];
}

export interface TableContent {
  readonly type: "table";
  readonly rows: readonly RowContent[];
}

export interface LeafContent {
  readonly type: "image" | "horizontalRule" | "pageBreak" | "signatureBlock";
  readonly attributes?: Attributes;
}

export type BlockContent = ParagraphContent | TableContent | LeafContent;

/** A whole document. */
export interface DocumentContent {
  readonly blocks: readonly BlockContent[];
}

/** The text of a paragraph without its marks. */
export function paragraphText(paragraph: ParagraphContent): string {
  return paragraph.runs.map((run) => run.text).join("");
}

/** Calls `visit` for every paragraph in reading order, also those in table cells (row by row, cell by cell). */
export function visitParagraphs(blocks: readonly BlockContent[], visit: (paragraph: ParagraphContent) => void): void {
  for (const block of blocks) {
    if (block.type === "paragraph") visit(block);
    else if (block.type === "table") {
      for (const row of block.rows) for (const cell of row.cells) visitParagraphs(cell.blocks, visit);
    }
  }
}

/**
 * The plain text: one line per block in reading order, a table cell's blocks each on their own line.
 * A line break inside a paragraph is a space here, so that lines and blocks stay the same thing. Leaves give no line.
 */
export function contentText(content: DocumentContent): string {
  const lines: string[] = [];
  visitParagraphs(content.blocks, (paragraph) => lines.push(paragraphText(paragraph).replaceAll("\n", " ")));
  return lines.join("\n");
}
