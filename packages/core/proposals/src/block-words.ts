/** The words in a block, and whose they are. */
import type { PersonId } from "@parley/base";
import type { IdRange } from "@parley/history";
import type { MarkedBlock, MarkedPiece } from "./marked-document.ts";

/** Characters of a proposed block that somebody else than who proposed it has written. */
export function othersIn({ pieces, children }: MarkedBlock, author: PersonId | null): IdRange[] {
  return [
    ...pieces.filter(({ writtenBy }) => writtenBy !== author).map(({ range }) => range),
    ...children.flatMap((child) => othersIn(child, author)),
  ];
}

/** A block's words, or some of them. */
export function textOf(block: MarkedBlock, which: (piece: MarkedPiece) => boolean = () => true): string {
  if (block.name === "paragraph")
    return block.pieces
      .filter(which)
      .map((piece) => piece.text)
      .join("");
  return block.children.map((child) => textOf(child, which)).join(block.name === "tableRow" ? "\t" : "\n");
}

/** Whether words of a proposed block are decided on with it: others' proposals in it are not. */
export const isOfBlock = ({ inserted }: MarkedPiece): boolean => inserted === null;
