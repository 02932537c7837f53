/** The words in a block, and whose they are. */
import type { PersonId } from "@parley/base";
import type { IdRange } from "@parley/history";
import type { MarkedBlock, MarkedPiece } from "./marked-document.ts";

/** Characters and blocks in a proposed block that come from somebody else than who proposed it. */
export function othersIn({ pieces, children }: MarkedBlock, author: PersonId | null): IdRange[] {
  return [
    ...pieces.filter(({ writtenBy }) => writtenBy !== author).map(({ range }) => range),
    ...children.flatMap((child) => [
      ...(child.inserted && child.inserted.personId !== author ? [{ ...child.id, length: 1 }] : []),
      ...othersIn(child, author),
    ]),
  ];
}

/** Whose the words of a block are that are decided on with it. */
export function writersIn(block: MarkedBlock): PersonId[] {
  const own = block.pieces.flatMap((piece) => (isOfBlock(piece) && piece.writtenBy !== null ? [piece.writtenBy] : []));
  return [...new Set([...own, ...ownChildren(block).flatMap(writersIn)])];
}

/** A block's words, or some of them, without those of blocks in it that others propose. */
export function textOf(block: MarkedBlock, which: (piece: MarkedPiece) => boolean = () => true): string {
  if (block.name === "paragraph")
    return block.pieces
      .filter(which)
      .map((piece) => piece.text)
      .join("");
  return ownChildren(block)
    .map((child) => textOf(child, which))
    .join(block.name === "tableRow" ? "\t" : "\n");
}

/** What stands in a block and is decided on with it. */
export const ownChildren = ({ children }: MarkedBlock): readonly MarkedBlock[] =>
  children.filter(({ inserted }) => inserted === null);

/** Whether words of a proposed block are decided on with it: others' proposals in it are not. */
export const isOfBlock = ({ inserted }: MarkedPiece): boolean => inserted === null;
