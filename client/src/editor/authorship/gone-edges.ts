/** How words that went with their paragraphs, cells and rows are kept apart where they are shown. */
import type { AttributionSpan } from "@parley/documents";

type Gone = Pick<AttributionSpan, "goneWith">;

/** What stands between two cells of a row that is gone. */
const BETWEEN_CELLS = " | ";

function isSameBlock({ goneWith: a }: Gone, { goneWith: b }: Gone): boolean {
  return a !== undefined && b !== undefined && a.at[0] === b.at[0] && a.at[1] === b.at[1];
}

/** Whether words went with a row of a table that stands: they are shown in a row of their own. */
export function wentWithRow({ goneWith }: Gone): boolean {
  return goneWith !== undefined && goneWith.depth === 1 && goneWith.path[0] === 1;
}

/** Whether words went with a block that stood in no table: it is not shown in the cell that happens to be beside it. */
export function stoodInNoTable({ goneWith }: Gone): boolean {
  return goneWith?.depth === 0;
}

/** Whether words went with a cell of a row that stands, as those of a deleted column. */
export function wentWithCell({ goneWith }: Gone): boolean {
  return goneWith?.depth === 2;
}

/** What keeps words from those of the same deleted block before them; `null` where they stood in different ones, or in none. */
export function betweenGone(before: Gone, span: Gone): "" | " | " | "\n" | null {
  if (before.goneWith === undefined && span.goneWith === undefined) return "";
  if (!before.goneWith || !span.goneWith || !isSameBlock(before, span)) return null;
  const [rows, cells, paragraphs] = before.goneWith.path;
  const [row, cell, paragraph] = span.goneWith.path;
  if (row === rows && cell !== cells) return BETWEEN_CELLS;
  return row === rows && paragraph === paragraphs ? "" : "\n";
}

/** What is shown before and behind deleted words, so that what went whole stands on lines of its own. */
export function goneEdges(
  span: Gone,
  previous: Gone | undefined,
  next: Gone | undefined,
): { readonly before: string; readonly after: string } {
  if (span.goneWith === undefined) return { before: "", after: "" };
  const joint = previous ? betweenGone(previous, span) : null;
  const { behind } = span.goneWith;
  const before = joint ?? (behind ? "\n" : "");
  const after = !behind && !(next && isSameBlock(span, next)) ? "\n" : "";
  return { before, after };
}
