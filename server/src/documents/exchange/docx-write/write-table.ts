/**
 * Writes a table.
 *
 * Word needs every row to cover all columns, so a row that covers fewer is filled up with empty cells.
 */
import type { BlockContent, CellContent, TableContent } from "@parley/document";
import {
  type IBorderOptions,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from "docx";
import { numberAttribute } from "../attribute-access.ts";
import { textWidthPixels } from "./page.ts";

const twipsPerPixel = 15;
const border: IBorderOptions = { style: "single", size: 4, color: "9CA3AF" };

/** A cell and the column it begins in. */
interface PlacedCell {
  readonly cell: CellContent;
  readonly column: number;
  readonly colspan: number;
  readonly rowspan: number;
}

/** Writes the table; `write` writes a cell's blocks. */
export function writeTable(
  table: TableContent,
  write: (blocks: readonly BlockContent[]) => (Paragraph | Table)[],
): Table {
  const { rows, columns } = placeCells(table);
  const widths = columnWidths(rows, columns);
  const isHeaderRow = headerRows(table);
  return new Table({
    ...(widths
      ? {
          columnWidths: widths.map((width) => width * twipsPerPixel),
          layout: TableLayoutType.FIXED,
          width: { size: widths.reduce((sum, width) => sum + width, 0) * twipsPerPixel, type: WidthType.DXA },
        }
      : { columnWidths: evenColumns(columns), width: { size: 100, type: WidthType.PERCENTAGE } }),
    borders: {
      top: border,
      bottom: border,
      left: border,
      right: border,
      insideHorizontal: border,
      insideVertical: border,
    },
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          ...(isHeaderRow(index) ? { tableHeader: true } : {}),
          cantSplit: true,
          children: cells.map((placed) => writeCell(placed, widths, write)),
        }),
    ),
  });
}

function writeCell(
  { cell, column, colspan, rowspan }: PlacedCell,
  widths: readonly number[] | null,
  write: (blocks: readonly BlockContent[]) => (Paragraph | Table)[],
): TableCell {
  const pixels = widths?.slice(column, column + colspan).reduce((sum, width) => sum + width, 0);
  return new TableCell({
    ...(colspan > 1 ? { columnSpan: colspan } : {}),
    ...(rowspan > 1 ? { rowSpan: rowspan } : {}),
    width:
      pixels === undefined ? { size: 0, type: WidthType.AUTO } : { size: pixels * twipsPerPixel, type: WidthType.DXA },
    ...(cell.type === "tableHeader" ? { shading: { type: ShadingType.CLEAR, color: "auto", fill: "F3F4F6" } } : {}),
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    children: cell.blocks.length === 0 ? [new Paragraph({})] : write(cell.blocks),
  });
}

/** Word repeats header rows only from the top. */
function headerRows(table: TableContent): (index: number) => boolean {
  const isHeader = (index: number): boolean => {
    const cells = table.rows[index]?.cells ?? [];
    return cells.length > 0 && cells.every((cell) => cell.type === "tableHeader");
  };
  let count = 0;
  while (count < table.rows.length && isHeader(count)) count += 1;
  return (index) => index < count;
}

/** Finds each cell's column and fills rows up. Spans that run out of the table are cut off. */
function placeCells(table: TableContent): { rows: PlacedCell[][]; columns: number } {
  const taken = table.rows.map(() => new Set<number>());
  const rows = table.rows.map((row, rowIndex) => {
    let column = 0;
    return row.cells.map((cell): PlacedCell => {
      while (taken[rowIndex]?.has(column)) column += 1;
      const colspan = Math.max(1, numberAttribute(cell.attributes, "colspan") ?? 1);
      const rowspan = Math.min(
        table.rows.length - rowIndex,
        Math.max(1, numberAttribute(cell.attributes, "rowspan") ?? 1),
      );
      for (let below = 0; below < rowspan; below++) {
        for (let each = 0; each < colspan; each++) taken[rowIndex + below]?.add(column + each);
      }
      const placed = { cell, column, colspan, rowspan };
      column += colspan;
      return placed;
    });
  });
  const columns = Math.max(1, ...taken.map((each) => Math.max(-1, ...each) + 1));
  rows.forEach((cells, index) => {
    for (let column = 0; column < columns; column++) {
      if (taken[index]?.has(column)) continue;
      cells.push({ cell: { type: "tableCell", blocks: [] }, column, colspan: 1, rowspan: 1 });
    }
    cells.sort((a, b) => a.column - b.column);
  });
  return { rows, columns };
}

/** Widths in pixels when the document knows any; a column without one gets the average of the others. */
function columnWidths(rows: readonly (readonly PlacedCell[])[], columns: number): number[] | null {
  const known: (number | null)[] = Array.from({ length: columns }, () => null);
  for (const { cell, column } of rows.flat()) {
    const widths = cell.attributes?.["colwidth"];
    if (!Array.isArray(widths)) continue;
    widths.forEach((width: unknown, index) => {
      if (typeof width === "number" && width > 0 && column + index < columns) known[column + index] ??= width;
    });
  }
  const given = known.filter((width) => width !== null);
  if (given.length === 0) return null;
  const average = Math.round(given.reduce((sum, width) => sum + width, 0) / given.length);
  return known.map((width) => width ?? average);
}

/** Equal columns over the width of the page, in twentieths of a point. */
function evenColumns(columns: number): number[] {
  return Array.from({ length: columns }, () => Math.floor((textWidthPixels * twipsPerPixel) / columns));
}
