import type { ComparedBlockAnswer } from "./versions-api.ts";

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

/** The attributes that a block had in the older version, as far as its comparison tells. */
export function formerAttributes({ attributes, changes }: ComparedBlockAnswer): Record<string, unknown> {
  const former = { ...attributes };
  for (const { name, before } of changes) {
    if (before === null) delete former[name];
    else former[name] = before;
  }
  return former;
}
