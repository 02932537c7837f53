/**
 * Where paragraphs were broken in two and joined between two versions.
 *
 * Invariants:
 * - A break is told where words stand in the same order on both sides, and only what stands between them came or went.
 * - [VE4] it is told of a paragraph that came, or went, and of the place in the other one: of no character.
 */
import type { Id } from "../ids/id-range.ts";
import type { ComparedBlock, ComparedPiece } from "./comparison.ts";
import { type Segment, type Side, overlapping } from "./match-versions.ts";
import type { VersionBlock } from "./version-tree.ts";

interface Sides {
  readonly older: Side;
  readonly newer: Side;
  /** Rising in `to`, and rising in `from`. */
  readonly segments: readonly Segment[];
  readonly segmentsByFrom: readonly Segment[];
  /** Newer block to older block. */
  readonly pairs: ReadonlyMap<VersionBlock, VersionBlock>;
}

/** Says of every block and every piece of a comparison what it has to do with a break that was made or taken away. */
export function withBreaks(blocks: readonly ComparedBlock[], sides: Sides): ComparedBlock[] {
  const found = new Breaks(sides);
  const read = (block: ComparedBlock): ComparedBlock => {
    const face = block.fate === "added" ? block.after : block.fate === "removed" ? block.before : null;
    const broken = face && found.ofBlocks.get(keyOf(face.id));
    return {
      ...block,
      ...(broken && { broken }),
      pieces: block.pieces.map((piece) => found.mark(piece)),
      children: block.children.map(read),
    };
  };
  return blocks.map(read);
}

class Breaks {
  /** What became of paragraphs, by their ids. */
  readonly ofBlocks = new Map<string, NonNullable<ComparedBlock["broken"]>>();
  /** By the first id of words that went from where a break is now, and of words that came to where one was. */
  private readonly splits = new Map<string, Id>();
  private readonly joins = new Map<string, Id>();

  constructor(sides: Sides) {
    const pairedTo = new Set(sides.pairs.values());
    for (const block of sides.newer.blocks)
      if (block.name === "paragraph" && !block.isPending && !sides.pairs.has(block)) this.addSplit(block, sides);
    const order = new Map(sides.older.blocks.map((block, index) => [block, index]));
    for (const block of sides.older.blocks)
      if (block.name === "paragraph" && !pairedTo.has(block)) this.addJoin(block, sides, order);
  }

  mark<Piece extends ComparedPiece>(piece: Piece): Piece {
    const split = piece.fate === "left" && piece.from && this.splits.get(keyOf(piece.from));
    if (split) return { ...piece, broken: { how: "split", block: split } };
    const joined = piece.to && this.joins.get(keyOf(piece.to));
    return joined ? { ...piece, broken: { how: "joined", block: joined } } : piece;
  }

  private addSplit(block: VersionBlock, { older, newer, segments }: Sides): void {
    const [start, end] = newer.spanOf(block);
    const first = overlapping(segments, "to", start, end - start).find(({ isInOrder }) => isInOrder);
    const id = first && older.idAt(first.from);
    if (!id) return;
    this.ofBlocks.set(keyOf(block.id), "split");
    this.splits.set(keyOf(id), block.id);
  }

  private addJoin(
    block: VersionBlock,
    { older, newer, segmentsByFrom, pairs }: Sides,
    order: ReadonlyMap<VersionBlock, number>,
  ): void {
    const [start, end] = older.spanOf(block);
    const kept = overlapping(segmentsByFrom, "from", start, end - start).filter(({ isInOrder }) => isInOrder);
    const [first, last] = [kept[0], kept.at(-1)];
    const target = first && newer.blockAt(first.to);
    const source = target && pairs.get(target);
    if (!first || !last || !target || !source) return;
    const isBehind = (order.get(source) ?? 0) < (order.get(block) ?? 0);
    // What was joined to the paragraph behind it ends where the words of that one begin.
    const place = isBehind ? first.to : last.to + Math.min(last.length, end - last.from);
    const id = newer.blockAt(place) === target ? newer.idAt(place) : undefined;
    this.ofBlocks.set(keyOf(block.id), isBehind ? "joined" : "joinedBehind");
    if (id) this.joins.set(keyOf(id), block.id);
  }
}

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;
