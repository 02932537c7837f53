/** The comment that stands before a Markdown table whose merged cells came apart: a reader shows nothing of it. */

/** Says that `count` cells were merged. */
export function mergedCellsComment(count: number): string {
  return `<!-- merged cells: ${count} -->`;
}

/** How many cells a comment says were merged; `null` for any other comment. */
export function readMergedCellsComment(source: string): number | null {
  const count = /^<!--\s*merged cells:\s*(\d{1,6})\s*-->$/iu.exec(source)?.[1];
  return count === undefined ? null : Number(count);
}
