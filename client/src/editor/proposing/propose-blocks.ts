/** Plans how a change of blocks, rows and cells becomes a proposal. */
import { assert, must } from "@parley/base";
import type { Node } from "@tiptap/pm/model";
import { changedChildren } from "../binding/changed-children.ts";
import { type SharedParent, childElements } from "../binding/read-content.ts";
import { matchGap } from "../binding/write-content.ts";
import { planText } from "./propose-text.ts";
import { type Gap, type ProposingContext, type ShownBlock, caretIn, planAttributes } from "./proposing-context.ts";

/** Plans what has to be proposed so that a container's children, shown as `before`, read as `after`. */
export function planChildren(
  parent: SharedParent,
  before: readonly Node[],
  after: readonly Node[],
  context: ProposingContext,
): void {
  for (const gap of gapsOf(parent, before, after)) planGap(gap, context);
}

/** Stretches between blocks that stayed as they were. */
function gapsOf(parent: SharedParent, before: readonly Node[], after: readonly Node[]): Gap[] {
  const elements = childElements(parent);
  assert(elements.length === before.length, "every shared element has been shown");
  const nodeAt = (index: number): Node => must(before[index], "it is one of them");
  const { start, endBefore, endAfter } = changedChildren(before, after);
  const changed = after.slice(start, endAfter);
  const gaps: Gap[] = [];
  let [oldStart, newStart] = [start, start];
  const close = (oldEnd: number, newEnd: number): void => {
    const gap: Gap = {
      parent,
      before: elements
        .slice(oldStart, oldEnd)
        .map((element, index): ShownBlock => ({ element, node: nodeAt(oldStart + index) })),
      after: after.slice(newStart, newEnd),
      next: elements[oldEnd] ?? null,
    };
    if (gap.before.length + gap.after.length > 0) gaps.push(gap);
    [oldStart, newStart] = [oldEnd + 1, newEnd + 1];
  };
  const indexes = new Map(changed.map((node, index) => [node, start + index] as const));
  for (let index = start; index < endBefore; index++) {
    const same = indexes.get(nodeAt(index));
    if (same !== undefined && same >= newStart) close(index, same);
  }
  close(endBefore, endAfter);
  return gaps;
}

function planGap(gap: Gap, context: ProposingContext): void {
  const { before, after, parent, next } = gap;
  const { plan } = context;
  const alike = before.length === after.length && before.every(({ node }, index) => node.type === after[index]?.type);
  if (alike) {
    before.forEach((block, index) => planPair(parent, block, must(after[index], "as many"), context));
  } else if (before.length === 0) plan.addBlocks(parent, next, after, caretIn(after, context));
  else if (after.length === 0) for (const { element } of before) plan.removeBlock(element);
  else if (before[0]?.node.type.spec["tableRole"] === "row" || isCell(before[0]?.node)) planMembers(gap, context);
  else planText(gap, context, (block, node) => planPair(parent, block, node, context));
}

/** Rows and cells are matched whole. */
function planMembers({ before, after, parent, next }: Gap, context: ProposingContext): void {
  const { plan } = context;
  const pairs = matchGap(
    before.map(({ node }) => node),
    after,
  );
  pairs.forEach((pair, index) => {
    const block = pair.old === null ? undefined : before[pair.old];
    if (block && pair.node) planPair(parent, block, pair.node, context);
    else if (block) plan.removeBlock(block.element);
    else if (pair.node) {
      const following = pairs.slice(index).find((each) => each.old !== null)?.old ?? null;
      const reference = following === null ? next : (before[following]?.element ?? next);
      plan.addBlocks(parent, reference, [pair.node], caretIn([pair.node], context));
    }
  });
}

function planPair(parent: SharedParent, block: ShownBlock, node: Node, context: ProposingContext): void {
  if (block.node === node) return;
  if (node.isTextblock) {
    planText({ parent, before: [block], after: [node], next: null }, context, () => undefined);
    return;
  }
  planAttributes(block, node, context.plan);
  if (!node.isLeaf) planChildren(block.element, block.node.children, node.children, context);
}

function isCell(node: Node | undefined): boolean {
  const role: unknown = node?.type.spec["tableRole"];
  return role === "cell" || role === "header_cell";
}
