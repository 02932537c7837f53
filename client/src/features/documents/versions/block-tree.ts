import type { ComparedBlockAnswer } from "@parley/documents";

/** A block with what is nested in it. */
export interface BlockNode {
  readonly block: ComparedBlockAnswer;
  readonly children: readonly BlockNode[];
}

/** The blocks of an answer, which says only how deep each is, as a tree. */
export function treeOf(blocks: readonly ComparedBlockAnswer[]): BlockNode[] {
  const roots: BlockNode[] = [];
  const open: { depth: number; children: BlockNode[] }[] = [];
  for (const block of blocks) {
    while ((open.at(-1)?.depth ?? -1) >= block.depth) open.pop();
    const children: BlockNode[] = [];
    (open.at(-1)?.children ?? roots).push({ block, children });
    open.push({ depth: block.depth, children });
  }
  return roots;
}
