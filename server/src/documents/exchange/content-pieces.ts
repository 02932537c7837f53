import type { BlockContent } from "@parley/document";

/**
 * Of how many pieces content is made: blocks, cells, attributes, runs of characters, and where a format begins and ends. Whoever brings it in
 * keeps everybody waiting for so long as each of them takes to be made, and bytes do not tell how many there are.
 */
export function countPieces(blocks: readonly BlockContent[]): number {
  return blocks.reduce((sum, block) => sum + piecesOf(block), 0);
}

function piecesOf(block: BlockContent): number {
  if (block.type === "paragraph")
    return block.runs.reduce((sum, { marks }) => sum + 1 + 2 * sizeOf(marks), 2 + sizeOf(block.attributes));
  if (block.type !== "table") return 1 + sizeOf(block.attributes);
  const cells = block.rows.flatMap((row) => row.cells);
  return cells.reduce(
    (sum, { attributes, blocks }) => sum + 1 + sizeOf(attributes) + countPieces(blocks),
    1 + block.rows.length,
  );
}

const sizeOf = (named: object | undefined): number => (named ? Object.keys(named).length : 0);
