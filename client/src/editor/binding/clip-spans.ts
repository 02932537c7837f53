/**
 * Tables whose cells claim far more room than there are cells. Each span is within the schema's bounds, but their sum is not
 * bounded there, and browsers and table commands need time and memory for every square of the grid, empty ones too.
 * Such a table is shown with every cell in one square. The shared document keeps what it holds: only what the writer
 * changes is ever written.
 */
import { type Node, Fragment } from "@tiptap/pm/model";

/** Squares that any table may claim. */
const SQUARES = 2_000;
/** Squares that a table may claim for each of its cells; real tables with merged cells stay below. */
const SQUARES_PER_CELL = 4;
/** Columns that any table may claim. */
const COLUMNS = 200;
/** Columns that a table may claim for each cell of its fullest row. */
const COLUMNS_PER_CELL = 4;

/** How many columns and rows a cell covers. */
export interface Spans {
  readonly colspan: number;
  readonly rowspan: number;
}

/** Whether the cells of a table, row by row, claim a grid that can be laid out. Takes time for the cells, not for the squares. */
export function fitsInGrid(rows: readonly (readonly Spans[])[]): boolean {
  // How many columns begin and end to be claimed at each row.
  const change = Array.from({ length: rows.length + 1 }, () => 0);
  let cells = 0;
  let mostInRow = 0;
  rows.forEach((row, index) => {
    cells += row.length;
    mostInRow = Math.max(mostInRow, row.length);
    for (const { colspan, rowspan } of row) {
      const end = Math.min(rows.length, index + rowspan);
      change[index] = (change[index] ?? 0) + colspan;
      change[end] = (change[end] ?? 0) - colspan;
    }
  });
  let columns = 0;
  let claimed = 0;
  for (const each of change) {
    claimed += each;
    columns = Math.max(columns, claimed);
  }
  return (
    columns * rows.length <= Math.max(SQUARES, cells * SQUARES_PER_CELL) &&
    columns <= Math.max(COLUMNS, mostInRow * COLUMNS_PER_CELL)
  );
}

/** The table with every cell in one square. Rows and cells that are so already stay the same nodes. */
export function withoutSpans(table: Node): Node {
  return withChildren(
    table,
    table.children.map((row) => withChildren(row, row.children.map(inOneSquare))),
  );
}

/** Tables anywhere in a content, without the spans where they claim too much. */
export function clipTables(content: Fragment): Fragment {
  return Fragment.from(
    content.content.map((node) => {
      if (node.isTextblock || node.isLeaf) return node;
      const inner = node.copy(clipTables(node.content));
      return inner.type.name !== "table" || fitsInGrid(inner.children.map((row) => row.children.map(spansOf)))
        ? inner
        : withoutSpans(inner);
    }),
  );
}

function spansOf(cell: Node): Spans {
  const { colspan, rowspan } = cell.attrs as Spans;
  return { colspan, rowspan };
}

function withChildren(node: Node, children: readonly Node[]): Node {
  return children.every((child, index) => child === node.child(index)) ? node : node.copy(Fragment.from([...children]));
}

function inOneSquare(cell: Node): Node {
  const { colspan, rowspan } = spansOf(cell);
  if (colspan === 1 && rowspan === 1) return cell;
  const { colwidth } = cell.attrs as { colwidth: readonly (number | null)[] | null };
  const attributes = {
    ...cell.attrs,
    colspan: 1,
    rowspan: 1,
    colwidth: colwidth === null ? null : colwidth.slice(0, 1),
  };
  return cell.type.create(attributes, cell.content, cell.marks);
}
