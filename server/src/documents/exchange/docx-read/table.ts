/**
 * Reads `w:tbl`.
 *
 * Invariants:
 * - Every row covers the same columns when spans are counted, so the editor never has to repair an imported table.
 * - A cell merged downwards is one cell with `rowspan`; what stands in the covered cells Word does not show either.
 * - A table inside a table becomes paragraphs of the cell and is reported.
 */
import type { AttributeValue, BlockContent, CellContent, TableContent } from "@parley/document";
import { paragraphText } from "@parley/document";
import { cleanText } from "../clean-text.ts";
import { signatureStyleIds } from "../own-styles.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Story } from "./story.ts";
import {
  attributeOf,
  childOf,
  childrenOf,
  descendantsOf,
  elementsOf,
  integerOf,
  switchOf,
  textOf,
  valueOf,
} from "./xml-access.ts";

/** Twentieths of a point per CSS pixel. */
const twipsPerPixel = 15;
const widestSpan = 100;

interface Cell {
  readonly blocks: readonly BlockContent[];
  readonly isHeader: boolean;
  readonly column: number;
  readonly colspan: number;
  rowspan: number;
}

interface Row {
  readonly cells: Cell[];
  /** Columns covered, cells merged from above included. */
  width: number;
}

/** The table, or the paragraphs of a nested one. */
export function readTable(table: XmlElement, story: Story): BlockContent[] {
  const { report } = story.reading;
  const signature = readSignature(table);
  if (signature) return [signature];
  story.tableDepth += 1;
  const rows = readRows(table, story);
  story.tableDepth -= 1;
  if (rows.length === 0) return [];
  if (story.tableDepth > 0) {
    report.note("nested-tables");
    return rows.flatMap((row) => row.cells.flatMap((cell) => cell.blocks));
  }
  const width = Math.max(...rows.map((row) => row.width));
  for (const row of rows) if (row.width < width) row.cells.push(emptyCell(row.width, width - row.width));
  const widths = columnWidths(table);
  const content: TableContent = {
    type: "table",
    rows: rows.map((row) => ({ type: "tableRow", cells: row.cells.map((cell) => cellContent(cell, widths)) })),
  };
  return [content];
}

/** A place to sign as our own export writes it, known by the style of its first paragraph. */
function readSignature(table: XmlElement): BlockContent | null {
  // Only the table's own first cell counts: a place to sign may stand inside another table.
  const paragraphs = childrenOf(childOf(childOf(table, "w:tr"), "w:tc"), "w:p");
  const ofStyle = (styleId: string): XmlElement | undefined =>
    paragraphs.find((each) => valueOf(childOf(each, "w:pPr"), "w:pStyle") === styleId);
  const label = ofStyle(signatureStyleIds.label);
  if (!label || label !== paragraphs[0]) return null;
  const attributes: Record<string, AttributeValue> = {};
  const put = (name: string, paragraph: XmlElement | undefined, longest: number): void => {
    const text = cleanText(descendantsOf(paragraph, "w:t").map(textOf).join("")).slice(0, longest).toWellFormed();
    if (text !== "") attributes[name] = text;
  };
  put("label", label, 120);
  put("organisation", ofStyle(signatureStyleIds.organisation), 240);
  return Object.keys(attributes).length === 0 ? { type: "signatureBlock" } : { type: "signatureBlock", attributes };
}

function readRows(table: XmlElement, story: Story): Row[] {
  const rows: Row[] = [];
  /** The cell that a column's vertical merge continues. */
  const open = new Map<number, Cell>();
  let stillHeader = true;
  for (const element of throughControls(table, "w:tr")) {
    const properties = childOf(element, "w:trPr");
    if (childOf(properties, "w:del")) {
      story.reading.report.note("tracked-deletions");
      continue;
    }
    if (childOf(properties, "w:ins")) story.reading.report.note("tracked-insertions");
    stillHeader &&= switchOf(properties, "w:tblHeader") === true;
    rows.push(readRow(element, stillHeader, open, story));
  }
  return rows;
}

function readRow(element: XmlElement, isHeader: boolean, open: Map<number, Cell>, story: Story): Row {
  const properties = childOf(element, "w:trPr");
  const row: Row = { cells: [], width: 0 };
  const skip = (columns: number): void => {
    if (columns > 0) row.cells.push(emptyCell(row.width, columns));
    row.width += columns;
  };
  const bounded = (name: string): number =>
    Math.min(widestSpan, Math.max(0, integerOf(childOf(properties, name), "w:val") ?? 0));
  skip(bounded("w:gridBefore"));
  for (const cell of throughControls(element, "w:tc")) readCell(cell, row, isHeader, open, story);
  skip(bounded("w:gridAfter"));
  return row;
}

