/** What paragraphs of a compared text are numbered. */
import { type Attributes, createNumberer } from "@parley/document";
import { type BlockNode, type ComparedBlockAnswer, formerAttributes } from "@parley/documents";

type Labels = ReadonlyMap<ComparedBlockAnswer, string>;

export interface ComparisonNumbers {
  /** The numbers of paragraphs: those of the newer version, and of what went those that it had. */
  readonly labels: Labels;
  /** The numbers that those had that moved. */
  readonly former: Labels;
  /** The numbers in the older version of all that were there. */
  readonly old: Labels;
}

/** Numbers the paragraphs of a comparison as both versions do. */
export function comparisonNumbers(nodes: readonly BlockNode[]): ComparisonNumbers {
  const labels = new Map<ComparedBlockAnswer, string>();
  const former = new Map<ComparedBlockAnswer, string>();
  const olds = new Map<ComparedBlockAnswer, string>();
  const moved = new Map<string, BlockNode>();
  const visit = (list: readonly BlockNode[], task: (node: BlockNode) => boolean): void => {
    for (const node of list) if (task(node)) visit(node.children, task);
  };
  const [old, now] = [createNumberer(), createNumberer()];
  visit(nodes, (node) => {
    const { fate, name, attributes, moved: place } = node.block;
    if (fate === "moved" && place !== undefined) moved.set(place, node);
    if (fate === "removed" || fate === "left") return false;
    const label = name === "paragraph" ? now.next(attributes as Attributes) : null;
    if (label !== null) labels.set(node.block, label);
    return true;
  });
  const countOld = (node: BlockNode): boolean => {
    const { block } = node;
    if (block.fate === "added" || block.fate === "moved") return false;
    const source = block.fate === "left" ? moved.get(block.moved ?? "")?.block : block;
    const label = source?.name === "paragraph" ? old.next(formerAttributes(source) as Attributes) : null;
    if (label !== null && source) olds.set(source, label);
    if (label !== null && block.fate === "removed") labels.set(block, label);
    if (label !== null && source && block.fate === "left") former.set(source, label);
    return true;
  };
  visit(nodes, countOld);
  return { labels, former, old: olds };
}
