/**
 * Who agreed on what a comparison shows.
 *
 * The log also keeps apart who deleted words and which row took them away where the server carried a deletion to where the words had been
 * moved meanwhile. That row is nobody's decision: only a decision's is named as one.
 */
import type { ComparedBlock } from "@parley/history";
import type { RowAuthor } from "../rooms/log-store.ts";

/** The same comparison, in which nothing but decisions carries out what somebody proposed. */
export function namingDecisions(
  blocks: readonly ComparedBlock[],
  rows: ReadonlyMap<number, Pick<RowAuthor, "kind">>,
): ComparedBlock[] {
  const decided = (seq: number | null): number | null =>
    seq !== null && rows.get(seq)?.kind === "decision" ? seq : null;
  const ofChange = <Change extends { readonly carriedOutSeq?: number }>(change: Change): Change => {
    if (change.carriedOutSeq === undefined || decided(change.carriedOutSeq) !== null) return change;
    const { carriedOutSeq: _none, ...rest } = change;
    return rest as Change;
  };
  return blocks.map((block) => ({
    ...block,
    carriedOutSeq: decided(block.carriedOutSeq),
    attributes: block.attributes.map(ofChange),
    pieces: block.pieces.map((piece) => ({
      ...piece,
      carriedOutSeq: decided(piece.carriedOutSeq),
      formatting: piece.formatting.map(ofChange),
    })),
    children: namingDecisions(block.children, rows),
  }));
}
