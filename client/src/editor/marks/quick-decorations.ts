/**
 * Decorations of a long document that are found quickly.
 *
 * ProseMirror asks a set of decorations for those of every block whenever it draws, and looks through all of them for each block:
 * with two thousand numbered paragraphs that is millions of steps for every key. Here a block's own are found by halving, and mostly at
 * once: blocks are asked for one behind the other.
 */
import { must } from "@parley/base";
import type { Node } from "@tiptap/pm/model";
import { type Decoration, DecorationSet } from "@tiptap/pm/view";

/** What a set is made of; ProseMirror's types leave it out. `children` holds start, end and set of each block in rising order. */
interface Inside {
  readonly local: readonly (Decoration & { readonly inline: boolean })[];
  readonly children: readonly (number | DecorationSet)[];
}

class QuickDecorations extends DecorationSet {
  /** Which of the blocks with decorations is probably asked for next. */
  expected = 0;

  override forChild(offset: number, node: Node): DecorationSet {
    if (node.isLeaf) return DecorationSet.empty;
    const { children } = this as unknown as Inside;
    const at = this.expected;
    const start = children[at * 3] as number | undefined;
    if (start !== offset) {
      const isBefore = start === undefined || start > offset;
      if (isBefore && (at === 0 || (children[at * 3 - 3] as number) < offset)) return DecorationSet.empty;
      this.expected = firstFrom(children, offset);
      if (children[this.expected * 3] !== offset) return DecorationSet.empty;
    }
    const found = must(children[this.expected * 3 + 2], "start, end and set stand together") as DecorationSet;
    this.expected++;
    return found;
  }
}

/** Which is the first block with decorations that does not stand before an offset. */
function firstFrom(children: Inside["children"], offset: number): number {
  let low = 0;
  let high = children.length / 3;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle * 3] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same decorations, found quickly. Where some stretch over several blocks, it is the set itself. */
export function quickDecorations(set: DecorationSet): DecorationSet {
  const { local } = set as unknown as Inside;
  if (set === DecorationSet.empty || set instanceof QuickDecorations || local.some(({ inline }) => inline)) return set;
  const quick = Object.create(QuickDecorations.prototype) as DecorationSet;
  return Object.assign(quick, set, { expected: 0 });
}
