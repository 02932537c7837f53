/** Moves in a view: what somebody takes away in one place and puts in another. */
import { type IdRange, IdSet, type Lineage } from "@parley/history";
import { type Accepts, acceptsBlock } from "./accepts.ts";
import { listMarked } from "./list-proposals.ts";
import type { Proposal } from "./proposal.ts";
import type { MarkedBlock, MarkedDocument } from "./marked-document.ts";

/** [PR8] Moves into blocks that a view does not show: there the words stay where they were. */
export function lostMoves(marked: MarkedDocument, lineage: Lineage, accepts: Accepts): Proposal[] {
  if (!marked.index.records.some(({ record }) => record.do === "move")) return [];
  const hidden = IdSet.of(hiddenWords(marked.blocks, accepts, false));
  if (hidden.isEmpty) return [];
  return listMarked(marked, lineage).filter(
    ({ kind, inserted, blocks }) =>
      kind === "move" && blocks.length === 0 && inserted.every((range) => hidden.covers(range)),
  );
}

/** What others propose in blocks that are not accepted. */
function hiddenWords(blocks: readonly MarkedBlock[], accepts: Accepts, isHidden: boolean): IdRange[] {
  return blocks.flatMap((block) => {
    const within = isHidden || !acceptsBlock(block, accepts);
    const here = within ? block.pieces.flatMap(({ inserted, range }) => (inserted ? [range] : [])) : [];
    return [...here, ...hiddenWords(block.children, accepts, within)];
  });
}