function readCell(element: XmlElement, row: Row, isHeader: boolean, open: Map<number, Cell>, story: Story): void {
  const properties = childOf(element, "w:tcPr");
  const colspan = Math.min(widestSpan, Math.max(1, integerOf(childOf(properties, "w:gridSpan"), "w:val") ?? 1));
  const column = row.width;
  const above = open.get(column);
  const isCovered = continues(properties, "w:vMerge") && above?.colspan === colspan && above.rowspan < 1_000;
  // Older files merge sideways by marking cells instead of spanning columns.
  const before = row.cells.at(-1);
  if (continues(properties, "w:hMerge") && before && before.colspan + colspan <= widestSpan) {
    row.cells[row.cells.length - 1] = { ...before, colspan: before.colspan + colspan };
    row.width += colspan;
    return;
  }
  const blocks = story.readBlocks(element, story);
  row.width += colspan;
  if (isCovered && above) {
    above.rowspan += 1;
    if (blocks.some((block) => block.type === "paragraph" && paragraphText(block) !== "")) {
      story.reading.report.note("hidden-text");
    }
    return;
  }
  const cell: Cell = { blocks, isHeader, column, colspan, rowspan: 1 };
  row.cells.push(cell);
  for (let each = column; each < column + colspan; each++) open.delete(each);
  if (childOf(properties, "w:vMerge")) open.set(column, cell);
}

/** A merge element without a value continues the cell above or before. */
function continues(properties: XmlElement | null, name: string): boolean {
  return childOf(properties, name) !== null && (valueOf(properties, name) ?? "continue") === "continue";
}

function emptyCell(column: number, colspan: number): Cell {
  return { blocks: [], isHeader: false, column, colspan, rowspan: 1 };
}

/** Children with this name, also those inside content controls, custom XML and tracked insertions. */
function throughControls(parent: XmlElement, name: string): XmlElement[] {
  const wrappers = new Set(["w:sdt", "w:sdtContent", "w:customXml", "w:ins"]);
  return elementsOf(parent).flatMap((child) => {
    if (child.name === name) return [child];
    return wrappers.has(child.name) ? throughControls(child, name) : [];
  });
}

function cellContent(cell: Cell, widths: readonly number[] | null): CellContent {
  const attributes: Record<string, AttributeValue> = {};
  if (cell.colspan > 1) attributes["colspan"] = cell.colspan;
  if (cell.rowspan > 1) attributes["rowspan"] = cell.rowspan;
  if (widths) {
    const own = Array.from({ length: cell.colspan }, (_each, index) => widths[cell.column + index] ?? null);
    if (own.some((each) => each !== null)) attributes["colwidth"] = own;
  }
  const blocks: readonly BlockContent[] = cell.blocks.length === 0 ? [{ type: "paragraph", runs: [] }] : cell.blocks;
  const type = cell.isHeader ? "tableHeader" : "tableCell";
  return Object.keys(attributes).length === 0 ? { type, blocks } : { type, attributes, blocks };
}

/**
 * Column widths in pixels, or `null` when the table was never given any: writers must fill in a grid, and an even grid
 * of a table that sizes itself means nothing.
 */
function columnWidths(table: XmlElement): number[] | null {
  const grid = childrenOf(childOf(table, "w:tblGrid"), "w:gridCol").map((column) => integerOf(column, "w:w") ?? 0);
  if (grid.length === 0 || grid.some((width) => width <= 0)) return null;
  const properties = childOf(table, "w:tblPr");
  const isFixed =
    attributeOf(childOf(properties, "w:tblLayout"), "w:type") === "fixed" ||
    attributeOf(childOf(properties, "w:tblW"), "w:type") === "dxa" ||
    throughControls(table, "w:tr").some((row) =>
      throughControls(row, "w:tc").some(
        (cell) => attributeOf(childOf(childOf(cell, "w:tcPr"), "w:tcW"), "w:type") === "dxa",
      ),
    );
  const isEven = Math.max(...grid) - Math.min(...grid) <= twipsPerPixel;
  return isFixed || !isEven ? grid.map((twips) => Math.min(5_000, Math.round(twips / twipsPerPixel))) : null;
}
